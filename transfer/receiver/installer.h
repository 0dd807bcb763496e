// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/receiver/installrun.h"

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <functional>
#include <list>
#include <memory>

namespace transfer::receiver {

/// Puts changes into use, one after the other, each with the evidence that the options ask for;
/// others wait for their turn, those of another process on the same store as well.
class Installer : public QObject
{
    Q_OBJECT
public:
    using Done = std::function<void(const InstallResult &)>;

    Installer(RuleStore &store, InstallerOptions options, QObject *parent = nullptr);
    ~Installer() override;

    /// Holds from the next install on.
    void setOptions(InstallerOptions options) { m_options = std::move(options); }
    const InstallerOptions &options() const { return m_options; }

    /// `done` is called once, never from inside, unless `context` is gone by then. No file for a
    /// deletion.
    void install(std::optional<StagedFile> file, Change change, QObject *context, Done done);

    bool isBusy() const { return m_running != nullptr; }
    qsizetype waitingCount() const { return qsizetype(m_waiting.size()); }

    /// Takes back what an earlier process left half installed, and reloads if anything was. To be
    /// called before the first install. Where another process installs right now it waits for that,
    /// and installs wait for it.
    tl::expected<void, QString> recover();

private:
    struct Job;
    bool takesTurn();
    void startNext();
    void giveUp(Job *waiting);
    void finish(const InstallResult &result);

    RuleStore &m_store;
    InstallerOptions m_options;
    std::list<std::unique_ptr<Job>> m_waiting;
    std::unique_ptr<Job> m_running;
    QTimer m_turn; ///< looks again whether another process has ended its install
    bool m_isRecovering = false;
    bool m_mustRecover = false;
};

} // namespace transfer::receiver
