// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/loopcheck-cli/pdureport.h"

#include "app/loopcheck-cli/failure.h"

#include <QJsonArray>
#include <QTextStream>
#include <algorithm>

namespace cli {

namespace {

constexpr int kMostNameWidth = 44;

QString hexOf(const QByteArray &bytes)
{
    return QString::fromLatin1(bytes.toHex(' ').toUpper());
}

} // namespace

void print(QTextStream &out, const QString &heading, const QByteArray &pdu,
           const QList<modbus::PduField> &fields)
{
    out << heading << "  " << hexOf(pdu) << '\n';
    int width = 0;
    for (const modbus::PduField &field : fields)
        width = std::max(width, std::min(kMostNameWidth, int(field.name.size())));
    for (const modbus::PduField &field : fields) {
        out << QStringLiteral("  %1  %2  %3")
                   .arg(field.offset, 3)
                   .arg(field.name.leftJustified(width), printable(field.value));
        if (field.isFaulty())
            out << (field.value.isEmpty() ? "! " : "  ! ") << field.fault;
        out << '\n';
    }
}

QJsonObject toJson(const QByteArray &pdu, const QList<modbus::PduField> &fields)
{
    QJsonArray array;
    for (const modbus::PduField &field : fields) {
        QJsonObject object{{QStringLiteral("offset"), field.offset},
                           {QStringLiteral("length"), field.length},
                           {QStringLiteral("name"), field.name},
                           {QStringLiteral("value"), field.value}};
        if (field.isFaulty())
            object.insert(QStringLiteral("fault"), field.fault);
        array.append(object);
    }
    return {{QStringLiteral("hex"), QString::fromLatin1(pdu.toHex())},
            {QStringLiteral("fields"), array}};
}

} // namespace cli
