// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QHostAddress>
#include <QObject>
#include <chrono>
#include <tl/expected.hpp>

class QTcpServer;

namespace transfer {

/// A stand-in for a legacy receiver, for the demo and for training: speaks the handshake, keeps the
/// files in memory, touches no disk and no nginx. It answers `nginx reload error` for a file whose
/// braces do not match or that has a statement without its semicolon before a closing brace; that
/// file is not kept. It serves several senders at once; one that falls silent is dropped, and
/// changes nothing.
class DemoReceiver : public QObject
{
    Q_OBJECT
public:
    explicit DemoReceiver(QObject *parent = nullptr);
    ~DemoReceiver() override;
    /// Port 0 takes a free one. Gives the port, or the reason why not.
    tl::expected<quint16, QString> listen(const QHostAddress &address, quint16 port);
    /// How long a sender may be silent. 10 s unless set.
    void setStallTimeout(std::chrono::milliseconds timeout) { m_stallTimeout = timeout; }
    /// What it holds, by name.
    const QHash<QString, QByteArray> &files() const { return m_files; }

signals:
    void received(const QString &name, bool isAccepted);

private:
    void serve();
    bool install(const QString &name, const QByteArray &content);

    QTcpServer *m_server;
    QHash<QString, QByteArray> m_files;
    std::chrono::milliseconds m_stallTimeout{10000};
};

} // namespace transfer
