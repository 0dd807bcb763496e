// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/points/pointlistmodel.h"

#include "ui/points/pointcells.h"
#include "ui/points/pointcommands.h"
#include "ui/points/pointtext.h"

#include <QDateTime>
#include <QMimeData>
#include <QSet>
#include <algorithm>
#include <set>

namespace ui {

namespace {

using modbus::Point;

/// Between two dataChanged() of live values.
constexpr int kSayPeriod = 100;
/// More rows than this are removed in one piece: those between lose what is live of them.
constexpr int kMostRuns = 200;

PointColumn columnOf(const QModelIndex &index)
{
    return static_cast<PointColumn>(index.column());
}

} // namespace

PointListModel::PointListModel(QObject *parent)
    : PointListModel([] { return QDateTime::currentMSecsSinceEpoch(); }, parent)
{
}

PointListModel::PointListModel(Clock clock, QObject *parent)
    : QAbstractTableModel(parent)
    , m_clock(std::move(clock))
{
    m_sayTimer.setSingleShot(true);
    connect(&m_sayTimer, &QTimer::timeout, this, &PointListModel::sayChanges);
    connect(&m_undo, &QUndoStack::indexChanged, this, [this] {
        if (!m_isLoading)
            emit pointsEdited();
    });
    m_saidAt.start();
}

PointListModel::~PointListModel()
{
    m_undo.disconnect(); // it is cleared when it goes, which is no edit
}

void PointListModel::load(const QList<Point> &points)
{
    beginResetModel();
    m_points = points;
    m_live.reset(int(points.size()));
    m_findings.clear();
    m_findingsOf.clear();
    m_firstChanged = -1;
    endResetModel();
    m_isLoading = true;
    m_undo.clear();
    m_isLoading = false;
    emit pointsEdited();
}

void PointListModel::insert(int row, const QList<Point> &points)
{
    const qsizetype room = kMostPoints - m_points.size();
    if (points.size() > room) {
        emit refused(tr("A list takes at most %L1 points.").arg(kMostPoints));
        return;
    }
    if (!points.isEmpty()) {
        m_undo.push(new SpliceCommand(*this, qBound(0, row, int(m_points.size())), {}, points,
                                      points.size() == 1
                                          ? tr("insert a point")
                                          : tr("insert %L1 points").arg(points.size())));
    }
}

void PointListModel::remove(QList<int> rows)
{
    std::sort(rows.begin(), rows.end(), std::greater<>());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    if (rows.isEmpty())
        return;
    const QString step =
        rows.size() == 1 ? tr("remove a point") : tr("remove %L1 points").arg(rows.size());
    if (rows.size() > kMostRuns) {
        const QSet<int> gone(rows.cbegin(), rows.cend());
        const int first = rows.constLast();
        const QList<Point> before = m_points.mid(first, rows.constFirst() - first + 1);
        QList<Point> after;
        for (int i = 0; i < before.size(); ++i) {
            if (!gone.contains(first + i))
                after += before.at(i);
        }
        m_undo.push(new SpliceCommand(*this, first, before, after, step));
        return;
    }
    m_undo.beginMacro(step);
    for (qsizetype i = 0; i < rows.size();) {
        const int last = rows.at(i);
        int first = last;
        while (++i < rows.size() && rows.at(i) == first - 1)
            --first;
        m_undo.push(new SpliceCommand(*this, first, m_points.mid(first, last - first + 1), {}, {}));
    }
    m_undo.endMacro();
}

void PointListModel::replaceAll(const QList<Point> &points, const QString &stepName)
{
    if (m_points.isEmpty() && m_undo.count() == 0)
        load(points);
    else
        m_undo.push(new SpliceCommand(*this, 0, m_points, points, stepName));
}

void PointListModel::duplicate(QList<int> rows)
{
    std::sort(rows.begin(), rows.end());
    QList<Point> copies;
    for (const int row : std::as_const(rows))
        copies.append(m_points.at(row));
    if (!copies.isEmpty())
        insert(rows.constLast() + 1, copies);
}

QStringList PointListModel::setCells(const QList<Cell> &cells, const QString &stepName)
{
    QStringList complaints;
    std::map<int, Point> changed;
    for (const Cell &cell : cells) {
        if (cell.row >= kMostPoints) {
            if (complaints.size() < kMostComplaints)
                complaints += tr("Row %1: a list takes at most %L2 points.")
                                  .arg(cell.row + 1)
                                  .arg(kMostPoints);
            continue;
        }
        const auto [place, isNew] = changed.try_emplace(cell.row);
        if (isNew && cell.row < m_points.size())
            place->second = m_points.at(cell.row);
        const auto point = withCell(place->second, cell.column, cell.text);
        if (point)
            place->second = *point;
        else if (complaints.size() < kMostComplaints)
            complaints +=
                tr("Row %1, %2: %3").arg(cell.row + 1).arg(columnTitle(cell.column), point.error());
    }
    QList<int> rows;
    QList<Point> before;
    QList<Point> after;
    QList<Point> added;
    for (const auto &[row, point] : changed) {
        if (row >= m_points.size()) {
            added += point;
        } else if (!(point == m_points.at(row))) {
            rows += row;
            before += m_points.at(row);
            after += point;
        }
    }
    if (rows.isEmpty() && added.isEmpty())
        return complaints;
    m_undo.beginMacro(stepName);
    if (!rows.isEmpty())
        m_undo.push(new ReplaceCommand(*this, rows, before, after, {}));
    if (!added.isEmpty())
        m_undo.push(new SpliceCommand(*this, int(m_points.size()), {}, added, {}));
    m_undo.endMacro();
    return complaints;
}

void PointListModel::splice(int first, int removed, const QList<Point> &added)
{
    setFindings({}); // their rows are others now; the lint runs again
    m_firstChanged = -1;
    if (removed > 0) {
        beginRemoveRows({}, first, first + removed - 1);
        m_points.remove(first, removed);
        m_live.remove(first, removed);
        endRemoveRows();
    }
    if (!added.isEmpty()) {
        beginInsertRows({}, first, first + int(added.size()) - 1);
        m_points = m_points.mid(0, first) + added + m_points.mid(first);
        m_live.insert(first, int(added.size()));
        endInsertRows();
    }
}

void PointListModel::replace(const QList<int> &rows, const QList<Point> &points)
{
    for (qsizetype i = 0; i < rows.size(); ++i) {
        const int row = rows.at(i);
        if (!areReadAlike(m_points.at(row), points.at(i)))
            m_live.at(row) = {};
        m_points[row] = points.at(i);
    }
    const auto [first, last] = std::minmax_element(rows.begin(), rows.end());
    emit dataChanged(index(*first, 0), index(*last, kPointColumns - 1));
}

void PointListModel::take(const QList<modbus::Sample> &samples)
{
    for (const modbus::Sample &sample : samples) {
        if (sample.point < 0 || sample.point >= m_live.size())
            continue;
        m_live.at(sample.point).take(sample);
        const bool isFirst = m_firstChanged < 0;
        m_firstChanged = isFirst ? sample.point : std::min(m_firstChanged, sample.point);
        m_lastChanged = isFirst ? sample.point : std::max(m_lastChanged, sample.point);
    }
    if (!m_sayTimer.isActive() && m_firstChanged >= 0)
        m_sayTimer.start(int(std::clamp<qint64>(kSayPeriod - m_saidAt.elapsed(), 0, kSayPeriod)));
}

void PointListModel::sayChanges()
{
    m_saidAt.start();
    if (m_firstChanged < 0)
        return;
    const int first = std::exchange(m_firstChanged, -1);
    emit dataChanged(index(first, int(PointColumn::Value)),
                     index(m_lastChanged, int(PointColumn::Count)));
}

void PointListModel::setRunning(bool isRunning)
{
    m_isRunning = isRunning;
}

void PointListModel::resetStatistics()
{
    m_live.resetStatistics();
    if (!m_points.isEmpty()) {
        emit dataChanged(index(0, int(PointColumn::Minimum)),
                         index(rowCount() - 1, int(PointColumn::Count)));
    }
}

void PointListModel::setWriteNote(int row, const QString &note)
{
    if (row < 0 || row >= m_live.size())
        return;
    m_live.at(row).writeNote = note;
    const QModelIndex state = index(row, int(PointColumn::State));
    emit dataChanged(state, state);
}

void PointListModel::setFindings(const QList<modbus::Finding> &findings)
{
    if (findings.isEmpty() && m_findings.isEmpty())
        return;
    m_findings = findings;
    m_findingsOf.clear();
    for (qsizetype i = 0; i < findings.size(); ++i) {
        for (const int row : findings.at(i).points)
            m_findingsOf[row].append(int(i));
    }
    if (!m_points.isEmpty()) {
        emit dataChanged(index(0, int(PointColumn::Tag)),
                         index(rowCount() - 1, int(PointColumn::Tag)),
                         {Qt::DecorationRole, Qt::ToolTipRole, SeverityRole});
    }
}

QString PointListModel::whyNotWritable(int row) const
{
    const Point &point = m_points.at(row);
    if (!modbus::isWritable(point.address.table)) {
        return tr("%1 is in a table that can only be read.").arg(nameOf(point));
    }
    if (!point.isWritable) {
        return tr("%1 is not marked as writable. Say yes in its column Writable first.")
            .arg(nameOf(point));
    }
    return m_writeGate ? m_writeGate(row) : tr("There is no connection to write to.");
}

int PointListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_points.size());
}

int PointListModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : kPointColumns;
}

QVariant PointListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const int row = index.row();
    const PointColumn column = columnOf(index);
    switch (role) {
    case Qt::DisplayRole:
        return display(row, column);
    case Qt::EditRole:
        return column == PointColumn::Value && m_live.at(row).goodTime == 0 ? QString()
                                                                            : display(row, column);
    case Qt::ToolTipRole:
        return toolTip(row, column);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue((isFigure(column) ? Qt::AlignRight : Qt::AlignLeft) |
                                   Qt::AlignVCenter);
    case PointIndexRole:
        return row;
    case SortRole:
        return sortKey(row, column);
    case ExportRole:
        return exported(row, column);
    case BelievedRole:
        return isBelieved(row);
    case LimitRole:
        return int(isBelieved(row)
                       ? modbus::limitState(m_points.at(row), m_live.at(row).latest.number)
                       : modbus::LimitState::Within);
    case QualityRole:
        return m_live.at(row).wasSampled ? QVariant(int(m_live.at(row).latest.quality))
                                         : QVariant();
    case SeverityRole: {
        const auto found = m_findingsOf.find(row);
        if (found == m_findingsOf.end())
            return {};
        int worst = int(modbus::Finding::Severity::Warning);
        for (const int finding : found->second)
            worst = std::max(worst, int(m_findings.at(finding).severity));
        return worst;
    }
    default:
        return {};
    }
}

