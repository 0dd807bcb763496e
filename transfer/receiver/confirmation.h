// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/receiver/nginxprocess.h"

#include <QElapsedTimer>
#include <QFile>
#include <QObject>
#include <QTimer>
#include <chrono>
#include <memory>
#include <tl/expected.hpp>

namespace transfer::receiver {

/// Where to look for the evidence that a reload took effect.
struct ConfirmationOptions
{
    QString pidFile;  ///< of nginx's master; empty: no evidence is looked for
    QString errorLog; ///< the master's; may be empty: then only the workers tell
    std::chrono::milliseconds limit{10000};
    bool isWanted() const { return !pidFile.isEmpty(); }
    friend bool operator==(const ConfirmationOptions &, const ConfirmationOptions &) = default;
};

struct ConfirmationResult
{
    bool isConfirmed = false;
    QString evidence; ///< what was seen, or why it does not suffice
};

/// Watches whether nginx takes a new configuration into use. The exit status of the reload says
/// only that a signal was sent (docs/nginx-reload.md). Evidence is a new generation of workers of
/// the master that the pid file names: at least one new worker serves and none of the old ones
/// does. An `[emerg]` in the error log since the start is evidence of the contrary.
class Confirmation : public QObject
{
    Q_OBJECT
public:
    /// To be called before the reload: remembers which workers serve and where the log ends.
    /// The reason, where there is no nginx that could be reloaded.
    static tl::expected<std::unique_ptr<Confirmation>, QString>
    prepare(const ConfirmationOptions &options);
    ~Confirmation() override;

    /// To be called once the reload was accepted.
    void start();

signals:
    /// Exactly once, never from inside start().
    void finished(const transfer::receiver::ConfirmationResult &result);

private:
    Confirmation(ConfirmationOptions options, const NginxProcess &nginx);
    void look();
    QString emergency();
    void finish(bool isConfirmed, const QString &evidence);

    ConfirmationOptions m_options;
    NginxProcess m_nginx;
    std::set<ProcessIdentity> m_before;
    QFile m_log;
    QByteArray m_logTail; ///< since the start, from its last incomplete line on
    QString m_lastWords;  ///< emergencies that the log has shown
    QTimer m_timer;
    QElapsedTimer m_since;
};

} // namespace transfer::receiver
