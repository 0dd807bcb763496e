// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/sample.h"

#include <QMutex>

namespace modbus::recorder {

/// Samples on their way from the thread of the window to that of the intake. Putting them in costs
/// the window a reference count: lists are shared, not copied.
class SampleQueue
{
public:
    explicit SampleQueue(qint64 most);

    struct Item
    {
        QList<Point> points; ///< the list that the samples index
        quint64 list = 0;    ///< changes with the list
        QList<Sample> samples;
    };

    /// False when there is no room: then the samples are lost, and counted.
    bool put(const Item &item);
    /// Takes items off the front with about so many samples.
    QList<Item> take(qint64 samples);

    quint64 taken() const; ///< samples that were put in, in all
    quint64 waiting() const;
    quint64 lost() const;

private:
    mutable QMutex m_mutex;
    qint64 m_most;
    QList<Item> m_items;
    quint64 m_waiting = 0;
    quint64 m_taken = 0;
    quint64 m_lost = 0;
};

} // namespace modbus::recorder
