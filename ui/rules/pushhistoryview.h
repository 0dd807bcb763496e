// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QSortFilterProxyModel;
class QTableView;

namespace ui {

class PushHistoryModel;

/// The history of pushes, newest first: filtered, copied, exported.
class PushHistoryView : public QWidget
{
    Q_OBJECT
public:
    explicit PushHistoryView(PushHistoryModel &model, QWidget *parent = nullptr);

    /// What is wrong with the history's file, in words; empty hides the line.
    void setComplaint(const QString &text);
    /// Selected rows, or all that pass the filter, with tabs between the cells.
    void copy() const;
    /// Writes what passes the filter. Gives the reason why not, empty when written.
    QString exportCsv(const QString &path) const;

private:
    void askAndExport();
    QString rowText(int proxyRow, int role, QChar separator) const;
    QSortFilterProxyModel *m_filtered;
    QLineEdit *m_filter;
    QTableView *m_table;
    QLabel *m_complaint;
    QLabel *m_outcome;
};

} // namespace ui
