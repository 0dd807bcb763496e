// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/recorder/spool.h"

#include "modbus/recorder/settings.h"

#include <QDir>
#include <QFileInfo>
#include <QLockFile>
#include <QSet>
#include <QStandardPaths>
#include <algorithm>

namespace modbus::recorder {

namespace {

constexpr qint64 kFileBytes = qint64(32) * 1024 * 1024;
const QString kEnding = QStringLiteral(".spool");
const QString kDamaged = QStringLiteral(".damaged");

} // namespace

QString usualSpoolFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) +
           QStringLiteral("/loopcheck/spool");
}

Spool::Spool(const QString &folder, const QString &key, const QString &sessionId, qint64 mostBytes)
    : m_folder(folder)
    , m_prefix(key + u'-' + sessionId)
    , m_mostBytes(mostBytes)
{
}

Spool::Spool(const QString &folder, const QString &key, Session session, qint64 mostBytes)
    : Spool(folder, key, session.id, mostBytes)
{
    m_session = std::move(session);
    lock();
}

Spool::~Spool() = default;

/// Keeps other programs from taking this spool for one that was left behind.
bool Spool::lock()
{
    QDir().mkpath(m_folder);
    m_lock =
        std::make_unique<QLockFile>(QDir(m_folder).filePath(m_prefix + QStringLiteral(".lock")));
    m_lock->setStaleLockTime(0);
    return m_lock->tryLock();
}

QList<std::shared_ptr<Spool>> Spool::leftBehind(const QString &folder, const QString &key,
                                                qint64 mostBytes)
{
    const QDir dir(folder);
    const QFileInfoList found =
        dir.entryInfoList({key + QStringLiteral("-*") + kEnding}, QDir::Files, QDir::Name);
    QList<std::shared_ptr<Spool>> spools;
    QSet<QString> seen;
    for (const QFileInfo &file : found) {
        const QString sessionId = file.fileName().section(u'-', 1, 1);
        if (seen.contains(sessionId))
            continue;
        seen.insert(sessionId);
        std::shared_ptr<Spool> spool(new Spool(folder, key, sessionId, mostBytes));
        if (!spool->lock())
            continue;
        // The names sort by sequence number.
        const QFileInfoList files =
            dir.entryInfoList({spool->m_prefix + u'-' + u'*' + kEnding}, QDir::Files, QDir::Name);
        for (const QFileInfo &part : files) {
            SpoolFileReader reader;
            const Result<void> opened = reader.open(part.absoluteFilePath());
            if (opened) {
                spool->m_session = reader.session();
                spool->m_files.append({part.absoluteFilePath(), part.size(), false});
            } else if (opened.error().kind == Problem::Kind::Unusable) {
                QFile::rename(part.absoluteFilePath(), part.absoluteFilePath() + kDamaged);
            }
        }
        if (!spool->isEmpty())
            spools.append(spool);
    }
    std::sort(spools.begin(), spools.end(), [](const auto &a, const auto &b) {
        return a->session().started < b->session().started;
    });
    return spools;
}

QString Spool::pathFor(quint64 firstSequence) const
{
    return QDir(m_folder).absoluteFilePath(QStringLiteral("%1-%2%3")
                                               .arg(m_prefix)
                                               .arg(firstSequence, 20, 10, QChar(u'0'))
                                               .arg(kEnding));
}

qint64 Spool::bytes() const
{
    qint64 sum = 0;
    for (const File &file : m_files)
        sum += file.bytes;
    return sum;
}

