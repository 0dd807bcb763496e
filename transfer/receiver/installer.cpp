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
};

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
        if (result.isSuccess)
            reload();
        else
            takeBack(InstallResult::Verdict::TestFailed, u"the test failed: "_s + result.ending);
    });
}

void Installer::reload()
{
    run(u"reload"_s, m_options.reload, [this](const CommandResult &result) {
        if (!result.isSuccess) {
            takeBack(InstallResult::Verdict::ReloadFailed,
                     u"the reload failed: "_s + result.ending);
        } else if (const auto isKept = m_store.keep(); !isKept) {
            takeBack(InstallResult::Verdict::NotStored, isKept.error());
        } else {
            finish({InstallResult::Verdict::Installed, {}});
        }
    });
}

void Installer::takeBack(InstallResult::Verdict verdict, const QString &reason)
{
    const auto isBack = m_store.undo();
    const InstallResult result{
        verdict, reason + (isBack ? u"; what was there before is back"_s
                                  : u"; taking it back failed as well: "_s + isBack.error())};
    if (verdict == InstallResult::Verdict::TestFailed)
        return finish(result);
    // A reload that failed may still have reached the server: it shall not go on with a file that
    // is no longer there.
    run(u"reload of what was there before"_s, m_options.reload,
        [this, result](const CommandResult &) { finish(result); });
}

void Installer::finish(const InstallResult &result)
{
    const std::unique_ptr<Job> job = std::move(m_running);
    const QString what = u"%1 (%2 bytes) from %3"_s.arg(printable(job->name),
                                                        QString::number(job->bytes), job->origin);
    if (result.verdict == InstallResult::Verdict::Installed)
        qInfo().noquote() << what + u": installed, tested, reload accepted"_s;
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
