// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/api/tokenbook.h"

#include "transfer/receiver/diskfile.h"
#include "transfer/receiver/logtext.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLoggingCategory>
#include <QSaveFile>
#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>

namespace transfer::receiver::api {

using namespace Qt::StringLiterals;
using tl::unexpected;

namespace {

constexpr qint64 kMostBytes = 1 << 20;
constexpr qsizetype kMostName = 64;

/// In the same time wherever they differ.
bool isEqual(const QByteArray &a, const QByteArray &b)
{
    unsigned difference = a.size() == b.size() ? 0 : 1;
    for (qsizetype i = 0; i < std::min(a.size(), b.size()); ++i)
        difference |= unsigned(a[i]) ^ unsigned(b[i]);
    return difference == 0;
}

bool isUnchanged(const struct stat &a, const struct stat &b)
{
    return a.st_ino == b.st_ino && a.st_size == b.st_size && a.st_ctim.tv_sec == b.st_ctim.tv_sec &&
           a.st_ctim.tv_nsec == b.st_ctim.tv_nsec;
}

tl::unexpected<ApiError> unauthorised(const char *code, const QString &cause, const QString &remedy)
{
    return unexpected(ApiError{401, code, cause, remedy, {}, {{"WWW-Authenticate", "Bearer"}}});
}

/// Two programs don't change the file at once.
FileDescriptor lockBeside(const QString &path)
{
    FileDescriptor lock(::open(QFile::encodeName(path + u".lock"_s).constData(),
                               O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (lock.isOpen() && ::flock(lock.get(), LOCK_EX) != 0)
        lock.close();
    return lock;
}

} // namespace

TokenBook::TokenBook(QString path)
    : m_path(std::move(path))
{
}

tl::expected<Token, ApiError> TokenBook::find(const QByteArray &authorization)
{
    constexpr QByteArrayView kScheme = "Bearer ";
    if (QByteArrayView(authorization)
            .first(std::min(kScheme.size(), authorization.size()))
            .compare(kScheme, Qt::CaseInsensitive) != 0)
        return unauthorised("noToken", u"the request carries no token"_s,
                            u"Send the header \"Authorization: Bearer TOKEN\"."_s);
    struct stat now = {};
    if (::stat(QFile::encodeName(m_path).constData(), &now) != 0)
        m_tokens.clear();
    else if (!isUnchanged(now, m_seen)) {
        const auto tokens = read();
        if (!tokens)
            qCritical().noquote() << tokens.error();
        m_tokens = tokens.value_or(QList<Token>());
    }
    m_seen = now;
    const QByteArray hash = hashOf(authorization.sliced(kScheme.size()).trimmed());
    const auto known = std::find_if(m_tokens.cbegin(), m_tokens.cend(), [&](const Token &token) {
        return isEqual(token.sha256, hash);
    });
    if (known == m_tokens.cend())
        return unauthorised("unknownToken", u"the token is not known here, or was revoked"_s,
                            u"Get a new one: \"loopcheck-receiver token add\" on the receiver."_s);
    if (known->hasExpired())
        return unauthorised("expiredToken",
                            u"the token expired at %1"_s.arg(known->expires->toString(Qt::ISODate)),
                            u"Get a new one: \"loopcheck-receiver token add\" on the receiver."_s);
    return *known;
}

tl::expected<QList<Token>, QString> TokenBook::read() const
{
    const FileDescriptor file(
        ::open(QFile::encodeName(m_path).constData(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    if (!file.isOpen() && errno == ENOENT)
        return QList<Token>();
    struct stat attributes = {};
    if (!file.isOpen() || ::fstat(file.get(), &attributes) != 0)
        return unexpected(systemError(u"cannot read the tokens in %1"_s.arg(m_path)));
    if ((attributes.st_mode & 022) != 0)
        return unexpected(u"the tokens in %1 can be written by other users, so nobody is let in: "
                          u"chmod 600 it"_s.arg(m_path));
    const auto text = readAll(file.get(), kMostBytes);
    const QJsonDocument json = QJsonDocument::fromJson(text.value_or(QByteArray()));
    QList<Token> tokens;
    for (const QJsonValue entry : json[u"tokens"].toArray()) {
        const auto token = Token::fromJson(entry.toObject());
        if (!token)
            return unexpected(u"the tokens in %1 are damaged"_s.arg(m_path));
        tokens.append(*token);
    }
    if (!json.isObject())
        return unexpected(u"the tokens in %1 are damaged"_s.arg(m_path));
    return tokens;
}

tl::expected<QByteArray, QString> TokenBook::add(const QString &name, Role role,
                                                 std::optional<QDateTime> expires)
{
    if (name.isEmpty() || name.size() > kMostName || printable(name) != name)
        return unexpected(
            u"a token's name has 1 to %1 letters that can be printed"_s.arg(kMostName));
    const FileDescriptor lock = lockBeside(m_path);
    auto tokens = read();
    if (!tokens)
        return unexpected(tokens.error());
    const bool isTaken = std::any_of(tokens->cbegin(), tokens->cend(),
                                     [&](const Token &token) { return token.name == name; });
    if (isTaken)
        return unexpected(u"there is a token of the name \"%1\" already: revoke it first, or take "
                          u"another name"_s.arg(name));
    QByteArray token = makeToken();
    tokens->append(
        {name, role, hashOf(token), QDateTime::currentDateTimeUtc(), std::move(expires)});
    if (const auto isWritten = write(*tokens); !isWritten)
        return unexpected(isWritten.error());
    return token;
}

tl::expected<void, QString> TokenBook::revoke(const QString &name)
{
    const FileDescriptor lock = lockBeside(m_path);
    auto tokens = read();
    if (!tokens)
        return unexpected(tokens.error());
    const auto gone = tokens->removeIf([&](const Token &token) { return token.name == name; });
    if (gone == 0)
        return unexpected(
            u"there is no token of the name \"%1\": list them with \"token list\""_s.arg(name));
    return write(*tokens);
}

tl::expected<void, QString> TokenBook::write(const QList<Token> &tokens) const
{
    QJsonArray array;
    for (const Token &token : tokens)
        array.append(token.toJson());
    QSaveFile file(m_path);
    if (!file.open(QIODevice::WriteOnly) ||
        !file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner) ||
        file.write(QJsonDocument(QJsonObject{{u"tokens"_s, array}}).toJson()) < 0 || !file.commit())
        return unexpected(u"cannot write the tokens to %1: %2"_s.arg(m_path, file.errorString()));
    return {};
}

} // namespace transfer::receiver::api
