// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/recorder/storewriter.h"

#include <QDateTime>
#include <QElapsedTimer>

namespace modbus::recorder {

using namespace std::chrono_literals;

namespace {

constexpr qsizetype kRowsInTransaction = 20'000;
constexpr auto kFirstPause = 500ms;
constexpr std::chrono::milliseconds kLongestPause = 10s;

} // namespace

StoreWriter::StoreWriter(Settings settings, std::shared_ptr<Backlog> backlog, Meters &meters)
    : m_settings(std::move(settings))
    , m_backlog(std::move(backlog))
    , m_meters(meters)
    , m_retry(this)
    , m_pause(kFirstPause)
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &StoreWriter::work);
}

void StoreWriter::start()
{
    m_store = makeStore(m_settings);
    m_leftovers =
        Spool::leftBehind(m_settings.spoolFolder, m_settings.store.key(), m_settings.spoolBytes);
    work();
}

void StoreWriter::work()
{
    if (m_isFinished || m_retry.isActive() || !m_store || !ensureOpen())
        return;
    // Once more through the event loop, so that finish() gets its turn.
    if (writeSome())
        QMetaObject::invokeMethod(this, &StoreWriter::work, Qt::QueuedConnection);
}

bool StoreWriter::ensureOpen()
{
    if (m_isOpen)
        return true;
    if (const Result<void> opened = m_store->open(); !opened) {
        if (!m_wasOpen && opened.error().kind == Problem::Kind::Unusable) {
            m_store.reset();
            m_backlog->discard();
            m_meters.tell(opened.error());
            m_meters.change([](Status &status) { status.state = State::Failed; });
            emit failed();
            return false;
        }
        fallBack(opened.error());
        return false;
    }
    m_isOpen = m_wasOpen = true;
    m_begun.clear();
    return true;
}

BlockSource &StoreWriter::source() const
{
    return isAtLeftover() ? static_cast<BlockSource &>(*m_leftovers.constFirst())
                          : static_cast<BlockSource &>(*m_backlog);
}

/// False when there is nothing to write, or nowhere to.
bool StoreWriter::writeSome()
{
    const Result<bool> written = writeFrom(source());
    if (!written) {
        fallBack(written.error());
        return false;
    }
    m_pause = kFirstPause;
    m_backlog->setAway(false);
    m_meters.change([](Status &status) {
        status.awaySince = 0;
        if (status.state != State::Stopping)
            status.state = State::Recording;
    });
    measure();
    if (!*written && isAtLeftover()) {
        leaveLeftover();
        return true;
    }
    return *written;
}

Result<bool> StoreWriter::writeFrom(BlockSource &from)
{
    if (m_begun != from.session().id) {
        const Result<quint64> through = m_store->begin(from.session());
        if (!through)
            return tl::make_unexpected(through.error());
        m_begun = from.session().id;
        m_storedThrough = *through;
    }
    Result<Block> block = from.peek(kRowsInTransaction);
    if (!block && isAtLeftover()) { // its files stay; the present recording must not wait for them
        m_meters.tell(block.error());
        m_leftovers.removeFirst();
        return true;
    }
    if (!block)
        return tl::make_unexpected(block.error());
    if (block->isEmpty())
        return false;
    block->dropThrough(m_storedThrough);
    if (!block->isEmpty()) {
        if (const Result<void> written = m_store->write(from.session(), *block); !written)
            return tl::make_unexpected(written.error());
        m_storedThrough = block->last();
    }
    from.commit();
    m_meters.change([&block, isOld = isAtLeftover(), through = m_storedThrough](Status &status) {
        if (isOld)
            status.recovered += static_cast<quint64>(block->rows.size());
        else
            status.recorded = through;
    });
    // Rows go on being written though an old file cannot be deleted.
    if (const Result<void> tidied = m_store->tidy(QDateTime::currentMSecsSinceEpoch()); !tidied)
        m_meters.tell(tidied.error());
    return true;
}

void StoreWriter::leaveLeftover()
{
    const QString complaint = m_leftovers.takeFirst()->takeComplaint();
    if (!complaint.isEmpty()) {
        m_meters.tell({Problem::Kind::Away, complaint,
                       Text::tr("Nothing need be done: what was whole has been recorded.")});
    }
}

void StoreWriter::fallBack(const Problem &problem)
{
    m_store->close();
    m_isOpen = false;
    recordAway(problem);
    if (const Result<void> spilled = m_backlog->setAway(true); !spilled)
        m_meters.tell(spilled.error());
    measure();
    m_retry.start(m_pause);
    m_pause = std::min<std::chrono::milliseconds>(m_pause * 2, kLongestPause);
}

void StoreWriter::recordAway(const Problem &problem)
{
    m_meters.tell(problem);
    m_meters.change([](Status &status) {
        if (status.awaySince == 0)
            status.awaySince = QDateTime::currentMSecsSinceEpoch();
        if (status.state != State::Stopping)
            status.state = State::Away;
    });
}

void StoreWriter::measure()
{
    m_meters.change([place = m_store->place(), bytes = m_store->bytes()](Status &status) {
        status.place = place;
        status.storeBytes = bytes;
    });
}

void StoreWriter::finish()
{
    if (m_isFinished)
        return;
    m_isFinished = true;
    m_retry.stop();
    QElapsedTimer clock;
    clock.start();
    const auto hasTime = [&] { return clock.elapsed() < m_settings.flushFor.count(); };
    if (m_store && ensureOpen()) {
        while (writeSome() && hasTime()) {
        }
    }
    m_retry.stop();
    const Result<void> spilled = m_backlog->setAway(true);
    if (!spilled) {
        m_meters.tell(spilled.error());
        m_meters.change([waiting = m_backlog->waiting()](Status &status) {
            status.lost += waiting.rowsInMemory;
        });
    }
    if (m_store) {
        measure();
        m_store->close();
    }
    emit finished();
}

} // namespace modbus::recorder
