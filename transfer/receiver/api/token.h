// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QJsonObject>
#include <QString>
#include <optional>

namespace transfer::receiver::api {

/// What the bearer of a token may do.
enum class Role {
    Read, ///< ask
    Push, ///< change as well
};
/// "read", "push".
QString roleName(Role role);
std::optional<Role> roleOf(QStringView name);

/// What is kept of an access token: never the token itself.
struct Token
{
    QString name; ///< one of its own: tells who changed what, and which to revoke
    Role role = Role::Read;
    QByteArray sha256; ///< of the token, hexadecimal
    QDateTime created;
    std::optional<QDateTime> expires;

    bool hasExpired() const { return expires && *expires <= QDateTime::currentDateTimeUtc(); }
    QJsonObject toJson() const;
    static std::optional<Token> fromJson(const QJsonObject &json);
};

/// 256 random bits as 43 characters. They can't be guessed, so a plain hash keeps them secret.
QByteArray makeToken();
QByteArray hashOf(const QByteArray &token);

} // namespace transfer::receiver::api
