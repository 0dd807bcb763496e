// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/traffic/statisticsmodel.h"

#include "modbus/pdufields.h"
#include "modbus/trafficwords.h"

#include <algorithm>
#include <array>

namespace ui {

namespace {

using modbus::LatencyHistogram;
using modbus::TrafficFigures;

QString durationText(std::optional<std::chrono::microseconds> duration)
{
    return duration ? modbus::microsecondsText(*duration) : QString();
}

quint64 badRepliesOf(const TrafficFigures &figures)
{
    return figures.badReplies + figures.foreignUnits + figures.foreignTransactions + figures.debris;
}

QString functionText(quint8 function)
{
    return function == 0
               ? StatisticsModel::tr("not a frame")
               : QStringLiteral("%1 %2").arg(QString::number(function).rightJustified(2, u'0'),
                                             modbus::functionName(function));
}

} // namespace

StatisticsModel::StatisticsModel(const modbus::TrafficStatistics &statistics, QObject *parent)
    : QAbstractTableModel(parent)
    , m_statistics(statistics)
{
}

void StatisticsModel::refresh(std::chrono::microseconds now)
{
    m_now = now;
    const bool isAllThere = std::all_of(m_keys.begin(), m_keys.end(), [this](const Key &key) {
        return m_statistics.rows().count(key) == 1;
    });
    if (!isAllThere) { // they were cleared
        beginResetModel();
        m_keys.clear();
        endResetModel();
    }
    addRows();
    if (!m_keys.isEmpty())
        emit dataChanged(index(0, 0), index(int(m_keys.size()) - 1, ColumnCount - 1));
}

void StatisticsModel::addRows()
{
    int row = 0;
    for (const auto &[key, figures] : m_statistics.rows()) {
        if (row == m_keys.size() || m_keys[row] != key) {
            beginInsertRows({}, row, row);
            m_keys.insert(row, key);
            endInsertRows();
        }
        ++row;
    }
}

const TrafficFigures *StatisticsModel::figuresAt(int row) const
{
    if (row < 0 || row >= m_keys.size())
        return nullptr;
    const auto found = m_statistics.rows().find(m_keys[row]);
    return found == m_statistics.rows().end() ? nullptr : &found->second;
}

QString StatisticsModel::nameAt(int row) const
{
    if (row < 0 || row >= m_keys.size())
        return {};
    return tr("%1 at %2").arg(functionText(m_keys[row].function), m_keys[row].server.toString());
}

int StatisticsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_keys.size());
}

int StatisticsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString StatisticsModel::display(const Key &key, const TrafficFigures &figures, int column) const
{
    const LatencyHistogram &latencies = figures.latencies;
    switch (column) {
    case ServerColumn:
        return key.server.toString();
    case FunctionColumn:
        return functionText(key.function);
    case RequestsColumn:
        return QString::number(figures.requests);
    case RateColumn:
        return QString::number(figures.rate.perSecond(m_now), 'f', 1);
    case RepliesColumn:
        return QString::number(figures.replies);
    case ExceptionsColumn:
        return QString::number(figures.exceptions);
    case TimeoutsColumn:
        return QString::number(figures.timeouts);
    case LateColumn:
        return QString::number(figures.lateReplies);
    case BadColumn:
        return QString::number(badRepliesOf(figures));
    case LostColumn:
        return QString::number(figures.lost);
    case LeastColumn:
        return durationText(latencies.least());
    case MedianColumn:
        return durationText(latencies.quantile(0.5));
    case P95Column:
        return durationText(latencies.quantile(0.95));
    case P99Column:
        return durationText(latencies.quantile(0.99));
    case MostColumn:
        return durationText(latencies.most());
    case SentColumn:
        return QString::number(figures.bytesSent);
    case ReceivedColumn:
        return QString::number(figures.bytesReceived);
    default:
        return {};
    }
}

QVariant StatisticsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const bool isText = index.column() == ServerColumn || index.column() == FunctionColumn;
    const TrafficFigures *figures = figuresAt(index.row());
    switch (role) {
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter) | int(isText ? Qt::AlignLeft : Qt::AlignRight);
    case Qt::DisplayRole:
        return figures ? display(m_keys[index.row()], *figures, index.column()) : QString();
    case Qt::ToolTipRole:
        return headerData(index.column(), Qt::Horizontal, Qt::ToolTipRole);
    default:
        return {};
    }
}

QVariant StatisticsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    struct Head
    {
        QString title;
        QString meaning;
    };
    const std::array<Head, ColumnCount> heads{{
        {tr("Connection"), tr("Host and port of the server")},
        {tr("Function"), tr("Function code and its name in the specification")},
        {tr("Requests"), tr("Sent, repeats included")},
        {tr("1/s"), tr("Requests a second, over the last five seconds")},
        {tr("Replies"), tr("Lawful answers in time, without exceptions")},
        {tr("Exceptions"), tr("Requests that the server refused")},
        {tr("No reply"), tr("Deadlines missed, repeats included")},
        {tr("Late"), tr("Replies after their deadline; they count under No reply as well")},
        {tr("Bad"),
         tr("Answers that fail a check, to nothing asked, of another unit, or no frames")},
        {tr("Lost"), tr("The connection ended while they were under way")},
        {tr("Least"), tr("Shortest latency")},
        {tr("Median"), tr("Half of the replies took no longer")},
        {tr("95 %"), tr("95 of 100 replies took no longer")},
        {tr("99 %"), tr("99 of 100 replies took no longer")},
        {tr("Most"), tr("Longest latency")},
        {tr("Sent, bytes"), tr("Bytes of Modbus frames sent, without TCP and what is below it")},
        {tr("Received, bytes"),
         tr("Bytes of Modbus frames received, without TCP and what is below it")},
    }};
    if (role == Qt::DisplayRole)
        return heads.at(std::size_t(section)).title;
    if (role == Qt::ToolTipRole)
        return heads.at(std::size_t(section)).meaning;
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter) |
               int(section <= FunctionColumn ? Qt::AlignLeft : Qt::AlignRight);
    return {};
}

} // namespace ui
