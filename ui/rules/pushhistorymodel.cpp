// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rules/pushhistorymodel.h"

#include "ui/rules/figures.h"
#include "ui/rules/pushreport.h"

#include <QLocale>

namespace ui {

namespace {

using transfer::PushRecord;

QString shown(const PushRecord &record, int column)
{
    switch (column) {
    case PushHistoryModel::TimeColumn:
        return QLocale().toString(record.time.toLocalTime(), QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    case PushHistoryModel::ReceiverColumn:
        return record.relay.isEmpty()
                   ? record.receiver
                   : PushHistoryModel::tr("%1 via relay %2").arg(record.receiver, record.relay);
    case PushHistoryModel::NameColumn:
        return record.name;
    case PushHistoryModel::OutcomeColumn:
        return outcomeText(record.outcome);
    case PushHistoryModel::CauseColumn:
        return record.error;
    case PushHistoryModel::AnswerColumn:
        return record.answer;
    case PushHistoryModel::SizeColumn:
        return record.bytes ? sizeText(*record.bytes) : PushHistoryModel::tr("not known");
    case PushHistoryModel::LinesColumn:
        return record.lines ? QLocale().toString(*record.lines) : PushHistoryModel::tr("not known");
    case PushHistoryModel::Sha256Column:
        return QString::fromLatin1(record.sha256.left(8));
    case PushHistoryModel::DurationColumn:
        return durationText(record.duration);
    case PushHistoryModel::WhoColumn:
        return record.who;
    default:
        return {};
    }
}

QVariant exact(const PushRecord &record, int column)
{
    switch (column) {
    case PushHistoryModel::TimeColumn:
        return record.time.toUTC().toString(Qt::ISODateWithMs);
    case PushHistoryModel::OutcomeColumn:
        return transfer::outcomeName(record.outcome);
    case PushHistoryModel::SizeColumn:
        return record.bytes ? QVariant(*record.bytes) : QVariant();
    case PushHistoryModel::LinesColumn:
        return record.lines ? QVariant(*record.lines) : QVariant();
    case PushHistoryModel::Sha256Column:
        return QString::fromLatin1(record.sha256);
    case PushHistoryModel::DurationColumn:
        return static_cast<qint64>(record.duration.count());
    default:
        return shown(record, column);
    }
}

bool isFigure(int column)
{
    return column == PushHistoryModel::SizeColumn || column == PushHistoryModel::LinesColumn ||
           column == PushHistoryModel::DurationColumn;
}

} // namespace

PushHistoryModel::PushHistoryModel(transfer::PushHistory &history, QObject *parent)
    : QAbstractTableModel(parent)
    , m_history(history)
{
}

tl::expected<void, QString> PushHistoryModel::load()
{
    beginResetModel();
    auto loaded = m_history.load();
    endResetModel();
    return loaded;
}

tl::expected<void, QString> PushHistoryModel::append(const PushRecord &record)
{
    const int row = rowCount();
    beginInsertRows({}, row, row);
    auto written = m_history.append(record);
    endInsertRows();
    return written;
}

int PushHistoryModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_history.records().size());
}

int PushHistoryModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant PushHistoryModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const PushRecord &record = m_history.records().at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return shown(record, index.column());
    case Qt::ToolTipRole:
        return index.column() == Sha256Column ? QString::fromLatin1(record.sha256)
                                              : shown(record, index.column());
    case Qt::TextAlignmentRole:
        return QVariant(Qt::AlignVCenter |
                        (isFigure(index.column()) ? Qt::AlignRight : Qt::AlignLeft));
    case SortRole:
        return index.column() == TimeColumn ? QVariant(record.time) : exact(record, index.column());
    case ExportRole:
        return exact(record, index.column());
    default:
        return {};
    }
}

QVariant PushHistoryModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignVCenter | (isFigure(section) ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case TimeColumn:
        return tr("Time");
    case ReceiverColumn:
        return tr("Receiver");
    case NameColumn:
        return tr("Name");
    case OutcomeColumn:
        return tr("Outcome");
    case CauseColumn:
        return tr("Cause");
    case AnswerColumn:
        return tr("Last answer");
    case SizeColumn:
        return tr("Size");
    case LinesColumn:
        return tr("Lines");
    case Sha256Column:
        return tr("SHA-256");
    case DurationColumn:
        return tr("Duration");
    case WhoColumn:
        return tr("Who");
    default:
        return {};
    }
}

} // namespace ui
