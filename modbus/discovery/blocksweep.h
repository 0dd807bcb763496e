// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/blockread.h"

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <chrono>

namespace modbus::discovery {

/// Reads a list of blocks one after the other, once (a snapshot) or again and again with a pause
/// between (a watch), over a connection that others may use meanwhile.
class BlockSweep : public QObject
{
    Q_OBJECT
public:
    enum class Mode { Once, Repeat };

    BlockSweep(Connection &connection, QList<Block> blocks, QObject *parent = nullptr);

    /// `pause`: between two rounds of Repeat.
    void start(Mode mode, std::chrono::milliseconds pause = std::chrono::milliseconds(200));
    /// Ends at once.
    void cancel();
    bool isRunning() const { return m_isRunning; }

signals:
    void read(const modbus::Block &block, const modbus::BlockResult &result);
    /// Items of this round that are behind us.
    void progressed(int items, int total);
    /// Once, at the end of Once, on cancel(), or when the connection has been removed.
    void finished(bool wasCancelled);

private:
    void readNext();
    void finish(bool wasCancelled);

    QPointer<Connection> m_connection;
    QList<Block> m_blocks;
    QPointer<BlockRead> m_read;
    QTimer m_pause;
    Mode m_mode = Mode::Once;
    int m_next = 0;
    int m_items = 0; ///< in blocks that are read
    int m_total = 0;
    bool m_isRunning = false;
};

} // namespace modbus::discovery