QVariant PointListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= kPointColumns)
        return {};
    const auto column = static_cast<PointColumn>(section);
    if (role == ExportRole && column == PointColumn::Age)
        return tr("Time (UTC)");
    if (role == Qt::DisplayRole || role == ExportRole)
        return columnTitle(column);
    if (role == Qt::ToolTipRole)
        return columnToolTip(column);
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((isFigure(column) ? Qt::AlignRight : Qt::AlignLeft) |
                                   Qt::AlignVCenter);
    return {};
}

Qt::ItemFlags PointListModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return {};
    Qt::ItemFlags flags =
        Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsDragEnabled | Qt::ItemNeverHasChildren;
    const PointColumn column = columnOf(index);
    if (isDefinition(column) ||
        (column == PointColumn::Value && whyNotWritable(index.row()).isEmpty()))
        flags |= Qt::ItemIsEditable;
    return flags;
}

bool PointListModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    const PointColumn column = columnOf(index);
    if (column == PointColumn::Value) {
        const QString why = whyNotWritable(index.row());
        if (!why.isEmpty()) {
            emit refused(why);
            return false;
        }
        emit writeRequested(index.row(), value.toString());
        return true;
    }
    const QStringList complaints =
        setCells({{index.row(), column, value.toString()}},
                 tr("edit %1 of %2").arg(columnTitle(column), nameOf(m_points.at(index.row()))));
    if (!complaints.isEmpty())
        emit refused(complaints.constFirst());
    return complaints.isEmpty();
}

QStringList PointListModel::mimeTypes() const
{
    return {kMimeType, QStringLiteral("text/plain")};
}

QMimeData *PointListModel::mimeData(const QModelIndexList &indexes) const
{
    std::set<int> rows;
    for (const QModelIndex &index : indexes)
        rows.insert(index.row());
    QStringList tags;
    for (const int row : rows) {
        if (!m_points.at(row).tag.isEmpty())
            tags += m_points.at(row).tag;
    }
    if (tags.isEmpty())
        return nullptr;
    auto *data = new QMimeData;
    data->setData(kMimeType, tags.join(u'\n').toUtf8());
    data->setText(tags.join(u'\n'));
    return data;
}

} // namespace ui
