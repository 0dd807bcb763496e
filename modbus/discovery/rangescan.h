// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/connection.h"
#include "modbus/discovery/rangesearch.h"

#include <QList>
#include <QObject>
#include <QPointer>

namespace modbus::discovery {

/// Part of a table that can be read, with what was read there.
struct ReadableBlock
{
    Address first;
    QList<quint16> values; ///< one an item, bits as 0 and 1
    /// Nothing can be read across its beginning: it touches the one before.
    bool followsASeam = false;
    int count() const { return int(values.size()); }
    int last() const { return first.offset + count() - 1; }
    /// Items that are not 0: some devices give zeros where they have nothing.
    int nonZero() const;
};

struct RangeScanResult
{
    Target target;
    Address first; ///< what was looked at
    int count = 0;
    int stride = 1;              ///< readable blocks shorter than this may have been missed
    QList<ReadableBlock> blocks; ///< in order
    int scanned = 0;             ///< items from `first` on that the search has dealt with
    int requests = 0;            ///< repetitions left out
    int mostAtOnce = 0;          ///< the longest request that the device answers, as far as seen
    bool isLimited = false;      ///< longer ones were refused where there is something to read
    int timeouts = 0;            ///< requests that were not answered: it may refuse by silence
    bool wasCancelled = false;
    std::optional<Error> fault; ///< why it ended early
    int readable() const;       ///< items in all blocks
};

/// Finds what can be read of one table of one unit, one request at a time, over a connection that
/// others may use meanwhile. Reads only. Ends with finished(), once.
/// An exception that speaks of the range (02, 03, 04), an answer that is too short and silence are
/// a no. Silence is believed while an address that was read before is still answered; where it is
/// not, or nothing was ever answered, the scan ends with that fault.
class RangeScan : public QObject
{
    Q_OBJECT
public:
    struct Options
    {
        quint8 unit = kDefaultUnit;
        Address first;
        int count = kTableSize;                   ///< within the table
        int stride = 16;                          ///< 1 (looks at each address) to 125
        int mostAtOnce = 0;                       ///< 0: what the connection allows
        std::chrono::milliseconds deadline{1000}; ///< for each request
    };

    RangeScan(Connection &connection, const Options &options, QObject *parent = nullptr);

    void start();
    /// Ends at once, with what is there.
    void cancel();
    bool isRunning() const { return m_isRunning; }
    /// What is found so far.
    RangeScanResult result() const;

signals:
    /// done of total items; found so far: blocks that have ended.
    void progressed(int done, int total, int blocks, int requests);
    void finished(const modbus::discovery::RangeScanResult &result);

private:
    void askNext();
    void ask(Stretch stretch, bool isCheck);
    void take(Stretch asked, const tl::expected<Reply, Error> &outcome);
    void takeRefusal(Stretch asked, const Error &error);
    void takeSilence(const Error &error);
    void takeCheck(const tl::expected<Reply, Error> &outcome);
    void answer(bool isReadable);
    void fail(const Error &error);
    void finish();

    QPointer<Connection> m_connection;
    Options m_options;
    RangeSearch m_search;
    QList<quint16> m_values; ///< by offset from options.first
    std::optional<int> m_knownReadable;
    std::optional<Error> m_fault;
    std::optional<Error> m_doubt; ///< the silence that is being checked
    int m_silences = 0;           ///< in a row
    int m_requests = 0;
    int m_timeouts = 0;
    int m_busy = 0; ///< times in a row that the device said it was busy
    bool m_refusesBySilence = false;
    bool m_wasCancelled = false;
    QPointer<QObject> m_turn; ///< requests end with it
    bool m_isRunning = false;
};

} // namespace modbus::discovery
