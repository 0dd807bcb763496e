// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/datatype.h"

#include <QWidget>

class QLabel;
class QTableView;

namespace ui {

class ReadingsModel;

/// Shows registers in every type and order at once, so that the right one is seen, not guessed.
class ReadingsPanel : public QWidget
{
    Q_OBJECT
public:
    /// `stem` begins the object names.
    explicit ReadingsPanel(const QString &stem, QWidget *parent = nullptr);

    /// `range` says which registers they are. No registers: says what to do.
    void showRegisters(const QString &range, const QList<quint16> &registers);
    void setCurrentFormat(const modbus::ValueFormat &format);

signals:
    /// The user found the right reading and wants to have the values read so.
    void formatChosen(const modbus::ValueFormat &format);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void fitRows();

    ReadingsModel *m_model;
    QLabel *m_title;
    QTableView *m_view;
};

} // namespace ui
