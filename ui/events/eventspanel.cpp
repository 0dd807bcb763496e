// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/eventspanel.h"

#include "ui/icons.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QFontMetrics>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QScrollBar>
#include <QSettings>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace ui {

namespace {

constexpr QLatin1StringView kSeverityKey("events/leastSeverity");
constexpr QLatin1StringView kHeaderKey("events/header");

QToolButton *buttonFor(QAction *action, const QString &name)
{
    auto *button = new QToolButton;
    button->setObjectName(name);
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setAutoRaise(true);
    return button;
}

} // namespace

EventsPanel::EventsPanel(EventLog &log, QWidget *parent)
    : QWidget(parent)
    , m_log(log)
    , m_text(new QLineEdit)
    , m_severity(new QComboBox)
    , m_list(new QTreeView)
    , m_copy(new QAction(icon(QStringLiteral("copy")), tr("&Copy"), this))
    , m_clear(new QAction(icon(QStringLiteral("clear")), tr("C&lear"), this))
{
    m_events.setSourceModel(&log);

    m_text->setObjectName(QStringLiteral("eventsFilter"));
    m_text->setAccessibleName(tr("Show only events that contain this text"));
    m_text->setPlaceholderText(tr("Filter (Ctrl+Shift+F)"));
    m_text->setClearButtonEnabled(true);
    connect(m_text, &QLineEdit::textChanged, &m_events, &EventFilter::setText);

    m_severity->setObjectName(QStringLiteral("eventsSeverity"));
    m_severity->setAccessibleName(tr("Least severity shown"));
    m_severity->setToolTip(tr("Which events are shown"));
    m_severity->addItem(tr("All events"));
    m_severity->addItem(tr("Warnings and errors"));
    m_severity->addItem(tr("Errors"));
    connect(m_severity, &QComboBox::currentIndexChanged, this,
            [this](int index) { m_events.setLeastSeverity(EventLog::Severity(index)); });

    m_list->setObjectName(QStringLiteral("eventsList"));
    m_list->setAccessibleName(tr("Events"));
    m_list->setModel(&m_events);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAllColumnsShowFocus(true);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setTextElideMode(Qt::ElideRight);
    const QFontMetrics metrics(m_list->font());
    m_list->setColumnWidth(EventLog::TimeColumn,
                           metrics.horizontalAdvance(QStringLiteral("00:00:00.000")) + 48);
    m_list->setColumnWidth(EventLog::SourceColumn,
                           metrics.horizontalAdvance(QStringLiteral("192.168.100.100:50200/1")));

    m_copy->setObjectName(QStringLiteral("copyEvents"));
    m_copy->setShortcut(QKeySequence::Copy);
    m_copy->setShortcutContext(Qt::WidgetShortcut);
    m_copy->setToolTip(tr("Copy the selected events, all that are shown where none is selected"));
    connect(m_copy, &QAction::triggered, this, &EventsPanel::copy);
    m_list->addAction(m_copy);

    m_clear->setObjectName(QStringLiteral("clearEvents"));
    m_clear->setToolTip(tr("Remove all events from the list"));
    connect(m_clear, &QAction::triggered, &log, &EventLog::clear);
    m_list->addAction(m_clear);
    m_list->setContextMenuPolicy(Qt::ActionsContextMenu);

    connect(&m_events, &QAbstractItemModel::rowsAboutToBeInserted, this, [this] {
        const QScrollBar *bar = m_list->verticalScrollBar();
        m_isAtEnd = bar->value() == bar->maximum();
    });
    connect(&m_events, &QAbstractItemModel::rowsInserted, this, [this] {
        if (m_isAtEnd)
            m_list->scrollToBottom();
    });

    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(4, 0, 4, 0);
    bar->setSpacing(4);
    bar->addWidget(m_text, 1);
    bar->addWidget(m_severity);
    bar->addWidget(buttonFor(m_copy, QStringLiteral("copyEventsButton")));
    bar->addWidget(buttonFor(m_clear, QStringLiteral("clearEventsButton")));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(bar);
    layout->addWidget(m_list);
}

void EventsPanel::focusFilter()
{
    m_text->setFocus(Qt::ShortcutFocusReason);
    m_text->selectAll();
}

void EventsPanel::copy()
{
    QModelIndexList rows = m_list->selectionModel()->selectedRows();
    if (rows.isEmpty()) {
        for (int row = 0; row < m_events.rowCount(); ++row)
            rows.append(m_events.index(row, 0));
    }
    std::sort(rows.begin(), rows.end());
    QStringList lines;
    for (const QModelIndex &row : std::as_const(rows))
        lines.append(row.data(EventLog::LineRole).toString());
    QGuiApplication::clipboard()->setText(lines.join(u'\n'));
}

void EventsPanel::saveState(QSettings &settings) const
{
    settings.setValue(kSeverityKey, m_severity->currentIndex());
    settings.setValue(kHeaderKey, m_list->header()->saveState());
}

void EventsPanel::restoreState(const QSettings &settings)
{
    m_severity->setCurrentIndex(
        qBound(0, settings.value(kSeverityKey).toInt(), m_severity->count() - 1));
    m_list->header()->restoreState(settings.value(kHeaderKey).toByteArray());
}

} // namespace ui
