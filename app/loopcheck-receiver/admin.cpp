// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/loopcheck-receiver/admin.h"

#include "app/loopcheck-receiver/options.h"
#include "transfer/pairing.h"
#include "transfer/receiver/api/identity.h"
#include "transfer/receiver/api/tokenbook.h"
#include "transfer/receiver/daemonprocess.h"
#include "transfer/receiver/logtext.h"
#include "transfer/receiver/rulestore.h"

#include <QFile>
#include <QSaveFile>
#include <QSysInfo>
#include <cstdio>
#include <vector>

using namespace Qt::StringLiterals;
using namespace transfer::receiver;
using namespace transfer::receiver::api;

namespace {

constexpr int kWrongUsage = 2;
constexpr int kLongestLife = 36500;

QList<Setting> adminSettings()
{
    return {
        {u"host"_s,
         u"With init and token add: the name or address by which clients reach this machine. "
         u"Default: that of --https-listen, or this machine's name."_s,
         u"host"_s,
         {}},
        {u"name"_s, u"With init: the token's name."_s, u"name"_s, u"first"_s},
        {u"role"_s, u"With init and token add: read or push."_s, u"role"_s, u"push"_s},
        {u"expires-days"_s, u"With init and token add: days until the token expires; 0 never."_s,
         u"days"_s, u"365"_s},
    };
}

void say(std::FILE *stream, const QString &text)
{
    std::fputs((text + u'\n').toLocal8Bit().constData(), stream);
}

int failed(const QString &why)
{
    say(stderr, why);
    return EXIT_FAILURE;
}

/// What a command works on.
struct Desk
{
    TrustFiles files;
    ListenAddress listen;
    QString host; ///< that clients use
};

tl::expected<Desk, QString> openDesk(const Settings &settings, bool isAddressWanted)
{
    if (const auto isGiven = settings.require({u"rules-dir"_s}); !isGiven)
        return tl::unexpected(isGiven.error());
    const auto store =
        RuleStore::open(settings.path(u"rules-dir"_s), settings.path(u"state-dir"_s));
    if (!store)
        return tl::unexpected(store.error());
    Desk desk;
    desk.files = TrustFiles::from(settings, store->stateDirectory());
    if (!isAddressWanted)
        return desk;
    const auto listen = ListenAddress::parse(settings.text(u"https-listen"_s));
    if (!listen || listen->port == 0)
        return tl::unexpected(u"--https-listen is missing or has no port: clients are told where "
                              u"this receiver is"_s);
    desk.listen = *listen;
    const bool isAny = listen->address == QHostAddress(QHostAddress::AnyIPv4) ||
                       listen->address == QHostAddress(QHostAddress::AnyIPv6) ||
                       listen->address == QHostAddress(QHostAddress::Any);
    const QString given = settings.text(u"host"_s);
    desk.host = !given.isEmpty() ? given
                : isAny          ? QSysInfo::machineHostName()
                                 : listen->address.toString();
    return desk;
}

tl::expected<void, QString> writeNew(const QString &path, const QByteArray &text, bool isSecret)
{
    QSaveFile file(path);
    const QFileDevice::Permissions own = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
    const QFileDevice::Permissions all = own | QFileDevice::ReadGroup | QFileDevice::ReadOther;
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(isSecret ? own : all) ||
        file.write(text) != text.size() || !file.commit())
        return tl::unexpected(u"cannot write %1: %2"_s.arg(path, file.errorString()));
    return {};
}

tl::expected<void, QString> makeIdentity(const Desk &desk)
{
    const QString key = desk.files.identity.key;
    const QString certificate = desk.files.identity.certificate;
    for (const QString &path : {certificate, key}) {
        if (QFile::exists(path))
            return tl::unexpected(
                u"%1 is there already, and clients have pinned it: \"token add\" lets further ones "
                u"in; remove it to start anew"_s.arg(path));
    }
    QStringList hosts{desk.host};
    if (!hosts.contains(desk.listen.address.toString()) &&
        desk.listen.address != QHostAddress(QHostAddress::AnyIPv4) &&
        desk.listen.address != QHostAddress(QHostAddress::AnyIPv6))
        hosts.append(desk.listen.address.toString());
    const auto made = SelfSigned::make(hosts);
    if (!made)
        return tl::unexpected(made.error());
    if (auto isWritten = writeNew(key, made->key, true); !isWritten)
        return isWritten;
    return writeNew(certificate, made->certificate, false);
}

