// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/loopcheck-cli/commandline.h"
#include "app/loopcheck-cli/commands.h"
#include "app/loopcheck-cli/discoveryreport.h"
#include "app/loopcheck-cli/waiting.h"
#include "modbus/discovery/foundpoints.h"
#include "modbus/discovery/hostrange.h"
#include "modbus/pointlistcsv.h"

#include <QEventLoop>
#include <QTextStream>

namespace cli {

namespace {

using namespace modbus::discovery;

const QString kPorts = QStringLiteral("ports");
const QString kRate = QStringLiteral("rate");
const QString kUnit = QStringLiteral("unit");
const QString kAll = QStringLiteral("all");
const QString kTable = QStringLiteral("table");
const QString kFrom = QStringLiteral("from");
const QString kCount = QStringLiteral("count");
const QString kStep = QStringLiteral("step");
const QString kTimeout = QStringLiteral("timeout");
const QString kCsv = QStringLiteral("csv");
const QString kPoints = QStringLiteral("points");

/// How the results come.
enum class Form { Text, Json, Csv, Points };

tl::expected<Form, Failure> formFrom(const CommandLine &line, const QString &what)
{
    if (int(line.wantsJson()) + int(line.isSet(kCsv)) + int(line.isSet(kPoints)) > 1)
        return tl::make_unexpected(
            usageFailure(Text::tr("--json, --csv and --points exclude each other.")));
    if (line.isSet(kPoints) && what != QStringLiteral("addresses"))
        return tl::make_unexpected(
            usageFailure(Text::tr("--points is for scan addresses: points have addresses.")));
    return line.wantsJson()      ? Form::Json
           : line.isSet(kCsv)    ? Form::Csv
           : line.isSet(kPoints) ? Form::Points
                                 : Form::Text;
}

/// A point for each readable address, to be named and typed by the user.
QByteArray pointListOf(const RangeScanResult &result)
{
    QList<modbus::Point> points;
    for (const ReadableBlock &block : result.blocks)
        points += pointsOf(block, result.target, block.count());
    return modbus::writePointList(points);
}

void print(QTextStream &out, const RangeScanResult &result, Form form)
{
    if (form == Form::Csv)
        out << toCsv(result);
    else if (form == Form::Points)
        out << QString::fromUtf8(pointListOf(result));
    else
        cli::print(out, result);
}

/// Lets a scan run to its end.
template <typename Result, typename Scan>
Result runToEnd(Scan &scan)
{
    QEventLoop loop;
    Result result;
    QObject::connect(&scan, &Scan::finished, &loop, [&](const Result &ended) {
        result = ended;
        loop.quit();
    });
    scan.start();
    loop.exec();
    return result;
}

int scanHosts(const CommandLine &line, const QString &range, Form form)
{
    const bool asJson = form == Form::Json;
    const auto hosts = parseHosts(range);
    if (!hosts)
        return report(usageFailure(hosts.error()), asJson);
    const auto ports = parsePorts(line.value(kPorts));
    if (!ports)
        return report(usageFailure(ports.error()), asJson);
    const auto rate = line.figure(kRate, 1, 1000);
    if (!rate)
        return report(rate.error(), asJson);
    const auto deadline = line.milliseconds(kTimeout, 50, 10000);
    if (!deadline)
        return report(deadline.error(), asJson);

    HostScan::Options options;
    options.hosts = *hosts;
    options.ports = *ports;
    options.perSecond = *rate;
    options.connectTimeout = *deadline;
    options.deadline = *deadline;
    HostScan scan(options);
    QTextStream out(stdout);
    if (form == Form::Csv)
        out << hostCsvHeadings();
    if (!asJson) {
        QTextStream(stderr)
            << Text::tr("Connects to %1 hosts and ports, %2 a second, and reads one register of "
                        "each. Ask who runs the network first.")
                   .arg(hosts->size() * ports->size())
                   .arg(*rate)
            << '\n';
        QObject::connect(&scan, &HostScan::found, &scan, [&out, form](const HostFinding &finding) {
            if (form == Form::Csv)
                out << toCsvLine(finding);
            else
                cli::print(out, finding);
            out.flush();
        });
    }
    const auto result = runToEnd<HostScanResult>(scan);
    if (asJson) {
        printJson(toJson(result));
    } else if (form == Form::Text) {
        out << Text::tr("%1 of %2 tried, %3 open, %4 speak Modbus TCP")
                   .arg(result.tried)
                   .arg(result.total)
                   .arg(result.findings.size())
                   .arg(result.modbusCount())
            << '\n';
    }
    return result.modbusCount() > 0 ? Done : NoAnswer;
}

int scanUnits(const CommandLine &line, modbus::Connection &connection,
              std::chrono::milliseconds deadline, Form form)
{
    const bool asJson = form == Form::Json;
    UnitScan::Options options;
    options.units = line.isSet(kAll) ? UnitScan::allUnits() : UnitScan::usualUnits();
    options.deadline = deadline;
    UnitScan scan(connection, options);
    QTextStream out(stdout);
    if (form == Form::Csv)
        out << unitCsvHeadings();
    if (!asJson) {
        QObject::connect(&scan, &UnitScan::found, &scan, [&out, form](const UnitFinding &finding) {
            if (form == Form::Csv)
                out << toCsvLine(finding);
            else if (finding.isAlive())
                cli::print(out, finding);
            out.flush();
        });
    }
    const auto result = runToEnd<UnitScanResult>(scan);
    if (result.fault)
        return report(failureOf(*result.fault), asJson, toJson(result));
    if (asJson) {
        printJson(toJson(result));
    } else if (form == Form::Text) {
        out << Text::tr("%1 units asked, %2 alive")
                   .arg(result.findings.size())
                   .arg(result.aliveCount())
            << '\n';
        if (result.lateReplies > 0)
            out << Text::tr("%1 answers came too late to be counted: scan again with a longer "
                            "--timeout.")
                       .arg(result.lateReplies)
                << '\n';
    }
    return result.aliveCount() > 0 ? Done : NoAnswer;
}

int scanAddresses(const CommandLine &line, modbus::Connection &connection, quint8 unit,
                  std::chrono::milliseconds deadline, Form form)
{
    const bool asJson = form == Form::Json;
    const auto table = modbus::tableFromName(line.value(kTable));
    if (!table) {
        return report(usageFailure(Text::tr("There is no table \"%1\". Take coil, discrete, input "
                                            "or holding.")
                                       .arg(line.value(kTable))),
                      asJson);
    }
    const auto first = line.figure(kFrom, 0, modbus::kTableSize - 1);
    if (!first)
        return report(first.error(), asJson);
    const auto count = line.figure(kCount, 1, modbus::kTableSize);
    if (!count)
        return report(count.error(), asJson);
    const auto step = line.figure(kStep, 1, 125);
    if (!step)
        return report(step.error(), asJson);

    RangeScan::Options options;
    options.unit = unit;
    options.first = {*table, static_cast<quint16>(*first)};
    options.count = *count;
    options.stride = *step;
    options.deadline = deadline;
    RangeScan scan(connection, options);
    const auto result = runToEnd<RangeScanResult>(scan);
    if (result.fault) {
        if (!asJson && !result.blocks.isEmpty()) {
            QTextStream out(stdout);
            print(out, result, form);
        }
        return report(failureOf(*result.fault), asJson, toJson(result));
    }
    if (asJson) {
        printJson(toJson(result));
    } else {
        QTextStream out(stdout);
        print(out, result, form);
    }
    return result.blocks.isEmpty() ? Refused : Done;
}

int scanDevice(const CommandLine &line, const QString &what, const QString &host, Form form)
{
    const bool asJson = line.wantsJson();
    auto target = modbus::parseTarget(host);
    if (!target)
        return report(usageFailure(target.error()), asJson);
    if (line.isSet(kUnit)) {
        const auto unit = line.figure(kUnit, 0, 255);
        if (!unit)
            return report(unit.error(), asJson);
        target->unit = static_cast<quint8>(*unit);
    }
    const auto deadline = line.milliseconds(kTimeout, 10, 60000);
    if (!deadline)
        return report(deadline.error(), asJson);
    modbus::Connection connection(target->endpoint);
    connection.open();
    return what == QStringLiteral("units")
               ? scanUnits(line, connection, *deadline, form)
               : scanAddresses(line, connection, target->unit, *deadline, form);
}

} // namespace

int scan(const QStringList &arguments)
{
    CommandLine line(
        QStringLiteral("scan"),
        Text::tr("Finds devices, unit identifiers and readable addresses. Reads only.\n"
                 "  hosts RANGE       which hosts answer in Modbus TCP. Ask who runs the network "
                 "first.\n"
                 "  units HOST        which unit identifiers answer\n"
                 "  addresses HOST    which addresses of a table can be read, by halving\n"
                 "Exit code 0 where something was found."));
    line.addParameter(QStringLiteral("WHAT"), Text::tr("hosts, units or addresses."));
    line.addParameter(
        QStringLiteral("WHERE"),
        Text::tr("HOST[:PORT], or for hosts a range: 192.168.0.0/24, 192.168.0.1-254; "
                 "a /16 at most."));
    line.addOption(kPorts, QStringLiteral("LIST"), Text::tr("hosts: ports, as in 502,1502-1510."),
                   QStringLiteral("502"));
    line.addOption(kRate, QStringLiteral("N"), Text::tr("hosts: attempts a second, 1 to 1000."),
                   QStringLiteral("20"));
    line.addFlag(kAll, Text::tr("units: 0 and 255 as well as 1 to 247."));
    line.addOption(kTable, QStringLiteral("TABLE"),
                   Text::tr("addresses: coil, discrete, input or holding."),
                   QStringLiteral("holding"));
    line.addOption(kUnit, QStringLiteral("N"), Text::tr("addresses: unit identifier, 0 to 255."),
                   QStringLiteral("1"));
    line.addOption(kFrom, QStringLiteral("ADDRESS"), Text::tr("addresses: first PDU address."),
                   QStringLiteral("0"));
    line.addOption(kCount, QStringLiteral("N"),
                   Text::tr("addresses: how many to look at, to the table's end at most."),
                   QStringLiteral("65536"));
    line.addOption(
        kStep, QStringLiteral("N"),
        Text::tr("addresses: readable blocks shorter than this may be missed, 1 to 125."),
        QStringLiteral("16"));
    line.addOption(kTimeout, QStringLiteral("MS"), Text::tr("Longest wait for each answer."),
                   QStringLiteral("500"));
    line.addFlag(kCsv, Text::tr("Findings as CSV, with the names that JSON has."));
    line.addFlag(kPoints, Text::tr("addresses: a point list (CSV) with a point for each readable "
                                   "address, to be named and typed."));
    if (const auto exitCode = line.parse(arguments))
        return *exitCode;

    const QStringList values = line.values();
    const QString what = values.value(0);
    if (values.size() != 2 ||
        !QStringList{QStringLiteral("hosts"), QStringLiteral("units"), QStringLiteral("addresses")}
             .contains(what)) {
        return report(
            usageFailure(Text::tr("hosts RANGE, units HOST or addresses HOST is needed.")),
            line.wantsJson());
    }
    const auto form = formFrom(line, what);
    if (!form)
        return report(form.error(), line.wantsJson());
    return what == QStringLiteral("hosts") ? scanHosts(line, values.at(1), *form)
                                           : scanDevice(line, what, values.at(1), *form);
}

} // namespace cli
