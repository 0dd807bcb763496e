// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/filerecords.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace modbus {

namespace {

constexpr int kReferenceType = 6;
constexpr int kBytesOfRange = 7;     // reference type, file, record, length
constexpr int kMostReadBytes = 245;  // 0xF5
constexpr int kMostWriteBytes = 251; // 0xFB

QString faultOf(const FileRange &range)
{
    if (range.file == 0)
        return QStringLiteral("files are numbered from 1");
    if (range.length < 1)
        return QStringLiteral("no records of file %1 asked").arg(range.file);
    if (range.record + range.length - 1 > kLastRecord)
        return QStringLiteral("records %1..%2 of file %3 reach past %4")
            .arg(range.record)
            .arg(range.record + range.length - 1)
            .arg(range.file)
            .arg(kLastRecord);
    return {};
}

QByteArray bytesOf(const FileRange &range)
{
    return char(kReferenceType) + wordBytes({range.file, range.record, quint16(range.length)});
}

tl::expected<Request, Error> fileRequest(quint8 unit, QModbusPdu::FunctionCode function,
                                         const QByteArray &body, int mostBytes)
{
    if (body.isEmpty() || body.size() > mostBytes) {
        return tl::unexpected(unlawful(unit, QStringLiteral("%1 bytes of records, a request holds "
                                                            "%2 to %3")
                                                 .arg(body.size())
                                                 .arg(kBytesOfRange)
                                                 .arg(mostBytes)));
    }
    return Request{unit, QModbusRequest(function, char(body.size()) + body), {}, 0};
}

/// "Sub-Req. 2, File Number".
QString part(const char *kind, int index, const char *name)
{
    return QStringLiteral("%1 %2, %3")
        .arg(QLatin1StringView(kind))
        .arg(index + 1)
        .arg(QLatin1StringView(name));
}

void referenceType(PduReader &reader, const char *kind, int index)
{
    if (const auto type = reader.byte(part(kind, index, "Reference Type")))
        reader.mustBe(*type == kReferenceType, QStringLiteral("lawful is 6"));
}

/// Reference type, file, record and length. Gives the length in bytes.
int range(PduReader &reader, int index)
{
    constexpr auto kKind = "Sub-Req.";
    referenceType(reader, kKind, index);
    if (const auto file = reader.word(part(kKind, index, "File Number")))
        reader.mustBe(*file >= 1, QStringLiteral("files are numbered from 1"));
    const auto record = reader.word(part(kKind, index, "Record Number"));
    reader.mustBe(!record || *record <= kLastRecord, QStringLiteral("lawful are 0 to 9999"));
    const auto length = reader.word(part(kKind, index, "Record Length"));
    reader.mustBe(!length || *length >= 1, QStringLiteral("no records"));
    return 2 * length.value_or(0);
}

void data(PduReader &reader, const char *kind, int index, int bytes)
{
    const int there = std::min(bytes, reader.left());
    for (int i = 0; i < there / 2; ++i) {
        const QString name = part(kind, index, "Record Data") + QStringLiteral(" %1").arg(i + 1);
        if (const auto value = reader.word(name))
            reader.say(registerText(quint16(*value)));
    }
    if (bytes > there / 2 * 2) {
        reader.bytes(part(kind, index, "Record Data"), bytes - there / 2 * 2);
        reader.fault(QStringLiteral("half a record"));
    }
}

/// The byte count in front of all. Faulty unless as many bytes follow.
void totalLength(PduReader &reader, QLatin1StringView name, int least, int most)
{
    const auto bytes = reader.byte(name);
    if (!bytes)
        return;
    reader.mustBe(*bytes == reader.left(), QStringLiteral("%1 bytes follow").arg(reader.left()));
    reader.mustBe(*bytes >= least && *bytes <= most,
                  QStringLiteral("lawful are %1 to %2").arg(least).arg(most));
}

/// What a sub-request of FC 20 asked for, in bytes of records.
std::optional<int> bytesAsked(const PduReader &reader, int index)
{
    constexpr int kBeforeLength = 2 + 5; // function code, byte count; type, file, record
    const auto length = reader.requestWord(kBeforeLength + index * kBytesOfRange);
    return length ? std::optional(2 * *length) : std::nullopt;
}

} // namespace

