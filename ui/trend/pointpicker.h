// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QListView;
class QSortFilterProxyModel;

namespace ui {

class PointChoice;

/// A list of points with a filter: Enter or the check box puts a point into the trend or takes it
/// out again.
class PointPicker : public QWidget
{
    Q_OBJECT
public:
    explicit PointPicker(PointChoice &choice, QWidget *parent = nullptr);

    void focusFilter();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void toggle(const QModelIndex &index);
    void showEmpty();

    QSortFilterProxyModel *m_filtered;
    QLineEdit *m_filter;
    QListView *m_list;
    QLabel *m_empty;
};

} // namespace ui
