// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/sample.h"

namespace modbus::recorder {

/// One run of the recorder. The pair of its id and a row's sequence number names a row for good.
struct Session
{
    QString id;         ///< 32 hexadecimal digits, random
    qint64 started = 0; ///< UTC, milliseconds since 1970-01-01
    QString recorder;   ///< the machine that recorded
    static Session begin();
    friend bool operator==(const Session &, const Session &) = default;
};

/// A sample as it is stored.
struct Row
{
    qint64 time = 0; ///< UTC, milliseconds since 1970-01-01
    int point = 0;   ///< index into the session's points
    Quality quality = Quality::Failed;
    double number = 0; ///< engineering value; NaN where there is none
    QString text;      ///< a text's value, an integer that no double holds, or why there is none
    friend bool operator==(const Row &, const Row &);
};

/// Rows with consecutive sequence numbers, and what they are rows of.
struct Block
{
    QList<Point> points; ///< of the session, so far; only ever grows within a session
    quint64 first = 1;   ///< sequence number of the first row
    QList<Row> rows;
    quint64 last() const { return first + static_cast<quint64>(rows.size()) - 1; }
    bool isEmpty() const { return rows.isEmpty(); }
    /// Leaves out rows up to and with that sequence number.
    void dropThrough(quint64 sequence);
};

/// `point`: where the sample's point stands in the session's list.
Row rowOf(const Sample &sample, int point, const Point &definition);

/// "good", "not available", "undecodable", "failed": as files name them.
QString qualityName(Quality quality);
std::optional<Quality> qualityFromName(QStringView name);

/// "2026-11-24T20:46:49.123Z". Fast, and for years 0 to 9999.
QByteArray isoTime(qint64 time);

} // namespace modbus::recorder
