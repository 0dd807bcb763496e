// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/trend/markermodel.h"

#include <QDateTime>
#include <QSettings>
#include <algorithm>

namespace ui {

int MarkerModel::add(qint64 time, const QString &note)
{
    if (m_markers.size() >= kMostMarkers)
        return -1;
    const auto place = std::ranges::upper_bound(m_markers, time, {}, &Marker::time);
    const int row = int(std::distance(m_markers.begin(), place));
    beginInsertRows({}, row, row);
    m_markers.insert(row, {time, note.left(kLongestNote)});
    endInsertRows();
    emit markersChanged();
    return row;
}

void MarkerModel::remove(int row)
{
    if (row < 0 || row >= m_markers.size())
        return;
    beginRemoveRows({}, row, row);
    m_markers.removeAt(row);
    endRemoveRows();
    emit markersChanged();
}

int MarkerModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_markers.size());
}

int MarkerModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant MarkerModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Marker &marker = m_markers[index.row()];
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(marker.time);
    if (role == Qt::ToolTipRole)
        return time.toString(QStringLiteral("yyyy-MM-dd hh:mm:ss.zzz")) + u'\n' + marker.note;
    if (role != Qt::DisplayRole && role != Qt::EditRole)
        return {};
    if (index.column() == NoteColumn)
        return marker.note;
    return time.toString(QStringLiteral("MM-dd hh:mm:ss.zzz"));
}

bool MarkerModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || index.column() != NoteColumn ||
        role != Qt::EditRole)
        return false;
    m_markers[index.row()].note = value.toString().simplified().left(kLongestNote);
    emit dataChanged(index, index);
    emit markersChanged();
    return true;
}

Qt::ItemFlags MarkerModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    flags.setFlag(Qt::ItemIsEditable, index.column() == NoteColumn);
    return flags;
}

QVariant MarkerModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == TimeColumn ? tr("Time") : tr("Note");
}

void MarkerModel::saveState(QSettings &settings) const
{
    QStringList times;
    QStringList notes;
    for (const Marker &marker : m_markers) {
        times.append(QString::number(marker.time));
        notes.append(marker.note);
    }
    settings.setValue(QStringLiteral("trend/markerTimes"), times);
    settings.setValue(QStringLiteral("trend/markerNotes"), notes);
}

void MarkerModel::restoreState(const QSettings &settings)
{
    const QStringList times = settings.value(QStringLiteral("trend/markerTimes")).toStringList();
    const QStringList notes = settings.value(QStringLiteral("trend/markerNotes")).toStringList();
    beginResetModel();
    m_markers.clear();
    endResetModel();
    for (qsizetype i = 0; i < times.size(); ++i)
        add(times[i].toLongLong(), notes.value(i));
}

} // namespace ui
