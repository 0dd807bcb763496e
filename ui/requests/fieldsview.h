// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/traffic/fieldsmodel.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QTableView;

namespace ui {

/// A PDU as bytes and beneath as fields, under a title. Ctrl+C in the table copies the selected
/// cells, without a selection all of it as text.
class FieldsView : public QWidget
{
    Q_OBJECT
public:
    /// `stem` begins the names of its widgets.
    explicit FieldsView(const QString &stem, QWidget *parent = nullptr);

    void setTitle(const QString &title);
    /// `header`: bytes shown before the PDU's.
    void showPdu(const QString &header, const QByteArray &pdu,
                 const QList<modbus::PduField> &fields);
    /// Instead of bytes and fields: why there are none.
    void showNothing(const QString &why);
    /// Bytes, then a line a field.
    QString text() const;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    FieldsModel *m_model;
    QLabel *m_title;
    QLabel *m_empty;
    QPlainTextEdit *m_hex;
    QTableView *m_table;
};

} // namespace ui
