// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/identificationpdus.h"

#include <QStringDecoder>
#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace modbus {

namespace {

constexpr quint8 kDeviceIdentification = 0x0E; // MEI types (V1.1b3, section 6.19)
constexpr quint8 kCanOpen = 0x0D;
constexpr int kHeaderBytes = 7; // of a reply of FC 43/14, before its objects

constexpr quint8 kRunning = 0xFF;
constexpr quint8 kStopped = 0x00;

constexpr std::array kObjectNames{
    "VendorName"_L1,  "ProductCode"_L1, "MajorMinorRevision"_L1,  "VendorUrl"_L1,
    "ProductName"_L1, "ModelName"_L1,   "UserApplicationName"_L1,
};

bool isRunIndicator(char byte)
{
    return quint8(byte) == kRunning || quint8(byte) == kStopped;
}

ServerId split(const QByteArray &data)
{
    if (data.size() >= 2 && isRunIndicator(data[1]))
        return {data.first(1), quint8(data[1]) == kRunning, data.mid(2)};
    if (data.size() >= 2 && isRunIndicator(data.back()))
        return {data.chopped(1), quint8(data.back()) == kRunning, {}};
    return {data, {}, {}};
}

std::optional<int> meiType(PduReader &reader)
{
    const auto type = reader.byte("MEI Type"_L1);
    if (type == kDeviceIdentification)
        reader.explain(QStringLiteral("Read Device Identification"));
    else if (type == kCanOpen)
        reader.explain(QStringLiteral("CANopen General Reference"));
    else if (type)
        reader.explain(QStringLiteral("reserved"));
    return type;
}

void deviceIdCode(PduReader &reader)
{
    if (const auto code = reader.byte("Read Device ID Code"_L1)) {
        reader.explain(deviceIdCodeName(quint8(*code)));
        reader.mustBe(*code >= 1 && *code <= 4, QStringLiteral("lawful are 1 to 4"));
    }
}

void conformityLevel(PduReader &reader)
{
    const auto level = reader.byte("Conformity Level"_L1);
    if (!level)
        return;
    const int stream = *level & 0x7F;
    if (stream < 1 || stream > 3)
        reader.explain(QStringLiteral("not in the specification"));
    else
        reader.explain(deviceIdCodeName(quint8(stream)) +
                       (*level & 0x80 ? QStringLiteral(", stream and individual access")
                                      : QStringLiteral(", stream access only")));
}

void object(PduReader &reader, int index)
{
    const QString prefix = QStringLiteral("Object %1, ").arg(index + 1);
    if (const auto id = reader.byte(prefix + QStringLiteral("Object Id")))
        reader.explain(objectName(quint8(*id)));
    const auto length = reader.byte(prefix + QStringLiteral("Object Length"));
    const QByteArray value =
        reader.bytes(prefix + QStringLiteral("Object Value"), length.value_or(0));
    reader.say(textOrHex(value));
}

} // namespace

QString deviceIdCodeName(quint8 code)
{
    switch (code) {
    case 1:
        return QStringLiteral("basic");
    case 2:
        return QStringLiteral("regular");
    case 3:
        return QStringLiteral("extended");
    case 4:
        return QStringLiteral("one specific object");
    default:
        return QStringLiteral("reserved");
    }
}

QString objectName(quint8 id)
{
    if (id < kObjectNames.size())
        return kObjectNames.at(id);
    return id < 0x80 ? QStringLiteral("reserved") : QStringLiteral("private");
}

Request deviceIdRequest(quint8 unit, DeviceIdCode code, quint8 object)
{
    QByteArray data(1, char(kDeviceIdentification));
    data.append(char(code)).append(char(object));
    return Request{unit, QModbusRequest(QModbusPdu::EncapsulatedInterfaceTransport, data), {}, 0};
}

