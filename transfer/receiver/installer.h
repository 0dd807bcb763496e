// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/receiver/command.h"
#include "transfer/receiver/confirmation.h"
#include "transfer/receiver/rulestore.h"

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <chrono>
#include <functional>
#include <list>
#include <memory>

namespace transfer::receiver {

struct InstallerOptions
{
    CommandLine test;
    CommandLine reload;
    std::chrono::milliseconds queueLimit{15000}; ///< how long an install waits for its turn
    ConfirmationOptions confirmation = {};
};

/// What was done to put a file into use, or to take it back.
enum class Phase {
    Test,
    Reload,
    Confirm,
    Restore, ///< reload of what was there before, confirmed where that is wanted
};
/// "tested", "reloaded", "confirmed", "restored": what it is called when it has passed.
QString phaseName(Phase phase);

struct PhaseReport
{
    Phase phase = Phase::Test;
    bool isPassed = false;
    std::chrono::milliseconds duration{};
    QString ending;    ///< exit status, or the evidence
    QByteArray output; ///< of the command, its first 16 KiB
};

struct InstallResult
{
    enum class Verdict {
        Installed,    ///< the test passed and the reload was accepted
        NotStored,    ///< the file could not be put in place; nothing changed
        TestFailed,   ///< what was there before is back
        ReloadFailed, ///< what was there before is back
        NotConfirmed, ///< the reload was accepted but did not take effect; what was there is back
        TooBusy,      ///< its turn did not come in time; nothing changed
    };
    Verdict verdict = Verdict::NotStored;
    QString reason;        ///< empty when installed
    bool isProved = false; ///< installed, and nginx was seen to serve it
    QList<PhaseReport> phases = {};
};

/// Puts staged files into use, one after the other: in place, tested, reloaded, confirmed where the
/// options say how; and takes them back when any of these fails.
class Installer : public QObject
{
    Q_OBJECT
public:
    using Done = std::function<void(const InstallResult &)>;

    Installer(RuleStore &store, InstallerOptions options, QObject *parent = nullptr);
    ~Installer() override;

    /// Holds from the next install on.
    void setOptions(InstallerOptions options) { m_options = std::move(options); }

    /// `done` is called once, never from inside, unless `context` is gone by then.
    /// `origin` says in the log who sent it.
    void install(StagedFile file, const QString &name, const QString &origin, QObject *context,
                 Done done);

    /// Takes back what an earlier process left half installed, and reloads if anything was. To be
    /// called before the first install.
    tl::expected<void, QString> recover();

private:
    struct Job;
    void startNext();
    void test();
    void reload();
    void confirm();
    void keep(bool isProved);
    void takeBack(InstallResult::Verdict verdict, const QString &reason, bool mayBeLive);
    void restore(InstallResult result);
    void finish(InstallResult result);
    void watch(Confirmation &confirmation, Phase phase,
               std::function<void(const ConfirmationResult &)> then);
    void note(Phase phase, const CommandResult &result);
    void run(const QString &what, const CommandLine &line,
             std::function<void(const CommandResult &)> then);

    RuleStore &m_store;
    InstallerOptions m_options;
    std::list<std::unique_ptr<Job>> m_waiting;
    std::unique_ptr<Job> m_running;
    bool m_isRecovering = false;
};

} // namespace transfer::receiver
