// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/push.h"

#include <memory>

namespace transfer::relay {

/// How long a relay may take for its answer: it connects to the receiver with the field's retries,
/// sends the file and waits for the reload, and says nothing meanwhile. The limits of `options` are
/// taken for its own: all attempts and pauses, one step for the file, the reload.
std::chrono::milliseconds answerLimit(const PushOptions &options);

/// Asks a relay to push a file of its own disk to a receiver: one message `path filename ip`, one
/// answer of three: `succ`, `send file error`, `reload nginx error`. Its steps are Connect, Name
/// (the message) and Reload (all that the relay then does). The result's bytes and chunks stay 0:
/// only the relay knows them.
class Client : public Push
{
    Q_OBJECT
public:
    /// `directory` is the relay's folder (a closing '/' is added where it lacks), `name` the file's
    /// bare name in it, `receiverAddress` the receiver's IP address. None may hold blanks: the
    /// protocol parts its words by them.
    Client(Peer relay, QString directory, QString name, QString receiverAddress,
           PushOptions options = {}, QObject *parent = nullptr);
    ~Client() override;
    void start() override;
    void cancel() override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace transfer::relay
