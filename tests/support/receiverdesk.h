// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/files.h"
#include "transfer/receiver/legacylistener.h"
#include "transfer/receiver/listeningsocket.h"

#include <QDir>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <chrono>

namespace support {

/// A listener on a rule directory of its own, in this process.
class Desk
{
public:
    explicit Desk(transfer::receiver::SessionLimits limits = {},
                  const QString &test = QStringLiteral("true"))
        : m_store(open(m_directory))
        , m_installer(m_store, optionsFor(test))
        , m_listener(m_store, m_installer)
    {
        using transfer::receiver::ListeningSocket;
        m_listener.setLimits(limits);
        auto socket = ListeningSocket::open({QHostAddress(QHostAddress::LocalHost), 0});
        m_listener.accept(std::move(socket->descriptor));
    }

    transfer::receiver::LegacyListener &listener() { return m_listener; }
    quint16 port() const { return m_listener.port(); }
    QString path(const QString &name) const { return m_directory.filePath(name); }
    QByteArray rule(const QString &name) const
    {
        return contentOf(m_directory.filePath(QStringLiteral("rules/") + name));
    }
    QStringList filesIn(const QString &directory) const
    {
        return QDir(m_directory.filePath(directory))
            .entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    }

private:
    static transfer::receiver::RuleStore open(const QTemporaryDir &directory)
    {
        QDir(directory.path()).mkdir(QStringLiteral("rules"));
        return *transfer::receiver::RuleStore::open(directory.filePath(QStringLiteral("rules")));
    }
    static transfer::receiver::InstallerOptions optionsFor(const QString &test)
    {
        const std::chrono::seconds limit(20);
        return {.test = {QStringLiteral("/bin/sh"), {QStringLiteral("-c"), test}, limit},
                .reload = {QStringLiteral("true"), {}, limit},
                .queueLimit = std::chrono::seconds(60)};
    }

    QTemporaryDir m_directory;
    transfer::receiver::RuleStore m_store;
    transfer::receiver::Installer m_installer;
    transfer::receiver::LegacyListener m_listener;
};

/// A sender of which each byte is ours to choose.
class Peer
{
public:
    explicit Peer(quint16 port)
    {
        m_socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
        static_cast<void>(QTest::qWaitFor([this] { return hasSettled(); }, 60'000));
        m_socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
    }
    QTcpSocket &socket() { return m_socket; }
    bool isClosed() const { return m_socket.state() == QAbstractSocket::UnconnectedState; }
    QByteArray heard()
    {
        m_heard += m_socket.readAll();
        return m_heard;
    }
    void say(const QByteArray &words)
    {
        m_socket.write(words);
        m_socket.flush();
    }

private:
    bool hasSettled() const
    {
        return m_socket.state() == QAbstractSocket::ConnectedState || isClosed();
    }

    QTcpSocket m_socket;
    QByteArray m_heard;
};

} // namespace support
