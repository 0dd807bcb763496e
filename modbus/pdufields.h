// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace modbus {

/// A part of a PDU and what it says, in the terms of the MODBUS Application Protocol V1.1b3,
/// untranslated as there.
struct PduField
{
    int offset = 0; ///< from the function code, which is byte 0
    int length = 0; ///< bytes that are there; 0 for a field that is missing
    QString name;   ///< "Starting Address"
    QString value;  ///< "107 (0x006B)"; empty for a field that is missing
    QString fault;  ///< why it can't be so: missing, surplus, out of range, not what was asked
    bool isFaulty() const { return !fault.isEmpty(); }
};

/// The specification's name of a function ("Read Coils"), for its exceptions (code + 0x80) too.
/// Says of the other codes what they are kept for: "User-defined function", "Reserved function",
/// "Unassigned function".
QString functionName(quint8 code);

/// True for the functions that the specification describes for serial lines only: 7, 8, 11, 12,
/// 17. Many devices and gateways answer them over TCP all the same.
bool isSerialLineOnly(quint8 code);

/// Takes a PDU apart: all of its bytes, in order, each in one field, and what is missing. Any bytes
/// will do. Knows functions 1 to 8, 11, 12, 15 to 17, 20 to 24 and 43; the data of the others is
/// one field.
QList<PduField> requestFields(const QByteArray &pdu);

/// The same for a reply or an exception. With the request that it answers, registers and bits have
/// their addresses, and what differs from what was asked is a fault.
QList<PduField> replyFields(const QByteArray &pdu, const QByteArray &requestPdu = {});

/// The first fault, with its field's name; empty when there is none.
QString firstFault(const QList<PduField> &fields);

} // namespace modbus
