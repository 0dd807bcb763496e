// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/recorder/recording.h"

#include <QDialog>

class QCheckBox;
class QDateTimeEdit;
class QLabel;

namespace ui {

class StoreFields;

/// Asks which recording to open, of any kind of store, and which part of it.
class OpenRecordingDialog : public QDialog
{
    Q_OBJECT
public:
    /// `store`: what the fields say at first.
    explicit OpenRecordingDialog(const std::optional<modbus::recorder::StoreAddress> &store,
                                 QWidget *parent = nullptr);

    void accept() override;

signals:
    void chosen(const modbus::recorder::StoreAddress &store, const modbus::recorder::Query &part);

private:
    QDateTimeEdit *timeEdit(const QString &name, const QString &spoken, const QDateTime &time);
    modbus::recorder::Query part() const;
    void complain(const QString &text);

    StoreFields *m_store;
    QCheckBox *m_isPart;
    QDateTimeEdit *m_from;
    QDateTimeEdit *m_to;
    QLabel *m_problem;
};

} // namespace ui
