// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/upgrade.h"

#include <QLoggingCategory>

namespace transfer::receiver {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

Upgrade::Upgrade(const HandOver &handOver, QObject *parent)
    : QObject(parent)
    , m_handOver(handOver)
{
    m_limit.setSingleShot(true);
    m_limit.setInterval(kSuccessorLimit);
    connect(&m_limit, &QTimer::timeout, this, [this] {
        fail(u"the successor did not come to serve within %1 s"_s.arg(kSuccessorLimit.count()));
    });
}

Upgrade::~Upgrade() = default;

void Upgrade::start()
{
    if (m_successor)
        return;
    auto successor = m_handOver.start();
    if (!successor)
        return fail(successor.error());
    m_successor.emplace(std::move(*successor));
    qInfo().noquote() << u"upgrade: process %1 is to take over"_s.arg(m_successor->process);
    m_notifier = std::make_unique<QSocketNotifier>(m_successor->ready.get(), QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &Upgrade::look);
    m_limit.start();
}

void Upgrade::look()
{
    m_notifier->setEnabled(false);
    if (!m_successor->isReadyWithin(0ms))
        return fail(u"the successor ended"_s);
    m_limit.stop();
    qInfo().noquote() << u"upgrade: process %1 serves"_s.arg(m_successor->process);
    emit succeeded();
}

void Upgrade::fail(const QString &why)
{
    m_limit.stop();
    if (m_notifier)
        m_notifier.release()->deleteLater(); // it may be on the stack
    if (m_successor)
        m_successor->end();
    m_successor.reset();
    qCritical().noquote() << u"the upgrade failed, this process goes on: "_s + why;
    emit failed();
}

} // namespace transfer::receiver
