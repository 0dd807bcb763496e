// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/loopcheck-cli/commandline.h"
#include "app/loopcheck-cli/commands.h"

#include <QTextStream>
#include <array>

namespace {

using cli::Text;

struct Command
{
    QLatin1StringView name;
    int (*run)(const QStringList &arguments);
};
constexpr std::array kCommands{
    Command{QLatin1StringView("read"), cli::read},
    Command{QLatin1StringView("write"), cli::write},
    Command{QLatin1StringView("identify"), cli::identify},
    Command{QLatin1StringView("raw"), cli::raw},
    Command{QLatin1StringView("points"), cli::points},
    Command{QLatin1StringView("poll"), cli::poll},
    Command{QLatin1StringView("push"), cli::push},
    Command{QLatin1StringView("pair"), cli::pair},
    Command{QLatin1StringView("rules"), cli::rules},
    Command{QLatin1StringView("receiver"), cli::receiver},
    Command{QLatin1StringView("scan"), cli::scan},
    Command{QLatin1StringView("doctor"), cli::doctor},
    Command{QLatin1StringView("demo"), cli::demo},
};

QString helpText()
{
    return Text::tr("Usage: loopcheck-cli COMMAND [options]\n"
                    "Modbus TCP commissioning and rule push without a window.\n"
                    "\n"
                    "Commands:\n"
                    "  read  HOST[:PORT] TABLE ADDRESS [COUNT]           read values\n"
                    "  write HOST[:PORT] TABLE ADDRESS VALUE... --arm    write values, read back\n"
                    "  identify HOST[:PORT]                              ask a device who it is\n"
                    "  raw   HOST[:PORT] PDUHEX... [--arm]               send any request\n"
                    "  points check FILE                                 check a point list\n"
                    "  poll  POINTS.csv                                  poll a point list\n"
                    "  push  FILE RECEIVER... | HOST[:PORT]              push a rule file\n"
                    "  pair  LINE                                        trust a receiver\n"
                    "  rules list|get|history|restore|delete|diff RECEIVER\n"
                    "                                                    rules at a receiver\n"
                    "  scan  hosts RANGE | units HOST | addresses HOST   find what is there\n"
                    "  doctor HOST[:PORT][/UNIT]                         why a device is silent\n"
                    "  demo                                              try it all on this "
                    "machine\n"
                    "\n"
                    "Options:\n"
                    "  -h, --help     Print this help; after a command, the command's.\n"
                    "  -v, --version  Print the version.\n"
                    "  --json         Print one JSON object on stdout.\n") +
           cli::exitCodesText() + u'\n';
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("loopcheck"));
    QCoreApplication::setApplicationVersion(QStringLiteral(LOOPCHECK_VERSION));

    const QStringList arguments = QCoreApplication::arguments();
    const QString name = arguments.value(1);
    if (name == QStringLiteral("-h") || name == QStringLiteral("--help")) {
        QTextStream(stdout) << helpText();
        return cli::Done;
    }
    if (name == QStringLiteral("-v") || name == QStringLiteral("--version")) {
        QTextStream(stdout) << "loopcheck-cli " << QCoreApplication::applicationVersion() << '\n';
        return cli::Done;
    }
    for (const Command &command : kCommands) {
        if (name == command.name)
            return command.run(arguments);
    }
    const bool isMissing = name.isEmpty() || name.startsWith(u'-');
    return cli::report(
        cli::usageFailure(
            isMissing ? Text::tr("A command is missing.")
                      : Text::tr("\"%1\" is no command.").arg(name),
            Text::tr("The command comes first. loopcheck-cli --help lists them all.")),
        arguments.contains(QStringLiteral("--json")));
}
