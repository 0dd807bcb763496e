// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/receiver/change.h"
#include "transfer/receiver/command.h"
#include "transfer/receiver/confirmation.h"
#include "transfer/receiver/installresult.h"
#include "transfer/receiver/rulestore.h"

#include <QElapsedTimer>
#include <QObject>
#include <chrono>
#include <functional>
#include <memory>

namespace transfer::receiver {

struct InstallerOptions
{
    CommandLine test;
    CommandLine reload;
    std::chrono::milliseconds queueLimit{15000}; ///< how long an install waits for its turn
    ConfirmationOptions confirmation = {};
};

/// One change, from its precondition to its verdict: in place, tested, reloaded, confirmed, probed;
/// and taken back when any of these fails.
class InstallRun : public QObject
{
    Q_OBJECT
public:
    /// No file for a deletion.
    InstallRun(RuleStore &store, InstallerOptions options, std::optional<StagedFile> file,
               Change change, QObject *parent = nullptr);
    ~InstallRun() override;

    const Change &change() const { return m_change; }
    void start();

signals:
    /// Exactly once, never from inside start().
    void finished(const transfer::receiver::InstallResult &result);

private:
    using Verdict = InstallResult::Verdict;
    void place();
    void test();
    void reload();
    void confirm();
    void probe(bool isConfirmed);
    void keep(bool isProved);
    void takeBack(Verdict verdict, const QString &reason, bool mayBeLive);
    void restore();
    void finish(Verdict verdict, const QString &reason = {});
    void finish();
    void watch(Confirmation &confirmation, Phase phase,
               std::function<void(const ConfirmationResult &)> then);
    void note(Phase phase, bool isPassed, std::chrono::milliseconds duration,
              const QString &ending = {});
    void note(Phase phase, const CommandResult &result);

    RuleStore &m_store;
    InstallerOptions m_options;
    std::optional<StagedFile> m_file;
    Change m_change;
    std::unique_ptr<Confirmation> m_confirmation; ///< of the reload under way
    InstallResult m_result;
};

/// Runs a command and logs how it ended.
void runLogged(const QString &what, const CommandLine &line, QObject *context,
               std::function<void(const CommandResult &)> then);

} // namespace transfer::receiver
