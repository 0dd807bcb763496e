// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/probe.h"

#include "transfer/receiver/logtext.h"

#include <QNetworkProxy>
#include <QNetworkReply>

namespace transfer::receiver {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto kPause = 100ms;
constexpr qsizetype kMostBody = 65536;

} // namespace

ProbeRun::ProbeRun(Probe probe, QObject *parent)
    : QObject(parent)
    , m_probe(std::move(probe))
{
    m_network.setProxy(QNetworkProxy::NoProxy);
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPause);
    m_limit.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &ProbeRun::ask);
    connect(&m_limit, &QTimer::timeout, this, [this] {
        finish(false, u"%1 did not answer as asked within %2 s: %3"_s.arg(
                          m_probe.url.toDisplayString(),
                          QString::number(double(m_probe.limit.count()) / 1000.0),
                          m_last.isEmpty() ? u"no answer came"_s : m_last));
    });
}

ProbeRun::~ProbeRun() = default;

void ProbeRun::start()
{
    m_since.start();
    m_limit.start(m_probe.limit);
    ask();
}

void ProbeRun::ask()
{
    QNetworkRequest request(m_probe.url);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                         QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    // A kept connection may belong to a worker of before.
    request.setRawHeader("Connection", "close");
    if (!m_probe.host.isEmpty())
        request.setRawHeader("Host", m_probe.host);
    m_body.clear();
    m_reply = m_network.get(request);
    m_reply->setReadBufferSize(kMostBody);
    connect(m_reply, &QNetworkReply::readyRead, this, [this] {
        m_body += m_reply->read(kMostBody - m_body.size());
        if (m_body.size() >= kMostBody)
            answered();
    });
    connect(m_reply, &QNetworkReply::finished, this, &ProbeRun::answered);
}

void ProbeRun::answered()
{
    if (!m_reply)
        return;
    QNetworkReply *reply = m_reply;
    m_reply = nullptr;
    reply->disconnect(this);
    m_body += reply->read(kMostBody - m_body.size());
    m_last = whatIsWrong(*reply);
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    reply->abort();
    reply->deleteLater();
    if (m_last.isEmpty())
        finish(true, u"%1 answered %2 as asked after %3 ms"_s.arg(
                         m_probe.url.toDisplayString(), QString::number(status),
                         QString::number(m_since.elapsed())));
    else
        m_pause.start();
}

QString ProbeRun::whatIsWrong(QNetworkReply &reply) const
{
    const QVariant status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute);
    if (!status.isValid())
        return reply.errorString();
    if (status.toInt() != m_probe.status)
        return u"it answered %1, not %2"_s.arg(QString::number(status.toInt()),
                                               QString::number(m_probe.status));
    if (!m_probe.headerName.isEmpty() &&
        reply.rawHeader(m_probe.headerName).trimmed() != m_probe.headerValue)
        return u"its header %1 is \"%2\", not \"%3\""_s.arg(
            printable(m_probe.headerName), printable(reply.rawHeader(m_probe.headerName), 100),
            printable(m_probe.headerValue));
    if (!m_probe.text.isEmpty() && !m_body.contains(m_probe.text))
        return u"its body does not have the text \"%1\""_s.arg(printable(m_probe.text, 100));
    return {};
}

void ProbeRun::finish(bool isPassed, const QString &evidence)
{
    m_pause.stop();
    m_limit.stop();
    if (m_reply) {
        m_reply->disconnect(this);
        m_reply->abort();
        m_reply->deleteLater();
    }
    emit finished(isPassed, evidence);
}

} // namespace transfer::receiver
