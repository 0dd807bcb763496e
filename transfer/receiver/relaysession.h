// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/receiver/relayserver.h"

namespace transfer::receiver {

/// One request to the relay and the push that it asks for.
class RelaySession : public Session
{
    Q_OBJECT
public:
    RelaySession(std::unique_ptr<QTcpSocket> socket, RelayOptions options, QObject *parent);

protected:
    void received(const QByteArray &bytes) override;
    void fellSilent() override;
    bool hasBegun() const override { return !m_message.isEmpty(); }
    void hurryWork() override;

private:
    void serve();
    void push(const RuleFile &file, const QHostAddress &receiver);
    void report(const PushResult &result, const QHostAddress &receiver);
    void refuse(const QString &why);

    RelayOptions m_options;
    QByteArray m_message;
    Push *m_push = nullptr;
};

} // namespace transfer::receiver
