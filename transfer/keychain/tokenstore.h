// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QMap>
#include <QObject>
#include <QString>
#include <functional>
#include <optional>
#include <tl/expected.hpp>

namespace QKeychain {
class Job;
}

namespace transfer::keychain {

/// The tokens of the receivers that were paired, by the receiver's name: in the desktop's keychain;
/// where there is none, in a file with mode 0600. What the user denies in the keychain does not end
/// up in the file.
class TokenStore : public QObject
{
    Q_OBJECT
public:
    enum class Place { Keychain, File };
    /// The error is a sentence with cause and remedy.
    template <typename Value>
    using Done = std::function<void(const tl::expected<Value, QString> &)>;

    /// `first` File: the keychain is not asked.
    explicit TokenStore(QString file, Place first = Place::Keychain, QObject *parent = nullptr);

    const QString &file() const { return m_file; }

    // `done` is called once, never from inside, unless `context` is gone by then.
    void read(const QString &name, QObject *context, const Done<QByteArray> &done);
    /// Tells where it is now.
    void write(const QString &name, const QByteArray &token, QObject *context,
               const Done<Place> &done);
    void remove(const QString &name, QObject *context, const Done<void> &done);

private:
    using Tokens = QMap<QString, QByteArray>;
    void run(QKeychain::Job *job, const QString &name, QObject *context,
             std::function<void(QKeychain::Job &)> ended);
    tl::expected<Tokens, QString> tokens() const;
    tl::expected<void, QString> save(const Tokens &tokens) const;
    tl::expected<QByteArray, QString> readFile(const QString &name) const;
    tl::expected<Place, QString> writeFile(const QString &name, const QByteArray &token) const;
    tl::expected<void, QString> removeFromFile(const QString &name) const;

    QString m_file;
    Place m_first;
};

} // namespace transfer::keychain
