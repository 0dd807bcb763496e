// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/requests/requesthistorymodel.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QTableView;

namespace ui {

/// The requests of this session: look at one again, send it again, copy rows.
class HistoryView : public QWidget
{
    Q_OBJECT
public:
    explicit HistoryView(QWidget *parent = nullptr);

    void append(PastRequest past);

signals:
    /// Another entry was chosen by the user.
    void chosen(const ui::PastRequest &past);
    void resendAsked(const ui::PastRequest &past);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    const PastRequest *current() const;
    void resend();
    void copy() const;

    RequestHistoryModel *m_model;
    QTableView *m_table;
    QLabel *m_empty;
    QPushButton *m_resend;
    QPushButton *m_copy;
};

} // namespace ui
