// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/traffic/framestools.h"

#include "ui/icons.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>

namespace ui {

namespace {

constexpr std::chrono::milliseconds kFilterDelay{150};

} // namespace

FramesTools::FramesTools(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QHBoxLayout(this))
    , m_filter(new QLineEdit)
    , m_search(new QLineEdit)
{
    m_layout->setContentsMargins(0, 4, 0, 0);
    m_layout->setSpacing(4);
    addFilter();
    m_errorsOnly = addButton(QStringLiteral("trafficErrorsOnly"), QStringLiteral("error"),
                             tr("Errors &only"), tr("Show only what is wrong"));
    m_errorsOnly->setCheckable(true);
    connect(m_errorsOnly, &QToolButton::toggled, this, &FramesTools::filterEdited);
    addSearch();
    m_pause = addButton(QStringLiteral("trafficPause"), QStringLiteral("poll"), tr("Pa&use"),
                        tr("Let the list stand still (Space). Frames are kept all the same"));
    m_pause->setCheckable(true);
    connect(m_pause, &QToolButton::clicked, this, &FramesTools::pauseAsked);
    m_newest = addButton(QStringLiteral("trafficNewest"), QStringLiteral("newest"), tr("&Newest"),
                         tr("Go to the newest frame and follow what comes"));
    connect(m_newest, &QToolButton::clicked, this, &FramesTools::newestAsked);
    QToolButton *clear = addButton(QStringLiteral("trafficClear"), QStringLiteral("clear"),
                                   tr("C&lear"), tr("Forget all frames. The statistics stay"));
    connect(clear, &QToolButton::clicked, this, &FramesTools::clearAsked);
    addExport();
    setFollowing(true);
}

QToolButton *FramesTools::addButton(const QString &name, const QString &iconName,
                                    const QString &text, const QString &toolTip)
{
    auto *button = new QToolButton;
    button->setObjectName(name);
    button->setIcon(icon(iconName));
    button->setText(text);
    button->setToolTip(toolTip);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::StrongFocus);
    m_layout->addWidget(button);
    return button;
}

void FramesTools::addFilter()
{
    m_filter->setObjectName(QStringLiteral("trafficFilter"));
    m_filter->setAccessibleName(tr("Filter frames"));
    m_filter->setPlaceholderText(tr("Filter: host, unit 7, write, exception..."));
    m_filter->setToolTip(tr("Shows frames whose connection, unit, function, direction and fault "
                            "contain all these words. fc16 stands for function code 16."));
    m_filter->setClearButtonEnabled(true);
    m_layout->addWidget(m_filter, 3);
    m_filterSoon.setSingleShot(true);
    m_filterSoon.setInterval(kFilterDelay);
    connect(m_filter, &QLineEdit::textChanged, &m_filterSoon, qOverload<>(&QTimer::start));
    connect(&m_filterSoon, &QTimer::timeout, this, &FramesTools::filterEdited);
}

void FramesTools::addSearch()
{
    m_search->setObjectName(QStringLiteral("trafficSearch"));
    m_search->setAccessibleName(tr("Find a frame"));
    m_search->setPlaceholderText(tr("Find text or bytes (Ctrl+F)"));
    m_search->setToolTip(tr("Looks for a text in what frames say, or for bytes such as 03 00 6B, "
                            "among the frames shown. Enter or F3 for the next one, Shift+F3 for "
                            "the one before."));
    m_search->setClearButtonEnabled(true);
    m_layout->addWidget(m_search, 2);
    connect(m_search, &QLineEdit::returnPressed, this,
            [this] { search(TrafficSearch::Direction::Forward); });
    const auto addKey = [this](const QString &name, const QKeySequence &keys,
                               TrafficSearch::Direction direction) {
        auto *action = new QAction(this);
        action->setObjectName(name);
        action->setShortcut(keys);
        connect(action, &QAction::triggered, this, [this, direction] { search(direction); });
        addAction(action);
    };
    addKey(QStringLiteral("trafficFindNext"), Qt::Key_F3, TrafficSearch::Direction::Forward);
    addKey(QStringLiteral("trafficFindPrevious"), QKeySequence(Qt::SHIFT | Qt::Key_F3),
           TrafficSearch::Direction::Backward);
}

void FramesTools::addExport()
{
    m_export = addButton(QStringLiteral("trafficExport"), QStringLiteral("save"), tr("E&xport"),
                         tr("Save the frames that are shown"));
    m_export->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(m_export);
    const auto add = [&](const QString &name, const QString &text, modbus::TrafficFormat format) {
        auto *action = menu->addAction(text);
        action->setObjectName(name);
        connect(action, &QAction::triggered, this, [this, format] { emit exportAsked(format); });
    };
    add(QStringLiteral("exportPcapng"), tr("&Wireshark capture (pcapng)\u2026"),
        modbus::TrafficFormat::Pcapng);
    add(QStringLiteral("exportCsv"), tr("&CSV\u2026"), modbus::TrafficFormat::Csv);
    add(QStringLiteral("exportText"), tr("&Text\u2026"), modbus::TrafficFormat::Text);
    m_export->setMenu(menu);
}

TrafficFilter FramesTools::filter() const
{
    return TrafficFilter(m_filter->text(), m_errorsOnly->isChecked());
}

void FramesTools::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void FramesTools::setPaused(bool isPaused)
{
    m_pause->setChecked(isPaused);
}

void FramesTools::setFollowing(bool isFollowing)
{
    m_newest->setEnabled(!isFollowing);
}

void FramesTools::setSaving(bool isSaving)
{
    m_export->setEnabled(!isSaving);
}

void FramesTools::search(TrafficSearch::Direction direction)
{
    if (!m_search->text().isEmpty())
        emit searchAsked(m_search->text(), direction);
}

} // namespace ui