Result<void> Spool::append(const Block &block)
{
    if (block.isEmpty())
        return {};
    if (bytes() >= m_mostBytes) {
        return away(
            Text::tr("The spool is full: %1 MB wait for the store.").arg(bytes() / 1'000'000),
            Text::tr("Bring the store back, or stop recording and allow a larger spool."));
    }
    if (m_writer && m_writer->bytes() >= kFileBytes) {
        m_writer.reset();
        m_files.last().isOpenEnded = false;
    }
    if (!m_writer) {
        auto writer = std::make_unique<SpoolFileWriter>();
        const QString path = pathFor(block.first);
        if (Result<void> created = writer->create(path, m_session); !created)
            return created;
        m_writer = std::move(writer);
        m_files.append({path, 0, true});
    }
    Result<void> written = m_writer->append(block);
    m_files.last().bytes = m_writer->bytes();
    if (written)
        m_rows += static_cast<quint64>(block.rows.size());
    return written;
}

Result<void> Spool::prepend(const QList<Block> &blocks)
{
    if (blocks.isEmpty())
        return {};
    SpoolFileWriter writer;
    const QString path = pathFor(blocks.constFirst().first);
    Result<void> written = writer.create(path, m_session);
    quint64 rows = 0;
    for (const Block &block : blocks) {
        if (written)
            written = writer.append(block);
        rows += static_cast<quint64>(block.rows.size());
    }
    if (!written) {
        QFile::remove(path);
        return written;
    }
    m_files.prepend({path, writer.bytes(), false});
    m_rows += rows;
    return {};
}

Result<Block> Spool::nextOfFirstFile()
{
    if (!m_reader) {
        m_reader = std::make_unique<SpoolFileReader>();
        const QString path = m_files.constFirst().path;
        if (const Result<void> opened = m_reader->open(path); !opened) {
            m_reader.reset();
            if (!QFile::exists(path)) // somebody deleted it: said once, then the rest goes on
                forgetFirstFile();
            return tl::make_unexpected(opened.error());
        }
    }
    return m_reader->next();
}

Spool::File Spool::forgetFirstFile()
{
    File file = m_files.takeFirst();
    m_reader.reset();
    if (file.isOpenEnded)
        m_writer.reset();
    return file;
}

/// Everything whole in the first file has been read. What becomes of it waits for commit().
void Spool::leaveFirstFile()
{
    const qint64 torn = m_reader->tornBytes();
    const File file = forgetFirstFile();
    if (torn == 0) {
        m_doneWith.append(file.path);
        return;
    }
    m_damaged.append(file.path);
    m_complaint =
        Text::tr("The last %1 bytes of the spool %2 are torn: a program was ended while "
                 "it wrote them. The file is kept as %3.")
            .arg(torn)
            .arg(QFileInfo(file.path).fileName(), QDir::toNativeSeparators(file.path + kDamaged));
}

Result<Block> Spool::peek(qsizetype rows)
{
    if (m_peeked.isEmpty() && !m_held.isEmpty())
        m_peeked = std::exchange(m_held, {});
    while (!m_files.isEmpty() && m_held.isEmpty() && m_peeked.rows.size() < rows) {
        Result<Block> block = nextOfFirstFile();
        if (!block)
            return block;
        if (block->isEmpty()) {
            leaveFirstFile();
        } else if (m_peeked.isEmpty()) {
            m_peeked = *std::move(block);
        } else if (block->first == m_peeked.last() + 1) {
            m_peeked.points = block->points;
            m_peeked.rows.append(block->rows);
        } else {
            m_held = *std::move(block);
        }
    }
    if (m_peeked.isEmpty())
        commit(); // of files without a whole row
    return m_peeked;
}

void Spool::commit()
{
    m_rows -= std::min(m_rows, static_cast<quint64>(m_peeked.rows.size()));
    m_peeked = {};
    if (!m_held.isEmpty())
        return; // the file that it came from may be among those that are done with
    for (const QString &path : std::as_const(m_doneWith))
        QFile::remove(path);
    for (const QString &path : std::as_const(m_damaged))
        QFile::rename(path, path + kDamaged);
    m_doneWith.clear();
    m_damaged.clear();
    if (isEmpty()) // rows that could not be read wait no longer
        m_rows = 0;
}

} // namespace modbus::recorder
