// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;
class QToolButton;

namespace ui {

/// Push and Cancel, a line that says what is waited for, and how far the file is.
class PushBar : public QWidget
{
    Q_OBJECT
public:
    explicit PushBar(QWidget *parent = nullptr);
    /// `why` is what the button does, or what is missing before it can.
    void setPushable(bool isPushable, const QString &why);
    bool isPushable() const;
    /// The total is not known over a relay.
    void beginProgress(bool isTotalKnown);
    void setProgress(qint64 bytes, qint64 total);
    void endProgress();
    void setStatus(const QString &text);

signals:
    void pushWanted();
    void cancelWanted();
    void optionsToggled(bool isOpen);

private:
    QPushButton *m_push;
    QPushButton *m_cancel;
    QLabel *m_status;
    QProgressBar *m_progress;
    QToolButton *m_options;
};

} // namespace ui
