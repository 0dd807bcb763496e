// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/installer.h"

#include "transfer/receiver/logtext.h"

#include <QLoggingCategory>
#include <algorithm>

namespace transfer::receiver {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto kLookAgain = 20ms;

void log(const Change &change, const InstallResult &result)
{
    const QString bytes = result.size ? u" (%1 bytes)"_s.arg(*result.size) : QString();
    const QString what = u"%1%2 from %3: "_s.arg(printable(change.name), bytes, change.sender());
    if (result.verdict == InstallResult::Verdict::Checked)
        qInfo().noquote() << what + u"a dry run, the test passed"_s;
    else if (result.verdict != InstallResult::Verdict::Installed)
        qWarning().noquote() << what + u"not installed: "_s + result.reason;
    else
        qInfo().noquote() << what +
                                 (change.action == VersionRecord::Action::Delete ? u"taken away"_s
                                                                                 : u"installed"_s) +
                                 (result.isProved ? u", tested, reloaded, proved live"_s
                                                  : u", tested, reload accepted"_s);
}

} // namespace

struct Installer::Job
{
    std::optional<StagedFile> file;
    Change change;
    QPointer<QObject> context;
    Done done;
    QTimer patience;
    std::unique_ptr<InstallRun> run = nullptr;
};

Installer::Installer(RuleStore &store, InstallerOptions options, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_options(std::move(options))
{
    m_turn.setSingleShot(true);
    m_turn.setInterval(kLookAgain);
    connect(&m_turn, &QTimer::timeout, this, &Installer::startNext);
}

Installer::~Installer() = default;

void Installer::install(std::optional<StagedFile> file, Change change, QObject *context, Done done)
{
    auto job = std::unique_ptr<Job>(
        new Job{std::move(file), std::move(change), context, std::move(done), QTimer()});
    job->patience.setSingleShot(true);
    connect(&job->patience, &QTimer::timeout, this,
            [this, waiting = job.get()] { giveUp(waiting); });
    job->patience.start(m_options.queueLimit);
    m_waiting.push_back(std::move(job));
    QMetaObject::invokeMethod(this, &Installer::startNext, Qt::QueuedConnection);
}

void Installer::giveUp(Job *waiting)
{
    const auto found = std::find_if(m_waiting.begin(), m_waiting.end(),
                                    [&](const auto &other) { return other.get() == waiting; });
    const std::unique_ptr<Job> given = std::move(*found);
    m_waiting.erase(found);
    const InstallResult result{InstallResult::Verdict::TooBusy,
                               u"its turn did not come within %1 s; nothing was changed"_s.arg(
                                   double(m_options.queueLimit.count()) / 1000.0)};
    log(given->change, result);
    if (given->context)
        given->done(result);
}

/// Whether no other process installs. Where one does, this looks again before long.
bool Installer::takesTurn()
{
    if (m_store.takeTurn())
        return true;
    m_turn.start();
    return false;
}

tl::expected<void, QString> Installer::recover()
{
    m_mustRecover = !takesTurn();
    if (m_mustRecover)
        return {};
    const auto undone = m_store.recover();
    if (!undone)
        return tl::unexpected(undone.error());
    if (!undone->has_value()) {
        m_store.leaveTurn();
        return {};
    }
    qWarning().noquote() << u"an install of %1 was interrupted: what was there before it is back"_s
                                .arg(printable(**undone));
    m_isRecovering = true;
    runLogged(u"reload"_s, m_options.reload, this, [this](const CommandResult &) {
        m_isRecovering = false;
        m_store.leaveTurn();
        startNext();
    });
    return {};
}

void Installer::startNext()
{
    if (m_running || m_isRecovering)
        return;
    if (m_mustRecover) {
        if (const auto isSound = recover(); !isSound)
            qCritical().noquote() << u"an interrupted install cannot be taken back: "_s +
                                         isSound.error();
        if (m_mustRecover || m_isRecovering)
            return;
    }
    if (m_waiting.empty() || !takesTurn())
        return;
    m_running = std::move(m_waiting.front());
    m_waiting.pop_front();
    m_running->patience.stop();
    m_running->run = std::make_unique<InstallRun>(m_store, m_options, std::move(m_running->file),
                                                  m_running->change);
    connect(m_running->run.get(), &InstallRun::finished, this, &Installer::finish);
    m_running->run->start();
}

void Installer::finish(const InstallResult &result)
{
    m_store.leaveTurn();
    std::unique_ptr<Job> job = std::move(m_running);
    job->run.release()->deleteLater(); // it is on the stack
    log(job->change, result);
    if (job->context)
        job->done(result);
    startNext();
}

} // namespace transfer::receiver
