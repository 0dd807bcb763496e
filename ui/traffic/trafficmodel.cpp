// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/traffic/trafficmodel.h"

#include "modbus/trafficwords.h"
#include "ui/icons.h"

#include <QDateTime>
#include <QFontDatabase>
#include <algorithm>
#include <vector>

namespace ui {

namespace {

using modbus::TrafficEntry;
using modbus::TrafficFrame;

QString localTime(std::chrono::microseconds time)
{
    using std::chrono::milliseconds;
    const auto whole = std::chrono::floor<milliseconds>(time);
    return QDateTime::fromMSecsSinceEpoch(whole.count()).toString(QStringLiteral("HH:mm:ss.zzz")) +
           QStringLiteral("%1").arg((time - whole).count(), 3, 10, QLatin1Char('0'));
}

QString withArrow(const TrafficEntry &entry)
{
    const QString word = modbus::directionText(entry);
    if (entry.isSent())
        return QStringLiteral("\u2192 ") + word;
    return (entry.isReceived() ? QStringLiteral("\u2190 ") : QStringLiteral("\u2022 ")) + word;
}

QString display(const TrafficEntry &entry, int column)
{
    switch (column) {
    case TrafficModel::NumberColumn:
        return QString::number(entry.number);
    case TrafficModel::TimeColumn:
        return localTime(entry.time);
    case TrafficModel::ServerColumn:
        return entry.session->server.toString();
    case TrafficModel::DirectionColumn:
        return withArrow(entry);
    case TrafficModel::UnitColumn:
        return entry.function == 0 ? QString() : QString::number(entry.unit);
    case TrafficModel::FunctionColumn:
        return entry.function == 0 ? QString()
                                   : QStringLiteral("%1 %2").arg(
                                         QString::number(entry.function).rightJustified(2, u'0'),
                                         modbus::functionText(entry));
    case TrafficModel::SummaryColumn:
        return modbus::summaryText(entry);
    case TrafficModel::LatencyColumn:
        return entry.latency ? modbus::microsecondsText(*entry.latency) : QString();
    case TrafficModel::BytesColumn:
        return QString::fromLatin1(entry.adu.toHex(' ').toUpper());
    default:
        return {};
    }
}

QVariant decoration(const TrafficEntry &entry)
{
    switch (entry.flag) {
    case TrafficFrame::Flag::None:
        return {};
    case TrafficFrame::Flag::Exception:
    case TrafficFrame::Flag::Late:
        return icon(QStringLiteral("warning"), Tone::Warning);
    default:
        return icon(QStringLiteral("error"), Tone::Bad);
    }
}

QString toolTip(const TrafficEntry &entry, int column)
{
    if (column == TrafficModel::TimeColumn)
        return TrafficModel::tr("%1 UTC").arg(modbus::utcText(entry.time));
    if (column != TrafficModel::SummaryColumn)
        return {};
    const QString fault = modbus::faultSentence(entry);
    return QStringLiteral("<p>%1</p>")
        .arg((fault.isEmpty() ? modbus::summaryText(entry) : fault).toHtmlEscaped());
}

} // namespace

TrafficModel::TrafficModel(const modbus::TrafficLog &log, QObject *parent)
    : QAbstractTableModel(parent)
    , m_log(log)
    , m_next(log.first())
{
    connect(&log, &modbus::TrafficLog::cleared, this, &TrafficModel::startOver);
    connect(&m_timer, &QTimer::timeout, this, &TrafficModel::refresh);
    m_timer.start(kPeriod);
}

void TrafficModel::setFilter(const TrafficFilter &filter)
{
    if (filter == m_filter)
        return;
    m_filter = filter;
    const quint64 end = m_isPaused ? m_next : m_log.end();
    beginResetModel();
    m_numbers.clear();
    for (quint64 number = m_log.first(); number < end; ++number) {
        if (m_filter.accepts(m_log.at(number)))
            m_numbers.push_back(number);
    }
    m_next = end;
    endResetModel();
}

void TrafficModel::setPaused(bool isPaused)
{
    m_isPaused = isPaused;
    refresh();
}

quint64 TrafficModel::waiting() const
{
    return m_isPaused ? m_log.end() - std::max(m_next, m_log.first()) : 0;
}

void TrafficModel::refresh()
{
    dropGone();
    if (!m_isPaused)
        takeNew();
}

void TrafficModel::dropGone()
{
    const auto kept = std::lower_bound(m_numbers.begin(), m_numbers.end(), m_log.first());
    if (kept == m_numbers.begin())
        return;
    beginRemoveRows({}, 0, int(kept - m_numbers.begin()) - 1);
    m_numbers.erase(m_numbers.begin(), kept);
    endRemoveRows();
}

void TrafficModel::takeNew()
{
    std::vector<quint64> accepted;
    for (quint64 number = std::max(m_next, m_log.first()); number < m_log.end(); ++number) {
        if (m_filter.accepts(m_log.at(number)))
            accepted.push_back(number);
    }
    m_next = m_log.end();
    if (accepted.empty())
        return;
    const int first = int(m_numbers.size());
    beginInsertRows({}, first, first + int(accepted.size()) - 1);
    m_numbers.insert(m_numbers.end(), accepted.begin(), accepted.end());
    endInsertRows();
}

void TrafficModel::startOver()
{
    beginResetModel();
    m_numbers.clear();
    m_next = m_log.end();
    endResetModel();
}

const TrafficEntry *TrafficModel::entryAt(int row) const
{
    const quint64 number = numberAt(row);
    return m_log.has(number) ? &m_log.at(number) : nullptr;
}

quint64 TrafficModel::numberAt(int row) const
{
    return row >= 0 && row < int(m_numbers.size()) ? m_numbers[std::size_t(row)] : 0;
}

int TrafficModel::rowOf(quint64 number) const
{
    const auto found = std::lower_bound(m_numbers.begin(), m_numbers.end(), number);
    return found != m_numbers.end() && *found == number ? int(found - m_numbers.begin()) : -1;
}

int TrafficModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_numbers.size());
}

int TrafficModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant TrafficModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const int column = index.column();
    const bool isRight = column == NumberColumn || column == UnitColumn || column == LatencyColumn;
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter) | int(isRight ? Qt::AlignRight : Qt::AlignLeft);
    if (role == Qt::FontRole && column == BytesColumn)
        return QFontDatabase::systemFont(QFontDatabase::FixedFont);
    const TrafficEntry *entry = entryAt(index.row());
    if (!entry)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return display(*entry, column);
    case Qt::DecorationRole:
        return column == SummaryColumn ? decoration(*entry) : QVariant();
    case Qt::ToolTipRole:
        return toolTip(*entry, column);
    case Qt::AccessibleTextRole:
        return column == DirectionColumn ? modbus::directionText(*entry) : display(*entry, column);
    default:
        return {};
    }
}

QVariant TrafficModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NumberColumn:
        return tr("No.");
    case TimeColumn:
        return tr("Time");
    case ServerColumn:
        return tr("Connection");
    case DirectionColumn:
        return tr("Direction");
    case UnitColumn:
        return tr("Unit");
    case FunctionColumn:
        return tr("Function");
    case SummaryColumn:
        return tr("What it says");
    case LatencyColumn:
        return tr("Latency");
    case BytesColumn:
        return tr("Bytes");
    default:
        return {};
    }
}

} // namespace ui
