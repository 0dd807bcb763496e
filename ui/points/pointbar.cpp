// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/points/pointbar.h"

#include "ui/icons.h"
#include "ui/registers/period.h"

#include <QAction>
#include <QActionGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>

namespace ui {

namespace {

constexpr std::chrono::milliseconds kFilterDelay{150};

} // namespace

PointBar::PointBar(const PointActions &actions, QWidget *parent)
    : QWidget(parent)
    , m_filter(new QLineEdit)
    , m_grouping(new QComboBox)
    , m_poll(new QToolButton)
{
    m_grouping->setObjectName(QStringLiteral("pointGrouping"));
    m_grouping->setAccessibleName(tr("Group points by"));
    m_grouping->setToolTip(tr("Puts the points below headings. A click on a heading folds it"));
    m_grouping->addItem(tr("List order"), int(PointArrangement::Grouping::None));
    m_grouping->addItem(tr("By area"), int(PointArrangement::Grouping::Area));
    m_grouping->addItem(tr("By device"), int(PointArrangement::Grouping::Device));
    connect(m_grouping, &QComboBox::activated, this, [this] { emit groupingChosen(grouping()); });

    m_poll->setObjectName(QStringLiteral("pointPoll"));
    m_poll->setCheckable(true);
    m_poll->setIcon(icon(QStringLiteral("poll")));
    m_poll->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    connect(m_poll, &QToolButton::clicked, this, &PointBar::pollToggled);
    auto *read = new QToolButton;
    read->setObjectName(QStringLiteral("pointRead"));
    read->setIcon(icon(QStringLiteral("read")));
    read->setText(tr("Read"));
    read->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    read->setToolTip(tr("Read every point once, now (F5)"));
    connect(read, &QToolButton::clicked, this, &PointBar::readAsked);
    auto *edit = new QToolButton;
    edit->setObjectName(QStringLiteral("pointEditList"));
    edit->setDefaultAction(actions.editList);
    edit->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_poll);
    layout->addWidget(read);
    layout->addWidget(edit);
    layout->addWidget(m_grouping);
    layout->addWidget(makeFilter());
    layout->addStretch(1);
    layout->addWidget(addMenu(QStringLiteral("pointListMenu"), tr("&List"),
                              {actions.open, actions.save, actions.saveAs, nullptr, actions.undo,
                               actions.redo, nullptr, actions.insert, actions.duplicate,
                               actions.remove, actions.paste, nullptr, actions.exportValues,
                               actions.resetStatistics, nullptr, actions.sort, actions.showTrend}));
    auto *write = addMenu(QStringLiteral("pointWriteMenu"), tr("Wr&ite"),
                          {actions.writeValue, nullptr, actions.setOn, actions.setOff,
                           actions.invert, actions.pulse});
    addPulseLengths(*write->menu());
    layout->addWidget(write);
    setPolling(false);
}

QWidget *PointBar::makeFilter()
{
    m_filter->setObjectName(QStringLiteral("pointFilter"));
    m_filter->setAccessibleName(tr("Filter points"));
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setToolTip(tr("Shows the points that have each of these words in tag, description, "
                            "area, device, address, note, value or state now (Ctrl+F). Enter "
                            "looks again."));
    m_filter->setFixedWidth(m_filter->fontMetrics().averageCharWidth() * 24);
    m_filterSoon.setSingleShot(true);
    m_filterSoon.setInterval(kFilterDelay);
    const auto apply = [this] {
        m_filterSoon.stop();
        emit filterEdited(m_filter->text());
    };
    connect(m_filter, &QLineEdit::textChanged, &m_filterSoon, qOverload<>(&QTimer::start));
    connect(m_filter, &QLineEdit::returnPressed, this, apply);
    connect(&m_filterSoon, &QTimer::timeout, this, apply);
    return m_filter;
}

QToolButton *PointBar::addMenu(const QString &name, const QString &text,
                               const QList<QAction *> &actions)
{
    auto *button = new QToolButton;
    auto *menu = new QMenu(button);
    menu->setToolTipsVisible(true);
    for (QAction *action : actions) {
        if (action)
            menu->addAction(action);
        else
            menu->addSeparator();
    }
    button->setObjectName(name);
    button->setText(text);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setMenu(menu);
    return button;
}

void PointBar::addPulseLengths(QMenu &menu)
{
    using namespace std::chrono_literals;
    QMenu *lengths = menu.addMenu(tr("Pulse &length"));
    auto *group = new QActionGroup(lengths);
    for (const std::chrono::milliseconds length :
         {200ms, 500ms, 1000ms, 2000ms, 5000ms, 10'000ms}) {
        QAction *action = group->addAction(lengths->addAction(periodText(length)));
        action->setCheckable(true);
        action->setChecked(length == m_pulseLength);
        connect(action, &QAction::triggered, this, [this, length] { m_pulseLength = length; });
    }
}

void PointBar::focusFilter()
{
    m_filter->setFocus();
    m_filter->selectAll();
}

void PointBar::clearFilter()
{
    if (m_filter->text().isEmpty())
        return;
    m_filter->clear();
    m_filterSoon.stop();
    emit filterEdited({});
}

QString PointBar::filter() const
{
    return m_filter->text();
}

void PointBar::setGrouping(PointArrangement::Grouping grouping)
{
    m_grouping->setCurrentIndex(std::max(0, m_grouping->findData(int(grouping))));
}

PointArrangement::Grouping PointBar::grouping() const
{
    return static_cast<PointArrangement::Grouping>(m_grouping->currentData().toInt());
}

void PointBar::setPolling(bool isPolling)
{
    m_poll->setChecked(isPolling);
    m_poll->setText(isPolling ? tr("Polling") : tr("Poll"));
    m_poll->setToolTip(isPolling ? tr("Pause polling (Space)")
                                 : tr("Read each point at its period (Space)"));
}

} // namespace ui
