// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/blockread.h"
#include "modbus/solver.h"

#include <QObject>
#include <QPointer>
#include <functional>

namespace modbus {

/// Reads what solve() looks at: the registers around an address, of both tables. Where a device
/// refuses the whole (a hole, or a value that it gives only as one), smaller reads follow, one at
/// a time: at most 10 requests a table. A table that the device doesn't have is left empty.
/// Deletes itself after `done`, which is called once and never from inside start(), unless
/// `context` is destroyed before: nothing more is read then.
class SolverRead : public QObject
{
    Q_OBJECT
public:
    struct Result
    {
        QList<SolverWindow> windows; ///< holding registers, then input registers
        int requests = 0;
        /// Why nothing could be read at all: the connection's fault, or else the first refusal.
        std::optional<Error> error;
    };
    using Done = std::function<void(const Result &)>;

    static SolverRead *start(Connection &connection, quint8 unit, quint16 offset, QObject *context,
                             Done done);

private:
    SolverRead(Connection &connection, quint8 unit, quint16 offset, QObject *context, Done done);
    void startTable();
    void sendNext();
    void take(const Block &block, const BlockResult &result);
    bool isWanted(const Block &block) const;
    void finish();

    QPointer<Connection> m_connection;
    quint8 m_unit;
    int m_offset;
    QPointer<QObject> m_context;
    Done m_done;
    Result m_result;
    qsizetype m_table = 0;  ///< index into m_result.windows
    QList<Block> m_waiting; ///< still to be read of it
    bool m_isWhole = true;  ///< what is asked is the whole of it
    std::optional<Error> m_refusal;
};

} // namespace modbus
