// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/tones.h"

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QProgressBar;
class QPushButton;

namespace ui {

class FindingsView;

/// What all tools of the Discover page share: a sentence that says what it does, a row of settings
/// with Start and Cancel, a line that says how it goes, and the tool's own widget beneath.
class ScanFrame : public QWidget
{
    Q_OBJECT
public:
    /// `stem` begins the names of its widgets.
    ScanFrame(const QString &stem, const QString &purpose, const QString &startText,
              QWidget *parent = nullptr);

    /// Ends what runs, at once. Nothing where nothing runs.
    virtual void cancel() = 0;
    virtual bool isRunning() const = 0;

protected:
    /// Begins what the settings say. Called by Start and by Enter in a field.
    virtual void start() = 0;

    /// A setting with its label before it.
    void addSetting(const QString &label, QWidget *widget, int stretch = 0);
    void setBody(QWidget *body);
    /// As the body; what becomes of an export is said in the status.
    void setFindings(FindingsView *findings);
    /// Start is possible, or why not.
    void setStartable(bool isStartable, const QString &why = {});
    void showRunning(bool isRunning);
    void showProgress(int done, int total);
    void showStatus(const QString &text, Tone tone = Tone::Plain);

private:
    QHBoxLayout *m_settings;
    QPushButton *m_start;
    QPushButton *m_cancel;
    QProgressBar *m_progress;
    QLabel *m_status;
    QString m_startTip;
    bool m_isStartable = true;
};

} // namespace ui
