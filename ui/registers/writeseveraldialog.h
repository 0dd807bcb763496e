// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/registers/plannedwrite.h"

#include <QDialog>
#include <tl/expected.hpp>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace ui {

class RegisterModel;

/// Takes values for several rows: one value for all of them, or one a row, as pasted from a
/// spreadsheet. Writes nothing: what was planned goes on to be confirmed.
class WriteSeveralDialog : public QDialog
{
    Q_OBJECT
public:
    /// `rows` of `model`, ascending. With one row a list of values goes on downwards from it.
    WriteSeveralDialog(const RegisterModel &model, QList<int> rows, QWidget *parent = nullptr);

    /// What the text in the field asks for, or why it can't be done.
    tl::expected<QList<PlannedWrite>, QString> plan() const;

private:
    void showPlan();

    const RegisterModel &m_model;
    QList<int> m_rows;
    QPlainTextEdit *m_values;
    QLabel *m_result;
    QPushButton *m_next;
};

} // namespace ui
