// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/specdevice.h"

#include <QtEndian>

namespace support {

namespace {

constexpr quint8 kIllegalFunction = 1;
constexpr quint8 kIllegalAddress = 2;
constexpr quint8 kIllegalValue = 3;

QByteArray exception(const QByteArray &request, quint8 code)
{
    QByteArray pdu(1, char(quint8(request[0]) | 0x80U));
    pdu.append(char(code));
    return pdu;
}

quint16 word(const QByteArray &bytes, qsizetype offset)
{
    return offset + 2 <= bytes.size() ? qFromBigEndian<quint16>(bytes.constData() + offset) : 0;
}

QByteArray words(std::initializer_list<int> values)
{
    QByteArray bytes;
    for (const int value : values)
        bytes.append(char(value >> 8 & 0xFF)).append(char(value & 0xFF));
    return bytes;
}

quint32 recordKey(int file, int record)
{
    return quint32(file) << 16 | quint32(record);
}

} // namespace

SpecDevice::SpecDevice(HostileServer &server)
    : objects{{0, "Loopcheck tests"}, {1, "PT-100"},  {2, "V2.11"},  {3, "http://127.0.0.1/"},
              {4, "Pressure"},        {5, "Model 7"}, {6, "Boiler"}, {0x80, "\x01\xFF"},
              {0x81, "made today"}}
    , serverId("\x12\xFFSPEC")
    , queue{0x01B8, 0x1284}
    , m_server(server)
{
    records = {{recordKey(4, 1), quint16(0x0DFE)},
               {recordKey(4, 2), quint16(0x0020)},
               {recordKey(3, 9), quint16(0x33CD)},
               {recordKey(3, 10), quint16(0x0040)}};
    m_server.setBehaviour([this](const Asked &asked) {
        ++m_messages;
        const QByteArray pdu = answer(asked.pdu);
        if (isListeningOnly)
            return;
        if (pdu.isEmpty()) {
            m_server.answerWell(asked);
            return;
        }
        const Answer reply{asked.transactionId, 0, asked.unit, pdu};
        HostileServer::send(asked, reply.bytes());
    });
}

QByteArray SpecDevice::answer(const QByteArray &request)
{
    if (request.isEmpty())
        return {};
    const int function = quint8(request[0]);
    if (unknownFunctions.contains(function))
        return exception(request, kIllegalFunction);
    switch (function) {
    case 7:
        return QByteArray::fromHex("076D");
    case 8:
        return diagnostics(request);
    case 11:
        return char(11) + words({0, m_events});
    case 12:
        return char(12) + QByteArray(1, 8) + words({0, m_events, m_messages, 0x2000});
    case 17:
        return char(17) + QByteArray(1, char(serverId.size())) + serverId;
    case 20:
        return readFile(request);
    case 21:
        return writeFile(request);
    case 22:
        return maskWrite(request);
    case 23:
        return readWrite(request);
    case 24:
        return readQueue(request);
    case 43:
        return deviceId(request);
    default:
        return {}; // 1 to 6, 15 and 16 are the server's own
    }
}

QByteArray SpecDevice::diagnostics(const QByteArray &request)
{
    switch (word(request, 1)) {
    case 0:  // Return Query Data
    case 10: // Clear Counters
        return request;
    case 1: // Restart Communications Option
        isListeningOnly = false;
        return request;
    case 2: // Return Diagnostic Register
        return char(8) + words({2, 0x0123});
    case 4: // Force Listen Only Mode: no response
        isListeningOnly = true;
        return request;
    case 11: // Return Bus Message Count
    case 14: // Return Server Message Count
        return char(8) + words({word(request, 1), m_messages});
    default:
        return exception(request, kIllegalFunction);
    }
}

QByteArray SpecDevice::deviceId(const QByteArray &request) const
{
    if (request.size() != 4 || request[1] != 0x0E)
        return exception(request, kIllegalFunction);
    const int code = quint8(request[2]);
    const auto first = quint8(request[3]);
    if (code < 1 || code > 4)
        return exception(request, kIllegalValue);
    if (code == 4 && !objects.contains(first))
        return exception(request, kIllegalAddress);
    const int last = code == 1 ? 2 : code == 2 ? 0x7F : code == 3 ? 0xFF : first;
    // An object that is not there starts the stream over (section 6.21).
    auto object = objects.find(first);
    if (object == objects.end())
        object = objects.begin();
    QByteArray list;
    int count = 0;
    for (; object != objects.end() && object.key() <= last && count < objectsAReply; ++object) {
        list.append(char(object.key())).append(char(object->size())).append(*object);
        ++count;
    }
    const bool moreFollows = object != objects.end() && object.key() <= last;
    QByteArray reply = request.first(3);
    reply.append(char(conformity)).append(char(moreFollows ? 0xFF : 0));
    reply.append(char(moreFollows ? object.key() : 0)).append(char(count));
    return reply + list;
}

QByteArray SpecDevice::readFile(const QByteArray &request) const
{
    QByteArray body;
    for (qsizetype i = 2; i + 7 <= request.size(); i += 7) {
        const int length = word(request, i + 5);
        body.append(char(1 + 2 * length)).append(char(6));
        for (int record = 0; record < length; ++record) {
            const quint32 key = recordKey(word(request, i + 1), word(request, i + 3) + record);
            if (!records.contains(key))
                return exception(request, kIllegalAddress);
            body.append(words({records.value(key)}));
        }
    }
    return char(20) + QByteArray(1, char(body.size())) + body;
}

QByteArray SpecDevice::writeFile(const QByteArray &request)
{
    for (qsizetype i = 2; i + 7 <= request.size();) {
        const int length = word(request, i + 5);
        for (int record = 0; record < length; ++record)
            records[recordKey(word(request, i + 1), word(request, i + 3) + record)] =
                word(request, i + 7 + 2 * record);
        i += 7 + 2 * length;
    }
    ++m_events;
    return request;
}

QByteArray SpecDevice::maskWrite(const QByteArray &request)
{
    const quint16 andMask = word(request, 3);
    const quint16 orMask = word(request, 5);
    const quint16 value = m_server.holding(word(request, 1));
    m_server.setHolding(word(request, 1), quint16((value & andMask) | (orMask & ~andMask)));
    ++m_events;
    return request;
}

QByteArray SpecDevice::readWrite(const QByteArray &request)
{
    const int toWrite = word(request, 7);
    for (int i = 0; i < toWrite; ++i)
        m_server.setHolding(quint16(word(request, 5) + i), word(request, 10 + 2 * i));
    const int toRead = word(request, 3);
    QByteArray reply = char(23) + QByteArray(1, char(2 * toRead));
    for (int i = 0; i < toRead; ++i)
        reply.append(words({m_server.holding(quint16(word(request, 1) + i))}));
    return reply;
}

QByteArray SpecDevice::readQueue(const QByteArray &request) const
{
    if (word(request, 1) != 0x04DE)
        return exception(request, kIllegalAddress);
    if (queue.size() > 31)
        return exception(request, kIllegalValue);
    QByteArray reply = char(24) + words({int(2 + 2 * queue.size()), int(queue.size())});
    for (const quint16 value : queue)
        reply.append(words({value}));
    return reply;
}

} // namespace support
