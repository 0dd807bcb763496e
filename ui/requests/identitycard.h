// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/identify.h"

#include <QScrollArea>

class QFormLayout;
class QLabel;

namespace ui {

/// Who a device says it is, to read at a glance and to copy.
class IdentityCard : public QScrollArea
{
    Q_OBJECT
public:
    explicit IdentityCard(QWidget *parent = nullptr);

    void showIdentification(const QString &target, const modbus::Identification &identification);
    QString text() const { return m_text; }

private:
    void addRow(const QString &name, const QString &value);

    QLabel *m_headline;
    QLabel *m_target;
    QFormLayout *m_rows;
    QLabel *m_reasons;
    QString m_text;
};

} // namespace ui
