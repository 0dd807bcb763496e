// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/securepeer.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSslConfiguration>

namespace support {

using namespace Qt::StringLiterals;

namespace {

QByteArray sha256Of(const QByteArray &content)
{
    return QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex();
}

QByteArray jsonOf(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QJsonValue textOrNull(const QByteArray &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(QString::fromLatin1(text));
}

const QString kTime = u"2026-11-24T12:00:00.000Z"_s;

QJsonObject phase(const QString &name, bool isPassed, const QString &output = {})
{
    return {{u"phase"_s, name},
            {u"passed"_s, isPassed},
            {u"durationMs"_s, 12.5},
            {u"exitStatus"_s, isPassed ? 0 : 1},
            {u"ending"_s, u"exit status"_s},
            {u"output"_s, output}};
}

/// Takes a whole request off the beginning of `bytes`; nothing while it is not whole.
bool take(QByteArray &bytes, HttpAsked &asked)
{
    const qsizetype end = bytes.indexOf("\r\n\r\n");
    if (end < 0)
        return false;
    const QByteArrayList lines = bytes.first(end).replace("\r\n", "\n").split('\n');
    for (const QByteArray &line : lines.mid(1)) {
        const qsizetype colon = line.indexOf(':');
        asked.headers[line.first(colon).toLower()] = line.sliced(colon + 1).trimmed();
    }
    const qsizetype length = asked.header("content-length").toLongLong();
    if (bytes.size() < end + 4 + length)
        return false;
    const QByteArrayList words = lines.first().split(' ');
    const QByteArray target = words.value(1);
    const qsizetype mark = target.indexOf('?');
    asked.verb = words.first();
    asked.path = mark < 0 ? target : target.first(mark);
    asked.query = mark < 0 ? QByteArray() : target.sliced(mark + 1);
    asked.body = bytes.sliced(end + 4, length);
    bytes.remove(0, end + 4 + length);
    return true;
}

} // namespace

SecurePeer::SecurePeer(const TestCertificate &certificate, Speech speech)
    : m_certificate(certificate)
    , m_speech(speech)
{
    listen(QHostAddress::LocalHost);
}

void SecurePeer::incomingConnection(qintptr handle)
{
    ++m_connections;
    auto *socket = new QSslSocket(this);
    socket->setSocketDescriptor(handle);
    connect(socket, &QSslSocket::disconnected, this, [this, socket] {
        m_buffers.remove(socket);
        socket->deleteLater();
    });
    if (m_speech == Speech::Nothing)
        return;
    connect(socket, &QSslSocket::readyRead, this, [this, socket] { read(socket); });
    if (m_speech == Speech::Plain)
        return;
    QSslConfiguration tls = socket->sslConfiguration();
    tls.setLocalCertificate(m_certificate.certificate);
    tls.setPrivateKey(m_certificate.key);
    tls.setPeerVerifyMode(QSslSocket::VerifyNone);
    socket->setSslConfiguration(tls);
    socket->startServerEncryption();
}

void SecurePeer::read(QSslSocket *socket)
{
    const QByteArray bytes = socket->readAll();
    m_received += bytes.size();
    if (m_speech == Speech::Plain) {
        socket->write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        return;
    }
    m_buffers[socket] += bytes;
    HttpAsked asked;
    while (m_buffers.contains(socket) && take(m_buffers[socket], asked)) {
        asked.socket = socket;
        m_asked.append(asked);
        if (m_behaviour)
            m_behaviour(asked);
        else
            answerWell(asked);
        asked = {};
    }
}

QByteArray SecurePeer::answer(int status, const QByteArray &body, const QByteArrayList &headers)
{
    QByteArray bytes = "HTTP/1.1 " + QByteArray::number(status) +
                       " Status\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n";
    for (const QByteArray &header : headers)
        bytes += header + "\r\n";
    return bytes + "\r\n" + body;
}

QByteArray SecurePeer::refusal(int status, const QByteArray &code, const QByteArrayList &headers)
{
    return answer(status,
                  R"({"error":{"code":")" + code +
                      R"(","cause":"The cause.","remedy":"The remedy."},"currentSha256":null})",
                  headers);
}

void SecurePeer::send(const HttpAsked &asked, const QByteArray &bytes)
{
    if (asked.socket)
        asked.socket->write(bytes);
}

void SecurePeer::sendAndClose(const HttpAsked &asked, const QByteArray &bytes)
{
    send(asked, bytes);
    if (asked.socket)
        asked.socket->disconnectFromHost();
}

qsizetype SecurePeer::count(const char *verb) const
{
    return std::count_if(m_asked.cbegin(), m_asked.cend(),
                         [verb](const HttpAsked &asked) { return asked.verb == verb; });
}

void SecurePeer::answerWell(const HttpAsked &asked)
{
    if (asked.header("authorization") != "Bearer " + token())
        send(asked, refusal(401, "unknownToken", {"WWW-Authenticate: Bearer"}));
    else if (asked.verb == "GET")
        answerQuestion(asked);
    else
        answerChange(asked, QByteArray::fromPercentEncoding(asked.path.split('/').value(3)));
}

