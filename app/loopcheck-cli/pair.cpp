// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/loopcheck-cli/commands.h"
#include "app/loopcheck-cli/receivers.h"
#include "app/loopcheck-cli/waiting.h"
#include "transfer/pairing.h"
#include "transfer/secure/client.h"

#include <QFile>
#include <QJsonArray>
#include <QTextStream>

namespace cli {

namespace {

using transfer::keychain::TokenStore;
using transfer::secure::Health;
using transfer::secure::KnownReceiver;

const QString kName = QStringLiteral("name");
const QString kProduction = QStringLiteral("production");
const QString kReplace = QStringLiteral("replace");
const QString kAuthoritySigned = QStringLiteral("authority-signed");
const QString kAuthority = QStringLiteral("authority");
const QString kCertificate = QStringLiteral("certificate");
const QString kKey = QStringLiteral("key");

constexpr qint64 kLongestLine = 1024;

QJsonObject toJson(const KnownReceiver &receiver)
{
    return {{QStringLiteral("name"), receiver.name},
            {QStringLiteral("receiver"), receiver.peer.toString()},
            {QStringLiteral("fingerprint"),
             receiver.fingerprint.isEmpty()
                 ? QJsonValue()
                 : QJsonValue(QString::fromLatin1(receiver.fingerprint))},
            {QStringLiteral("role"), receiver.role},
            {QStringLiteral("production"), receiver.isProduction}};
}

Failure notKept(const QString &why)
{
    return {QStringLiteral("notKept"), 0, why,
            Text::tr("Check the folder's permissions and the space on its disk."), WrongUsage};
}

int list(const CommandLine &line)
{
    Receivers receivers(line);
    if (line.wantsJson()) {
        QJsonArray all;
        for (const KnownReceiver &receiver : receivers.known().all())
            all.append(toJson(receiver));
        printJson({{QStringLiteral("receivers"), all}});
        return Done;
    }
    QTextStream out(stdout);
    for (const KnownReceiver &receiver : receivers.known().all()) {
        out << receiver.name << "  " << receiver.peer.toString() << "  " << receiver.role
            << (receiver.isProduction ? Text::tr("  production") : QString()) << "  "
            << (receiver.fingerprint.isEmpty()
                    ? Text::tr("signed by an authority")
                    : transfer::readableFingerprint(receiver.fingerprint))
            << '\n';
    }
    return Done;
}

int forget(const CommandLine &line)
{
    const QString name = line.values().at(1);
    Receivers receivers(line);
    if (!receivers.known().find(name))
        return report(usageFailure(Text::tr("No receiver called \"%1\" is paired.").arg(name)),
                      line.wantsJson());
    const auto isTokenGone =
        whenAnswered<tl::expected<void, QString>>([&](QObject *context, const auto &done) {
            receivers.tokens().remove(name, context, done);
        });
    if (!isTokenGone)
        return report(notKept(isTokenGone.error()), line.wantsJson());
    if (const auto isGone = receivers.known().remove(name); !isGone)
        return report(notKept(isGone.error()), line.wantsJson());
    if (line.wantsJson())
        printJson({{QStringLiteral("removed"), name}});
    else
        QTextStream(stdout) << Text::tr("%1 is forgotten here. Its token still opens the receiver: "
                                        "revoke it there.")
                                   .arg(name)
                            << '\n';
    return Done;
}

/// "-" keeps the token out of the list of processes and the shell's history.
QString pairingText(const QString &argument)
{
    if (argument != QStringLiteral("-"))
        return argument;
    QFile input;
    return input.open(stdin, QIODevice::ReadOnly)
               ? QString::fromUtf8(input.readLine(kLongestLine)).trimmed()
               : QString();
}

tl::expected<KnownReceiver, Failure> receiverFrom(const CommandLine &line,
                                                  const transfer::Pairing &pairing)
{
    KnownReceiver receiver;
    receiver.name = line.isSet(kName) ? line.value(kName) : pairing.host;
    receiver.peer = {pairing.host, pairing.port};
    receiver.isProduction = line.isSet(kProduction);
    receiver.authorityFile = line.value(kAuthority);
    receiver.certificateFile = line.value(kCertificate);
    receiver.keyFile = line.value(kKey);
    if (!line.isSet(kAuthoritySigned) && !line.isSet(kAuthority))
        receiver.fingerprint = pairing.fingerprint;
    if (receiver.certificateFile.isEmpty() != receiver.keyFile.isEmpty())
        return tl::make_unexpected(
            usageFailure(Text::tr("--certificate and --key belong together.")));
    if (const auto isFit = transfer::secure::checkReceiverName(receiver.name); !isFit)
        return tl::make_unexpected(
            usageFailure(isFit.error(), Text::tr("Give it one with --name NAME.")));
    return receiver;
}

/// Another certificate under a known name is what a pin is there to notice.
std::optional<Failure> clashOf(const CommandLine &line, const KnownReceiver &receiver,
                               const std::optional<KnownReceiver> &before)
{
    if (!before || line.isSet(kReplace) || before->fingerprint == receiver.fingerprint)
        return {};
    const auto shown = [](const QByteArray &fingerprint) {
        return fingerprint.isEmpty() ? Text::tr("an authority's")
                                     : transfer::readableFingerprint(fingerprint);
    };
    return usageFailure(
        Text::tr("%1 is paired already, with another certificate. Known: %2. In this line: %3.")
            .arg(receiver.name, shown(before->fingerprint), shown(receiver.fingerprint)),
        Text::tr("If the receiver was set up anew, add --replace; for another receiver give "
                 "another --name."));
}

void print(const CommandLine &line, const KnownReceiver &receiver, const Health &health,
           TokenStore::Place place, const QString &tokenFile)
{
    const bool isInKeychain = place == TokenStore::Place::Keychain;
    if (line.wantsJson()) {
        QJsonObject object = toJson(receiver);
        object.insert(QStringLiteral("version"), health.version);
        object.insert(QStringLiteral("token"), health.token);
        object.insert(QStringLiteral("expires"),
                      health.expires ? QJsonValue(health.expires->toString(Qt::ISODate))
                                     : QJsonValue());
        object.insert(QStringLiteral("tokenKeptIn"),
                      isInKeychain ? QStringLiteral("keychain") : tokenFile);
        printJson(object);
        return;
    }
    QTextStream out(stdout);
    out << Text::tr("%1 is paired: %2, loopcheck-receiver %3, role %4.")
               .arg(receiver.name, receiver.peer.toString(), printable(health.version),
                    receiver.role)
        << '\n';
    if (!receiver.fingerprint.isEmpty())
        out << Text::tr("Its certificate is pinned: SHA-256 %1.")
                   .arg(transfer::readableFingerprint(receiver.fingerprint))
            << '\n';
    out << (isInKeychain ? Text::tr("The token is in the keychain.")
                         : Text::tr("The token is in %1, which only you may read.").arg(tokenFile))
        << '\n';
    if (!health.isNginxWatched)
        out << Text::tr("The receiver does not know nginx's pid file, so it cannot prove that a "
                        "rule is in use.")
            << '\n';
}

int add(const CommandLine &line)
{
    const bool asJson = line.wantsJson();
    const auto pairing = transfer::Pairing::parse(pairingText(line.values().at(0)));
    if (!pairing)
        return report(usageFailure(pairing.error()), asJson);
    auto receiver = receiverFrom(line, *pairing);
    if (!receiver)
        return report(receiver.error(), asJson);
    Receivers receivers(line);
    if (const auto clash = clashOf(line, *receiver, receivers.known().find(receiver->name)))
        return report(*clash, asJson);
    const auto access = accessOf(*receiver, pairing->token);
    if (!access)
        return report(access.error(), asJson);

    transfer::secure::Client client(*access);
    const auto health = whenAnswered<tl::expected<Health, transfer::Error>>(
        [&](QObject *context, const auto &done) { client.health(context, done); });
    if (!health)
        return report(failureOf(health.error()), asJson);
    receiver->role = health->role;
    const auto place = whenAnswered<tl::expected<TokenStore::Place, QString>>(
        [&](QObject *context, const auto &done) {
            receivers.tokens().write(receiver->name, pairing->token, context, done);
        });
    if (!place)
        return report(notKept(place.error()), asJson);
    if (const auto isKept = receivers.known().put(*receiver); !isKept)
        return report(notKept(isKept.error()), asJson);
    print(line, *receiver, *health, *place, receivers.tokens().file());
    return Done;
}

} // namespace

int pair(const QStringList &arguments)
{
    CommandLine line(
        QStringLiteral("pair"),
        Text::tr("Pairs with a receiver by the line that `loopcheck-receiver init` printed there: "
                 "asks the receiver, pins its certificate, keeps the token.\n"
                 "JSON: name receiver fingerprint role production version token expires "
                 "tokenKeptIn; receivers for list; removed for remove."));
    line.addParameter(QStringLiteral("LINE|-|list|remove"),
                      Text::tr("The line; - reads it from stdin, where other users don't see it. "
                               "list: the receivers that are paired. remove NAME: forget one."));
    line.addParameter(QStringLiteral("[NAME]"), Text::tr("The receiver to remove."));
    line.addOption(kName, QStringLiteral("NAME"),
                   Text::tr("What to call it; its host name unless given."));
    line.addFlag(kProduction, Text::tr("Ask for its name before each push from the window."));
    line.addFlag(kReplace, Text::tr("Replace one of this name that has another certificate."));
    line.addFlag(kAuthoritySigned, Text::tr("Pin no certificate: take one that an authority this "
                                            "machine trusts signed for the host name."));
    line.addOption(kAuthority, QStringLiteral("FILE"),
                   Text::tr("The same, with the authorities in this PEM file."));
    line.addOption(kCertificate, QStringLiteral("FILE"),
                   Text::tr("Our own certificate, for receivers that ask for one (PEM)."));
    line.addOption(kKey, QStringLiteral("FILE"), Text::tr("Its key (PEM)."));
    addSettingsOption(line);
    if (const auto exitCode = line.parse(arguments))
        return *exitCode;

    const QString what = line.values().value(0);
    if (what == QStringLiteral("list") && line.values().size() == 1)
        return list(line);
    if (what == QStringLiteral("remove") && line.values().size() == 2)
        return forget(line);
    if (line.values().size() == 1)
        return add(line);
    return report(usageFailure(Text::tr("One pairing line is needed; or list; or remove NAME.")),
                  line.wantsJson());
}

int receiver(const QStringList &arguments)
{
    return report(usageFailure(Text::tr("Keys and tokens of a receiver are made where it runs."),
                               Text::tr("Run there: loopcheck-receiver init, or loopcheck-receiver "
                                        "token --help. Then here: loopcheck-cli pair LINE.")),
                  arguments.contains(QStringLiteral("--json")));
}

} // namespace cli
