// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/point.h"

#include <QString>
#include <QStringView>
#include <chrono>
#include <optional>
#include <tl/expected.hpp>

/// What the cells of a point list mean, one kind a function. Each takes a cell that is not empty
/// and gives its meaning, or a sentence with cause and remedy.
namespace modbus::cell {

template <typename T>
using Result = tl::expected<T, QString>;

/// "REAL", "Float CDAB", "STRING[10]": a type with what else stands in its cell.
struct Type
{
    DataType type = DataType::UInt16;
    std::optional<WordOrder> order;
    std::optional<int> stringRegisters;
};
Result<Type> type(QStringView text);

/// "CDAB", "3412", "little endian", "word swapped", "小端".
Result<WordOrder> order(QStringView text);
/// A column that speaks of words alone: true where they are swapped ("low word first", "little").
Result<bool> areWordsSwapped(QStringView text);

/// "holding", "HR", "4x", "FC3", "保持寄存器". A bare 3 or 4 is refused: it may be a function code
/// or the digit that addresses begin with.
Result<Table> table(QStringView text);
/// 1 to 4, or the function that writes the table: 5, 6, 15, 16, 22, 23.
Result<Table> functionCode(QStringView text);
/// The table that an address names by itself: "40101", "4x101", "%MW100".
Result<Table> tableOfAddress(QStringView text);
Result<Notation> notation(QStringView text);

/// A finite number. With `decimalComma` "12,5" is one.
Result<double> number(QStringView text, bool decimalComma);
/// A whole number from `least` to `most`; "4.0" is one.
Result<int> figure(QStringView text, int least, int most);
/// A factor, not 0: "0.1", "x0.1", "/10", "1/10".
Result<double> factor(QStringView text, bool decimalComma);
/// "100 ms", "1 s", "1min", "1 h"; a bare number counts `unit` milliseconds. 50 ms to 1 h.
Result<std::chrono::milliseconds> period(QStringView text, double unit, bool decimalComma);
/// "yes", "RW", "read only", "读写": true where it says that writing is allowed.
Result<bool> writable(QStringView text);
/// "yes", "no", "1", "0", "是", "否".
Result<bool> yesOrNo(QStringView text);
/// The raw pattern of "0x8000", "-32768", "9999" (of BCD), "-1.5" (of a float); empty for "NaN".
Result<std::optional<quint64>> pattern(QStringView text, const ValueFormat &format);

} // namespace modbus::cell
