// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/points/pointwriter.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace ui {

/// Asks once before something is written to a point: device, point, old and new value. "Write" can
/// be pressed only while writes are armed, and Enter does not press it.
class WriteBar : public QFrame
{
    Q_OBJECT
public:
    explicit WriteBar(QWidget *parent = nullptr);

    void ask(const PointWrite &write, modbus::Connection &connection);
    /// The value that stands there now.
    void showOld(const modbus::PointValue &value);
    const PointWrite &write() const { return m_write; }
    modbus::Connection *connection() const { return m_connection; }
    void dismiss();

signals:
    void confirmed();
    void dismissed();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QString oldText() const;
    void showQuestion();
    void showArmed();

    PointWrite m_write;
    QPointer<modbus::Connection> m_connection;
    QLabel *m_question;
    QLabel *m_remark;
    QPushButton *m_confirm;
    QPushButton *m_cancel;
};

} // namespace ui
