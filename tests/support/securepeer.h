// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/certificates.h"

#include <QByteArray>
#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QPointer>
#include <QSslSocket>
#include <QTcpServer>
#include <functional>

namespace support {

/// A request over HTTPS as it came in.
struct HttpAsked
{
    QByteArray verb;
    QByteArray path;                       ///< percent-encoded, without the query
    QByteArray query;                      ///< without '?'
    QHash<QByteArray, QByteArray> headers; ///< names in lower case
    QByteArray body;
    QPointer<QSslSocket> socket;

    QByteArray header(const char *name) const { return headers.value(name); }
};

/// An HTTPS server that does what it is told. Left alone it behaves as a loopcheck-receiver that
/// keeps its rules in memory, and whose nginx takes everything.
class SecurePeer : public QTcpServer
{
    Q_OBJECT
public:
    using Behaviour = std::function<void(const HttpAsked &)>;
    enum class Speech { Tls, Plain, Nothing };

    /// Listens on 127.0.0.1.
    explicit SecurePeer(const TestCertificate &certificate = firstCertificate(),
                        Speech speech = Speech::Tls);

    quint16 port() const { return serverPort(); }
    void setCertificate(const TestCertificate &certificate) { m_certificate = certificate; }
    /// What to do with each request from now on; empty: answer it well.
    void setBehaviour(Behaviour behaviour) { m_behaviour = std::move(behaviour); }
    /// What a change ends with, when answered well.
    void setVerdict(const QString &verdict, const QString &code = {})
    {
        m_verdict = verdict;
        m_code = code;
    }
    void answerWell(const HttpAsked &asked);
    /// The bytes of a whole answer.
    static QByteArray answer(int status, const QByteArray &body,
                             const QByteArrayList &headers = {});
    static QByteArray refusal(int status, const QByteArray &code,
                              const QByteArrayList &headers = {});
    static void send(const HttpAsked &asked, const QByteArray &bytes);
    /// Sends this and ends the connection.
    static void sendAndClose(const HttpAsked &asked, const QByteArray &bytes);

    const QList<HttpAsked> &asked() const { return m_asked; }
    /// How many requests had this verb.
    qsizetype count(const char *verb) const;
    int connections() const { return m_connections; }
    /// Bytes that came through TLS, so out of the client's requests.
    qint64 received() const { return m_received; }
    QByteArray token() const { return QByteArray(43, 't'); }

    void setRule(const QByteArray &name, const QByteArray &content) { m_rules[name] = content; }
    QByteArray rule(const QByteArray &name) const { return m_rules.value(name, "(none)"); }
    /// Changes that were made.
    int installs() const { return m_installs; }
    /// As if it had never had the change with this key.
    void forgetResults() { m_results.clear(); }

protected:
    void incomingConnection(qintptr handle) override;

private:
    struct Kept
    {
        int version = 0;
        QString action;
        QByteArray content;
    };
    void read(QSslSocket *socket);
    void answerChange(const HttpAsked &asked, const QByteArray &name);
    void answerQuestion(const HttpAsked &asked);
    QJsonObject versionsOf(const QByteArray &name) const;

    TestCertificate m_certificate;
    const Speech m_speech;
    Behaviour m_behaviour;
    QString m_verdict = QStringLiteral("applied");
    QString m_code;
    QHash<QSslSocket *, QByteArray> m_buffers;
    QList<HttpAsked> m_asked;
    QMap<QByteArray, QByteArray> m_rules;
    QHash<QByteArray, QList<Kept>> m_versions;
    QHash<QByteArray, QByteArray> m_results; ///< whole answers by key
    int m_connections = 0;
    int m_installs = 0;
    qint64 m_received = 0;
};

} // namespace support
