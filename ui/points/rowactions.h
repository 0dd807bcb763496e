// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/points/pointactions.h"

#include <QObject>
#include <functional>

namespace ui {

class PointArrangement;
class PointBar;
class PointFileFlow;
class PointGrid;
class PointListModel;
class PointWriteFlow;

/// What the page's commands do with the rows in hand: working on the list, writing values.
class RowActions : public QObject
{
    Q_OBJECT
public:
    struct Page
    {
        PointListModel &model;
        PointArrangement &shown;
        PointGrid &grid;
        PointBar &bar;
        PointFileFlow &files;
        PointWriteFlow &writes;
    };
    RowActions(const PointActions &actions, const Page &page, QObject *parent = nullptr);

    /// A point below the one in hand, its cells open to be typed into.
    void insertPoint();
    /// A list with its header, or cells from the selection on.
    void paste();
    /// Makes a point the one in hand, shown whatever is filtered or folded.
    void goTo(int point);

signals:
    void refused(const QString &why);
    void trendWanted(const QStringList &tags);

private:
    void wireList();
    void wireWrites();
    void writeValue();
    void setTo(const QString &text);
    void onCurrent(const std::function<void(int row)> &write);
    void showTrend();

    PointActions m_actions;
    PointListModel &m_model;
    PointArrangement &m_shown;
    PointGrid &m_grid;
    PointBar &m_bar;
    PointFileFlow &m_files;
    PointWriteFlow &m_writes;
};

} // namespace ui
