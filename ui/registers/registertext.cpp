// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registers/registertext.h"

#include <QStringList>

namespace ui {

QString valueText(const QList<quint16> &registers, const modbus::ValueFormat &format)
{
    const auto value =
        modbus::decode({registers.data(), static_cast<size_t>(registers.size())}, format);
    return value ? modbus::toText(*value, format.type) : value.error().detail;
}

QString hexText(std::span<const quint16> registers)
{
    QStringList words;
    for (const quint16 word : registers)
        words += QStringLiteral("%1").arg(word, 4, 16, QLatin1Char('0')).toUpper();
    return words.join(QLatin1Char(' '));
}

QString ageText(std::chrono::milliseconds age)
{
    const qint64 ms = qMax<qint64>(0, age.count());
    if (ms < 10'000)
        return QStringLiteral("%1 s").arg(static_cast<double>(ms) / 1000, 0, 'f', 1);
    if (ms < 120'000)
        return QStringLiteral("%1 s").arg(ms / 1000);
    if (ms < 7'200'000)
        return QStringLiteral("%1 min").arg(ms / 60'000);
    return QStringLiteral("%1 h").arg(ms / 3'600'000);
}

} // namespace ui
