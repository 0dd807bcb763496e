// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/recorder/storeaddress.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QUrl>
#include <QUrlQuery>

namespace modbus::recorder {

namespace {

constexpr quint16 kUsualPort = 5432;

bool isSslMode(const QString &text)
{
    static const QStringList modes{QStringLiteral("disable"),   QStringLiteral("allow"),
                                   QStringLiteral("prefer"),    QStringLiteral("require"),
                                   QStringLiteral("verify-ca"), QStringLiteral("verify-full")};
    return modes.contains(text);
}

tl::unexpected<Problem> badUrl(const QString &what)
{
    return unusable(what, Text::tr("Write postgresql://USER:PASSWORD@HOST:PORT/DATABASE, with "
                                   "characters such as @ : / # ? % in the password as %40 %3A %2F "
                                   "%23 %3F %25."));
}

Result<StoreAddress> parseUrl(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    if (!url.isValid())
        return badUrl(Text::tr("The PostgreSQL address is not a URL."));
    if (url.hasFragment())
        return badUrl(Text::tr("The PostgreSQL address has a # in it."));
    StoreAddress address;
    address.kind = StoreAddress::Kind::Postgres;
    PostgresAddress &server = address.server;
    server.host = url.host(QUrl::FullyDecoded);
    server.port = static_cast<quint16>(url.port(kUsualPort));
    server.user = url.userName(QUrl::FullyDecoded);
    server.password = url.password(QUrl::FullyDecoded);
    server.database = url.path(QUrl::FullyDecoded).mid(1);
    if (server.database.isEmpty())
        return badUrl(Text::tr("The PostgreSQL address names no database."));
    const auto options = QUrlQuery(url).queryItems(QUrl::FullyDecoded);
    for (const auto &[name, value] : options) {
        if (name == u"sslmode" && isSslMode(value))
            server.sslMode = value;
        else if (name == u"host")
            server.host = value;
        else
            return badUrl(
                Text::tr("The PostgreSQL address has an option that is not known. Known are "
                         "sslmode (disable, allow, prefer, require, verify-ca, verify-full) and "
                         "host (the folder of a Unix socket)."));
    }
    return address;
}

} // namespace

QString StoreAddress::toString() const
{
    if (isFile())
        return QDir::toNativeSeparators(path);
    QUrl url;
    url.setScheme(QStringLiteral("postgresql"));
    url.setUserName(server.user, QUrl::DecodedMode);
    url.setPath(u'/' + server.database, QUrl::DecodedMode);
    QUrlQuery options;
    if (server.host.startsWith(u'/')) {
        url.setHost(QString());
        options.addQueryItem(QStringLiteral("host"), server.host);
    } else {
        url.setHost(server.host, QUrl::DecodedMode);
    }
    if (server.port != kUsualPort)
        url.setPort(server.port);
    if (!server.sslMode.isEmpty())
        options.addQueryItem(QStringLiteral("sslmode"), server.sslMode);
    if (!options.isEmpty())
        url.setQuery(options);
    QString text = url.toString(QUrl::FullyEncoded);
    if (text.startsWith(QStringLiteral("postgresql:/")) &&
        !text.startsWith(QStringLiteral("postgresql://")))
        text.insert(QStringLiteral("postgresql:").size(), QStringLiteral("//"));
    return text;
}

QString StoreAddress::key() const
{
    QString what = isFile() ? path
                            : QStringLiteral("%1\n%2\n%3\n%4")
                                  .arg(server.host, QString::number(server.port), server.user,
                                       server.database);
    what.prepend(QString::number(static_cast<int>(kind)) + u'\n');
    return QString::fromLatin1(
        QCryptographicHash::hash(what.toUtf8(), QCryptographicHash::Sha256).toHex().left(16));
}

Result<StoreAddress> parseStoreAddress(const QString &text)
{
    const QString trimmed = text.trimmed();
    if (trimmed.startsWith(QStringLiteral("postgresql://"), Qt::CaseInsensitive) ||
        trimmed.startsWith(QStringLiteral("postgres://"), Qt::CaseInsensitive))
        return parseUrl(trimmed);
    const QString remedy = Text::tr("Name a file that ends in .sqlite or .csv, or a server as "
                                    "postgresql://USER@HOST/DATABASE.");
    if (trimmed.isEmpty())
        return unusable(Text::tr("No file and no server is named."), remedy);
    if (trimmed.contains(QStringLiteral("://")))
        return unusable(Text::tr("A URL of this kind is no place to record to."), remedy);
    const QFileInfo file(trimmed);
    const QString path = file.absoluteFilePath();
    const QString ending = file.suffix().toLower();
    if (file.isDir())
        return unusable(Text::tr("%1 is a folder.").arg(QDir::toNativeSeparators(trimmed)), remedy);
    if (ending == u"csv")
        return StoreAddress{.kind = StoreAddress::Kind::Csv, .path = path, .server = {}};
    if (ending == u"sqlite" || ending == u"sqlite3" || ending == u"db")
        return StoreAddress{.kind = StoreAddress::Kind::Sqlite, .path = path, .server = {}};
    return unusable(Text::tr("The name %1 does not say what kind of file it is.")
                        .arg(QDir::toNativeSeparators(trimmed)),
                    remedy);
}

} // namespace modbus::recorder
