// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/receiver/handover.h"

#include <QObject>
#include <QSocketNotifier>
#include <QTimer>
#include <memory>
#include <optional>

namespace transfer::receiver {

/// Starts a successor and waits, in the event loop, for its sign that it serves.
class Upgrade : public QObject
{
    Q_OBJECT
public:
    explicit Upgrade(const HandOver &handOver, QObject *parent = nullptr);
    ~Upgrade() override;

    /// Does nothing while one is under way.
    void start();

signals:
    void succeeded();
    void failed(); ///< the successor is gone; why is in the log

private:
    void look();
    void fail(const QString &why);

    const HandOver &m_handOver;
    std::optional<Successor> m_successor;
    std::unique_ptr<QSocketNotifier> m_notifier;
    QTimer m_limit;
};

} // namespace transfer::receiver
