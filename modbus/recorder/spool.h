// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/recorder/spoolfile.h"

#include <memory>

class QLockFile;

namespace modbus::recorder {

/// Rows of one session that wait for a store, oldest first.
class BlockSource
{
public:
    BlockSource() = default;
    virtual ~BlockSource() = default;
    BlockSource(const BlockSource &) = delete;
    BlockSource &operator=(const BlockSource &) = delete;

    virtual const Session &session() const = 0;
    /// The oldest rows, about so many; the same ones until commit(). Empty when there are none.
    virtual Result<Block> peek(qsizetype rows) = 0;
    /// The rows that peek() gave need not wait any longer.
    virtual void commit() = 0;
};

/// What waits on disk of one session, in order. Used by one thread at a time.
class Spool : public BlockSource
{
public:
    /// The spool of a new session. `key`: of the store for which it waits.
    Spool(const QString &folder, const QString &key, Session session, qint64 mostBytes);
    ~Spool() override;

    /// Spools that programs which have ended left for a store, oldest first. Those of programs that
    /// run are left alone.
    static QList<std::shared_ptr<Spool>> leftBehind(const QString &folder, const QString &key,
                                                    qint64 mostBytes);

    const Session &session() const override { return m_session; }
    bool isEmpty() const { return m_files.isEmpty() && m_peeked.isEmpty() && m_held.isEmpty(); }
    qint64 bytes() const;
    quint64 rows() const { return m_rows; } ///< that this program appended and that still wait

    Result<void> append(const Block &block);
    /// Puts rows before all others; only while nothing has been peeked at.
    Result<void> prepend(const QList<Block> &blocks);

    Result<Block> peek(qsizetype rows) override;
    /// Files that are done with are deleted.
    void commit() override;
    /// What could not be read of files that are done with, in words; empty for nothing.
    QString takeComplaint() { return std::exchange(m_complaint, {}); }

private:
    struct File
    {
        QString path;
        qint64 bytes = 0;
        bool isOpenEnded = false; ///< it is the one that append() writes
    };

    Spool(const QString &folder, const QString &key, const QString &sessionId, qint64 mostBytes);
    bool lock();
    QString pathFor(quint64 firstSequence) const;
    Result<Block> nextOfFirstFile();
    void leaveFirstFile();
    File forgetFirstFile();

    QString m_folder;
    QString m_prefix; ///< of the file names: key and session
    Session m_session;
    qint64 m_mostBytes;
    QList<File> m_files;
    std::unique_ptr<SpoolFileWriter> m_writer;
    std::unique_ptr<SpoolFileReader> m_reader;
    std::unique_ptr<QLockFile> m_lock;
    Block m_peeked;
    Block m_held;           ///< read, but not continuing m_peeked
    QStringList m_doneWith; ///< files that commit() deletes
    QStringList m_damaged;  ///< files that commit() puts aside
    quint64 m_rows = 0;
    QString m_complaint;
};

} // namespace modbus::recorder
