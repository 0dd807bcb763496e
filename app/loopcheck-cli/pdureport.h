// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/pdufields.h"

#include <QJsonObject>

class QTextStream;

namespace cli {

/// A PDU in hexadecimal and field by field, for people: offset, bytes, name, value, fault.
void print(QTextStream &out, const QString &heading, const QByteArray &pdu,
           const QList<modbus::PduField> &fields);

/// hex, and fields: each with offset, length, name, value, and fault where it has one.
QJsonObject toJson(const QByteArray &pdu, const QList<modbus::PduField> &fields);

} // namespace cli
