// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/installer.h"

#include "transfer/receiver/logtext.h"

#include <QLoggingCategory>

namespace transfer::receiver {

using namespace Qt::StringLiterals;

struct Installer::Job
{
    StagedFile file;
    qint64 bytes;
    QString name;
    QString origin;
    QPointer<QObject> context;
    Done done;
    QTimer patience;
    std::unique_ptr<Confirmation> confirmation = nullptr; ///< of the reload under way
    QList<PhaseReport> phases = {};
};

QString phaseName(Phase phase)
{
    switch (phase) {
    case Phase::Test:
        return u"tested"_s;
    case Phase::Reload:
        return u"reloaded"_s;
    case Phase::Confirm:
        return u"confirmed"_s;
    case Phase::Restore:
        break;
    }
    return u"restored"_s;
}

Installer::Installer(RuleStore &store, InstallerOptions options, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_options(std::move(options))
{
}

Installer::~Installer() = default;

void Installer::install(StagedFile file, const QString &name, const QString &origin,
                        QObject *context, Done done)
{
    const qint64 bytes = file.size();
    auto job = std::unique_ptr<Job>(
        new Job{std::move(file), bytes, name, origin, context, std::move(done), QTimer()});
    job->patience.setSingleShot(true);
    connect(&job->patience, &QTimer::timeout, this, [this, waiting = job.get()] {
        const auto found = std::find_if(m_waiting.begin(), m_waiting.end(),
                                        [&](const auto &other) { return other.get() == waiting; });
        const std::unique_ptr<Job> given = std::move(*found);
        m_waiting.erase(found);
        const QString reason = u"its turn did not come within %1 s; nothing was changed"_s.arg(
            m_options.queueLimit.count() / 1000.0);
        qWarning().noquote() << u"%1 from %2: %3"_s.arg(printable(given->name), given->origin,
                                                        reason);
        if (given->context)
            given->done({InstallResult::Verdict::TooBusy, reason});
    });
    job->patience.start(m_options.queueLimit);
    m_waiting.push_back(std::move(job));
    QMetaObject::invokeMethod(this, &Installer::startNext, Qt::QueuedConnection);
}

tl::expected<void, QString> Installer::recover()
{
    const auto undone = m_store.recover();
    if (!undone)
        return tl::unexpected(undone.error());
    if (!undone->has_value())
        return {};
    qWarning().noquote() << u"an install of %1 was interrupted: what was there before it is back"_s
                                .arg(printable(**undone));
    m_isRecovering = true;
    run(u"reload"_s, m_options.reload, [this](const CommandResult &) {
        m_isRecovering = false;
        startNext();
    });
    return {};
}

void Installer::startNext()
{
    if (m_running || m_isRecovering || m_waiting.empty())
        return;
    m_running = std::move(m_waiting.front());
    m_waiting.pop_front();
    m_running->patience.stop();
    const auto placed = m_store.place(std::move(m_running->file), m_running->name);
    if (placed)
        test();
    else
        finish({InstallResult::Verdict::NotStored, placed.error()});
}

void Installer::test()
{
    run(u"test"_s, m_options.test, [this](const CommandResult &result) {
        note(Phase::Test, result);
        if (result.isSuccess)
            reload();
        else
            takeBack(InstallResult::Verdict::TestFailed, u"the test failed: "_s + result.ending,
                     false);
    });
}

void Installer::reload()
{
    if (m_options.confirmation.isWanted()) {
        auto confirmation = Confirmation::prepare(m_options.confirmation);
        if (!confirmation) // nobody is there to be reloaded
            return takeBack(InstallResult::Verdict::ReloadFailed, confirmation.error(), false);
        m_running->confirmation = std::move(*confirmation);
    }
    run(u"reload"_s, m_options.reload, [this](const CommandResult &result) {
        note(Phase::Reload, result);
        if (!result.isSuccess)
            takeBack(InstallResult::Verdict::ReloadFailed, u"the reload failed: "_s + result.ending,
                     true);
        else if (m_running->confirmation)
            confirm();
        else
            keep(false);
    });
}

void Installer::confirm()
{
    watch(*m_running->confirmation, Phase::Confirm, [this](const ConfirmationResult &result) {
        if (result.isConfirmed)
            keep(true);
        else
            takeBack(InstallResult::Verdict::NotConfirmed, result.evidence, true);
    });
}

void Installer::keep(bool isProved)
{
    if (const auto isKept = m_store.keep(); isKept)
        finish({InstallResult::Verdict::Installed, {}, isProved});
    else
        takeBack(InstallResult::Verdict::NotStored, isKept.error(), true);
}

/// `mayBeLive`: nginx may have heard of the file, and shall not go on with one that is no longer
/// there.
void Installer::takeBack(InstallResult::Verdict verdict, const QString &reason, bool mayBeLive)
{
    const auto isBack = m_store.undo();
    const InstallResult result{
        verdict, reason + (isBack ? u"; what was there before is back"_s
                                  : u"; taking it back failed as well: "_s + isBack.error())};
    if (mayBeLive)
        restore(result);
    else
        finish(result);
}

void Installer::restore(InstallResult result)
{
    m_running->confirmation.reset();
    if (m_options.confirmation.isWanted()) {
        if (auto confirmation = Confirmation::prepare(m_options.confirmation))
            m_running->confirmation = std::move(*confirmation);
        else
            result.reason += u", but "_s + confirmation.error();
    }
    run(u"reload of what was there before"_s, m_options.reload,
        [this, result](const CommandResult &reloaded) mutable {
            note(Phase::Restore, reloaded);
            if (!reloaded.isSuccess)
                result.reason += u", but reloading it failed: "_s + reloaded.ending;
            if (!reloaded.isSuccess || !m_running->confirmation)
                return finish(result);
            watch(*m_running->confirmation, Phase::Restore,
                  [this, result](const ConfirmationResult &confirmed) mutable {
                      if (!confirmed.isConfirmed)
                          result.reason +=
                              u", but it is not proved that it is served: "_s + confirmed.evidence;
                      finish(result);
                  });
        });
}

void Installer::watch(Confirmation &confirmation, Phase phase,
                      std::function<void(const ConfirmationResult &)> then)
{
    QElapsedTimer since;
    since.start();
    connect(
        &confirmation, &Confirmation::finished, this,
        [this, phase, since, then = std::move(then)](const ConfirmationResult &result) {
            note(phase, {result.isConfirmed,
                         result.evidence,
                         {},
                         std::chrono::milliseconds(since.elapsed())});
            const QString report = phaseName(phase) + u": "_s + result.evidence;
            if (result.isConfirmed)
                qInfo().noquote() << report;
            else
                qWarning().noquote() << u"not "_s + report;
            then(result);
        },
        Qt::QueuedConnection); // what follows may destroy the confirmation
    confirmation.start();
}

void Installer::note(Phase phase, const CommandResult &result)
{
    m_running->phases.append(
        {phase, result.isSuccess, result.duration, result.ending, result.output});
}

void Installer::finish(InstallResult result)
{
    const std::unique_ptr<Job> job = std::move(m_running);
    result.phases = job->phases;
    const QString what = u"%1 (%2 bytes) from %3"_s.arg(printable(job->name),
                                                        QString::number(job->bytes), job->origin);
    if (result.verdict == InstallResult::Verdict::Installed)
        qInfo().noquote() << what + (result.isProved
                                         ? u": installed, tested, reloaded, proved live"_s
                                         : u": installed, tested, reload accepted"_s);
    else
        qWarning().noquote() << what + u": not installed: "_s + result.reason;
    if (job->context)
        job->done(result);
    startNext();
}

void Installer::run(const QString &what, const CommandLine &line,
                    std::function<void(const CommandResult &)> then)
{
    auto *command = new Command(line, this);
    connect(command, &Command::finished, this,
            [command, what, line, then = std::move(then)](const CommandResult &result) {
                const QString report = u"%1 (%2): %3 after %4 ms"_s.arg(
                    what, line.toString(), result.ending, QString::number(result.duration.count()));
                if (result.isSuccess)
                    qInfo().noquote() << report;
                else
                    qWarning().noquote() << report;
                for (const QByteArray &text : result.output.split('\n')) {
                    if (!text.isEmpty())
                        qInfo().noquote() << u"    "_s + printable(text);
                }
                command->deleteLater();
                then(result);
            });
    command->start();
}

} // namespace transfer::receiver
