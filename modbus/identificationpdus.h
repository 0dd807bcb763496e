// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/pdu.h"
#include "modbus/pdureader.h"

#include <optional>

namespace modbus {

/// Read Device ID codes of FC 43/14 (V1.1b3, section 6.21): what is asked for.
enum class DeviceIdCode : quint8 {
    Basic = 1,    ///< objects 0x00..0x02: vendor, product code, revision
    Regular = 2,  ///< 0x03..0x7F: URL, product name, model, user application
    Extended = 3, ///< 0x80..0xFF: the vendor's own
    Specific = 4, ///< one object
};
QString deviceIdCodeName(quint8 code);

/// "VendorName", ... (section 6.21, table of objects); "private" or "reserved" for the others.
QString objectName(quint8 id);

struct DeviceObject
{
    quint8 id = 0;
    QByteArray value; ///< text for the objects that the specification names
    friend bool operator==(const DeviceObject &, const DeviceObject &) = default;
};

/// What one reply of FC 43/14 says.
struct DeviceIdPart
{
    quint8 conformity = 0; ///< 0x01..0x03 and 0x81..0x83
    bool moreFollows = false;
    quint8 nextObject = 0; ///< to ask for, when more follows
    QList<DeviceObject> objects;
};

/// FC 43/14, Read Device Identification, from an object on (or that one, for Specific).
Request deviceIdRequest(quint8 unit, DeviceIdCode code, quint8 object = 0);
/// Takes a checked reply apart; empty for any other PDU.
std::optional<DeviceIdPart> deviceIdPart(const QByteArray &replyPdu);

/// FC 17, Report Server ID (section 6.13).
Request reportServerIdRequest(quint8 unit);

/// What a reply of FC 17 says. The specification leaves the length of the server id to the device:
/// the run indicator (0x00 or 0xFF) is looked for behind one byte of it, then at the end.
struct ServerId
{
    QByteArray id;
    std::optional<bool> isRunning; ///< empty when no byte can be the run indicator
    QByteArray additional;
};
std::optional<ServerId> serverIdOf(const QByteArray &replyPdu);

/// Bytes as text where all of them print (ASCII or UTF-8), in hexadecimal where not.
QString textOrHex(const QByteArray &bytes);

namespace fields {
void reportServerIdReply(PduReader &reader);
void encapsulatedRequest(PduReader &reader);
void encapsulatedReply(PduReader &reader);
} // namespace fields

} // namespace modbus
