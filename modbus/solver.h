// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/point.h"

#include <QList>
#include <QString>
#include <optional>
#include <tl/expected.hpp>

namespace modbus {

/// What a device's display shows. Its last digit tells how exact it is.
struct ShownValue
{
    QString text; ///< as typed, without blanks
    double value = 0;
    int decimals = 0; ///< digits behind the point
    int digits = 0;   ///< significant ones
    /// One step of the last digit: 0.1 for "236.4".
    double step() const;
};

/// Reads "236.4", "-1,5", "1 234", "3.2e4" is not one: displays show no exponents. 0 is refused,
/// since it fits every register that holds nothing. The error is a sentence for the user.
tl::expected<ShownValue, QString> parseShownValue(QStringView text);

/// The registers of one table around the address that the user has in hand. Those that could not
/// be read are empty.
struct SolverWindow
{
    Table table = Table::HoldingRegisters; ///< one of the two with registers
    int first = 0;                         ///< PDU address of the first of them
    QList<std::optional<quint16>> registers;
};

/// Registers before and after the address that solve() looks at: values begin one before to one
/// behind it, and take up to four registers.
inline constexpr int kSolverBefore = 1;
inline constexpr int kSolverAfter = 4;

/// One way to read registers that gives what the display shows.
struct SolverHit
{
    /// How near the value comes to what is shown.
    enum class Fit : quint8 {
        Exact,     ///< rounds to it
        LastDigit, ///< off by one step at most: cut off instead of rounded, or changed by a hair
        Near,      ///< within half a percent: it may have changed while it was read
    };
    Fit fit = Fit::Exact;
    Address address;
    ValueFormat format;
    int exponent = 0;  ///< shown = raw x 10^exponent, -4 to 4
    double number = 0; ///< what it would show, unrounded
    /// How unlikely it is, from habits of devices: 0 is the plainest reading of all.
    int doubt = 0;
    QString text; ///< the reading in words, with what it shows
    QString why;  ///< what speaks for it or against it

    Scaling scaling() const;
};

/// Tries every address from one before to one behind `offset`, both tables, every numeric type,
/// every byte order and scales from 10^-4 to 10^4. The most likely first, at most 100. A reading
/// that differs from another only by being unsigned is left out. `asked` is the table that the
/// address names, if it names one.
QList<SolverHit> solve(const ShownValue &shown, quint16 offset, const std::optional<Table> &asked,
                       const QList<SolverWindow> &windows);

} // namespace modbus
