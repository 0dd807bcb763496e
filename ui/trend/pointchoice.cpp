// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/trend/pointchoice.h"

#include "ui/trend/pointtags.h"

namespace ui {

void PointChoice::setPoints(const QList<modbus::Point> &points)
{
    beginResetModel();
    m_points = points;
    endResetModel();
}

void PointChoice::setShown(const QStringList &tags)
{
    m_shown = QSet<QString>(tags.cbegin(), tags.cend());
    if (!m_points.isEmpty())
        emit dataChanged(index(0), index(rowCount() - 1), {Qt::CheckStateRole});
}

int PointChoice::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_points.size());
}

QVariant PointChoice::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const modbus::Point &point = m_points[index.row()];
    QString text = point.tag;
    if (!point.description.isEmpty())
        text += QStringLiteral("  ") + point.description;
    if (!point.engineeringUnit.isEmpty())
        text += QStringLiteral("  [%1]").arg(point.engineeringUnit);
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return text;
    case Qt::CheckStateRole:
        return m_shown.contains(point.tag) ? Qt::Checked : Qt::Unchecked;
    case TagRole:
        return point.tag;
    case SearchRole:
        return QString(text + u' ' + point.area + u' ' + point.device);
    default:
        return {};
    }
}

bool PointChoice::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::CheckStateRole || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    emit toggled(m_points[index.row()].tag, value.toInt() == Qt::Checked);
    return true;
}

Qt::ItemFlags PointChoice::flags(const QModelIndex &index) const
{
    return QAbstractListModel::flags(index) | Qt::ItemIsUserCheckable | Qt::ItemIsDragEnabled;
}

QStringList PointChoice::mimeTypes() const
{
    return {kPointsMimeType};
}

QMimeData *PointChoice::mimeData(const QModelIndexList &indexes) const
{
    QStringList tags;
    for (const QModelIndex &index : indexes)
        tags.append(index.data(TagRole).toString());
    auto *data = new QMimeData;
    data->setData(kPointsMimeType, tags.join(u'\n').toUtf8());
    return data;
}

} // namespace ui
