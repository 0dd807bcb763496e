// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/discovery/blocksweep.h"

#include <utility>

namespace modbus::discovery {

BlockSweep::BlockSweep(Connection &connection, QList<Block> blocks, QObject *parent)
    : QObject(parent)
    , m_connection(&connection)
    , m_blocks(std::move(blocks))
{
    for (const Block &block : std::as_const(m_blocks))
        m_total += block.count;
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &BlockSweep::readNext);
}

void BlockSweep::start(Mode mode, std::chrono::milliseconds pause)
{
    if (m_isRunning)
        return;
    m_isRunning = true;
    m_mode = mode;
    m_next = 0;
    m_items = 0;
    m_pause.start(0);
    m_pause.setInterval(pause);
}

void BlockSweep::cancel()
{
    finish(true);
}

void BlockSweep::readNext()
{
    if (!m_isRunning)
        return;
    if (!m_connection) {
        finish(true);
        return;
    }
    if (m_next >= m_blocks.size()) {
        if (m_mode == Mode::Once || m_blocks.isEmpty()) {
            finish(false);
            return;
        }
        m_next = 0;
        m_items = 0;
        m_pause.start();
        return;
    }
    const Block block = m_blocks.at(m_next++);
    m_read = BlockRead::start(*m_connection, block, this, [this, block](const BlockResult &result) {
        if (!m_isRunning)
            return;
        m_read = nullptr;
        m_items += block.count;
        emit read(block, result);
        readNext();
    });
    connect(m_read, &BlockRead::progressed, this,
            [this](int items, int /*total*/) { emit progressed(m_items + items, m_total); });
}

void BlockSweep::finish(bool wasCancelled)
{
    if (!std::exchange(m_isRunning, false))
        return;
    m_pause.stop();
    if (m_read) {
        m_read->disconnect(this);
        m_read->cancel();
    }
    emit finished(wasCancelled);
}

} // namespace modbus::discovery
