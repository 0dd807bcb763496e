// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>

namespace ui {

class LegendModel;

/// The table beneath the plot. Delete takes a line out, Ctrl+C copies the selected rows, or all.
class LegendView : public QTableView
{
    Q_OBJECT
public:
    explicit LegendView(LegendModel &model, QWidget *parent = nullptr);

    /// The columns of what the cursors read.
    void showCursorColumns(bool areShown);
    QString currentTag() const;
    QSize sizeHint() const override;

signals:
    void removeWanted(const QStringList &tags);
    /// -1 for none.
    void currentRowChanged(int row);

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    void removeSelected();
    void copy() const;
};

} // namespace ui
