// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/fleetmember.h"

#include <QList>
#include <QObject>
#include <QSet>
#include <memory>
#include <vector>

namespace transfer {

struct FleetOptions
{
    /// The first receiver goes alone; the others follow once it went well. One that has the file
    /// already tells nothing, so the next one goes alone then.
    bool hasCanary = false;
    bool stopsOnFailure = true; ///< no receiver begins after one failed; a canary always stops
    bool isForced = false;      ///< also where what is live is the same to the byte
    int parallel = 32;          ///< so many at once
    secure::Limits limits = {};
};

/// One file to many receivers: which stands where, how each ended, and all of it back.
class Fleet : public QObject
{
    Q_OBJECT
public:
    /// `request` is a push; each receiver gets an idempotency key of its own where it has none.
    Fleet(QList<FleetTarget> targets, secure::ChangeRequest request, FleetOptions options,
          QObject *parent = nullptr);
    ~Fleet() override;

    const QList<FleetTarget> &targets() const { return m_targets; }
    /// By target; what has not ended is NotSent.
    const QList<secure::ChangeResult> &results() const { return m_results; }
    bool isRunning() const { return m_running > 0; }

    void start();
    /// Begins no further receiver, and ends those under way as soon as can be.
    void cancel();
    /// Once it has ended: puts back what was live before, wherever the push changed something.
    /// rolledBack() tells of each, rollBackFinished() of all.
    void rollBack();

signals:
    void phaseChanged(int target, transfer::FleetPhase phase);
    void progressed(int target, qint64 bytes, qint64 total);
    void ended(int target, const transfer::secure::ChangeResult &result);
    /// Exactly once, never from inside start(); by target.
    void finished(const QList<transfer::secure::ChangeResult> &results);
    void rolledBack(int target, const transfer::secure::ChangeResult &result);
    void rollBackFinished();

private:
    void beginNext();
    void begin(int target);
    void pushEnded(int target, const secure::ChangeResult &result);
    void takeNextBack();
    void takenBack(int target, const secure::ChangeResult &result);
    FleetMember &member(int target);
    int mostAtOnce() const;

    const QList<FleetTarget> m_targets;
    const secure::ChangeRequest m_request;
    const FleetOptions m_options;
    QList<secure::ChangeResult> m_results;
    std::vector<std::unique_ptr<FleetMember>> m_members; ///< by target; only those under way
    QList<int> m_toTakeBack;
    QSet<int> m_takenBack;
    int m_next = 0;
    int m_running = 0;
    bool m_isProvedByCanary = false;
    bool m_isStopped = false;
    enum class State { Idle, Pushing, Ended, RollingBack } m_state = State::Idle;
};

} // namespace transfer

Q_DECLARE_METATYPE(transfer::FleetPhase)
