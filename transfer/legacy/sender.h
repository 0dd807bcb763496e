// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/push.h"

#include <memory>

namespace transfer::legacy {

/// Pushes a file over the legacy handshake: name, chunks, `end`, each acknowledged.
/// docs/legacy-protocol.md has the bytes.
class Sender : public Push
{
    Q_OBJECT
public:
    Sender(RuleFile file, Peer receiver, PushOptions options = {}, QObject *parent = nullptr);
    ~Sender() override;
    void start() override;
    void cancel() override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace transfer::legacy
