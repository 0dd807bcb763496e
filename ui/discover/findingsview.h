// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/discover/findingsmodel.h"

#include <QSortFilterProxyModel>
#include <QWidget>

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedLayout;
class QTableView;

namespace ui {

/// Findings in a table that can be filtered, sorted, copied and exported; a text says what to do
/// while there are none. Rows may come while the user has some selected.
class FindingsView : public QWidget
{
    Q_OBJECT
public:
    /// `stem` begins the names of its widgets. `empty`: what is shown while there is nothing.
    FindingsView(const QString &stem, const QStringList &headings, const QString &empty,
                 QWidget *parent = nullptr);

    FindingsModel &model() { return m_model; }
    void setEmptyText(const QString &text);
    /// A button of its owner's beside copy and export.
    void addButton(QPushButton *button);
    /// Origins of the selected rows, of all that are shown where none is selected.
    QVariantList chosen() const;
    /// Lets the user type what to look for.
    void focusFilter();
    /// Widths that suit what is there now; the last column takes the rest.
    void fitColumns();

signals:
    /// Double click or Enter.
    void activated(const QVariant &origin);
    /// What became of an export, a sentence.
    void exported(const QString &text);
    void changed();

private:
    void copy();
    void exportCsv();
    void showCount();

    FindingsModel m_model;
    QSortFilterProxyModel m_shown;
    QLabel *m_empty;
    QStackedLayout *m_stack;
    QTableView *m_table;
    QLineEdit *m_filter;
    QPushButton *m_copy;
    QPushButton *m_export;
    QHBoxLayout *m_bar;
    QString m_stem;
};

} // namespace ui