tl::expected<Request, Error> readFileRequest(quint8 unit, const QList<FileRange> &ranges)
{
    QByteArray body;
    int replyBytes = 0;
    for (const FileRange &range : ranges) {
        if (const QString fault = faultOf(range); !fault.isEmpty())
            return tl::unexpected(unlawful(unit, fault));
        body += bytesOf(range);
        replyBytes += 2 + 2 * range.length;
    }
    if (replyBytes > kMostReadBytes) {
        return tl::unexpected(unlawful(unit, QStringLiteral("the reply would have %1 bytes, lawful "
                                                            "are %2: ask for fewer records")
                                                 .arg(replyBytes)
                                                 .arg(kMostReadBytes)));
    }
    return fileRequest(unit, QModbusPdu::ReadFileRecord, body, kMostReadBytes);
}

tl::expected<Request, Error> writeFileRequest(quint8 unit, const QList<FileRecords> &records)
{
    QByteArray body;
    for (const FileRecords &record : records) {
        if (const QString fault = faultOf(record.range()); !fault.isEmpty())
            return tl::unexpected(unlawful(unit, fault));
        body += bytesOf(record.range()) + wordBytes(record.data);
    }
    return fileRequest(unit, QModbusPdu::WriteFileRecord, body, kMostWriteBytes);
}

QList<FileRecords> recordsToWrite(const QByteArray &requestPdu)
{
    if (requestPdu.size() < 2 || quint8(requestPdu[0]) != QModbusPdu::WriteFileRecord ||
        !firstFault(requestFields(requestPdu)).isEmpty())
        return {};
    QList<FileRecords> records;
    for (qsizetype i = 2; i < requestPdu.size();) {
        const QList<quint16> head = wordsIn(requestPdu.mid(i + 1, 6));
        records.append({head[0], head[1], wordsIn(requestPdu.mid(i + kBytesOfRange, 2 * head[2]))});
        i += kBytesOfRange + 2 * head[2];
    }
    return records;
}

QList<QList<quint16>> recordsRead(const QByteArray &replyPdu)
{
    if (replyPdu.isEmpty() || quint8(replyPdu[0]) != QModbusPdu::ReadFileRecord ||
        !firstFault(replyFields(replyPdu)).isEmpty())
        return {};
    QList<QList<quint16>> records;
    for (qsizetype i = 2; i < replyPdu.size();) {
        const int bytes = quint8(replyPdu[i]); // reference type and data
        records.append(wordsIn(replyPdu.mid(i + 2, bytes - 1)));
        i += 1 + bytes;
    }
    return records;
}

namespace fields {

void readFileRequest(PduReader &reader)
{
    totalLength(reader, "Byte Count"_L1, kBytesOfRange, kMostReadBytes);
    int index = 0;
    do {
        range(reader, index++);
    } while (reader.left() > 0);
}

void readFileReply(PduReader &reader)
{
    constexpr auto kKind = "Sub-Resp.";
    totalLength(reader, "Resp. Data Length"_L1, 4, kMostReadBytes);
    int index = 0;
    do {
        const auto length = reader.byte(part(kKind, index, "File Resp. Length"));
        const int bytes = length.value_or(1) - 1;
        const auto asked = bytesAsked(reader, index);
        reader.mustBe(!reader.hasRequest() || asked == bytes,
                      asked ? QStringLiteral("%1 bytes of records were asked").arg(*asked)
                            : QStringLiteral("nothing was asked here"));
        reader.mustBe(bytes >= 2 && bytes % 2 == 0, QStringLiteral("lawful are 3, 5, 7, ..."));
        referenceType(reader, kKind, index);
        data(reader, kKind, index, std::max(0, bytes));
        ++index;
    } while (reader.left() > 0);
    if (bytesAsked(reader, index))
        reader.fault(QStringLiteral("only %1 of the ranges asked were answered").arg(index));
}

void writeFile(PduReader &reader)
{
    totalLength(reader, reader.hasRequest() ? "Response Data Length"_L1 : "Request Data Length"_L1,
                kBytesOfRange + 2, kMostWriteBytes);
    reader.mustEcho();
    int index = 0;
    do {
        const int begin = reader.position();
        const int bytes = range(reader, index);
        data(reader, "Sub-Req.", index, bytes);
        const QByteArray asked = reader.request().mid(begin, reader.position() - begin);
        reader.mustBe(!reader.hasRequest() || asked == reader.bytesFrom(begin),
                      QStringLiteral("the request said %1").arg(spacedHex(asked)));
        ++index;
    } while (reader.left() > 0);
    reader.mustBe(!reader.hasRequest() || reader.request().size() <= reader.position(),
                  QStringLiteral("the request had more"));
}

} // namespace fields

} // namespace modbus
