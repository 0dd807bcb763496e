// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/rules/pushreport.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace ui {

class SymbolWidget;

/// How the push ended: one large sentence, what it is worth, the peer's own words, and the button
/// that helps next.
class ResultView : public QWidget
{
    Q_OBJECT
public:
    explicit ResultView(QWidget *parent = nullptr);
    void showIdle(const QString &text);
    void showRunning(const QString &text);
    void showResult(transfer::Outcome outcome, const PushReport &report);
    /// Whether "Push again" would do something.
    void setPushable(bool isPushable);

signals:
    void pushAgainWanted();
    void copyWanted();

private:
    SymbolWidget *m_symbol;
    QLabel *m_headline;
    QLabel *m_remark;
    QLabel *m_answer;
    QPushButton *m_again;
    QPushButton *m_copy;
};

} // namespace ui