void SecurePeer::answerQuestion(const HttpAsked &asked)
{
    const QByteArrayList parts = asked.path.split('/');
    const QByteArray name = QByteArray::fromPercentEncoding(parts.value(3));
    const auto sendBytes = [&asked](const QByteArray &content) {
        send(asked, answer(200, content, {"ETag: \"" + sha256Of(content) + '"'}));
    };
    if (asked.path == "/v1/health") {
        send(asked, answer(200, R"({"status":"ok","api":1,"version":"0.1.0","token":"desk",
            "role":"push","expires":null,"nginx":{"watched":true,"running":true,"pid":7,
            "workers":2},"installing":false,"waiting":0})"));
    } else if (asked.path == "/v1/rules") {
        QJsonArray rules;
        for (auto rule = m_rules.cbegin(); rule != m_rules.cend(); ++rule) {
            rules.append(QJsonObject{{u"name"_s, QString::fromUtf8(rule.key())},
                                     {u"size"_s, rule->size()},
                                     {u"modified"_s, kTime},
                                     {u"sha256"_s, QString::fromLatin1(sha256Of(*rule))}});
        }
        send(asked, answer(200, jsonOf({{u"rules"_s, rules}})));
    } else if (parts.value(2) == "results") {
        send(asked, m_results.value(name, refusal(404, "noSuchResult")));
    } else if (parts.size() == 4) {
        m_rules.contains(name) ? sendBytes(m_rules[name]) : send(asked, refusal(404, "noSuchRule"));
    } else if (parts.size() == 5 && m_versions.contains(name)) {
        send(asked, answer(200, jsonOf(versionsOf(name))));
    } else if (parts.size() == 6 && parts[5].toInt() <= m_versions[name].size()) {
        sendBytes(m_versions[name].at(parts[5].toInt() - 1).content);
    } else {
        send(asked, refusal(404, "noSuchVersion"));
    }
}

QJsonObject SecurePeer::versionsOf(const QByteArray &name) const
{
    QJsonArray versions;
    for (const Kept &kept : m_versions.value(name)) {
        const bool isGone = kept.action == u"delete"_s;
        const bool isLast = kept.version == m_versions.value(name).size();
        versions.prepend(
            QJsonObject{{u"version"_s, kept.version},
                        {u"action"_s, kept.action},
                        {u"live"_s, isLast && !isGone},
                        {u"installed"_s, kTime},
                        {u"size"_s, isGone ? QJsonValue() : QJsonValue(kept.content.size())},
                        {u"sha256"_s, isGone ? QJsonValue() : textOrNull(sha256Of(kept.content))},
                        {u"by"_s, u"desk"_s},
                        {u"from"_s, u"127.0.0.1:50000"_s},
                        {u"comment"_s, u""_s},
                        {u"restoredFrom"_s, QJsonValue()},
                        {u"verdict"_s, u"applied"_s}});
    }
    return {{u"name"_s, QString::fromUtf8(name)}, {u"versions"_s, versions}};
}

void SecurePeer::answerChange(const HttpAsked &asked, const QByteArray &name)
{
    const QByteArray key = asked.header("idempotency-key");
    if (m_results.contains(key)) {
        send(asked, m_results[key]);
        return;
    }
    const QByteArray current = m_rules.contains(name) ? sha256Of(m_rules[name]) : QByteArray();
    const QByteArray wanted = asked.header("if-match").replace('"', "");
    if ((!wanted.isEmpty() && wanted != current) ||
        (asked.header("if-none-match") == "*" && !current.isEmpty())) {
        send(asked, refusal(412, "preconditionFailed"));
        return;
    }
    const bool isDelete = asked.verb == "DELETE";
    const QString action = isDelete ? u"delete"_s : asked.verb == "POST" ? u"restore"_s : u"push"_s;
    const int from = QJsonDocument::fromJson(asked.body).object()[u"version"].toInt();
    const QByteArray content =
        asked.verb == "POST" ? m_versions[name].value(from - 1).content : asked.body;
    const bool isDryRun = asked.query.contains("dryRun=true");
    const bool isFailed = m_verdict == u"failed"_s;
    int version = 0;
    if (!isDryRun && !isFailed) {
        ++m_installs;
        version = static_cast<int>(m_versions[name].size()) + 1;
        m_versions[name].append({version, action, content});
        isDelete ? void(m_rules.remove(name)) : void(m_rules[name] = content);
    }
    const QJsonObject cause{
        {u"code"_s, m_code}, {u"cause"_s, u"The cause."_s}, {u"remedy"_s, u"The remedy."_s}};
    const QJsonObject result{
        {u"name"_s, QString::fromUtf8(name)},
        {u"action"_s, action},
        {u"verdict"_s, isDryRun && !isFailed ? u"checked"_s : m_verdict},
        {u"dryRun"_s, isDryRun},
        {u"previousSha256"_s, textOrNull(current)},
        {u"sha256"_s, isDelete ? QJsonValue() : textOrNull(sha256Of(content))},
        {u"size"_s, isDelete ? QJsonValue() : QJsonValue(content.size())},
        {u"version"_s, version == 0 ? QJsonValue() : QJsonValue(version)},
        {u"phases"_s,
         QJsonArray{phase(u"staged"_s, true), phase(u"tested"_s, !isFailed, u"nginx: output"_s)}},
        {u"error"_s, isFailed ? QJsonValue(cause) : QJsonValue()}};
    m_results[key] = answer(isFailed ? 422 : 200, jsonOf(result));
    send(asked, m_results[key]);
}

} // namespace support
