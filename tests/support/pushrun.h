// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/legacy/sender.h"

#include <QSignalSpy>

#include <optional>

namespace support {

/// Starts a push and waits for its end. Nothing when it does not end, ends twice, or ends inside
/// start().
inline std::optional<transfer::PushResult> runToEnd(transfer::Push &push)
{
    QSignalSpy finished(&push, &transfer::Push::finished);
    push.start();
    if (!finished.isEmpty() || !finished.wait(30'000) || finished.size() != 1)
        return std::nullopt;
    return finished.first().first().value<transfer::PushResult>();
}

/// Pushes site.conf to a receiver on 127.0.0.1 that listens.
inline std::optional<transfer::PushResult> pushSite(quint16 port, const QByteArray &content)
{
    transfer::PushOptions options;
    options.connectRetries = 0;
    transfer::legacy::Sender sender({QStringLiteral("site.conf"), content},
                                    {QStringLiteral("127.0.0.1"), port}, options);
    return runToEnd(sender);
}

/// The names of the steps that a push ended, in order; the one in which it failed as "(name)".
inline QStringList stepNames(const transfer::PushResult &result)
{
    QStringList names;
    for (const transfer::StepTime &time : result.steps) {
        const QString name = transfer::stepName(time.step);
        names.append(time.isDone ? name : u'(' + name + u')');
    }
    return names;
}

} // namespace support
