// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/eventlog.h"

#include "ui/icons.h"

#include <QIcon>

namespace ui {

namespace {

constexpr qint64 kSameEventMs = 1000;
constexpr qsizetype kLookBack = 64; ///< events among which a repeated one is looked for

QIcon severityIcon(EventLog::Severity severity)
{
    switch (severity) {
    case EventLog::Severity::Info:
        break;
    case EventLog::Severity::Warning:
        return icon(QStringLiteral("warning"), Tone::Warning);
    case EventLog::Severity::Error:
        return icon(QStringLiteral("error"), Tone::Bad);
    }
    return icon(QStringLiteral("info"), Tone::Quiet);
}

} // namespace

EventLog::EventLog(QObject *parent)
    : EventLog(Clock(&QDateTime::currentDateTime), parent)
{
}

EventLog::EventLog(Clock clock, QObject *parent)
    : QAbstractTableModel(parent)
    , m_clock(std::move(clock))
{
}

void EventLog::append(Severity severity, const QString &source, const QString &text)
{
    const QDateTime now = m_clock();
    if (countUp(now, severity, source, text))
        return;
    if (m_events.size() >= kMostEvents) {
        beginRemoveRows({}, 0, 0);
        m_events.removeFirst();
        endRemoveRows();
    }
    const int row = int(m_events.size());
    beginInsertRows({}, row, row);
    m_events.append({now, severity, source, text, 1, now});
    endInsertRows();
}

bool EventLog::countUp(const QDateTime &now, Severity severity, const QString &source,
                       const QString &text)
{
    const qsizetype oldest = qMax(qsizetype(0), m_events.size() - kLookBack);
    for (qsizetype row = m_events.size() - 1; row >= oldest; --row) {
        Event &event = m_events[row];
        if (event.lastTime.msecsTo(now) > kSameEventMs || event.severity != severity ||
            event.source != source || event.text != text)
            continue;
        ++event.times;
        event.lastTime = now;
        emit dataChanged(index(int(row), 0), index(int(row), ColumnCount - 1));
        return true;
    }
    return false;
}

void EventLog::clear()
{
    beginResetModel();
    m_events.clear();
    endResetModel();
}

int EventLog::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_events.size());
}

int EventLog::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString EventLog::display(const Event &event, int column) const
{
    switch (column) {
    case TimeColumn:
        return event.time.toString(QStringLiteral("HH:mm:ss.zzz"));
    case SourceColumn:
        return event.source;
    case TextColumn:
        return event.times == 1 ? event.text : tr("%1 (x %2)").arg(event.text).arg(event.times);
    default:
        return {};
    }
}

QVariant EventLog::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Event &event = m_events.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return display(event, index.column());
    case Qt::DecorationRole:
        return index.column() == TimeColumn ? QVariant(severityIcon(event.severity)) : QVariant();
    case Qt::ToolTipRole:
        return QStringLiteral("<p>%1</p><p>%2</p>")
            .arg(event.time.toString(Qt::ISODateWithMs),
                 display(event, TextColumn).toHtmlEscaped());
    case Qt::AccessibleTextRole:
        return index.column() == TextColumn
                   ? QStringLiteral("%1: %2").arg(severityName(event.severity),
                                                  display(event, TextColumn))
                   : display(event, index.column());
    case SeverityRole:
        return int(event.severity);
    case LineRole:
        return QStringList{event.time.toString(Qt::ISODateWithMs), severityName(event.severity),
                           event.source, display(event, TextColumn)}
            .join(u'\t');
    default:
        return {};
    }
}

QVariant EventLog::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case TimeColumn:
        return tr("Time");
    case SourceColumn:
        return tr("Source");
    case TextColumn:
        return tr("What happened");
    default:
        return {};
    }
}

QString EventLog::severityName(Severity severity)
{
    switch (severity) {
    case Severity::Info:
        return tr("Info");
    case Severity::Warning:
        return tr("Warning");
    case Severity::Error:
        return tr("Error");
    }
    return {};
}

} // namespace ui
