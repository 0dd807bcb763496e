// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/apidesk.h"

#include "tests/support/files.h"

#include <QDir>
#include <QJsonDocument>
#include <QUuid>

namespace support {

using namespace Qt::StringLiterals;

namespace {

const auto kReceiver = u"loopcheck-receiver"_s;

} // namespace

ApiDesk::ApiDesk(const QStringList &options, const QString &rulesDirectory)
    : m_rules(rulesDirectory.isEmpty() ? m_directory.filePath(u"rules"_s) : rulesDirectory)
    , m_options(options)
{
    QDir().mkpath(m_rules);
    m_initialised = admin({u"init"_s});
    const QByteArray line = m_initialised.out.trimmed();
    m_token = tokenOf(line);
    const auto parts = line.split('/');
    m_fingerprint = parts.value(1);
}

QByteArray ApiDesk::tokenOf(const QByteArray &pairingLine)
{
    const QByteArray line = pairingLine.trimmed();
    return line.sliced(line.lastIndexOf('/') + 1);
}

QStringList ApiDesk::common() const
{
    return {u"--rules-dir"_s, m_rules};
}

Ended ApiDesk::admin(const QStringList &words, const QStringList &options) const
{
    return runProgram(builtProgram(kReceiver),
                      words + common() + QStringList{u"--https-listen"_s, u"127.0.0.1:9443"_s} +
                          options);
}

bool ApiDesk::start()
{
    const QStringList commands{u"--test-command"_s, u"true"_s, u"--reload-command"_s, u"true"_s};
    const bool hasCommands = m_options.contains(u"--test-command"_s);
    return startAs(kReceiver, common() + QStringList{u"--https-listen"_s, u"127.0.0.1:0"_s} +
                                  (hasCommands ? QStringList() : commands) + m_options);
}

bool ApiDesk::startAs(const QString &program, const QStringList &arguments)
{
    m_receiver = std::make_unique<DaemonProcess>(program, arguments);
    return m_receiver->isListening();
}

QByteArray ApiDesk::rule(const QString &name) const
{
    return contentOf(m_rules + u'/' + name);
}

QString ApiDesk::url(const QString &path) const
{
    return u"https://127.0.0.1:%1%2"_s.arg(QString::number(port()), path);
}

QStringList ApiDesk::curlArguments(const QString &path, const QStringList &options,
                                   const QByteArray &token) const
{
    QStringList arguments{u"-sS"_s,
                          u"-i"_s,
                          u"--max-time"_s,
                          u"60"_s,
                          u"--path-as-is"_s,
                          u"--cacert"_s,
                          state() + u"/certificate.pem"_s};
    if (!token.isEmpty())
        arguments << u"-H"_s << u"Authorization: Bearer "_s + QString::fromLatin1(token);
    return arguments + options + QStringList{url(path)};
}

ApiDesk::Answer ApiDesk::curl(const QString &path, const QStringList &options,
                              const std::optional<QByteArray> &token) const
{
    const Ended ended =
        runProgram(u"curl"_s, curlArguments(path, options, token.value_or(m_token)));
    Answer answer;
    answer.exitCode = ended.exitCode;
    answer.body = ended.out;
    // Of several heads, such as that of 100 Continue, the last counts.
    while (answer.body.startsWith("HTTP/")) {
        const qsizetype end = answer.body.indexOf("\r\n\r\n");
        if (end < 0)
            break;
        answer.head = answer.body.first(end + 2);
        answer.body = answer.body.sliced(end + 4);
    }
    answer.status = answer.head.split(' ').value(1).toInt();
    if (answer.status == 0)
        answer.body = ended.all();
    return answer;
}

ApiDesk::Answer ApiDesk::push(const QString &name, const QByteArray &content,
                              const QStringList &options, const QString &query) const
{
    const QString file = path(u"upload-"_s + QUuid::createUuid().toString(QUuid::Id128));
    write(file, content);
    Answer answer = curl(u"/v1/rules/"_s + name + query, QStringList{u"-T"_s, file} + options);
    QFile::remove(file);
    return answer;
}

QJsonObject ApiDesk::Answer::json() const
{
    return QJsonDocument::fromJson(body).object();
}

QString ApiDesk::Answer::code() const
{
    return json()[u"error"][u"code"].toString();
}

} // namespace support
