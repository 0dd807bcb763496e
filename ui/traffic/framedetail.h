// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/trafficlog.h"
#include "ui/traffic/fieldsmodel.h"

#include <QWidget>

class QLabel;
class QSplitter;
class QTableView;
class QToolButton;

namespace ui {

class HexView;

/// One frame, field by field beside its bytes. The field that is selected is highlighted among the
/// bytes.
class FrameDetail : public QWidget
{
    Q_OBJECT
public:
    explicit FrameDetail(QWidget *parent = nullptr);

    /// Keeps what it shows, even when the log has dropped the frame.
    void show(const modbus::TrafficEntry &entry);
    void clear();

    QByteArray saveLayout() const;
    void restoreLayout(const QByteArray &layout);

signals:
    /// The request of a reply, the reply to a request.
    void counterpartAsked(quint64 number);

private:
    void showField();

    quint64 m_counterpart = 0;
    FieldsModel m_fields;
    QLabel *m_title;
    QLabel *m_fault;
    QToolButton *m_other;
    QSplitter *m_splitter;
    QTableView *m_table;
    HexView *m_hex;
};

} // namespace ui
