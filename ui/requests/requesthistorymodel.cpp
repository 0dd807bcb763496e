// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/requests/requesthistorymodel.h"

#include "modbus/pdureader.h"
#include "ui/connections/words.h"
#include "ui/icons.h"
#include "ui/requests/requestwords.h"

namespace ui {

void RequestHistoryModel::append(PastRequest past)
{
    if (m_requests.size() == kMost) {
        beginRemoveRows({}, kMost - 1, kMost - 1);
        m_requests.removeLast();
        endRemoveRows();
    }
    beginInsertRows({}, 0, 0);
    m_requests.prepend(std::move(past));
    endInsertRows();
}

int RequestHistoryModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_requests.size());
}

int RequestHistoryModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString RequestHistoryModel::display(const PastRequest &past, int column) const
{
    switch (column) {
    case TimeColumn:
        return past.time.toString(QStringLiteral("HH:mm:ss.zzz"));
    case TargetColumn:
        return past.target;
    case FunctionColumn: {
        const auto code = quint8(past.request.pdu.functionCode());
        return QStringLiteral("%1 %2")
            .arg(code, 2, 10, QLatin1Char('0'))
            .arg(modbus::functionName(code));
    }
    case RequestColumn:
        return modbus::spacedHex(past.request.bytes());
    case OutcomeColumn:
        return outcomeInBrief(past.request, past.outcome);
    default:
        return past.outcome.reply ? latencyText(past.outcome.reply->latency) : QString();
    }
}

QVariant RequestHistoryModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const PastRequest &past = m_requests.at(index.row());
    if (role == Qt::DisplayRole)
        return display(past, index.column());
    if (role == Qt::ToolTipRole)
        return index.column() == OutcomeColumn ? outcomeText(past.request, past.outcome)
                                               : display(past, index.column());
    if (role == Qt::TextAlignmentRole && index.column() == LatencyColumn)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::DecorationRole && index.column() == OutcomeColumn && isBad(past.outcome))
        return icon(QStringLiteral("error"), Tone::Bad);
    return {};
}

QVariant RequestHistoryModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case TimeColumn:
        return tr("Time");
    case TargetColumn:
        return tr("Device");
    case FunctionColumn:
        return tr("Function");
    case RequestColumn:
        return tr("Request");
    case OutcomeColumn:
        return tr("Outcome");
    default:
        return tr("Answered in");
    }
}

} // namespace ui
