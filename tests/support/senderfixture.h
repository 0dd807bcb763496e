// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/pushrun.h"
#include "transfer/legacy/sender.h"

#include <memory>

namespace support {

inline const QString kName = QStringLiteral("bad-bots.conf");
inline const QByteArray kWireName = QByteArrayLiteral("bad-bots.conf");
inline const QByteArray kThreeChunks =
    QByteArrayLiteral("location /a {}\nlocation /b {}\nlocation /c {}\n");

inline transfer::Peer local(quint16 port)
{
    return {QStringLiteral("127.0.0.1"), port};
}

/// One attempt to connect, and should there be more, no pause that matters.
inline transfer::PushOptions quick(int chunkBytes = 1000)
{
    transfer::PushOptions options;
    options.connectRetries = 0;
    options.retryPause = std::chrono::milliseconds(1);
    options.chunkBytes = chunkBytes;
    return options;
}

/// A push of kThreeChunks in three chunks of one line each.
inline std::unique_ptr<transfer::legacy::Sender>
senderOfThreeChunks(quint16 port, transfer::PushOptions options = quick())
{
    options.chunkBytes = 15;
    return std::make_unique<transfer::legacy::Sender>(transfer::RuleFile{kName, kThreeChunks},
                                                      local(port), options);
}

} // namespace support
