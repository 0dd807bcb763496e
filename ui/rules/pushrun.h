// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/pushhistory.h"
#include "transfer/rulefile.h"
#include "ui/rules/pushstepsmodel.h"
#include "ui/rules/pushtarget.h"

#include <QDeadlineTimer>
#include <QObject>
#include <QTimer>

namespace ui {

/// The steps of the way there.
QList<transfer::Step> stepsOf(bool isRelayed);

/// One push from its start to its end: feeds the time line, counts down to the next attempt, and
/// makes the record for the history. Ends as a record even when it is destroyed half-way.
class PushRun : public QObject
{
    Q_OBJECT
public:
    /// `content` is not known, and not sent from here, over a relay.
    PushRun(PushTarget target, const QByteArray &content, const transfer::RuleFileFacts &facts,
            const transfer::PushOptions &options, PushStepsModel &steps, QObject *parent = nullptr);

    void start();
    void cancel();
    const PushTarget &target() const { return m_target; }
    /// What it is at, and what may come of ending it, for the one who is about to.
    QString underWay() const;
    /// The record of a push that ends right now, by the page's end.
    transfer::PushRecord interruptedRecord() const;

signals:
    void progressed(qint64 bytes, qint64 total);
    /// What is worth a line while it runs: what it does, or when it tries again and why.
    void statusChanged(const QString &text);
    /// An attempt to connect failed in a way that no attempt before it did.
    void attemptFailed(const QString &text);
    void finished(const transfer::PushResult &result, const transfer::PushRecord &record);

private:
    void waitForRetry(int attempt, int most, std::chrono::milliseconds pause,
                      const transfer::Error &why);
    void countDown();

    PushTarget m_target;
    transfer::PushRecord m_record;
    PushStepsModel &m_steps;
    transfer::Push *m_push;
    bool m_hasCommitted = false; ///< the receiver may act on what it has: no end is certain now
    QTimer m_tick;
    QDeadlineTimer m_nextAttempt;
    QString m_countDownText; ///< with %1 for the seconds
    QString m_lastCause;     ///< of the attempts to connect
};

} // namespace ui
