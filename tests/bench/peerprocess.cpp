// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/peerprocess.h"

#include <QCoreApplication>

namespace bench {

PeerProcess::PeerProcess(const QStringList &arguments)
{
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(QCoreApplication::applicationDirPath() + QStringLiteral("/bench_peer"),
                    arguments);
    if (m_process.waitForReadyRead())
        m_port = m_process.readLine().trimmed().toUShort();
    if (m_port == 0)
        qFatal("bench_peer %s does not listen", qPrintable(arguments.join(QLatin1Char(' '))));
}

PeerProcess::~PeerProcess()
{
    m_process.kill();
    m_process.waitForFinished();
}

} // namespace bench
