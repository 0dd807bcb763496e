// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <chrono>

namespace transfer::receiver {

/// Something that serves peers until it is told to finish.
class Service : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    virtual qsizetype connectionCount() const = 0;
    /// Accepts no more, lets what has begun come to its end, and hurries it after `limit`.
    virtual void finish(std::chrono::milliseconds limit) = 0;

signals:
    /// finish() was called and no connection is left.
    void finished();
};

} // namespace transfer::receiver
