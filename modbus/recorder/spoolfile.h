// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/recorder/problem.h"
#include "modbus/recorder/rows.h"

#include <QFile>

namespace modbus::recorder {

/// Writes one file of a spool. What append() has taken survives the end of this program, not a
/// power cut.
class SpoolFileWriter
{
public:
    Result<void> create(const QString &path, const Session &session);
    /// All of the block or nothing.
    Result<void> append(const Block &block);
    qint64 bytes() const { return m_bytes; }

private:
    Result<void> put(const QByteArray &bytes);
    tl::unexpected<Problem> cannotWrite() const;

    QFile m_file;
    qint64 m_bytes = 0; ///< all of them whole records
    qsizetype m_pointsWritten = 0;
};

/// Reads one file of a spool, also while it is still being written.
class SpoolFileReader
{
public:
    Result<void> open(const QString &path);
    const Session &session() const { return m_session; }
    /// The next rows; an empty block at the end of what is whole.
    Block next();
    /// Bytes that follow the last whole record: the tail that a killed program left.
    qint64 tornBytes() const;

private:
    QByteArray nextContent();

    QFile m_file;
    Session m_session;
    QList<Point> m_points;
    qint64 m_good = 0; ///< end of the last whole record
};

} // namespace modbus::recorder
