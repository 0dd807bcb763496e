// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/points/pointcolumn.h"

#include <QAbstractProxyModel>
#include <QSet>
#include <QStringList>

namespace ui {

class PointListModel;

/// The points as they are looked at: filtered, sorted, grouped below headings. Evaluated when it
/// is asked for or the list is edited, never because a value changed: rows don't move while one
/// looks at them.
class PointArrangement : public QAbstractProxyModel
{
    Q_OBJECT
public:
    enum class Grouping { None, Device, Area };
    enum Role { HeadingRole = Qt::UserRole + 100 }; ///< bool: a group's heading, no point

    explicit PointArrangement(PointListModel &model, QObject *parent = nullptr);

    void setGrouping(Grouping grouping);
    Grouping grouping() const { return m_grouping; }
    /// Shows only points of which some text contains each word of `text` now.
    void setFilter(const QString &text);
    /// By the list's own order where `column` is -1.
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

    bool isHeading(int row) const { return m_rows.at(row).point < 0; }
    QList<int> headings() const;
    /// Shows or hides the points below a heading.
    void toggle(int headingRow);
    /// The point's row in the list; -1 for a heading.
    int pointAt(int row) const { return m_rows.at(row).point; }
    /// Unfolds the group of a point.
    void reveal(int point);
    /// Where a point is shown; -1 while it is not.
    int rowOf(int point) const { return m_rowOf.value(point, -1); }
    int shownPoints() const { return m_shownPoints; }

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QModelIndex mapToSource(const QModelIndex &index) const override;
    QModelIndex mapFromSource(const QModelIndex &index) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    struct Row
    {
        int point = -1; ///< -1: a heading
        int group = 0;
    };
    struct Group
    {
        QString name;
        int points = 0;
    };
    void beginRearranging();
    void endRearranging();
    void arrange();
    bool matches(int point) const;
    QString groupOf(int point) const;
    void forwardChange(const QModelIndex &first, const QModelIndex &last, const QList<int> &roles);

    PointListModel &m_model;
    Grouping m_grouping = Grouping::None;
    QStringList m_words;
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
    QSet<QString> m_folded;
    QList<Row> m_rows;
    QList<Group> m_groups;
    QList<int> m_rowOf; ///< by point
    int m_shownPoints = 0;
    bool m_isPlain = true; ///< row n shows point n
    QModelIndexList m_keptProxies;
    QList<QPersistentModelIndex> m_keptSources;
    QStringList m_keptHeadings;
};

} // namespace ui
