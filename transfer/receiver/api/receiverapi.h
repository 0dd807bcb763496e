// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/receiver/allowlist.h"
#include "transfer/receiver/api/httpmessage.h"
#include "transfer/receiver/api/ratelimit.h"
#include "transfer/receiver/api/resultbook.h"
#include "transfer/receiver/api/tokenbook.h"
#include "transfer/receiver/installer.h"

#include <QObject>
#include <memory>

namespace transfer::receiver::api {

struct ApiOptions
{
    int requestsPerSecond = 500;
    int requestsPerSecondOfPeer = 50;
    AllowList probed;                      ///< addresses that clients may have probed
    bool isClientCertificateAsked = false; ///< beside the token
};

/// The API of resources/receiver/openapi.json: who may ask for what, and what comes of it. A thin
/// shell around the store and the installer.
class ReceiverApi : public QObject
{
    Q_OBJECT
public:
    ReceiverApi(RuleStore &store, Installer &installer, const QString &tokensPath,
                ApiOptions options, QObject *parent = nullptr);
    ~ReceiverApi() override;

    /// Holds for the next requests.
    void setOptions(ApiOptions options);
    /// For HttpServer. This object outlives it.
    std::unique_ptr<HttpExchange> makeExchange(RequestHead head);

private:
    friend class ApiExchange;

    RuleStore &m_store;
    Installer &m_installer;
    ApiOptions m_options;
    TokenBook m_tokens;
    RateLimit m_rate;
    ResultBook m_results;
};

} // namespace transfer::receiver::api
