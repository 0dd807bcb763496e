// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/recorder/spool.h"

#include <QMutex>

namespace modbus::recorder {

/// What waits between the intake and the store: in memory while the store keeps up, on disk while
/// it doesn't or is away. The order is kept. Intake and store writer use it from their threads.
class Backlog : public BlockSource
{
public:
    Backlog(std::unique_ptr<Spool> spool, qint64 memoryRows);

    const Session &session() const override { return m_spool->session(); }
    /// A problem means that the block was not taken.
    Result<void> push(const Block &block);
    /// Takes the block into memory though there is neither room nor a disk; for the last ones.
    void pushLast(const Block &block);

    Result<Block> peek(qsizetype rows) override;
    void commit() override;

    /// Away: what is in memory goes to disk, and so does all that comes, so that it survives the
    /// end of this program. Where the disk refuses, it stays in memory.
    Result<void> setAway(bool isAway);

    /// Nothing is kept from now on: there will be no store.
    void discard();

    struct Waiting
    {
        quint64 rowsInMemory = 0;
        quint64 rowsSpooled = 0;
        qint64 spoolBytes = 0;
    };
    /// Never waits for a disk.
    Waiting waiting() const;

private:
    Result<void> spill();
    void count();

    QMutex m_mutex; ///< held while the spool's disk works
    std::unique_ptr<Spool> m_spool;
    qint64 m_memoryRows;
    QList<Block> m_memory; ///< older than what is spooled
    QList<Block> m_last;   ///< newer
    qsizetype m_peekedBlocks = 0;
    bool m_isAway = false;
    bool m_isDiscarding = false;
    mutable QMutex m_countMutex;
    Waiting m_waiting;
};

} // namespace modbus::recorder
