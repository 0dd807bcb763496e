// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>
#include <QTimer>

namespace ui {

class RegisterModel;
class ValueDelegate;

/// Shows a RegisterModel. Repaints by itself what time changes, and only of the rows in sight.
class RegisterGrid : public QTableView
{
    Q_OBJECT
public:
    explicit RegisterGrid(RegisterModel &model, QWidget *parent = nullptr);

    /// Widths that suit the model's shape. What the user has widened stays until the shape changes.
    void fitColumns();
    /// Rows with a selected cell, ascending.
    QList<int> selectedRows() const;
    /// The selected cells as text that pastes into a spreadsheet.
    void copySelection() const;

signals:
    void selectionEdited();
    /// The user tried to edit a value that may not be edited now.
    void lockedEditAttempted(const QModelIndex &index);
    void refused(const QString &why);

protected:
    bool edit(const QModelIndex &index, EditTrigger trigger, QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void selectionChanged(const QItemSelection &selected,
                          const QItemSelection &deselected) override;

private:
    void repaintColumn(int column);
    void tick();

    RegisterModel &m_model;
    QTimer m_timer;
    bool m_wasFading = false;
};

} // namespace ui
