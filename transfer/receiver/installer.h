// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/receiver/command.h"
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
};

struct InstallResult
{
    enum class Verdict {
        Installed,    ///< the test passed and the reload was accepted
        NotStored,    ///< the file could not be put in place; nothing changed
        TestFailed,   ///< what was there before is back
        ReloadFailed, ///< what was there before is back
        TooBusy,      ///< its turn did not come in time; nothing changed
    };
    Verdict verdict = Verdict::NotStored;
    QString reason; ///< empty when installed
};

/// Puts staged files into use, one after the other: in place, tested, reloaded; and takes them back
/// when either fails.
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
    void takeBack(InstallResult::Verdict verdict, const QString &reason);
    void finish(const InstallResult &result);
    void run(const QString &what, const CommandLine &line,
             std::function<void(const CommandResult &)> then);

    RuleStore &m_store;
    InstallerOptions m_options;
    std::list<std::unique_ptr<Job>> m_waiting;
    std::unique_ptr<Job> m_running;
    bool m_isRecovering = false;
};

} // namespace transfer::receiver
