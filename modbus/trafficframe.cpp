// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/trafficframe.h"

#include <QtEndian>

namespace modbus {

QByteArray aduOf(quint16 transactionId, quint8 unit, const QByteArray &pdu)
{
    QByteArray adu(7, '\0');
    qToBigEndian(transactionId, adu.data());
    qToBigEndian(quint16(pdu.size() + 1), adu.data() + 4);
    adu[6] = char(unit);
    return adu + pdu;
}

} // namespace modbus
