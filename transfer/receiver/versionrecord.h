// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QJsonObject>
#include <QString>
#include <optional>

namespace transfer::receiver {

/// What is remembered of a version of a rule, beside its bytes.
struct VersionRecord
{
    enum class Action {
        Push,
        Restore, ///< of an earlier version
        Delete,  ///< there are no bytes
        Found,   ///< it was there and did not come through the receiver
    };
    int number = 0; ///< from 1, counting up
    Action action = Action::Push;
    QDateTime installed;
    std::optional<qint64> size; ///< none for a deletion
    QByteArray sha256;          ///< empty for a deletion
    QString by;                 ///< the token's name
    QString from;               ///< the peer
    QString comment;
    std::optional<int> restoredFrom;
    std::optional<bool> isProved; ///< none for what was found
    QByteArray key;               ///< which change it was, where it had an idempotency key
    QJsonObject result;           ///< what its sender was told, where it had one

    QJsonObject toJson() const;
    static std::optional<VersionRecord> fromJson(const QJsonObject &json);
};

/// "push", "restore", "delete", "found".
QString actionName(VersionRecord::Action action);

} // namespace transfer::receiver
