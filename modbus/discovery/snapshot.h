// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/blockread.h"
#include "modbus/point.h"

#include <QDateTime>
#include <QList>
#include <optional>

namespace modbus::discovery {

/// What a device held at one time: items of its tables, values of points, or both.
struct Snapshot
{
    struct Part
    {
        quint8 unit = kDefaultUnit;
        Address first;
        QList<std::optional<quint16>> values; ///< one an item; none where it could not be read
        friend bool operator==(const Part &, const Part &) = default;
    };
    struct PointReading
    {
        QString tag;
        QString device; ///< as the point has it; empty: `endpoint`
        quint8 unit = kDefaultUnit;
        Address address;
        Quality quality = Quality::Failed;
        QString text; ///< engineering value as shown; why there is none where it is not Good
        friend bool operator==(const PointReading &, const PointReading &) = default;
    };

    QString title;
    Endpoint endpoint;
    QDateTime takenAt; ///< UTC
    QList<Part> parts;
    QList<PointReading> points;

    int items() const;    ///< in all parts
    int readable() const; ///< of them
    friend bool operator==(const Snapshot &, const Snapshot &) = default;
};

Snapshot::Part partOf(const Block &block, const BlockResult &result);
Snapshot::PointReading readingOf(const Point &point, const PointValue &value);

/// An item that differs between two snapshots. None: not readable, or not part of that one.
struct Change
{
    quint8 unit = kDefaultUnit;
    Address address;
    std::optional<quint16> before;
    std::optional<quint16> after;
    friend bool operator==(const Change &, const Change &) = default;
};
/// Of the same device before and after, or of two devices, by unit and address. Items that neither
/// could read do not differ.
QList<Change> changesBetween(const Snapshot &before, const Snapshot &after);

/// A point that differs. Empty texts: not part of that snapshot.
struct PointChange
{
    QString tag;
    QString before;
    QString after;
    friend bool operator==(const PointChange &, const PointChange &) = default;
};
/// By tag, in the order of `before`, then what is only in `after`.
QList<PointChange> pointChangesBetween(const Snapshot &before, const Snapshot &after);

/// A device against its point list.
struct ListComparison
{
    QList<int> unreadable; ///< indexes of points of which an item was asked and not readable
    QList<int> notAsked;   ///< indexes of points that the snapshot has nothing of
    QList<Block> unlisted; ///< readable, and not 0, but in no point
};
/// Points of other devices are left out: those that name neither nothing nor this endpoint.
ListComparison compareWithList(const Snapshot &snapshot, const QList<Point> &points);

} // namespace modbus::discovery
