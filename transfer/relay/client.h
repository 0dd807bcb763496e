// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/push.h"

#include <memory>

namespace transfer::relay {

/// Asks a relay to push a file of its own disk to a receiver: one message `path filename ip`, one
/// answer of three: `succ`, `send file error`, `reload nginx error`.
class Client : public Push
{
    Q_OBJECT
public:
    /// `directory` is the relay's folder with a closing '/', `name` the file's bare name in it,
    /// `receiverAddress` the receiver's IP address. None may hold blanks: the protocol parts its
    /// words by them.
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
