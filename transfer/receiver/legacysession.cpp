// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/legacysession.h"

#include "transfer/receiver/logtext.h"
#include "transfer/rulefile.h"

#include <QLoggingCategory>
#include <QStringDecoder>

namespace transfer::receiver {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kMostMessageBytes = 131072;

const QByteArray kSendData = "sendmsg"_ba;
const QByteArray kGoOn = "goon"_ba;
const QByteArray kReloaded = "nginx reload succ"_ba;
const QByteArray kNotReloaded = "nginx reload error"_ba;

} // namespace

LegacySession::LegacySession(std::unique_ptr<QTcpSocket> socket, RuleStore &store,
                             Installer &installer, SessionLimits limits, QObject *parent)
    : Session(std::move(socket), limits, parent)
    , m_store(store)
    , m_installer(installer)
{
}

void LegacySession::received(const QByteArray &bytes)
{
    m_framing.feed(bytes);
    takeMessages();
}

void LegacySession::fellSilent()
{
    if (const auto message = m_framing.takeAfterSilence())
        handle(*message);
    takeMessages();
}

void LegacySession::takeMessages()
{
    while (isReceiving()) {
        const auto message = m_framing.take();
        if (!message)
            break;
        handle(*message);
    }
    if (!isReceiving())
        return;
    if (m_framing.pendingBytes() > kMostMessageBytes)
        return refuse(u"a message without an end"_s);
    if (m_framing.needsSilence())
        expectSilence();
}

void LegacySession::handle(const LegacyFraming::Message &message)
{
    switch (message.kind) {
    case LegacyFraming::Message::Kind::Name:
        return takeName(message.bytes);
    case LegacyFraming::Message::Kind::Data:
        return takeData(message);
    case LegacyFraming::Message::Kind::End:
        return install();
    }
}

void LegacySession::takeName(const QByteArray &bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    m_name = decoder.decode(bytes);
    const QString shown = printable(bytes);
    if (decoder.hasError())
        return refuse(u"the name \"%1\" is not UTF-8"_s.arg(shown));
    if (const auto isWritable = m_store.checkTarget(m_name); !isWritable)
        return refuse(u"the name \"%1\": %2"_s.arg(shown, printable(isWritable.error())));
    auto file = m_store.stage();
    if (!file)
        return refuse(file.error());
    m_file.emplace(std::move(*file));
    send(kSendData);
}

void LegacySession::takeData(const LegacyFraming::Message &message)
{
    if (m_file->size() + message.bytes.size() > kMostRuleFileBytes)
        return refuse(u"the file is larger than %1 bytes"_s.arg(kMostRuleFileBytes));
    if (const auto isWritten = m_file->append(message.bytes); !isWritten)
        return refuse(isWritten.error());
    if (message.isToBeAnswered)
        send(kGoOn);
}

void LegacySession::install()
{
    beginWork();
    StagedFile file = std::move(*m_file);
    m_file.reset();
    Change change{.name = m_name, .from = u"legacy "_s + peer()};
    m_installer.install(
        std::move(file), std::move(change), this, [this](const InstallResult &result) {
            const bool isInstalled = result.verdict == InstallResult::Verdict::Installed;
            answerAndClose(isInstalled ? kReloaded : kNotReloaded);
        });
}

void LegacySession::refuse(const QString &why)
{
    m_file.reset();
    qWarning().noquote() << u"%1: refused: %2; nothing was changed"_s.arg(peer(), why);
    answerAndClose(kNotReloaded);
}

} // namespace transfer::receiver
