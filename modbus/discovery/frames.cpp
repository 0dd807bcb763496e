// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/discovery/frames.h"

#include <QtEndian>

namespace modbus::discovery {

namespace {

constexpr qsizetype kHeaderBytes = 7;
constexpr quint16 kMostLength = 254; // unit identifier and a PDU of 253 bytes
constexpr quint8 kExceptionBit = 0x80;

quint16 wordAt(const QByteArray &bytes, qsizetype index)
{
    return qFromBigEndian<quint16>(bytes.constData() + index);
}

} // namespace

QByteArray tcpFrame(const Request &request, quint16 transactionId)
{
    const QByteArray pdu = request.bytes();
    return wordBytes({transactionId, 0, quint16(pdu.size() + 1)}) + char(request.unit) + pdu;
}

Stream takeFrames(const QByteArray &bytes)
{
    Stream stream;
    while (bytes.size() - stream.used >= kHeaderBytes) {
        const qsizetype at = stream.used;
        const quint16 length = wordAt(bytes, at + 4);
        if (wordAt(bytes, at + 2) != 0 || length < 1 || length > kMostLength) {
            stream.isBroken = true;
            break;
        }
        if (bytes.size() - at < 6 + length)
            break;
        Frame frame;
        frame.transactionId = wordAt(bytes, at);
        frame.unit = quint8(bytes[at + 6]);
        frame.pdu = bytes.mid(at + kHeaderBytes, length - 1);
        stream.frames.append(frame);
        stream.used += 6 + length;
    }
    return stream;
}

quint16 crc16(const QByteArray &bytes)
{
    constexpr quint16 kPolynomial = 0xA001;
    quint16 crc = 0xFFFF;
    for (const char byte : bytes) {
        crc ^= quint8(byte);
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc & 1U) ? quint16((crc >> 1) ^ kPolynomial) : quint16(crc >> 1);
    }
    return crc;
}

QByteArray rtuFrame(const Request &request)
{
    QByteArray frame = char(request.unit) + request.bytes();
    const quint16 crc = crc16(frame);
    frame.append(char(crc & 0xFF));
    frame.append(char(crc >> 8));
    return frame;
}

bool isRtuAnswer(const QByteArray &bytes, const Request &request)
{
    if (bytes.size() < 5 || quint8(bytes[0]) != request.unit)
        return false;
    const auto asked = quint8(request.pdu.functionCode());
    const auto answered = quint8(bytes[1]);
    if ((answered & ~kExceptionBit) != asked)
        return false;
    // An exception carries its code; a read tells the number of its data bytes.
    const qsizetype body = answered & kExceptionBit ? 3 : 3 + quint8(bytes[2]);
    if (bytes.size() < body + 2)
        return false;
    const quint16 crc = crc16(bytes.first(body));
    return quint8(bytes[body]) == (crc & 0xFF) && quint8(bytes[body + 1]) == crc >> 8;
}

} // namespace modbus::discovery
