// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QList>

class QSettings;

namespace ui {

/// Notes on the time axis, in the order of their times.
class MarkerModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { TimeColumn, NoteColumn, ColumnCount };
    static constexpr int kMostMarkers = 200;
    static constexpr int kLongestNote = 500;

    struct Marker
    {
        qint64 time = 0; ///< UTC, ms since 1970-01-01
        QString note;
    };

    using QAbstractTableModel::QAbstractTableModel;

    const QList<Marker> &markers() const { return m_markers; }
    /// The row of the new marker; -1 where there is no room.
    int add(qint64 time, const QString &note = {});
    void remove(int row);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    void saveState(QSettings &settings) const;
    void restoreState(const QSettings &settings);

signals:
    void markersChanged();

private:
    QList<Marker> m_markers;
};

} // namespace ui
