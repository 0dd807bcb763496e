// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/pdu.h"
#include "modbus/pdureader.h"

namespace modbus {

/// The highest record of a file (V1.1b3, section 6.14): files have 10,000.
inline constexpr int kLastRecord = 9999;

/// Records of a file: `length` of them, 16 bits each.
struct FileRange
{
    quint16 file = 1;   ///< 1..65535
    quint16 record = 0; ///< 0..9999
    int length = 1;
    friend bool operator==(const FileRange &, const FileRange &) = default;
};

/// Records and what stands in them.
struct FileRecords
{
    quint16 file = 1;
    quint16 record = 0;
    QList<quint16> data;
    FileRange range() const { return {file, record, int(data.size())}; }
    friend bool operator==(const FileRecords &, const FileRecords &) = default;
};

/// FC 20, Read File Record (section 6.14): several ranges in one request, as many as its 245 bytes
/// hold and the reply's 245 can answer.
tl::expected<Request, Error> readFileRequest(quint8 unit, const QList<FileRange> &ranges);
/// FC 21, Write File Record (section 6.15): several in one request, up to 251 bytes.
tl::expected<Request, Error> writeFileRequest(quint8 unit, const QList<FileRecords> &records);

/// What a request of FC 21 writes; empty when it is not a lawful one.
QList<FileRecords> recordsToWrite(const QByteArray &requestPdu);
/// What a checked reply of FC 20 gives, range after range.
QList<QList<quint16>> recordsRead(const QByteArray &replyPdu);

namespace fields {
void readFileRequest(PduReader &reader);
void readFileReply(PduReader &reader);
void writeFile(PduReader &reader); ///< the reply is an echo
} // namespace fields

} // namespace modbus
