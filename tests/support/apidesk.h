// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/daemonprocess.h"
#include "tests/support/program.h"

#include <QTemporaryDir>
#include <memory>
#include <optional>

namespace support {

/// A receiver as a process of its own, initialised and paired, with curl as its client.
class ApiDesk
{
public:
    /// On directories of its own, with commands that do nothing; or on those that are given.
    explicit ApiDesk(const QStringList &options = {}, const QString &rulesDirectory = {});

    /// Starts it, once more as well. False when it ended instead; log() tells why.
    bool start();
    /// The same by a program that becomes it.
    bool startAs(const QString &program, const QStringList &arguments);
    DaemonProcess &receiver() { return *m_receiver; }
    QString log() { return m_receiver ? m_receiver->log() : QString::fromUtf8(m_initialised.err); }

    QString path(const QString &name) const { return m_directory.filePath(name); }
    QString rules() const { return m_rules; }
    QString state() const { return m_rules + QStringLiteral(".loopcheck"); }
    QByteArray rule(const QString &name) const;
    quint16 port() const { return m_receiver->port(); }
    QString url(const QString &path) const;
    QByteArray token() const { return m_token; }
    QByteArray fingerprint() const { return m_fingerprint; }

    /// `init`, `token add NAME`, ...; the pairing line is on standard output.
    Ended admin(const QStringList &words, const QStringList &options = {}) const;
    /// The token of a pairing line.
    static QByteArray tokenOf(const QByteArray &pairingLine);

    struct Answer
    {
        int status = 0;   ///< 0 when none came
        int exitCode = 0; ///< of curl
        QByteArray head;
        QByteArray body;
        QJsonObject json() const;
        QString code() const; ///< of an error
        QByteArray all() const { return head + body; }
    };
    /// Runs curl on a path of the API. With the first token, unless `token` is given; none where it
    /// is empty.
    Answer curl(const QString &path, const QStringList &options = {},
                const std::optional<QByteArray> &token = {}) const;
    /// PUTs a rule.
    Answer push(const QString &name, const QByteArray &content, const QStringList &options = {},
                const QString &query = {}) const;
    QStringList curlArguments(const QString &path, const QStringList &options,
                              const QByteArray &token) const;

private:
    QStringList common() const;

    QTemporaryDir m_directory;
    QString m_rules;
    QStringList m_options;
    Ended m_initialised;
    QByteArray m_token;
    QByteArray m_fingerprint;
    std::unique_ptr<DaemonProcess> m_receiver;
};

} // namespace support
