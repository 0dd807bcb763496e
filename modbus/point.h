// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/address.h"
#include "modbus/datatype.h"
#include "modbus/endpoint.h"

#include <QList>
#include <QString>
#include <chrono>
#include <optional>
#include <span>

namespace modbus {

/// A straight line from what the device holds to what the engineer reads:
/// engineering = raw * factor + offset.
struct Scaling
{
    double factor = 1; ///< not 0
    double offset = 0;
    bool isIdentity() const { return factor == 1 && offset == 0; }
    /// The line through two pairs of raw and engineering value. Empty where the raws are equal or
    /// the engineering values are.
    static std::optional<Scaling> through(double rawLow, double rawHigh, double engineeringLow,
                                          double engineeringHigh);
    double toEngineering(double raw) const { return raw * factor + offset; }
    double toRaw(double engineering) const { return (engineering - offset) / factor; }
    friend bool operator==(const Scaling &, const Scaling &) = default;
};

/// What a commissioning engineer thinks in: a named value of the plant and where a device keeps it.
struct Point
{
    QString tag; ///< "TT-101"
    QString description;
    QString area;   ///< part of the plant or system, for grouping
    QString device; ///< "host" or "host:port"; empty: the device that the user has selected
    quint8 unit = kDefaultUnit;
    Address address;
    Notation notation = Notation::Pdu; ///< as the list writes the address
    ValueFormat format;                ///< Bool for coils and discrete inputs
    std::optional<int>
        bit;         ///< of one register, 0 (least significant) to 15: then the value is Bool
    Scaling scaling; ///< numbers only
    QString engineeringUnit;
    std::optional<double> lowLimit;         ///< in engineering values, lowest good one
    std::optional<double> highLimit;        ///< highest good one
    std::chrono::milliseconds period{1000}; ///< 50 ms to 1 h
    bool isWritable = false;
    /// The raw pattern that means "not available", as the device sends it after the word order is
    /// undone: 0x8000 for an int16. NaN means so always.
    std::optional<quint64> notAvailable;
    QString note;

    /// Registers or bits that it takes in its table: 1..125.
    int size() const;
    /// Bool, string or number: what kind of value evaluate() gives.
    bool isBool() const;
    bool isText() const;
    friend bool operator==(const Point &, const Point &) = default;
};

/// How far a value can be believed.
enum class Quality : quint8 {
    Good,
    NotAvailable, ///< the device says that it has no value: the point's pattern, or NaN
    Undecodable,  ///< the registers hold no value of the type (BCD, text)
    Failed,       ///< not read: exception, time-out, no connection
};

/// A point's value at one time.
struct PointValue
{
    Quality quality = Quality::Failed;
    Value raw;         ///< decoded, not scaled; meaningful when Good
    double number = 0; ///< engineering value, 0 or 1 for Bool; NaN for text or unless Good
    QString fault;     ///< why it is not Good, in words; empty when it is
};

/// Registers (or one bit as 0 or 1), in wire order, to the point's value. `registers` has exactly
/// point.size() items.
PointValue evaluate(const Point &point, std::span<const quint16> registers);

/// The value as shown, without its unit: engineering value, "on"/"off" is left to the window (Bool
/// gives "1" or "0"), text as it is. Empty unless Good.
QString toText(const Point &point, const PointValue &value);

/// The other way: what a user typed as engineering value, to registers in wire order. A point with
/// a bit needs the register's present value in `present`. Limits are not checked here.
tl::expected<QList<quint16>, ValueError> encode(const Point &point, QStringView text,
                                                std::optional<quint16> present = {});

/// Where a value stands to the point's limits.
enum class LimitState : quint8 { Within, Low, High };
LimitState limitState(const Point &point, double number);

} // namespace modbus
