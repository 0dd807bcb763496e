// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/poller.h"

#include <algorithm>

namespace modbus {

Poller::Poller(QObject *parent)
    : QObject(parent)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (isReading())
            ++m_skipped;
        else
            readOnce();
    });
}

Poller::~Poller()
{
    abandon();
}

void Poller::setTarget(Connection *connection, const Block &block)
{
    if (connection == m_connection && block == m_block)
        return;
    m_connection = connection;
    m_block = block;
    abandon(); // last: whoever hears of it may start a reading
}

void Poller::setPeriod(std::chrono::milliseconds period)
{
    m_period = std::clamp(period, kShortestPeriod, kLongestPeriod);
    if (isRunning())
        m_timer.start(m_period);
}

void Poller::start()
{
    m_timer.start(m_period);
    readOnce();
}

void Poller::stop()
{
    m_timer.stop();
}

void Poller::readOnce()
{
    if (!m_connection || isReading())
        return;
    m_read = BlockRead::start(*m_connection, m_block, this,
                              [this, generation = m_generation](const BlockResult &result) {
                                  if (generation != m_generation)
                                      return;
                                  m_read = nullptr;
                                  emit readingChanged(false);
                                  emit sampled(result);
                              });
    connect(m_read, &BlockRead::progressed, this, &Poller::progressed);
    emit readingChanged(true);
}

void Poller::cancel()
{
    if (m_read)
        m_read->cancel();
}

/// Forgets a reading under way: its result is not reported.
void Poller::abandon()
{
    if (!m_read)
        return;
    ++m_generation;
    BlockRead *const read = m_read;
    m_read = nullptr;
    read->disconnect(this);
    read->cancel();
    emit readingChanged(false);
}

} // namespace modbus