std::optional<DeviceIdPart> deviceIdPart(const QByteArray &replyPdu)
{
    if (replyPdu.size() < kHeaderBytes ||
        quint8(replyPdu[0]) != QModbusPdu::EncapsulatedInterfaceTransport ||
        quint8(replyPdu[1]) != kDeviceIdentification ||
        !firstFault(replyFields(replyPdu)).isEmpty())
        return {};
    DeviceIdPart part;
    part.conformity = quint8(replyPdu[3]);
    part.moreFollows = quint8(replyPdu[4]) == 0xFF;
    part.nextObject = quint8(replyPdu[5]);
    for (qsizetype i = kHeaderBytes; i + 2 <= replyPdu.size();) {
        const int length = quint8(replyPdu[i + 1]);
        part.objects.append({quint8(replyPdu[i]), replyPdu.mid(i + 2, length)});
        i += 2 + length;
    }
    return part;
}

Request reportServerIdRequest(quint8 unit)
{
    return Request{unit, QModbusRequest(QModbusPdu::ReportServerId), {}, 0};
}

std::optional<ServerId> serverIdOf(const QByteArray &replyPdu)
{
    if (replyPdu.size() < 2 || quint8(replyPdu[0]) != QModbusPdu::ReportServerId ||
        !firstFault(replyFields(replyPdu)).isEmpty())
        return {};
    return split(replyPdu.mid(2));
}

QString textOrHex(const QByteArray &bytes)
{
    QByteArray trimmed = bytes;
    while (trimmed.endsWith('\0')) // some devices fill a fixed length up
        trimmed.chop(1);
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString text = decoder(trimmed);
    const bool isText =
        !decoder.hasError() && std::all_of(text.begin(), text.end(), [](QChar character) {
            return character.isPrint() || character.isSurrogate();
        });
    return isText && !(text.isEmpty() && !bytes.isEmpty()) ? text : spacedHex(bytes);
}

namespace fields {

void reportServerIdReply(PduReader &reader)
{
    const auto count = reader.byte("Byte Count"_L1);
    if (!count)
        return;
    reader.mustBe(*count == reader.left(), QStringLiteral("%1 bytes follow").arg(reader.left()));
    reader.mustBe(*count >= 1, QStringLiteral("there is no server id"));
    const ServerId parts = split(reader.upcoming(*count));
    reader.bytes(QStringLiteral("Server ID"), std::max(1, int(parts.id.size())));
    if (const QString text = textOrHex(parts.id); text != spacedHex(parts.id))
        reader.explain(text);
    if (parts.isRunning) {
        reader.byte("Run Indicator Status"_L1);
        reader.explain(*parts.isRunning ? QStringLiteral("ON") : QStringLiteral("OFF"));
    }
    if (!parts.additional.isEmpty()) {
        reader.bytes(QStringLiteral("Additional Data"), int(parts.additional.size()));
        reader.say(textOrHex(parts.additional));
    }
}

void encapsulatedRequest(PduReader &reader)
{
    if (meiType(reader) != kDeviceIdentification) {
        reader.rest("MEI type specific data"_L1);
        return;
    }
    deviceIdCode(reader);
    if (const auto id = reader.byte("Object Id"_L1))
        reader.explain(objectName(quint8(*id)));
}

void encapsulatedReply(PduReader &reader)
{
    const auto type = meiType(reader);
    reader.mustEcho();
    if (type != kDeviceIdentification) {
        reader.rest("MEI type specific data"_L1);
        return;
    }
    deviceIdCode(reader);
    reader.mustEcho();
    conformityLevel(reader);
    const auto more = reader.byte("More Follows"_L1);
    reader.mustBe(!more || *more == 0 || *more == 0xFF, QStringLiteral("lawful are 0x00 and 0xFF"));
    reader.byte("Next Object Id"_L1); // means nothing when no more follow
    const int count = reader.byte("Number of Objects"_L1).value_or(0);
    // Each object has two bytes at least, so this ends with the bytes.
    for (int i = 0; i < count; ++i) {
        object(reader, i);
        if (reader.left() == 0 && i + 1 < count) {
            reader.fault(QStringLiteral("%1 objects announced, %2 came").arg(count).arg(i + 1));
            break;
        }
    }
}

} // namespace fields

} // namespace modbus
