// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/endpoint.h"
#include "ui/mainwindow.h"
#include "ui/settings.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTextStream>
#include <algorithm>
#include <memory>
#include <optional>

namespace {

constexpr int kWrongUsage = 2;

/// What the command line asks for.
struct Wishes
{
    bool isDemo = false;
    std::optional<modbus::Target> target;
    QString settingsFolder; ///< empty: where the system keeps settings
};

/// True for a question that is answered without a display.
bool isQuestion(const char *argument)
{
    const QLatin1StringView text(argument);
    return text == QLatin1StringView("--help") || text == QLatin1StringView("-h") ||
           text == QLatin1StringView("--version") || text == QLatin1StringView("-v");
}

std::unique_ptr<QCoreApplication> makeApplication(int &argc, char **argv)
{
    if (std::any_of(argv + 1, argv + argc, isQuestion))
        return std::make_unique<QCoreApplication>(argc, argv);
    return std::make_unique<QApplication>(argc, argv);
}

/// Gives what is wrong with the command line, in words.
tl::expected<Wishes, QString> readCommandLine(const QCoreApplication &application)
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("main", text); };
    QCommandLineParser parser;
    parser.setApplicationDescription(
        tr("Modbus TCP commissioning and rule push: see live values, write with care, push rule "
           "files."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption demo(
        QStringLiteral("demo"),
        tr("Run a device and a receiver inside this program and connect to them. Settings are "
           "not kept."));
    const QCommandLineOption connectTo(QStringLiteral("connect"),
                                       tr("Connect to a device: host[:port][/unit]."),
                                       QStringLiteral("target"));
    const QCommandLineOption settings(QStringLiteral("settings"),
                                      tr("Keep settings, journals and histories in this folder."),
                                      QStringLiteral("folder"));
    parser.addOptions({demo, connectTo, settings});
    if (!parser.parse(application.arguments()))
        return tl::make_unexpected(parser.errorText());
    parser.process(application); // answers --help and --version

    if (!parser.positionalArguments().isEmpty())
        return tl::make_unexpected(
            tr("'%1' is no option. To connect, write --connect %1; --help lists the options.")
                .arg(parser.positionalArguments().constFirst()));
    Wishes wishes{parser.isSet(demo), {}, parser.value(settings)};
    if (parser.isSet(connectTo)) {
        const auto target = modbus::parseTarget(parser.value(connectTo));
        if (!target)
            return tl::make_unexpected(QStringLiteral("--connect: ") + target.error());
        wishes.target = *target;
    }
    return wishes;
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication::setApplicationName(QStringLiteral("loopcheck"));
    QCoreApplication::setApplicationVersion(QStringLiteral(LOOPCHECK_VERSION));
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Loopcheck"));
    const std::unique_ptr<QCoreApplication> application = makeApplication(argc, argv);

    const auto wishes = readCommandLine(*application);
    if (!wishes) {
        QTextStream(stderr) << "loopcheck: " << wishes.error() << Qt::endl;
        return kWrongUsage;
    }

    std::optional<QTemporaryDir> passing; // what a demo leaves behind
    QString settingsFolder = wishes->settingsFolder;
    QString dataFolder = settingsFolder;
    if (settingsFolder.isEmpty() && wishes->isDemo) {
        passing.emplace();
        settingsFolder = dataFolder = passing->path();
    } else if (settingsFolder.isEmpty()) {
        settingsFolder = QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation);
        dataFolder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    }

    ui::Settings settings(settingsFolder);
    ui::MainWindow window(settings, dataFolder);
    window.show();
    if (wishes->isDemo)
        window.openDemo();
    if (wishes->target)
        window.connectTo(*wishes->target);
    return QCoreApplication::exec();
}
