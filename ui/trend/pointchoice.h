// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/point.h"

#include <QAbstractListModel>
#include <QSet>

namespace ui {

/// Every point that can be drawn; those that are have a check mark.
class PointChoice : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role { TagRole = Qt::UserRole, SearchRole };

    using QAbstractListModel::QAbstractListModel;

    void setPoints(const QList<modbus::Point> &points);
    void setShown(const QStringList &tags);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QStringList mimeTypes() const override;
    QMimeData *mimeData(const QModelIndexList &indexes) const override;

signals:
    void toggled(const QString &tag, bool isWanted);

private:
    QList<modbus::Point> m_points;
    QSet<QString> m_shown;
};

} // namespace ui
