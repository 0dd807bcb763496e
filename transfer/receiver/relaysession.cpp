// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/relaysession.h"

#include "transfer/legacy/sender.h"
#include "transfer/receiver/logtext.h"
#include "transfer/receiver/rootedfile.h"

#include <QLoggingCategory>
#include <QStringDecoder>

namespace transfer::receiver {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kMostRequestBytes = 8192;

const QByteArray kDone = "succ"_ba;
const QByteArray kNotSent = "send file error"_ba;
const QByteArray kNotReloaded = "reload nginx error"_ba;

} // namespace

RelaySession::RelaySession(std::unique_ptr<QTcpSocket> socket, RelayOptions options,
                           QObject *parent)
    : Session(std::move(socket), options.limits, parent)
    , m_options(std::move(options))
{
}

void RelaySession::received(const QByteArray &bytes)
{
    m_message += bytes;
    if (m_message.size() > kMostRequestBytes)
        refuse(u"its request is longer than %1 bytes"_s.arg(kMostRequestBytes));
    else if (m_message.endsWith('\0') || m_message.endsWith('\n'))
        serve();
    else
        expectSilence();
}

void RelaySession::fellSilent()
{
    serve();
}

void RelaySession::serve()
{
    while (m_message.endsWith('\0'))
        m_message.chop(1);
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder.decode(m_message);
    const QStringList words = text.simplified().split(QLatin1Char(' '));
    const QString shown = printable(m_message);
    if (decoder.hasError() || words.size() != 3)
        return refuse(
            u"\"%1\" is not a request: path, file name and address are asked"_s.arg(shown));
    const QHostAddress receiver(words[2]);
    if (receiver.isNull())
        return refuse(u"\"%1\" does not end with an IP address"_s.arg(shown));
    if (!m_options.allowed.allows(receiver))
        return refuse(u"%1 is not a receiver that --allow allows"_s.arg(receiver.toString()));
    const auto file = readBelow(m_options.root, words[0], words[1]);
    if (!file)
        return refuse(u"\"%1\": %2"_s.arg(shown, printable(file.error())));
    push(*file, receiver);
}

void RelaySession::push(const RuleFile &file, const QHostAddress &receiver)
{
    beginWork();
    m_push = new legacy::Sender(file, {receiver.toString(), m_options.receiverPort}, m_options.push,
                                this);
    connect(m_push, &Push::finished, this,
            [this, receiver](const PushResult &result) { report(result, receiver); });
    m_push->start();
}

void RelaySession::report(const PushResult &result, const QHostAddress &receiver)
{
    const QString what = u"%1: %2 (%3 bytes) to %4: %5"_s.arg(
        peer(), printable(result.name), QString::number(result.bytes), receiver.toString(),
        outcomeName(result.outcome));
    if (result.outcome == Outcome::Reloaded) {
        qInfo().noquote() << what;
        return answerAndClose(kDone);
    }
    const QString detail = result.error ? printable(result.error->detail) : QString();
    qWarning().noquote() << (detail.isEmpty() ? what : what + u": "_s + detail);
    answerAndClose(result.outcome == Outcome::ReloadFailed ? kNotReloaded : kNotSent);
}

void RelaySession::hurryWork()
{
    m_push->cancel();
}

void RelaySession::refuse(const QString &why)
{
    qWarning().noquote() << u"%1: refused: %2"_s.arg(peer(), why);
    answerAndClose(kNotSent);
}

} // namespace transfer::receiver
