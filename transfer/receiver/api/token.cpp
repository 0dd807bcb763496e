// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/api/token.h"

#include <QCryptographicHash>
#include <QRandomGenerator>
#include <array>

namespace transfer::receiver::api {

using namespace Qt::StringLiterals;

QString roleName(Role role)
{
    return role == Role::Push ? u"push"_s : u"read"_s;
}

std::optional<Role> roleOf(QStringView name)
{
    for (const Role role : {Role::Read, Role::Push}) {
        if (name == roleName(role))
            return role;
    }
    return std::nullopt;
}

QJsonObject Token::toJson() const
{
    QJsonObject json{{u"name"_s, name},
                     {u"role"_s, roleName(role)},
                     {u"sha256"_s, QString::fromLatin1(sha256)},
                     {u"created"_s, created.toString(Qt::ISODate)}};
    if (expires)
        json[u"expires"_s] = expires->toString(Qt::ISODate);
    return json;
}

std::optional<Token> Token::fromJson(const QJsonObject &json)
{
    constexpr qsizetype kDigits = 64;
    const auto role = roleOf(json[u"role"].toString());
    Token token;
    token.name = json[u"name"].toString();
    token.sha256 = json[u"sha256"].toString().toLatin1();
    token.created = QDateTime::fromString(json[u"created"].toString(), Qt::ISODate);
    if (!role || token.name.isEmpty() || token.sha256.size() != kDigits)
        return std::nullopt;
    token.role = *role;
    if (json.contains(u"expires")) {
        token.expires = QDateTime::fromString(json[u"expires"].toString(), Qt::ISODate);
        if (!token.expires->isValid())
            return std::nullopt;
    }
    return token;
}

QByteArray makeToken()
{
    constexpr size_t kWords = 8;
    std::array<quint32, kWords> words{};
    QRandomGenerator::system()->fillRange(words.data(), qsizetype(words.size()));
    const QByteArray bytes(reinterpret_cast<const char *>(words.data()), sizeof(words));
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

QByteArray hashOf(const QByteArray &token)
{
    return QCryptographicHash::hash(token, QCryptographicHash::Sha256).toHex();
}

} // namespace transfer::receiver::api
