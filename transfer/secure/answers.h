// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/error.h"
#include "transfer/secure/channel.h"
#include "transfer/secure/result.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>
#include <optional>
#include <tl/expected.hpp>

namespace transfer::secure {

/// A rule that nginx reads.
struct Rule
{
    QString name;
    qint64 size = 0;
    QDateTime modified;
    QByteArray sha256; ///< 64 hexadecimal digits in lower case
    friend bool operator==(const Rule &, const Rule &) = default;
};

/// What was live under a name once, or is.
struct Version
{
    int version = 0; ///< counts up, stays with it
    QString action;  ///< "push", "restore", "delete", "found"
    bool isLive = false;
    QDateTime installed;
    std::optional<qint64> size; ///< nothing where the rule was taken away
    QByteArray sha256;          ///< empty where the rule was taken away
    QString by;                 ///< the token's name
    QString from;               ///< the peer that sent it
    QString comment;
    std::optional<int> restoredFrom;
    QString verdict; ///< "applied", "notProved", "unknown"
    friend bool operator==(const Version &, const Version &) = default;
};

/// The receiver about itself, its nginx and who asks.
struct Health
{
    QString version;
    QString token; ///< the name of the token that asked
    QString role;  ///< "read" or "push"
    std::optional<QDateTime> expires;
    bool isNginxWatched = false; ///< else nothing can be proved
    std::optional<bool> isNginxRunning;
    std::optional<qint64> nginxWorkers;
    QString cause; ///< why nginx is not running
    bool isInstalling = false;
    int waiting = 0; ///< installs that wait for their turn
};

/// A rule's bytes, and their digest as it was checked.
struct Content
{
    QByteArray bytes;
    QByteArray sha256;
};

// What the bodies say. The error tells what is missing or wrong.
tl::expected<QList<Rule>, QString> parseRules(const QByteArray &body);
tl::expected<QList<Version>, QString> parseVersions(const QByteArray &body);
tl::expected<Health, QString> parseHealth(const QByteArray &body);
/// `receiver`, `duration`, `key` and the like are the caller's to fill.
tl::expected<ChangeResult, QString> parseResult(const QByteArray &body);

/// Why an answer with this status, which is not the one asked for, came; `detail` and `advice` are
/// the receiver's words where it is one.
Error refusalOf(int status, const QByteArray &body, const QString &peer);

/// The kind of error that the receiver's code stands for.
Error::Kind kindOfCode(const QString &code);

} // namespace transfer::secure
