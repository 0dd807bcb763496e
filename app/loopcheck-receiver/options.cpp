// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/loopcheck-receiver/options.h"

using namespace Qt::StringLiterals;
using namespace transfer::receiver;

Settings receiverSettings(const QList<Setting> &more)
{
    return Settings(
        u"loopcheck-receiver"_s,
        u"Takes rule files over the network, puts them where nginx reads them, tests the "
        u"configuration with them, reloads nginx, and takes them back when either fails.\n\n"
        u"  loopcheck-receiver OPTIONS                      serves\n"
        u"  loopcheck-receiver init OPTIONS                 makes key, certificate and a token\n"
        u"  loopcheck-receiver token add NAME OPTIONS       makes a further token\n"
        u"  loopcheck-receiver token revoke NAME OPTIONS    ends one, at once\n"
        u"  loopcheck-receiver token list OPTIONS"_s,
        QList<Setting>{
            {u"rules-dir"_s, u"Directory that nginx includes. Required."_s, u"dir"_s, {}},
            {u"state-dir"_s,
             u"Directory for staging and previous versions, on the same file system but outside "
             u"the rule directory. Default: the rule directory's path with .loopcheck behind it."_s,
             u"dir"_s,
             {}},
            {u"https-listen"_s,
             u"Where to serve the HTTPS API. Port 0 takes a free one, a port alone is one of "
             u"127.0.0.1. Without it there is none."_s,
             u"addr:port"_s,
             {}},
            {u"https-certificate"_s,
             u"Certificate, PEM. Default: certificate.pem in the state directory, as init makes "
             u"it."_s,
             u"file"_s,
             {}},
            {u"https-key"_s, u"Its key. Default: key.pem there."_s, u"file"_s, {}},
            {u"https-client-ca"_s,
             u"Authority, PEM, that has to have signed the certificates of clients. Default: they "
             u"need none."_s,
             u"file"_s,
             {}},
            {u"https-tokens"_s, u"Tokens. Default: tokens.json there."_s, u"file"_s, {}},
            {u"https-max-connections"_s, u"Connections to it, in all."_s, u"number"_s, u"1000"_s},
            {u"https-max-connections-per-peer"_s, u"The same of one address."_s, u"number"_s,
             u"100"_s},
            {u"https-max-requests"_s, u"Requests to it in a second, in all."_s, u"number"_s,
             u"500"_s},
            {u"https-max-requests-per-peer"_s, u"The same of one address."_s, u"number"_s, u"50"_s},
            {u"https-idle-timeout"_s, u"Time for the head of a request to come."_s, u"seconds"_s,
             u"15"_s},
            {u"https-transfer-timeout"_s, u"Time for its body, and for the answer to be taken."_s,
             u"seconds"_s, u"300"_s},
            {u"probe-allow"_s,
             u"Address or network ADDR/PREFIX that clients may have probed. May be given several "
             u"times. Default: loopback addresses."_s,
             u"net"_s,
             {}},
            {u"legacy-listen"_s,
             u"Where to take the legacy handshake, which has no authentication. Port 0 takes a "
             u"free one, a port alone is one of 127.0.0.1. Without it there is none."_s,
             u"addr:port"_s,
             {}},
            {u"legacy-allow"_s,
             u"Address or network ADDR/PREFIX of senders of the legacy handshake. May be given "
             u"several times; required where it is taken beyond loopback."_s,
             u"net"_s,
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
            {u"max-connections"_s, u"Legacy senders served at once."_s, u"number"_s, u"64"_s},
        } + more);
}

TrustFiles TrustFiles::from(const Settings &settings, const QString &stateDirectory)
{
    const auto path = [&](const QString &name, const QString &standard) {
        const QString given = settings.path(name);
        return given.isEmpty() ? stateDirectory + u'/' + standard : given;
    };
    return {{path(u"https-certificate"_s, u"certificate.pem"_s), path(u"https-key"_s, u"key.pem"_s),
             settings.path(u"https-client-ca"_s)},
            path(u"https-tokens"_s, u"tokens.json"_s)};
}

namespace {

using Problem = std::optional<QString>;

/// One of the addresses to listen on; none where it is not given.
tl::expected<std::optional<ListenAddress>, QString> listenAddress(const Settings &settings,
                                                                  const QString &name)
{
    if (settings.text(name).isEmpty())
        return std::nullopt;
    const auto address = ListenAddress::parse(settings.text(name));
    if (!address)
        return tl::unexpected(u"--%1: %2"_s.arg(name, address.error()));
    return *address;
}

Problem readAddresses(const Settings &settings, ReceiverOptions &options)
{
    const auto https = listenAddress(settings, u"https-listen"_s);
    const auto legacy = listenAddress(settings, u"legacy-listen"_s);
    const auto allowed = AllowList::parse(settings.texts(u"legacy-allow"_s));
    const auto probed = AllowList::parse(settings.texts(u"probe-allow"_s));
    if (!https || !legacy)
        return !https ? https.error() : legacy.error();
    if (!allowed)
        return u"--legacy-allow: "_s + allowed.error();
    if (!probed)
        return u"--probe-allow: "_s + probed.error();
    if (!*https && !*legacy)
        return u"--https-listen is missing, and --legacy-listen as well: give one or both"_s;
    if (*legacy && !(*legacy)->address.isLoopback() && allowed->isLoopbackOnly())
        return u"--legacy-listen %1 is reached from outside, and the legacy handshake has no "
               u"authentication: say with --legacy-allow who may send, or listen on 127.0.0.1"_s
                   .arg((*legacy)->toString());
    options.httpsListen = *https;
    options.legacyListen = *legacy;
    options.legacyAllowed = *allowed;
    options.api.probed = *probed;
    return std::nullopt;
}

Problem readHttps(const Settings &settings, ReceiverOptions &options)
{
    constexpr int kMost = 100000;
    for (const auto &[name, target] :
         {std::pair(u"https-max-connections"_s, &options.httpLimits.connections),
          std::pair(u"https-max-connections-per-peer"_s, &options.httpLimits.connectionsPerPeer),
          std::pair(u"https-max-requests"_s, &options.api.requestsPerSecond),
          std::pair(u"https-max-requests-per-peer"_s, &options.api.requestsPerSecondOfPeer)}) {
        const auto number = settings.number(name, 1, kMost);
        if (!number)
            return number.error();
        *target = *number;
    }
    options.api.isClientCertificateAsked = !settings.text(u"https-client-ca"_s).isEmpty();
    const auto areTimes =
        settings.readSeconds({{u"https-idle-timeout"_s, &options.httpLimits.idle},
                              {u"https-transfer-timeout"_s, &options.httpLimits.transfer}});
    return areTimes ? std::nullopt : Problem(areTimes.error());
}

} // namespace

tl::expected<ReceiverOptions, QString> ReceiverOptions::from(const Settings &settings)
{
    if (const auto isGiven =
            settings.require({u"rules-dir"_s, u"test-command"_s, u"reload-command"_s});
        !isGiven)
        return tl::unexpected(isGiven.error());
    ReceiverOptions options;
    options.rulesDirectory = settings.path(u"rules-dir"_s);
    options.stateDirectory = settings.path(u"state-dir"_s);
    options.lock = settings.path(u"lock"_s);

    if (const Problem problem = readAddresses(settings, options))
        return tl::unexpected(*problem);
    if (const Problem problem = readHttps(settings, options))
        return tl::unexpected(*problem);

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
           legacyListen != before.legacyListen || httpsListen != before.httpsListen ||
           lock != before.lock;
}
