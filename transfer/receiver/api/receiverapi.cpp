// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/api/receiverapi.h"

#include "transfer/receiver/api/apiexchange.h"

namespace transfer::receiver::api {

ReceiverApi::ReceiverApi(RuleStore &store, Installer &installer, const QString &tokensPath,
                         ApiOptions options, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_installer(installer)
    , m_options(std::move(options))
    , m_tokens(tokensPath)
    , m_rate(m_options.requestsPerSecondOfPeer, m_options.requestsPerSecond)
{
    // A change whose answer was lost with an earlier process is not done again.
    for (const QString &rule : m_store.versions().rules()) {
        for (const VersionRecord &version : m_store.versions().list(rule)) {
            if (!version.key.isEmpty())
                m_results.remember(version.key, ApiExchange::changeDigest(rule, version),
                                   {200, version.result});
        }
    }
}

ReceiverApi::~ReceiverApi() = default;

void ReceiverApi::setOptions(ApiOptions options)
{
    m_options = std::move(options);
    m_rate = RateLimit(m_options.requestsPerSecondOfPeer, m_options.requestsPerSecond);
}

std::unique_ptr<HttpExchange> ReceiverApi::makeExchange(RequestHead head)
{
    return std::make_unique<ApiExchange>(*this, std::move(head));
}

} // namespace transfer::receiver::api
