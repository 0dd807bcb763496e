// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/demodevice.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QTextStream>

namespace {

enum ExitCode { Done = 0, WrongUsage = 2, CannotListen = 3 };

QString tr(const char *text)
{
    return QCoreApplication::translate("sim", text);
}

struct Place
{
    QHostAddress address;
    quint16 port = 0;
};

/// ADDR:PORT, an IPv6 address in brackets.
std::optional<Place> placeFrom(const QString &text)
{
    const auto colon = text.lastIndexOf(u':');
    if (colon < 0)
        return {};
    QString host = text.first(colon);
    if (host.startsWith(u'[') && host.endsWith(u']'))
        host = host.sliced(1, host.size() - 2);
    else if (host.contains(u':'))
        return {};
    bool isPort = false;
    const quint16 port = text.sliced(colon + 1).toUShort(&isPort);
    const QHostAddress address(host);
    if (!isPort || address.isNull())
        return {};
    return Place{address, port};
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("loopcheck-sim"));
    QCoreApplication::setApplicationVersion(QStringLiteral(LOOPCHECK_VERSION));

    QCommandLineParser parser;
    parser.setApplicationDescription(
        tr("A Modbus TCP demo device: all four tables full size, unit identifier 1.\n"
           "Holding register i holds i, input register i 65535 - i, coil i is on where 3 divides "
           "i, discrete input i where 2 does. Addresses 0 to 99 of each table are live signals "
           "unless --static. Prints the address it listens on and runs until it is ended.\n"
           "\n"
           "Exit codes: 2 wrong usage, 3 the address cannot be listened on."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption listen(
        QStringLiteral("listen"),
        tr("Where to listen; port 0 takes a free one. 127.0.0.1:1502 unless given."),
        QStringLiteral("ADDR:PORT"), QStringLiteral("127.0.0.1:1502"));
    const QCommandLineOption isStatic(QStringLiteral("static"), tr("Keep every value at rest."));
    parser.addOptions({listen, isStatic});

    QTextStream out(stdout);
    QTextStream err(stderr);
    const bool isUnderstood = parser.parse(QCoreApplication::arguments());
    if (parser.isSet(QStringLiteral("help")) || parser.isSet(QStringLiteral("help-all"))) {
        out << parser.helpText();
        return Done;
    }
    if (parser.isSet(QStringLiteral("version"))) {
        out << "loopcheck-sim " << QCoreApplication::applicationVersion() << '\n';
        return Done;
    }
    if (!isUnderstood) {
        err << parser.errorText() << '\n' << tr("--help lists the options.") << '\n';
        return WrongUsage;
    }
    if (!parser.positionalArguments().isEmpty()) {
        err << tr("\"%1\" is no option. To listen, write --listen ADDR:PORT.")
                   .arg(parser.positionalArguments().constFirst())
            << '\n';
        return WrongUsage;
    }
    const auto place = placeFrom(parser.value(listen));
    if (!place) {
        err << tr("--listen takes an IP address and a port, such as 0.0.0.0:1502 or [::1]:1502, "
                  "not \"%1\".")
                   .arg(parser.value(listen))
            << '\n';
        return WrongUsage;
    }

    using Signals = modbus::DemoDevice::Signals;
    modbus::DemoDevice device(parser.isSet(isStatic) ? Signals::Static : Signals::Live);
    const auto port = device.listen(place->address, place->port);
    if (!port) {
        err << tr("%1 cannot be listened on: %2. Check that the address is this machine's, that "
                  "the port is free, and that you may use it: those below 1024 need rights.")
                   .arg(parser.value(listen), port.error())
            << '\n';
        return CannotListen;
    }
    const bool isIpv6 = place->address.protocol() == QHostAddress::IPv6Protocol;
    const QString address = place->address.toString();
    out << (isIpv6 ? u'[' + address + u']' : address) << ':' << *port << Qt::endl;
    return QCoreApplication::exec();
}
