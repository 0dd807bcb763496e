// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/loopcheck-cli/commandline.h"

#include <QRegularExpression>
#include <QTextStream>

namespace cli {

namespace {

const QString kHelp = QStringLiteral("help");
const QString kVersion = QStringLiteral("version");
const QString kJson = QStringLiteral("json");

// QCommandLineParser takes "-5" for an option. A minus sign (U+2212) stands in for the hyphen of
// negative numbers while it works.
constexpr QChar kMinus(0x2212);

QString shielded(const QString &argument)
{
    static const QRegularExpression negativeNumber(QStringLiteral("^-([0-9.].*|inf(inity)?|nan)$"),
                                                   QRegularExpression::CaseInsensitiveOption);
    return negativeNumber.match(argument).hasMatch() ? kMinus + argument.sliced(1) : argument;
}

QString unshielded(const QString &argument)
{
    return argument.startsWith(kMinus) ? u'-' + argument.sliced(1) : argument;
}

} // namespace

CommandLine::CommandLine(const QString &command, const QString &description)
{
    m_parser.setApplicationDescription(description + u'\n' + exitCodesText());
    m_parser.addPositionalArgument(command, Text::tr("The command."));
    m_parser.addOption({{QStringLiteral("h"), kHelp}, Text::tr("Print this help.")});
    m_parser.addOption({{QStringLiteral("v"), kVersion}, Text::tr("Print the version.")});
    addFlag(kJson, Text::tr("Print one JSON object on stdout."));
}

void CommandLine::addParameter(const QString &name, const QString &description)
{
    m_parser.addPositionalArgument(name, description);
}

void CommandLine::addFlag(const QString &name, const QString &description)
{
    m_parser.addOption({name, description});
}

void CommandLine::addOption(const QString &name, const QString &valueName,
                            const QString &description, const QString &defaultValue)
{
    const QString usual =
        defaultValue.isEmpty() ? QString() : Text::tr(" Usually %1.").arg(defaultValue);
    m_parser.addOption({name, description + usual, valueName, defaultValue});
}

std::optional<int> CommandLine::parse(const QStringList &arguments)
{
    QStringList shieldedArguments;
    for (const QString &argument : arguments)
        shieldedArguments.append(shielded(argument));
    const bool isUnderstood = m_parser.parse(shieldedArguments);
    if (m_parser.isSet(kHelp)) {
        QTextStream(stdout) << m_parser.helpText();
        return Done;
    }
    if (m_parser.isSet(kVersion)) {
        QTextStream(stdout) << "loopcheck-cli " << QCoreApplication::applicationVersion() << '\n';
        return Done;
    }
    if (!isUnderstood) {
        return report(usageFailure(m_parser.errorText()),
                      arguments.contains(QStringLiteral("--json")));
    }
    return {};
}

QStringList CommandLine::values() const
{
    QStringList values;
    for (const QString &argument : m_parser.positionalArguments().mid(1))
        values.append(unshielded(argument));
    return values;
}

QString CommandLine::value(const QString &name) const
{
    return unshielded(m_parser.value(name));
}

bool CommandLine::wantsJson() const
{
    return isSet(kJson);
}

tl::expected<int, Failure> CommandLine::figure(const QString &name, int least, int most) const
{
    bool isFigure = false;
    const int figure = value(name).toInt(&isFigure);
    if (!isFigure || figure < least || figure > most) {
        return tl::make_unexpected(usageFailure(
            Text::tr("--%1 takes a figure from %2 to %3, not \"%4\".")
                .arg(name, QString::number(least), QString::number(most), value(name))));
    }
    return figure;
}

tl::expected<std::chrono::milliseconds, Failure>
CommandLine::milliseconds(const QString &name, int least, int most) const
{
    return figure(name, least, most).map([](int ms) { return std::chrono::milliseconds(ms); });
}

QString exitCodesText()
{
    return Text::tr(
        "\n"
        "Exit codes:\n"
        "  0  done\n"
        "  1  refused by the peer: an exception, a reload error, a read back that differs, or\n"
        "     registers that hold no value of the type; or a point list with errors\n"
        "  2  wrong usage or input; nothing was sent\n"
        "  3  no connection, no answer in time, or none that passes the checks");
}

} // namespace cli
