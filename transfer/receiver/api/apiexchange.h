// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/receiver/api/receiverapi.h"
#include "transfer/receiver/api/route.h"

#include <QElapsedTimer>
#include <optional>

namespace transfer::receiver::api {

/// One request to the API: admitted or refused by its head; its body staged or, where it is small,
/// kept; then answered.
class ApiExchange : public HttpExchange
{
public:
    ApiExchange(ReceiverApi &api, RequestHead head);

    std::optional<HttpResponse> refusal() override;
    bool take(QByteArrayView bytes) override;
    void answer(Reply reply) override;

    /// What tells a change from others that may come with the same idempotency key.
    static QByteArray changeDigest(const QString &rule, const VersionRecord &version);

private:
    tl::expected<void, ApiError> admit();
    tl::expected<void, ApiError> prepareChange(const QHash<QString, QString> &query);
    tl::expected<void, ApiError> takeAll(QByteArrayView bytes);
    tl::expected<HttpResponse, ApiError> read();
    tl::expected<HttpResponse, ApiError> health() const;
    tl::expected<HttpResponse, ApiError> result() const;
    tl::expected<void, ApiError> stageVersion();
    tl::expected<void, ApiError> checkWhole() const;
    void change(Reply reply);
    void install(Reply reply);
    QByteArray scopedKey(const QString &key) const;
    void refused(const ApiError &error) const;

    ReceiverApi &m_api;
    RequestHead m_head;
    Token m_token;
    Route m_route;
    Change m_change;
    QByteArray m_expectedDigest;
    std::optional<StagedFile> m_file;
    QByteArray m_body; ///< of what is not staged
    qint64 m_size = 0; ///< of the body so far
    QElapsedTimer m_since;
    std::optional<ApiError> m_problem; ///< that showed in the body
};

} // namespace transfer::receiver::api
