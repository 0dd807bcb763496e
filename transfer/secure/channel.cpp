// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/secure/channel.h"

#include "transfer/pairing.h"

#include <QCryptographicHash>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QPointer>
#include <QSslConfiguration>
#include <QTimer>
#include <QUrl>
#include <algorithm>

namespace transfer::secure {

namespace {

using Kind = Error::Kind;

constexpr int kLongestRetryAfter = 3600;

QByteArray fingerprintOf(const QSslCertificate &certificate)
{
    return certificate.digest(QCryptographicHash::Sha256).toHex();
}

QString shown(const QSslCertificate &certificate)
{
    return certificate.isNull() ? QStringLiteral("none")
                                : readableFingerprint(fingerprintOf(certificate));
}

/// One request under way. Destroys itself when it has ended, or when its context has gone.
class Run : public QObject
{
public:
    Run(const Access &access, bool &hasBeenOpen, const Call &call, QObject *context,
        Channel::Done done)
        : m_access(access)
        , m_hasBeenOpen(hasBeenOpen)
        , m_bodyBytes(call.body.size())
        , m_mostBytes(call.mostBytes)
        , m_context(context)
        , m_done(std::move(done))
    {
        m_connectLimit.setSingleShot(true);
        m_limit.setSingleShot(true);
        connect(&m_connectLimit, &QTimer::timeout, this,
                [this] { abort(Kind::ConnectTimeout, QStringLiteral("no TLS in time")); });
        connect(&m_limit, &QTimer::timeout, this, [this] { abort(Kind::Timeout); });
        connect(context, &QObject::destroyed, this, [this] { abort(Kind::Aborted); });
        m_limit.start(call.limit);
    }

    void follow(QNetworkReply *reply, std::chrono::milliseconds connectLimit,
                const Channel::Progress &progress)
    {
        m_reply = reply;
        m_connectLimit.start(connectLimit);
        connect(reply, &QNetworkReply::socketStartedConnecting, this, [this, connectLimit] {
            m_isConnecting = true;
            m_connectLimit.start(connectLimit);
        });
        // Both come while Qt waits for us, before it sends anything of the request.
        connect(reply, &QNetworkReply::sslErrors, this, &Run::judgeErrors);
        connect(reply, &QNetworkReply::encrypted, this, &Run::judgeCertificate);
        connect(reply, &QNetworkReply::requestSent, this, [this, progress] {
            opened();
            m_isSent = true;
            if (progress && m_context)
                progress(m_bodyBytes, m_bodyBytes);
        });
        connect(reply, &QNetworkReply::uploadProgress, this,
                [this, progress](qint64 sent, qint64 total) {
                    if (total <= 0)
                        return;
                    opened();
                    m_isSent = m_isSent || sent == total;
                    if (progress && m_context)
                        progress(sent, total);
                });
        connect(reply, &QNetworkReply::readyRead, this, &Run::collect);
        connect(reply, &QNetworkReply::finished, this, &Run::finish);
    }

    void abort(Kind kind, const QString &detail = {})
    {
        fail(kind, detail);
        m_isAborted = kind != Kind::ConnectTimeout;
        if (m_reply)
            m_reply->abort();
    }

private:
    void opened()
    {
        m_hasBeenOpen = true;
        m_connectLimit.stop();
        m_isConnecting = false;
        m_isOpen = true;
    }

    /// The certificate is not one that an authority vouches for. With a pin that is nothing.
    void judgeErrors(const QList<QSslError> &errors)
    {
        if (!m_access.fingerprint.isEmpty()) {
            if (isPinned())
                m_reply->ignoreSslErrors();
            return;
        }
        QStringList reasons;
        for (const QSslError &error : errors)
            reasons.append(error.errorString());
        fail(Kind::TlsFailed, QStringLiteral("%1 (SHA-256 of its certificate: %2)")
                                  .arg(reasons.join(QStringLiteral("; ")),
                                       shown(m_reply->sslConfiguration().peerCertificate())));
    }

    void judgeCertificate()
    {
        if (m_access.fingerprint.isEmpty() || isPinned())
            opened();
        else
            m_reply->abort(); // before anything of the request went out
    }

    bool isPinned()
    {
        const QSslCertificate certificate = m_reply->sslConfiguration().peerCertificate();
        if (fingerprintOf(certificate) == m_access.fingerprint)
            return true;
        fail(Kind::CertificateChanged,
             QStringLiteral("SHA-256 pinned %1, shown %2")
                 .arg(readableFingerprint(m_access.fingerprint), shown(certificate)));
        return false;
    }

    void collect()
    {
        if (!m_reply->isOpen())
            return; // broken off
        m_body += m_reply->readAll();
        if (m_body.size() > m_mostBytes)
            abort(Kind::UnexpectedAnswer,
                  QStringLiteral("more than %1 bytes came").arg(m_mostBytes));
    }

    void fail(Kind kind, const QString &detail = {})
    {
        if (!m_error)
            m_error = Error{kind, detail, m_access.peer.toString(), step()};
    }

    QString step() const
    {
        return m_isSent   ? QStringLiteral("answer")
               : m_isOpen ? QStringLiteral("upload")
                          : stepName(Step::Connect);
    }

