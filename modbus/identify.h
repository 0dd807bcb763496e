// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/connection.h"
#include "modbus/identificationpdus.h"

namespace modbus {

/// Who a device says it is. Everything in it comes from the device: bounded, but not to be trusted.
struct Identification
{
    quint8 unit = kDefaultUnit;
    quint8 conformity = 0;            ///< of the last reply of FC 43/14; 0 where there was none
    QList<DeviceObject> objects;      ///< FC 43/14, by ascending id, each id once
    std::optional<ServerId> serverId; ///< FC 17

    /// Why FC 43/14 gave no objects, or not all that it has; why FC 17 gave none.
    std::optional<Error> objectsError;
    std::optional<Error> serverIdError;

    bool isEmpty() const { return objects.isEmpty() && !serverId; }
    /// An object's text; empty where the device has none.
    QString text(quint8 objectId) const;
    QString vendor() const { return text(0); }
    QString productCode() const { return text(1); }
    QString revision() const { return text(2); }
    QString url() const { return text(3); }
    QString productName() const { return text(4); }
    QString modelName() const { return text(5); }
    QString userApplication() const { return text(6); }
    /// In one line: vendor, name of the product, revision; or the server id. Empty when isEmpty().
    QString summary() const;
};

/// A line of an identification as people read it.
struct IdentificationRow
{
    QString name;  ///< of the object, as in the specification: "VendorName", "0x80 private"
    QString value; ///< text, or hexadecimal where it is none
};
QList<IdentificationRow> rowsOf(const Identification &identification);

/// Asks a unit who it is: the basic objects of FC 43/14, the regular and extended ones where it
/// says that it has them, following "more follows", and the server id of FC 17. A device that knows
/// neither function leaves the identification empty, with the reasons. Sends only reads.
/// `done` is called exactly once, later, unless `context` is destroyed before.
void identify(Connection &connection, quint8 unit, QObject *context,
              std::function<void(const Identification &)> done);

} // namespace modbus
