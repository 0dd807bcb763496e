// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/loopcheck-cli/failure.h"

#include <QCommandLineParser>
#include <QStringList>
#include <chrono>
#include <optional>
#include <tl/expected.hpp>

namespace cli {

/// The command line of one command: its options, --json, --help and --version.
/// A value may be a negative number without being taken for an option.
class CommandLine
{
public:
    CommandLine(const QString &command, const QString &description);

    /// One of the values after the command, as the usage line shows it: "HOST[:PORT]", "VALUE...".
    void addParameter(const QString &name, const QString &description);
    void addFlag(const QString &name, const QString &description);
    void addOption(const QString &name, const QString &valueName, const QString &description,
                   const QString &defaultValue = {});

    /// Reads the program's arguments. Gives an exit code where there is nothing left to do: help
    /// or version was asked for and is printed, or a mistake was made and is reported.
    std::optional<int> parse(const QStringList &arguments);

    /// What follows the command, without the options.
    QStringList values() const;
    bool isSet(const QString &name) const { return m_parser.isSet(name); }
    QString value(const QString &name) const;
    bool wantsJson() const;

    /// An option's figure, within its range.
    tl::expected<int, Failure> figure(const QString &name, int least, int most) const;
    tl::expected<std::chrono::milliseconds, Failure> milliseconds(const QString &name, int least,
                                                                  int most) const;

private:
    QCommandLineParser m_parser;
};

/// What every command's help ends with.
QString exitCodesText();

} // namespace cli
