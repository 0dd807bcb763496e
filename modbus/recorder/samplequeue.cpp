// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/recorder/samplequeue.h"

namespace modbus::recorder {

SampleQueue::SampleQueue(qint64 most)
    : m_most(most)
{
}

bool SampleQueue::put(const Item &item)
{
    const auto count = static_cast<quint64>(item.samples.size());
    const QMutexLocker locker(&m_mutex);
    if (m_waiting + count > static_cast<quint64>(m_most)) {
        m_lost += count;
        return false;
    }
    m_items.append(item);
    m_waiting += count;
    m_taken += count;
    return true;
}

QList<SampleQueue::Item> SampleQueue::take(qint64 samples)
{
    const QMutexLocker locker(&m_mutex);
    qint64 count = 0;
    qsizetype items = 0;
    while (items < m_items.size() && count < samples)
        count += m_items.at(items++).samples.size();
    QList<Item> taken = m_items.first(items);
    m_items.remove(0, items);
    m_waiting -= static_cast<quint64>(count);
    return taken;
}

quint64 SampleQueue::taken() const
{
    const QMutexLocker locker(&m_mutex);
    return m_taken;
}

quint64 SampleQueue::waiting() const
{
    const QMutexLocker locker(&m_mutex);
    return m_waiting;
}

quint64 SampleQueue::lost() const
{
    const QMutexLocker locker(&m_mutex);
    return m_lost;
}

} // namespace modbus::recorder
