// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCommandLineParser>
#include <QHash>
#include <QString>
#include <QStringList>
#include <chrono>
#include <optional>
#include <tl/expected.hpp>

namespace transfer::receiver {

/// One setting of a daemon, on the command line as --name and in the configuration file as name.
struct Setting
{
    QString name;
    QString description;
    QString valueName;    ///< of what is to be given; empty for a switch of the command line
    QString defaultValue; ///< shown in the help
};

/// The settings of a daemon: what the command line gives, else what the file that --config names
/// gives, else the default. The file has one name=value a line; lines that begin with # are
/// comments. Every daemon has --config, --lock, --daemon (-d), --supervise,
/// --help (-h) and --version (-V).
class Settings
{
public:
    Settings(const QString &program, const QString &description, const QList<Setting> &settings);

    /// Reads the command line and the configuration file. Gives the exit status where there is
    /// nothing more to do: help, version, wrong usage (2, the reason is on standard error).
    std::optional<int> parse(int argc, char **argv);
    /// Reads the configuration file again. What it gave before stays where it can't be read.
    tl::expected<void, QString> reread();

    /// An error where one of these is not given.
    tl::expected<void, QString> require(const QStringList &names) const;
    bool isSet(const QString &name) const;
    QString text(const QString &name) const;
    /// A setting that may be given several times.
    QStringList texts(const QString &name) const;
    /// The absolute form of a path that was given relative to the directory of the start.
    QString path(const QString &name) const;
    tl::expected<int, QString> number(const QString &name, int least, int most) const;
    /// A time in seconds, parts of which may be given.
    tl::expected<std::chrono::milliseconds, QString> seconds(const QString &name) const;
    using TimeTarget = std::pair<QString, std::chrono::milliseconds *>;
    /// Several of them, up to the first that is wrong.
    tl::expected<void, QString> readSeconds(std::initializer_list<TimeTarget> targets) const;
    /// Where the program was started; it may have left for another directory since.
    QString startDirectory() const { return m_startDirectory; }

private:
    QString m_program;
    QList<Setting> m_settings;
    QCommandLineParser m_parser;
    QString m_startDirectory;
    QHash<QString, QStringList> m_file;
};

} // namespace transfer::receiver
