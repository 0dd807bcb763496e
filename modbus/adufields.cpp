// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/adufields.h"

#include "modbus/pdureader.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace modbus {

namespace {

constexpr qsizetype kHeaderBytes = 7;
constexpr int kBytesBeforeLengthCounts = 6;

QList<PduField> headerFields(const QByteArray &adu, const QByteArray &requestAdu)
{
    PduReader header(adu.left(kHeaderBytes), requestAdu.left(kHeaderBytes));
    header.word("Transaction Identifier"_L1);
    header.mustEcho();
    const auto protocol = header.word("Protocol Identifier"_L1);
    header.mustBe(protocol.value_or(0) == 0, u"must be 0"_s);
    const auto length = header.word("Length"_L1);
    const auto counted = int(adu.size()) - kBytesBeforeLengthCounts;
    header.mustBe(!length || *length == counted, u"%1 bytes follow"_s.arg(std::max(counted, 0)));
    header.byte("Unit Identifier"_L1);
    header.mustEcho();
    return header.end();
}

QList<PduField> joined(const QList<PduField> &header, QList<PduField> pdu)
{
    for (PduField &field : pdu)
        field.offset += kHeaderBytes;
    return header + pdu;
}

} // namespace

QByteArray pduOf(const QByteArray &adu)
{
    return adu.mid(kHeaderBytes);
}

QList<PduField> requestAduFields(const QByteArray &adu)
{
    const QList<PduField> header = headerFields(adu, {});
    return adu.size() < kHeaderBytes ? header : joined(header, requestFields(pduOf(adu)));
}

QList<PduField> replyAduFields(const QByteArray &adu, const QByteArray &requestAdu)
{
    const QList<PduField> header = headerFields(adu, requestAdu);
    return adu.size() < kHeaderBytes ? header
                                     : joined(header, replyFields(pduOf(adu), pduOf(requestAdu)));
}

} // namespace modbus
