// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QProcess>
#include <QString>
#include <QTimer>
#include <chrono>
#include <optional>
#include <tl/expected.hpp>

namespace transfer::receiver {

/// A program with its arguments and the time that it gets. No shell is involved.
struct CommandLine
{
    QString program;
    QStringList arguments;
    std::chrono::milliseconds limit{};
    QString directory = {}; ///< where it runs; empty for this process's own

    /// Takes a line apart at blanks; double quotes keep words together.
    static tl::expected<CommandLine, QString> parse(const QString &line,
                                                    std::chrono::milliseconds limit);
    QString toString() const;
};

struct CommandResult
{
    bool isSuccess = false; ///< it ended by itself with status 0
    QString ending;         ///< "exit status 1", "killed after 10 s without a result", ...
    QByteArray output;      ///< the first 16 KiB of both its outputs
    std::chrono::milliseconds duration{};
    std::optional<int> exitStatus = {}; ///< where it ended by itself
};

/// Runs a command once, in a process group of its own that is killed when its time is up. The
/// command does not outlive this process, however that ends.
class Command : public QObject
{
    Q_OBJECT
public:
    explicit Command(CommandLine line, QObject *parent = nullptr);
    ~Command() override;
    void start();

signals:
    /// Exactly once, never from inside start().
    void finished(const transfer::receiver::CommandResult &result);

private:
    void collect();
    void kill();
    void finish(bool isSuccess, const QString &ending, std::optional<int> exitStatus = {});

    CommandLine m_line;
    QProcess m_process;
    QTimer m_limit;
    std::chrono::steady_clock::time_point m_started;
    QByteArray m_output;
    bool m_isKilled = false;
    bool m_isFinished = false;
};

} // namespace transfer::receiver
