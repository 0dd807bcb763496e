// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/api/httpsservice.h"

#include <QFile>
#include <QLoggingCategory>
#include <fcntl.h>

namespace transfer::receiver::api {

using namespace Qt::StringLiterals;

namespace {

tl::expected<QByteArray, QString> readPem(const QString &path)
{
    constexpr qint64 kMost = 1 << 20;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return tl::unexpected(
            u"cannot read %1: %2; \"loopcheck-receiver init\" makes key and certificate"_s.arg(
                path, file.errorString()));
    QByteArray text = file.read(kMost);
    if (!text.contains("-----BEGIN "))
        return tl::unexpected(u"%1 is no PEM file"_s.arg(path));
    return text;
}

} // namespace

tl::expected<TlsIdentity, QString> IdentityFiles::read() const
{
    const auto isForOthers = QFileDevice::ReadOther | QFileDevice::WriteOther;
    if ((QFile::permissions(key) & isForOthers) != QFileDevice::Permissions())
        return tl::unexpected(u"the key %1 can be read by everybody: chmod 600 it"_s.arg(key));
    const auto certificatePem = readPem(certificate);
    if (!certificatePem)
        return tl::unexpected(certificatePem.error());
    const auto keyPem = readPem(key);
    if (!keyPem)
        return tl::unexpected(keyPem.error());
    const auto authorityPem =
        clientAuthority.isEmpty() ? tl::expected<QByteArray, QString>() : readPem(clientAuthority);
    if (!authorityPem)
        return tl::unexpected(authorityPem.error());
    return TlsIdentity{*certificatePem, *keyPem, *authorityPem};
}

HttpsService::HttpsService(HttpServer::MakeExchange makeExchange, FileDescriptor listeningSocket,
                           QObject *parent)
    : Service(parent)
    , m_makeExchange(std::move(makeExchange))
    , m_listening(std::move(listeningSocket))
{
}

HttpsService::~HttpsService() = default;

tl::expected<void, QString> HttpsService::serve(const HttpLimits &limits,
                                                const TlsIdentity &identity)
{
    if (m_server != nullptr && limits == m_limits && identity == m_identity)
        return {};
    auto server = std::make_unique<HttpServer>(m_makeExchange, limits);
    FileDescriptor socket(::fcntl(m_listening.get(), F_DUPFD_CLOEXEC, 0));
    if (auto isServing = server->serve(std::move(socket), identity); !isServing)
        return isServing;
    if (m_server != nullptr)
        retire(m_server);
    m_server = server.release();
    m_server->setParent(this);
    m_limits = limits;
    m_identity = identity;
    return {};
}

void HttpsService::retire(HttpServer *server)
{
    m_retiring.append(server);
    connect(server, &HttpServer::finished, this, [this, server] {
        m_retiring.removeOne(server);
        server->deleteLater();
        if (m_isFinishing && m_retiring.isEmpty())
            emit finished();
    });
    server->finish(m_limits.transfer);
}

qsizetype HttpsService::connectionCount() const
{
    qsizetype count = m_server != nullptr ? m_server->connectionCount() : 0;
    for (const HttpServer *server : m_retiring)
        count += server->connectionCount();
    return count;
}

void HttpsService::finish(std::chrono::milliseconds limit)
{
    if (std::exchange(m_isFinishing, true))
        return;
    m_listening.close();
    m_limits.transfer = limit;
    if (m_server != nullptr)
        retire(std::exchange(m_server, nullptr));
    else if (m_retiring.isEmpty())
        QMetaObject::invokeMethod(this, &Service::finished, Qt::QueuedConnection);
}

} // namespace transfer::receiver::api
