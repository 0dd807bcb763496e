// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/recorder/spoolfile.h"

#include "modbus/recorder/spoolrecord.h"

#include <QDir>
#include <QtEndian>

namespace modbus::recorder {

namespace {

constexpr QByteArrayView kMagic("LCSPOOL1");
constexpr qsizetype kRowsInRecord = 20'000;

} // namespace

tl::unexpected<Problem> SpoolFileWriter::cannotWrite() const
{
    return away(Text::tr("The spool %1 cannot be written: %2.")
                    .arg(QDir::toNativeSeparators(m_file.fileName()), m_file.errorString()),
                Text::tr("Make room on that disk, or check the folder's permissions."));
}

Result<void> SpoolFileWriter::create(const QString &path, const Session &session)
{
    m_file.setFileName(path);
    m_bytes = 0;
    m_pointsWritten = 0;
    QDir().mkpath(QFileInfo(path).absolutePath());
    if (!m_file.open(QIODevice::WriteOnly | QIODevice::NewOnly | QIODevice::Unbuffered))
        return cannotWrite();
    Result<void> begun = put(kMagic.toByteArray() + framed(encodeSession(session)));
    if (!begun)
        m_file.remove();
    return begun;
}

Result<void> SpoolFileWriter::append(const Block &block)
{
    QByteArray bytes;
    if (block.points.size() > m_pointsWritten)
        bytes.append(framed(encodePoints(block.points, m_pointsWritten)));
    for (qsizetype from = 0; from < block.rows.size(); from += kRowsInRecord) {
        const qsizetype to = std::min(from + kRowsInRecord, block.rows.size());
        bytes.append(framed(encodeRows(block, from, to)));
    }
    Result<void> written = put(bytes);
    if (written)
        m_pointsWritten = std::max(m_pointsWritten, block.points.size());
    return written;
}

Result<void> SpoolFileWriter::put(const QByteArray &bytes)
{
    if (m_file.write(bytes) != bytes.size()) {
        auto problem = cannotWrite();
        // Without the half-written record the next one can follow the last whole one.
        m_file.resize(m_bytes);
        m_file.seek(m_bytes);
        return problem;
    }
    m_bytes += bytes.size();
    return {};
}

Result<void> SpoolFileReader::open(const QString &path)
{
    m_file.setFileName(path);
    m_points.clear();
    m_good = kMagic.size();
    if (!m_file.open(QIODevice::ReadOnly | QIODevice::Unbuffered)) {
        return away(Text::tr("The spool %1 cannot be read: %2.")
                        .arg(QDir::toNativeSeparators(path), m_file.errorString()),
                    Text::tr("Check the file's permissions and its disk."));
    }
    std::optional<Session> session;
    if (m_file.read(kMagic.size()) == kMagic)
        session = decodeSession(nextContent());
    if (!session) {
        m_file.close();
        return unusable(Text::tr("%1 is no spool of Loopcheck, or its beginning was never written.")
                            .arg(QDir::toNativeSeparators(path)),
                        Text::tr("It holds no samples that could be written. Look at it, and "
                                 "delete it."));
    }
    m_session = *session;
    return {};
}

/// The content of the next whole record; empty where there is none. The place stays before it then.
QByteArray SpoolFileReader::nextContent()
{
    m_file.seek(m_good);
    const QByteArray head = m_file.read(kRecordHeadBytes);
    if (head.size() < kRecordHeadBytes)
        return {};
    const auto length = qFromLittleEndian<quint32>(head.constData());
    const auto sum = qFromLittleEndian<quint32>(head.constData() + sizeof(quint32));
    if (length == 0 || length > kMostRecordBytes || m_file.size() - m_file.pos() < length)
        return {};
    QByteArray content = m_file.read(length);
    if (content.size() != static_cast<qsizetype>(length) || crc32(content) != sum)
        return {};
    m_good = m_file.pos();
    return content;
}

Block SpoolFileReader::next()
{
    const qint64 before = m_good;
    for (;;) {
        const QByteArray content = nextContent();
        if (content.isEmpty())
            return {};
        if (decodePoints(content, m_points))
            continue;
        if (std::optional<Block> block = decodeRows(content, m_points.size())) {
            block->points = m_points;
            return *std::move(block);
        }
        m_good = before; // sound by its checksum, but not ours
        return {};
    }
}

qint64 SpoolFileReader::tornBytes() const
{
    return m_file.size() - m_good;
}

} // namespace modbus::recorder
