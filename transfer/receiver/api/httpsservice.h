// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/receiver/api/httpserver.h"
#include "transfer/receiver/service.h"

namespace transfer::receiver::api {

/// The files that hold the receiver's identity.
struct IdentityFiles
{
    QString certificate;
    QString key;
    QString clientAuthority; ///< empty: clients need no certificate

    tl::expected<TlsIdentity, QString> read() const;
};

/// Serves the API on one socket, and goes on with another certificate or other limits when it is
/// told so, without losing a connection.
class HttpsService : public Service
{
    Q_OBJECT
public:
    HttpsService(HttpServer::MakeExchange makeExchange, FileDescriptor listeningSocket,
                 QObject *parent = nullptr);
    ~HttpsService() override;

    /// From now on, for new connections. What was before stays where it fails.
    tl::expected<void, QString> serve(const HttpLimits &limits, const TlsIdentity &identity);

    qsizetype connectionCount() const override;
    void finish(std::chrono::milliseconds limit) override;

private:
    void retire(HttpServer *server);

    HttpServer::MakeExchange m_makeExchange;
    FileDescriptor m_listening;
    HttpServer *m_server = nullptr;
    QList<HttpServer *> m_retiring; ///< they end what they have begun
    HttpLimits m_limits;
    TlsIdentity m_identity;
    bool m_isFinishing = false;
};

} // namespace transfer::receiver::api
