// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/recorder/backlog.h"

namespace modbus::recorder {

namespace {

quint64 rowsOf(const QList<Block> &blocks)
{
    quint64 rows = 0;
    for (const Block &block : blocks)
        rows += static_cast<quint64>(block.rows.size());
    return rows;
}

} // namespace

Backlog::Backlog(std::unique_ptr<Spool> spool, qint64 memoryRows)
    : m_spool(std::move(spool))
    , m_memoryRows(memoryRows)
{
}

Result<void> Backlog::push(const Block &block)
{
    const QMutexLocker locker(&m_mutex);
    if (m_isDiscarding)
        return {};
    const bool hasRoom = static_cast<qint64>(rowsOf(m_memory)) + block.rows.size() <= m_memoryRows;
    Result<void> taken;
    if (m_isAway || !hasRoom || !m_spool->isEmpty())
        taken = m_spool->append(block);
    else
        m_memory.append(block);
    count();
    return taken;
}

void Backlog::pushLast(const Block &block)
{
    const QMutexLocker locker(&m_mutex);
    if (!m_isDiscarding)
        m_last.append(block);
    count();
}

Result<Block> Backlog::peek(qsizetype rows)
{
    const QMutexLocker locker(&m_mutex);
    if (m_memory.isEmpty() && m_spool->isEmpty())
        m_memory = std::exchange(m_last, {});
    if (m_memory.isEmpty())
        return m_spool->peek(rows);
    Block block = m_memory.constFirst();
    m_peekedBlocks = 1;
    for (; m_peekedBlocks < m_memory.size() && block.rows.size() < rows; ++m_peekedBlocks) {
        const Block &more = m_memory.at(m_peekedBlocks);
        block.points = more.points;
        block.rows.append(more.rows);
    }
    return block;
}

void Backlog::commit()
{
    const QMutexLocker locker(&m_mutex);
    if (m_peekedBlocks > 0)
        m_memory.remove(0, std::exchange(m_peekedBlocks, 0));
    else
        m_spool->commit();
    count();
}

Result<void> Backlog::spill()
{
    m_peekedBlocks = 0;
    Result<void> spilled = m_spool->prepend(m_memory);
    if (spilled)
        m_memory.clear();
    while (spilled && !m_last.isEmpty()) {
        spilled = m_spool->append(m_last.constFirst());
        if (spilled)
            m_last.removeFirst();
    }
    return spilled;
}

Result<void> Backlog::setAway(bool isAway)
{
    const QMutexLocker locker(&m_mutex);
    m_isAway = isAway;
    Result<void> spilled = isAway ? spill() : Result<void>();
    count();
    return spilled;
}

void Backlog::discard()
{
    const QMutexLocker locker(&m_mutex);
    m_isDiscarding = true;
    m_memory.clear();
    m_last.clear();
    m_peekedBlocks = 0;
    count();
}

void Backlog::count()
{
    const QMutexLocker locker(&m_countMutex);
    m_waiting = {rowsOf(m_memory) + rowsOf(m_last), m_spool->rows(), m_spool->bytes()};
}

Backlog::Waiting Backlog::waiting() const
{
    const QMutexLocker locker(&m_countMutex);
    return m_waiting;
}

} // namespace modbus::recorder