    void finish()
    {
        m_connectLimit.stop();
        m_limit.stop();
        if (!m_isAborted)
            collect();
        const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        if (!m_error && !isWhole(status))
            failByNetwork();

        Answered answered;
        // What we broke off ourselves may have gone out before we hear of it.
        const bool mayBeOpen = m_isOpen || (m_hasBeenOpen && !m_isConnecting);
        answered.mayHaveArrived = m_isSent || status != 0 || (m_isAborted && mayBeOpen);
        answered.error = m_error;
        if (!m_error) {
            answered.status = status;
            answered.body = m_body;
            answered.entityTag = m_reply->rawHeader("ETag").replace('"', "");
            answered.isReplayed = m_reply->rawHeader("Idempotent-Replayed") == "true";
            answered.retryAfter = std::chrono::seconds(
                std::clamp(m_reply->rawHeader("Retry-After").toInt(), 0, kLongestRetryAfter));
        }
        m_reply->deleteLater();
        deleteLater();
        if (m_context) {
            // Not from inside Qt's signal: whoever hears of it may destroy the channel.
            QMetaObject::invokeMethod(
                m_context, [done = std::move(m_done), answered] { done(answered); },
                Qt::QueuedConnection);
        }
    }

    /// An answer that came to its end, whatever it says.
    bool isWhole(int status) const
    {
        const QNetworkReply::NetworkError error = m_reply->error();
        const bool isAboutContent =
            error >= QNetworkReply::ContentAccessDenied && error != QNetworkReply::ProtocolFailure;
        return status != 0 &&
               (error == QNetworkReply::NoError || (status >= 400 && isAboutContent));
    }

    void failByNetwork() { fail(kindOf(m_reply->error()), m_reply->errorString()); }

    Kind kindOf(QNetworkReply::NetworkError error) const
    {
        switch (error) {
        case QNetworkReply::ConnectionRefusedError:
            return Kind::Refused;
        case QNetworkReply::HostNotFoundError:
            return Kind::HostNotFound;
        case QNetworkReply::SslHandshakeFailedError:
            return Kind::TlsFailed;
        case QNetworkReply::TimeoutError:
            return m_isOpen ? Kind::Timeout : Kind::ConnectTimeout;
        case QNetworkReply::ProtocolFailure:
            return Kind::UnexpectedAnswer;
        case QNetworkReply::RemoteHostClosedError:
            return Kind::ConnectionLost;
        default:
            return m_isOpen ? Kind::ConnectionLost : Kind::Unreachable;
        }
    }

    const Access m_access;
    bool &m_hasBeenOpen; ///< the channel's, which owns us
    const qint64 m_bodyBytes;
    const qint64 m_mostBytes;
    QPointer<QObject> m_context;
    Channel::Done m_done;
    QPointer<QNetworkReply> m_reply; ///< the channel's network owns it
    QTimer m_connectLimit;
    QTimer m_limit;
    QByteArray m_body;
    std::optional<Error> m_error;
    bool m_isConnecting = false; ///< a new connection is made for it
    bool m_isOpen = false;       ///< TLS stands and the certificate is the right one
    bool m_isSent = false;
    bool m_isAborted = false;
};

} // namespace

Channel::Channel(Access access, Limits limits, QObject *parent)
    : QObject(parent)
    , m_access(std::move(access))
    , m_limits(limits)
{
    m_network.setProxy(QNetworkProxy::NoProxy);
}

Channel::Cancel Channel::send(const Call &call, QObject *context, Done done,
                              const Progress &progress)
{
    auto *run = new Run(m_access, m_hasBeenOpen, call, context, std::move(done));
    run->setParent(this);
    run->follow(begin(call), m_limits.connect, progress);
    return [handle = QPointer<Run>(run)] {
        if (handle)
            handle->abort(Kind::Aborted);
    };
}

QNetworkReply *Channel::begin(const Call &call)
{
    const QNetworkRequest request = requestFor(call);
    switch (call.verb) {
    case Verb::Put:
        return m_network.put(request, call.body);
    case Verb::Post:
        return m_network.post(request, call.body);
    case Verb::Delete:
        return m_network.deleteResource(request);
    case Verb::Get:
        break;
    }
    return m_network.get(request);
}

QNetworkRequest Channel::requestFor(const Call &call) const
{
    QUrl url;
    url.setScheme(QStringLiteral("https"));
    url.setHost(m_access.peer.host);
    url.setPort(m_access.peer.port);
    url.setPath(QString::fromLatin1(call.path), QUrl::StrictMode);
    if (!call.query.isEmpty())
        url.setQuery(QString::fromLatin1(call.query), QUrl::StrictMode);

    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setProtocol(QSsl::TlsV1_2OrLater);
    tls.setPeerVerifyMode(QSslSocket::VerifyPeer);
    if (!m_access.fingerprint.isEmpty())
        tls.setCaCertificates({}); // nobody's word counts: each certificate comes before us
    else if (!m_access.authorities.isEmpty())
        tls.setCaCertificates(m_access.authorities);
    if (!m_access.certificate.isNull()) {
        tls.setLocalCertificate(m_access.certificate);
        tls.setPrivateKey(m_access.key);
    }

    QNetworkRequest request(url);
    request.setSslConfiguration(tls);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                         QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute,
                         QNetworkRequest::AlwaysNetwork);
    request.setRawHeader("Accept-Encoding", "identity"); // or Qt would inflate what comes
    request.setRawHeader("User-Agent", "loopcheck/" LOOPCHECK_VERSION);
    request.setRawHeader("Authorization", "Bearer " + m_access.token);
    for (const auto &[name, value] : call.headers)
        request.setRawHeader(name, value);
    return request;
}

} // namespace transfer::secure
