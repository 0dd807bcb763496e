// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/loopcheck-relay/options.h"

#include <QFileInfo>
#include <QStandardPaths>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace transfer::receiver;

namespace {

QString defaultLock()
{
    const QString directory =
        ::geteuid() == 0 ? u"/run"_s
                         : QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
    return directory + u"/loopcheck-relay.lock"_s;
}

} // namespace

Settings relaySettings()
{
    return Settings(
        u"loopcheck-relay"_s,
        u"Pushes rule files of its own disk to receivers, on behalf of peers that can't reach "
        u"them."_s,
        {
            {u"root"_s, u"Directory whose files may be pushed. Required."_s, u"dir"_s, {}},
            {u"listen"_s,
             u"Where to take requests. Required. Port 0 takes a free one."_s,
             u"addr:port"_s,
             {}},
            {u"receiver-port"_s, u"Port of the receivers. Required."_s, u"port"_s, {}},
            {u"allow"_s,
             u"Receiver or network that may be pushed to; can be given several times. Without it "
             u"only loopback addresses are."_s,
             u"addr[/prefix]"_s,
             {}},
            {u"chunk"_s, u"Bytes of a file sent at once."_s, u"bytes"_s, u"1000"_s},
            {u"connect-retries"_s, u"Further attempts to connect."_s, u"number"_s, u"5"_s},
            {u"retry-pause"_s, u"Pause before each of them."_s, u"seconds"_s, u"2"_s},
            {u"connect-timeout"_s, u"Time for each attempt."_s, u"seconds"_s, u"5"_s},
            {u"step-timeout"_s, u"Time for a receiver's answers."_s, u"seconds"_s, u"10"_s},
            {u"reload-timeout"_s, u"Time for its last one."_s, u"seconds"_s, u"60"_s},
            {u"stall-timeout"_s, u"Time for a peer's request."_s, u"seconds"_s, u"30"_s},
            {u"silence"_s,
             u"How long a peer has to be silent until what it sent counts as a "
             u"request."_s,
             u"seconds"_s, u"0.3"_s},
            {u"finish-timeout"_s, u"Time for pushes in flight on SIGTERM."_s, u"seconds"_s,
             u"30"_s},
            {u"max-connections"_s, u"Peers served at once."_s, u"number"_s, u"16"_s},
        });
}

tl::expected<RelayDaemonOptions, QString> RelayDaemonOptions::from(const Settings &settings)
{
    if (const auto isGiven = settings.require({u"root"_s, u"listen"_s, u"receiver-port"_s});
        !isGiven)
        return tl::unexpected(isGiven.error());
    RelayDaemonOptions options;
    options.relay.root = settings.path(u"root"_s);
    if (!QFileInfo(options.relay.root).isDir())
        return tl::unexpected(u"--root %1 is not a directory"_s.arg(options.relay.root));
    options.lock = settings.isSet(u"lock"_s) ? settings.path(u"lock"_s) : defaultLock();

    const auto listen = ListenAddress::parse(settings.text(u"listen"_s));
    if (!listen)
        return tl::unexpected(listen.error());
    options.listen = *listen;
    const auto allowed = AllowList::parse(settings.texts(u"allow"_s));
    if (!allowed)
        return tl::unexpected(u"--allow: "_s + allowed.error());
    options.relay.allowed = *allowed;

    int receiverPort = 0;
    for (auto [name, target, least, most] :
         {std::tuple(u"receiver-port"_s, &receiverPort, 1, 65535),
          std::tuple(u"chunk"_s, &options.relay.push.chunkBytes, 4, 65535),
          std::tuple(u"connect-retries"_s, &options.relay.push.connectRetries, 0, 1000),
          std::tuple(u"max-connections"_s, &options.mostConnections, 1, 10000)}) {
        const auto number = settings.number(name, least, most);
        if (!number)
            return tl::unexpected(number.error());
        *target = *number;
    }
    options.relay.receiverPort = quint16(receiverPort);
    const auto areTimes =
        settings.readSeconds({{u"retry-pause"_s, &options.relay.push.retryPause},
                              {u"connect-timeout"_s, &options.relay.push.connectTimeout},
                              {u"step-timeout"_s, &options.relay.push.stepTimeout},
                              {u"reload-timeout"_s, &options.relay.push.reloadTimeout},
                              {u"stall-timeout"_s, &options.relay.limits.stall},
                              {u"silence"_s, &options.relay.limits.silence},
                              {u"finish-timeout"_s, &options.finishLimit}});
    if (!areTimes)
        return tl::unexpected(areTimes.error());
    return options;
}

bool RelayDaemonOptions::needsRestart(const RelayDaemonOptions &before) const
{
    return listen != before.listen || lock != before.lock;
}
