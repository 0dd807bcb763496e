// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;
class QPushButton;

namespace ui {

/// Asks in the page, without a box in the way, whether a doubtful file is to be pushed.
class ConfirmBar : public QFrame
{
    Q_OBJECT
public:
    explicit ConfirmBar(QWidget *parent = nullptr);
    void ask(const QString &question, bool offersReload);

signals:
    void confirmed();
    void reloadWanted();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QLabel *m_question;
    QPushButton *m_reload;
    QPushButton *m_dont;
};

} // namespace ui
