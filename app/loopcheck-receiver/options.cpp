// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/loopcheck-receiver/options.h"

using namespace Qt::StringLiterals;
using namespace transfer::receiver;

Settings receiverSettings()
{
    return Settings(
        u"loopcheck-receiver"_s,
        u"Takes rule files over the network, puts them where nginx reads them, tests the "
        u"configuration with them, reloads nginx, and takes them back when either fails."_s,
        {
            {u"rules-dir"_s, u"Directory that nginx includes. Required."_s, u"dir"_s, {}},
            {u"state-dir"_s,
             u"Directory for staging and previous versions, on the same file system but outside "
             u"the rule directory. Default: the rule directory's path with .loopcheck behind it."_s,
             u"dir"_s,
             {}},
            {u"legacy-listen"_s,
             u"Where to take the legacy handshake. Required. Port 0 takes a "
             u"free one."_s,
             u"addr:port"_s,
             {}},
            {u"test-command"_s,
             u"Tests nginx's configuration, such as \"nginx -t\". Required."_s,
             u"command"_s,
             {}},
            {u"reload-command"_s,
             u"Makes nginx read it, such as \"nginx -s reload\". Required."_s,
             u"command"_s,
             {}},
            {u"nginx-pid-file"_s,
             u"Pid file of nginx, such as /run/nginx.pid. With it a reload counts only once new "
             u"workers serve; else the rule that was there before is put back."_s,
             u"file"_s,
             {}},
            {u"nginx-error-log"_s,
             u"Error log of nginx, such as /var/log/nginx/error.log: tells why it refused a "
             u"configuration that passed the test. Needs --nginx-pid-file."_s,
             u"file"_s,
             {}},
            {u"confirm-timeout"_s, u"How long new workers may take."_s, u"seconds"_s, u"10"_s},
            {u"test-timeout"_s, u"Time for the test command."_s, u"seconds"_s, u"20"_s},
            {u"reload-timeout"_s, u"Time for the reload command."_s, u"seconds"_s, u"10"_s},
            {u"queue-timeout"_s, u"How long an install waits for others."_s, u"seconds"_s, u"15"_s},
            {u"stall-timeout"_s, u"Time for each step of a sender."_s, u"seconds"_s, u"30"_s},
            {u"silence"_s,
             u"How long a sender that doesn't mark its messages' ends has to be silent until what "
             u"it sent counts as one."_s,
             u"seconds"_s, u"0.3"_s},
            {u"finish-timeout"_s, u"Time for pushes in flight on SIGTERM."_s, u"seconds"_s,
             u"30"_s},
            {u"max-connections"_s, u"Senders served at once."_s, u"number"_s, u"64"_s},
        });
}

tl::expected<ReceiverOptions, QString> ReceiverOptions::from(const Settings &settings)
{
    if (const auto isGiven = settings.require(
            {u"rules-dir"_s, u"legacy-listen"_s, u"test-command"_s, u"reload-command"_s});
        !isGiven)
        return tl::unexpected(isGiven.error());
    ReceiverOptions options;
    options.rulesDirectory = settings.path(u"rules-dir"_s);
    options.stateDirectory = settings.path(u"state-dir"_s);
    options.lock = settings.path(u"lock"_s);

    const auto listen = ListenAddress::parse(settings.text(u"legacy-listen"_s));
    if (!listen)
        return tl::unexpected(listen.error());
    options.legacyListen = *listen;

    for (auto [name, target] : {std::pair(u"test"_s, &options.installer.test),
                                std::pair(u"reload"_s, &options.installer.reload)}) {
        const auto limit = settings.seconds(name + u"-timeout"_s);
        if (!limit)
            return tl::unexpected(limit.error());
        const auto line = CommandLine::parse(settings.text(name + u"-command"_s), *limit);
        if (!line)
            return tl::unexpected(u"--%1-command: %2"_s.arg(name, line.error()));
        *target = *line;
        target->directory = settings.startDirectory();
    }
    options.installer.confirmation.pidFile = settings.path(u"nginx-pid-file"_s);
    options.installer.confirmation.errorLog = settings.path(u"nginx-error-log"_s);
    if (options.installer.confirmation.pidFile.isEmpty() &&
        !options.installer.confirmation.errorLog.isEmpty())
        return tl::unexpected(u"--nginx-error-log needs --nginx-pid-file: the log alone does not "
                              u"tell that a new configuration is in effect"_s);
    const auto areTimes =
        settings.readSeconds({{u"confirm-timeout"_s, &options.installer.confirmation.limit},
                              {u"queue-timeout"_s, &options.installer.queueLimit},
                              {u"stall-timeout"_s, &options.limits.stall},
                              {u"silence"_s, &options.limits.silence},
                              {u"finish-timeout"_s, &options.finishLimit}});
    if (!areTimes)
        return tl::unexpected(areTimes.error());
    const auto most = settings.number(u"max-connections"_s, 1, 10000);
    if (!most)
        return tl::unexpected(most.error());
    options.mostConnections = *most;
    return options;
}

bool ReceiverOptions::needsRestart(const ReceiverOptions &before) const
{
    return rulesDirectory != before.rulesDirectory || stateDirectory != before.stateDirectory ||
           legacyListen != before.legacyListen || lock != before.lock;
}
