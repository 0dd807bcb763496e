// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/confirmation.h"

#include "transfer/receiver/logtext.h"

#include <algorithm>

namespace transfer::receiver {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto kLookEvery = 10ms;
constexpr qint64 kMostLogAtOnce = 1 << 20;

} // namespace

tl::expected<std::unique_ptr<Confirmation>, QString>
Confirmation::prepare(const ConfirmationOptions &options)
{
    const auto nginx = NginxProcess::find(options.pidFile);
    if (!nginx)
        return tl::unexpected(nginx.error());
    std::unique_ptr<Confirmation> confirmation(new Confirmation(options, *nginx));
    if (!options.errorLog.isEmpty()) {
        QFile &log = confirmation->m_log;
        log.setFileName(options.errorLog);
        if (!log.open(QIODevice::ReadOnly | QIODevice::Unbuffered) || !log.seek(log.size()))
            return tl::unexpected(
                u"cannot read nginx's error log %1: %2"_s.arg(options.errorLog, log.errorString()));
    }
    return confirmation;
}

Confirmation::Confirmation(ConfirmationOptions options, const NginxProcess &nginx)
    : m_options(std::move(options))
    , m_nginx(nginx)
    , m_before(nginx.servingWorkers())
{
    m_timer.setInterval(kLookEvery);
    connect(&m_timer, &QTimer::timeout, this, &Confirmation::look);
}

Confirmation::~Confirmation() = default;

void Confirmation::start()
{
    m_since.start();
    m_timer.start();
}

void Confirmation::look()
{
    if (const QString why = emergency(); !why.isEmpty())
        return finish(false, u"nginx refused it while reloading: "_s + why);
    if (!m_nginx.isRunning())
        return finish(false, u"nginx ended while reloading"_s);
    const auto now = m_nginx.servingWorkers();
    const auto isOld = [this](const ProcessIdentity &worker) { return m_before.contains(worker); };
    if (!now.empty() && std::none_of(now.begin(), now.end(), isOld))
        return finish(true,
                      u"%1 new workers of nginx %2 serve since %3 ms after the reload"_s.arg(
                          QString::number(now.size()), QString::number(m_nginx.identity().pid),
                          QString::number(m_since.elapsed())));
    if (!m_since.hasExpired(m_options.limit.count()))
        return;
    const auto old = std::count_if(now.begin(), now.end(), isOld);
    finish(false, u"no new configuration took effect within %1 s: %2 of nginx's %3 workers are the "
                  u"old ones"_s.arg(QString::number(m_options.limit.count() / 1000.0),
                                    QString::number(old), QString::number(now.size())));
}

/// What nginx wrote since the start when it gave up on a configuration. An address in use (98 is
/// EADDRINUSE) it tries five times in 2.5 s, and reads no signal meanwhile: it has given up only
/// when it says that it still could not bind.
QString Confirmation::emergency()
{
    if (!m_log.isOpen())
        return {};
    m_logTail += m_log.read(kMostLogAtOnce);
    for (qsizetype end = m_logTail.indexOf('\n'); end >= 0; end = m_logTail.indexOf('\n')) {
        const QByteArray line = m_logTail.first(end);
        m_logTail.remove(0, end + 1);
        const qsizetype mark = line.indexOf("[emerg]");
        if (mark < 0)
            continue;
        const bool isFinal = !line.contains("failed (98: ");
        if (m_lastWords.isEmpty() || isFinal)
            m_lastWords +=
                (m_lastWords.isEmpty() ? QString() : u"; "_s) + printable(line.sliced(mark));
        if (isFinal)
            return m_lastWords;
    }
    if (m_logTail.size() > kMostLogAtOnce)
        m_logTail.clear();
    return {};
}

void Confirmation::finish(bool isConfirmed, const QString &evidence)
{
    m_timer.stop();
    emit finished({isConfirmed, evidence});
}

} // namespace transfer::receiver
