// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/connection.h"

#include <QObject>
#include <QPointer>
#include <functional>
#include <map>

namespace modbus {

/// A range of one table of one unit.
struct Block
{
    quint8 unit = kDefaultUnit;
    Address first;
    int count = 0; ///< 1..65536 items, within the table
    friend bool operator==(const Block &, const Block &) = default;
};

/// What became of a Block: the values, and the parts that could not be read.
struct BlockResult
{
    /// One an item, 0 where the item is in a failed part; bits as 0 and 1. Empty when nothing
    /// could be read at all.
    QList<quint16> values;
    struct Failure
    {
        int begin = 0; ///< index into values
        int count = 0;
        Error error;
    };
    QList<Failure> failures;                 ///< by begin, not overlapping
    int requests = 0;                        ///< replies and failures it took
    std::chrono::microseconds lastLatency{}; ///< of the last reply
    bool isComplete() const { return failures.isEmpty(); }
};

/// Reads a block of any length: splits it into lawful requests and keeps the connection's window
/// full, no fuller, so that others get their turn. An exception fails its part and the rest is
/// read on; a lost connection or a time-out fails all that is left.
/// Deletes itself after `done`. `done` is called exactly once and never from inside start(),
/// unless `context` is destroyed before.
class BlockRead : public QObject
{
    Q_OBJECT
public:
    using Done = std::function<void(const BlockResult &)>;
    /// Starts reading. A block that is not lawful ends with one InvalidRequest failure.
    static BlockRead *start(Connection &connection, const Block &block, QObject *context,
                            Done done);

    /// Ends it: what is not there yet fails with Aborted.
    void cancel();

signals:
    /// Items read or failed so far.
    void progressed(int items, int total);

private:
    BlockRead(Connection &connection, const Block &block, QObject *context, Done done);
    void sendMore();
    void onOutcome(int begin, const tl::expected<Reply, Error> &outcome);
    void fail(int begin, int count, const Error &error);
    void finish();

    QPointer<Connection> m_connection;
    Target m_target; ///< whom failures name, with or without the connection
    Block m_block;
    QPointer<QObject> m_context;
    Done m_done;
    BlockResult m_result;
    int m_next = 0;                ///< index of the first item not asked yet
    int m_ended = 0;               ///< items read or failed
    std::map<int, int> m_underWay; ///< begin and count of the parts asked and not ended
    std::optional<Error> m_stop;   ///< why nothing more is asked
};

} // namespace modbus

Q_DECLARE_METATYPE(modbus::BlockResult)