/// Makes a token and prints the line that lets its bearer in.
int addToken(const Settings &settings, const Desk &desk, const QString &name)
{
    const auto role = roleOf(settings.text(u"role"_s));
    const auto days = settings.number(u"expires-days"_s, 0, kLongestLife);
    if (!role || !days) {
        say(stderr, role ? days.error() : u"--role is read or push"_s);
        return kWrongUsage;
    }
    QFile certificate(desk.files.identity.certificate);
    const QByteArray pem =
        certificate.open(QIODevice::ReadOnly) ? certificate.readAll() : QByteArray();
    const QByteArray fingerprint = fingerprintOf(pem);
    if (fingerprint.isEmpty())
        return failed(u"there is no certificate in %1: \"loopcheck-receiver init\" makes one"_s.arg(
            certificate.fileName()));
    const std::optional<QDateTime> expires =
        *days == 0 ? std::nullopt : std::optional(QDateTime::currentDateTimeUtc().addDays(*days));
    const auto token = TokenBook(desk.files.tokens).add(name, *role, expires);
    if (!token)
        return failed(token.error());
    say(stderr, u"Token \"%1\", role %2, %3. The certificate's fingerprint (SHA-256):\n  %4\n"
                "Paste the following line into Loopcheck or after \"loopcheck-cli pair\". It is "
                "secret, and is not shown again."_s.arg(
                    name, roleName(*role),
                    expires ? u"until "_s + expires->toString(Qt::ISODate) : u"without expiry"_s,
                    transfer::readableFingerprint(fingerprint)));
    say(stdout, transfer::Pairing{desk.host, desk.listen.port, fingerprint, *token}.toLine());
    return EXIT_SUCCESS;
}

int listTokens(const TokenBook &book)
{
    const auto tokens = book.read();
    if (!tokens)
        return failed(tokens.error());
    for (const Token &token : *tokens)
        say(stdout, u"%1\t%2\tmade %3\t%4"_s.arg(
                        token.name, roleName(token.role), token.created.toString(Qt::ISODate),
                        !token.expires       ? u"never expires"_s
                        : token.hasExpired() ? u"expired "_s + token.expires->toString(Qt::ISODate)
                                             : u"until "_s + token.expires->toString(Qt::ISODate)));
    return EXIT_SUCCESS;
}

int revoke(TokenBook book, const QString &name)
{
    if (const auto isRevoked = book.revoke(name); !isRevoked)
        return failed(isRevoked.error());
    say(stderr, u"Revoked: \"%1\" is refused from now on."_s.arg(name));
    return EXIT_SUCCESS;
}

} // namespace

int runAdminCommand(const QStringList &words, const QByteArrayList &arguments)
{
    Settings settings = receiverSettings(adminSettings());
    std::vector<QByteArray> texts(arguments.cbegin(), arguments.cend());
    std::vector<char *> pointers;
    pointers.reserve(texts.size());
    for (QByteArray &text : texts)
        pointers.push_back(text.data());
    if (const auto status = settings.parse(int(pointers.size()), pointers.data()))
        return *status;

    const QString command = words.value(0) == u"token" ? words.value(1) : words.value(0);
    const bool isNamed = command == u"add" || command == u"revoke";
    const bool isKnown = (words.size() == 1 && command == u"init") ||
                         (words.size() == (isNamed ? 3 : 2) && words[0] == u"token" &&
                          (isNamed || command == u"list"));
    if (!isKnown)
        return wrongUsage(u"\"%1\" is no command: there are init, token add NAME, token revoke "
                          u"NAME and token list"_s.arg(words.join(u' ')));
    const auto desk = openDesk(settings, command == u"init" || command == u"add");
    if (!desk)
        return failed(desk.error());
    if (command == u"list")
        return listTokens(TokenBook(desk->files.tokens));
    if (command == u"revoke")
        return revoke(TokenBook(desk->files.tokens), words[2]);
    if (command == u"add")
        return addToken(settings, *desk, words[2]);
    if (const auto isMade = makeIdentity(*desk); !isMade)
        return failed(isMade.error());
    return addToken(settings, *desk, settings.text(u"name"_s));
}
