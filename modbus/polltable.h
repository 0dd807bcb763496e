// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/holesearch.h"
#include "modbus/sample.h"
#include "modbus/tablefacts.h"

#include <memory>
#include <span>
#include <vector>

namespace modbus {

/// The points of one table of one unit that are read at one period: their plan of requests, and
/// the search for what spoils one.
class PollTable
{
public:
    /// One request and the items that it brings.
    struct Read
    {
        Request request;
        std::vector<int> items;
        int points = 0;
        bool hasAnswered = false;
        int doubts = 0; ///< failures in a row that the device doesn't explain
    };
    using ReadPtr = std::shared_ptr<Read>;

    /// `points` is the whole list, `which` the indexes of those that are meant: of one unit and
    /// table, and within it.
    PollTable(const QList<Point> &points, const std::vector<int> &which,
              std::shared_ptr<TableFacts> facts, int mostGap);

    quint8 unit() const { return m_unit; }
    Table table() const { return m_table; }
    TableFacts &facts() { return *m_facts; }
    HoleSearch &search() { return m_search; }

    /// The requests of a cycle, made anew where the facts have changed.
    const std::vector<ReadPtr> &plan();
    /// Items that are left out of it because they are holes and due to be asked again.
    std::vector<int> dueHoles(TableFacts::Time now, bool isThorough) const;
    /// A request for just these.
    ReadPtr readOf(std::vector<int> items) const;

    const Extent &extent(int item) const { return m_items[std::size_t(item)].extent; }
    Extent span(const std::vector<int> &items) const;

    /// Takes what failed out of the plan, to be asked half by half.
    void suspect(const std::vector<int> &items, HoleSearch::Doubt doubt, const QString &reason);
    void foundHole(int item, TableFacts::Time now);
    void foundGood(const HoleSearch::Probe &probe, int count);
    const QString &suspicion() const { return m_suspicion; }

    QList<Sample> samples(const Read &read, const QList<quint16> &values, qint64 time) const;
    /// What an item's points become when it isn't read.
    void appendFailed(QList<Sample> &samples, int item, const PointValue &value, qint64 time) const;
    QList<Sample> failed(const std::vector<int> &items, const QString &reason, qint64 time) const;

private:
    /// What one or several points read.
    struct Item
    {
        Extent extent;
        std::vector<int> points; ///< indexes into the whole list
        bool isInQuestion = false;
    };

    void replan();

    QList<Point> m_points;
    quint8 m_unit;
    Table m_table;
    std::shared_ptr<TableFacts> m_facts;
    int m_mostGap;
    std::vector<Item> m_items; ///< by extent
    std::vector<ReadPtr> m_plan;
    bool m_isPlanned = false;
    quint64 m_plannedVersion = 0;
    HoleSearch m_search;
    QString m_suspicion; ///< why the items in question are, in words
};

} // namespace modbus
