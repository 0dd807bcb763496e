// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/address.h"

#include <QTimer>
#include <QWidget>

class QComboBox;
class QLineEdit;
class QPushButton;

namespace ui {

/// What a panel offers to do with the rows it shows: addresses in another notation, a filter,
/// writing several, export.
class PanelTools : public QWidget
{
    Q_OBJECT
public:
    explicit PanelTools(modbus::Table table, QWidget *parent = nullptr);

    void setNotation(modbus::Notation notation);
    modbus::Notation notation() const;
    void clearFilter();
    /// Values may be written, or not now.
    void setArmed(bool isArmed);

signals:
    /// By the user.
    void notationChosen(modbus::Notation notation);
    /// Shortly after the last keystroke, or asked for with Enter.
    void filterEdited(const QString &text);
    void severalAsked();
    void exportAsked();

private:
    void applyFilter();

    QComboBox *m_notation;
    QLineEdit *m_filter;
    QTimer m_filterSoon;
    QPushButton *m_several;
    QPushButton *m_export;
};

} // namespace ui
