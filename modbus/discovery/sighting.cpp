// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/discovery/sighting.h"

#include "modbus/discovery/frames.h"

#include <QCoreApplication>
#include <algorithm>

namespace modbus::discovery {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(discovery)
};

using Kind = Sighting::Kind;

constexpr qsizetype kShownBytes = 16;

QString shown(const QByteArray &bytes)
{
    const QByteArray head = bytes.first(std::min(bytes.size(), kShownBytes));
    const bool isText = std::all_of(head.begin(), head.end(), [](char c) {
        return (c >= ' ' && c < 127) || c == '\r' || c == '\n';
    });
    QString text = QString::fromLatin1(head.toHex(' ')).toUpper();
    if (isText)
        text += QStringLiteral(" \"%1\"").arg(QString::fromLatin1(head).simplified());
    return bytes.size() > kShownBytes ? text + QStringLiteral(" ... (%1 bytes)").arg(bytes.size())
                                      : text;
}

Sighting ofFrame(const Frame &frame, const Request &request, quint16 transactionId)
{
    if (frame.pdu.isEmpty())
        return {Kind::HeaderOnly, 0, {}};
    if (frame.transactionId != transactionId) {
        return {Kind::Unlawful, 0,
                QStringLiteral("transaction %1 asked, %2 answered")
                    .arg(transactionId)
                    .arg(frame.transactionId)};
    }
    if (frame.unit != request.unit) {
        return {
            Kind::Unlawful, 0,
            QStringLiteral("unit %1 asked, unit %2 answered").arg(request.unit).arg(frame.unit)};
    }
    const auto values = checkReply(request, frame.pdu);
    if (values)
        return {Kind::Values, 0, {}};
    const Error &error = values.error();
    if (error.kind != Error::Kind::Exception)
        return {Kind::Unlawful, 0, error.detail};
    const bool isGateway = error.exceptionCode == 0x0A || error.exceptionCode == 0x0B;
    return {isGateway ? Kind::GatewayException : Kind::Exception, error.exceptionCode, {}};
}

} // namespace

bool Sighting::isModbus() const
{
    return isLawful() || kind == Kind::GatewayException || kind == Kind::HeaderOnly ||
           kind == Kind::Unlawful;
}

Sighting sightingOf(const Heard &answer, const Request &request, quint16 transactionId)
{
    if (answer.bytes.isEmpty())
        return {answer.isClosed ? Kind::Closed : Kind::Nothing, 0, {}};
    if (isRtuAnswer(answer.bytes, request))
        return {Kind::Rtu, 0, shown(answer.bytes)};
    const Stream stream = takeFrames(answer.bytes);
    if (!stream.frames.isEmpty()) {
        // An answer to an earlier question may have come late and lie before it.
        const auto own =
            std::find_if(stream.frames.begin(), stream.frames.end(),
                         [&](const Frame &frame) { return frame.transactionId == transactionId; });
        return ofFrame(own == stream.frames.end() ? stream.frames.constFirst() : *own, request,
                       transactionId);
    }
    if (stream.isBroken || answer.bytes.size() < 7)
        return {Kind::OtherProtocol, 0, shown(answer.bytes)};
    return {Kind::Incomplete, 0, shown(answer.bytes)};
}

QString sightingText(const Sighting &sighting)
{
    switch (sighting.kind) {
    case Kind::Nothing:
        return Text::tr("no answer");
    case Kind::Closed:
        return Text::tr("the connection was closed instead of an answer");
    case Kind::Values:
        return Text::tr("the values asked for");
    case Kind::Exception:
    case Kind::GatewayException:
        return Text::tr("exception %1").arg(exceptionText(sighting.exceptionCode));
    case Kind::HeaderOnly:
        return Text::tr("a header without anything behind it");
    case Kind::Unlawful:
        return Text::tr("Modbus TCP, but not an answer to this request: %1").arg(sighting.detail);
    case Kind::Rtu:
        return Text::tr("an answer in RTU framing: %1").arg(sighting.detail);
    case Kind::Incomplete:
        return Text::tr("part of an answer, then silence: %1").arg(sighting.detail);
    case Kind::OtherProtocol:
        return Text::tr("bytes of another protocol: %1").arg(sighting.detail);
    }
    return {};
}

} // namespace modbus::discovery
