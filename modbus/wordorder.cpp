// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/wordorder.h"

#include <algorithm>

namespace modbus {

namespace {

quint16 swapped(quint16 word)
{
    return static_cast<quint16>((word << 8) | (word >> 8));
}

bool isText(DataType type)
{
    return type == DataType::Ascii || type == DataType::Utf8;
}

} // namespace

QList<quint16> reordered(std::span<const quint16> registers, const ValueFormat &format)
{
    QList<quint16> words(registers.begin(), registers.end());
    if (format.type == DataType::Bool)
        return words;
    if (format.order == WordOrder::BADC || format.order == WordOrder::DCBA)
        std::transform(words.begin(), words.end(), words.begin(), swapped);
    if (!isText(format.type) &&
        (format.order == WordOrder::CDAB || format.order == WordOrder::DCBA))
        std::reverse(words.begin(), words.end());
    return words;
}

} // namespace modbus
