// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/push.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <optional>
#include <tl/expected.hpp>

namespace transfer::secure {

/// A receiver that was paired. Its token is not here: keychain::TokenStore has it.
struct KnownReceiver
{
    QString name; ///< what the user calls it
    Peer peer;
    QByteArray fingerprint; ///< of its certificate, as in Access; empty where an authority signs it
    QString role;           ///< "read" or "push", as it said when it was paired
    bool isProduction = false;    ///< pushes to it want to be confirmed by its name
    QString authorityFile = {};   ///< PEM; where it is empty, the authorities of this machine
    QString certificateFile = {}; ///< PEM, our own for receivers that ask for one
    QString keyFile = {};         ///< PEM
    friend bool operator==(const KnownReceiver &, const KnownReceiver &) = default;
};

/// A name that cannot be taken for HOST:PORT or a path: 1 to 64 letters, digits, '.', '_' and '-',
/// beginning with a letter or digit. Gives the reason where it is none.
tl::expected<void, QString> checkReceiverName(const QString &name);

/// The receivers that were paired, by name, in a JSON file that is only ever replaced whole. A file
/// that cannot be understood is set aside, never overwritten. Every change is made to what the file
/// has then, so that window and terminal don't undo each other's.
class KnownReceivers
{
public:
    explicit KnownReceivers(QString path);

    /// Reads the file; one that does not exist yet has none. Gives what is to be told to the user:
    /// nothing, or that the file was damaged and where it is now, or that it cannot be read.
    QString load();
    /// Adds it, or replaces the one of its name.
    tl::expected<void, QString> put(const KnownReceiver &receiver);
    tl::expected<void, QString> remove(const QString &name);

    const QString &path() const { return m_path; }
    const QList<KnownReceiver> &all() const { return m_receivers; } ///< sorted by name
    std::optional<KnownReceiver> find(const QString &name) const;

private:
    template <typename Edit>
    tl::expected<void, QString> change(Edit edit);
    tl::expected<void, QString> save() const;

    QString m_path;
    QList<KnownReceiver> m_receivers;
};

} // namespace transfer::secure
