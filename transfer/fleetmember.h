// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/secure/change.h"
#include "transfer/secure/client.h"

#include <QObject>
#include <memory>

namespace transfer {

/// A receiver that a file goes to.
struct FleetTarget
{
    QString name; ///< what the user calls it
    secure::Access access;
};

/// Where a receiver stands.
enum class FleetPhase {
    Waiting,   ///< its turn has not come
    Comparing, ///< is this what is live already?
    Sending,
    Installing, ///< the receiver tests, reloads, proves
    Asking,     ///< the answer was lost; it is asked what became of it
    Ended,      ///< the result says how
};

/// One receiver's part in a push to many, and the way back.
class FleetMember : public QObject
{
    Q_OBJECT
public:
    FleetMember(FleetTarget target, secure::Limits limits, QObject *parent = nullptr);
    ~FleetMember() override;

    const FleetTarget &target() const { return m_target; }

    // One of them at a time; finished() follows, never from inside.

    /// Sends the change, unless what is live is the same to the byte and `isForced` is not set. A
    /// dry run is always made.
    void push(const secure::ChangeRequest &request, bool isForced);
    /// Puts back what was live before `result`, a change of this receiver: nothing else than what
    /// that installed is replaced.
    void takeBack(const secure::ChangeResult &result);
    /// Ends it as soon as can be.
    void cancel();

signals:
    void phaseChanged(transfer::FleetPhase phase);
    void progressed(qint64 bytes, qint64 total);
    void finished(const transfer::secure::ChangeResult &result);

private:
    void begin(const secure::ChangeRequest &request);
    void compare();
    void change();
    void findVersion(const QByteArray &sha256);
    void fail(const Error &error);
    void end(secure::Verdict verdict);
    void finish(const secure::ChangeResult &result);

    const FleetTarget m_target;
    const secure::Limits m_limits;
    secure::ChangeRequest m_request;
    std::unique_ptr<secure::Client> m_client; ///< a thread each: there only while it is needed
    std::unique_ptr<secure::Change> m_change;
    std::unique_ptr<QObject> m_asking; ///< the context of a question
};

} // namespace transfer
