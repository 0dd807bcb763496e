// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/installrun.h"

#include "transfer/receiver/installreport.h"
#include "transfer/receiver/logtext.h"

#include <QLoggingCategory>

namespace transfer::receiver {

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace {

milliseconds elapsed(const QElapsedTimer &since)
{
    return milliseconds(since.elapsed());
}

} // namespace

InstallRun::InstallRun(RuleStore &store, InstallerOptions options, std::optional<StagedFile> file,
                       Change change, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_options(std::move(options))
    , m_change(std::move(change))
{
    if (!file)
        return;
    m_result.sha256 = file->sha256();
    m_result.size = file->size();
    m_file.emplace(std::move(*file));
}

InstallRun::~InstallRun() = default;

void InstallRun::start()
{
    QMetaObject::invokeMethod(this, &InstallRun::place, Qt::QueuedConnection);
}

void InstallRun::place()
{
    if (m_change.stagedIn)
        note(Phase::Stage, true, *m_change.stagedIn, u"%1 bytes"_s.arg(m_result.size.value_or(0)));
    const auto before = m_store.rules().find(m_change.name);
    if (!before)
        return finish(Verdict::NotStored, before.error());
    m_result.previousSha256 = *before ? (*before)->sha256 : QByteArray();
    if (!m_change.precondition.isMetBy(m_result.previousSha256))
        return finish(Verdict::PreconditionFailed,
                      m_result.previousSha256.isEmpty()
                          ? u"there is no rule of that name"_s
                          : u"the rule that is there has the SHA-256 %1"_s.arg(
                                QString::fromLatin1(m_result.previousSha256)));
    if (!m_file && !*before)
        return finish(Verdict::NoSuchRule, u"there is no rule of that name"_s);
    QElapsedTimer since;
    since.start();
    const auto isPlaced = m_file ? m_store.place(std::move(*m_file), m_change.name)
                                 : m_store.placeNothing(m_change.name);
    note(Phase::Install, isPlaced.has_value(), elapsed(since),
         isPlaced ? QString() : isPlaced.error());
    if (isPlaced)
        test();
    else
        finish(Verdict::NotStored, isPlaced.error());
}

void InstallRun::test()
{
    runLogged(u"test"_s, m_options.test, this, [this](const CommandResult &result) {
        note(Phase::Test, result);
        if (!result.isSuccess)
            takeBack(Verdict::TestFailed, u"the test failed: "_s + result.ending, false);
        else if (m_change.isDryRun)
            takeBack(Verdict::Checked, {}, false);
        else
            reload();
    });
}

void InstallRun::reload()
{
    if (m_options.confirmation.isWanted()) {
        auto confirmation = Confirmation::prepare(m_options.confirmation);
        if (!confirmation) // nobody is there to be reloaded
            return takeBack(Verdict::ReloadFailed, confirmation.error(), false);
        m_confirmation = std::move(*confirmation);
    }
    runLogged(u"reload"_s, m_options.reload, this, [this](const CommandResult &result) {
        note(Phase::Reload, result);
        if (!result.isSuccess)
            takeBack(Verdict::ReloadFailed, u"the reload failed: "_s + result.ending, true);
        else if (m_confirmation)
            confirm();
        else
            probe(false);
    });
}

void InstallRun::confirm()
{
    watch(*m_confirmation, Phase::Confirm, [this](const ConfirmationResult &result) {
        if (result.isConfirmed)
            probe(true);
        else
            takeBack(Verdict::NotConfirmed, result.evidence, true);
    });
}

void InstallRun::probe(bool isConfirmed)
{
    if (!m_change.probe)
        return keep(isConfirmed);
    QElapsedTimer since;
    since.start();
    auto *run = new ProbeRun(*m_change.probe, this);
    connect(run, &ProbeRun::finished, this,
            [this, run, since](bool isPassed, const QString &evidence) {
                run->deleteLater();
                note(Phase::Probe, isPassed, elapsed(since), evidence);
                qInfo().noquote() << u"probe: "_s + evidence;
                if (isPassed)
                    keep(true);
                else
                    takeBack(Verdict::ProbeFailed, evidence, true);
            });
    run->start();
}

void InstallRun::keep(bool isProved)
{
    m_result.verdict = Verdict::Installed;
    m_result.isProved = isProved;
    VersionRecord record;
    record.action = m_change.action;
    record.by = m_change.by;
    record.from = m_change.from;
    record.comment = m_change.comment;
    record.restoredFrom = m_change.restoredFrom;
    record.isProved = isProved;
    record.key = m_change.key;
    if (!record.key.isEmpty())
        record.result = reportOf(m_change, m_result);
    const auto number = m_store.keep(std::move(record));
    if (!number)
        return takeBack(Verdict::NotStored, number.error(), true);
    m_result.version = *number;
    finish(Verdict::Installed);
}

/// `mayBeLive`: nginx may have heard of the change, and shall not go on with what is no longer
/// there.
void InstallRun::takeBack(Verdict verdict, const QString &reason, bool mayBeLive)
{
    QElapsedTimer since;
    since.start();
    const auto isBack = m_store.undo();
    m_result.isProved = false;
    note(Phase::Restore, isBack.has_value(), elapsed(since), isBack ? QString() : isBack.error());
    m_result.verdict = verdict;
    m_result.reason = reason;
    if (!isBack) {
        m_result.verdict = verdict == Verdict::Checked ? Verdict::NotStored : verdict;
        m_result.reason += u"; taking it back failed as well: "_s + isBack.error();
    } else if (verdict != Verdict::Checked) {
        m_result.reason += u"; what was there before is back"_s;
    }
    if (mayBeLive)
        restore();
    else
        finish();
}

void InstallRun::restore()
{
    m_confirmation.reset();
    if (m_options.confirmation.isWanted()) {
        if (auto confirmation = Confirmation::prepare(m_options.confirmation))
            m_confirmation = std::move(*confirmation);
        else
            m_result.reason += u", but "_s + confirmation.error();
    }
    runLogged(u"reload of what was there before"_s, m_options.reload, this,
              [this](const CommandResult &reloaded) {
                  note(Phase::Restore, reloaded);
                  if (!reloaded.isSuccess)
                      m_result.reason += u", but reloading it failed: "_s + reloaded.ending;
                  if (!reloaded.isSuccess || !m_confirmation)
                      return finish();
                  watch(*m_confirmation, Phase::Restore, [this](const ConfirmationResult &seen) {
                      if (!seen.isConfirmed)
                          m_result.reason +=
                              u", but it is not proved that it is served: "_s + seen.evidence;
                      finish();
                  });
              });
}

void InstallRun::watch(Confirmation &confirmation, Phase phase,
                       std::function<void(const ConfirmationResult &)> then)
{
    QElapsedTimer since;
    since.start();
    connect(
        &confirmation, &Confirmation::finished, this,
        [this, phase, since, then = std::move(then)](const ConfirmationResult &result) {
            note(phase, result.isConfirmed, elapsed(since), result.evidence);
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

void InstallRun::note(Phase phase, bool isPassed, milliseconds duration, const QString &ending)
{
    m_result.phases.append({phase, isPassed, duration, std::nullopt, ending, {}});
}

void InstallRun::note(Phase phase, const CommandResult &result)
{
    m_result.phases.append({phase, result.isSuccess, result.duration, result.exitStatus,
                            result.ending, result.output});
}

void InstallRun::finish(Verdict verdict, const QString &reason)
{
    m_result.verdict = verdict;
    m_result.reason = reason;
    finish();
}

void InstallRun::finish()
{
    emit finished(m_result);
}

void runLogged(const QString &what, const CommandLine &line, QObject *context,
               std::function<void(const CommandResult &)> then)
{
    auto *command = new Command(line, context);
    QObject::connect(command, &Command::finished, context,
                     [command, what, line, then = std::move(then)](const CommandResult &result) {
                         const QString report = u"%1 (%2): %3 after %4 ms"_s.arg(
                             what, line.toString(), result.ending,
                             QString::number(result.duration.count()));
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
