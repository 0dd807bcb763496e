// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/loopcheck-cli/commandline.h"
#include "app/loopcheck-cli/commands.h"
#include "app/loopcheck-cli/discoveryreport.h"
#include "modbus/discovery/linkdoctor.h"
#include "modbus/discovery/measuring.h"

#include <QEventLoop>
#include <QTextStream>

namespace cli {

namespace {

const QString kTimeout = QStringLiteral("timeout");
const QString kConnectTimeout = QStringLiteral("connect-timeout");
const QString kTable = QStringLiteral("table");
const QString kFrom = QStringLiteral("from");
const QString kMeasure = QStringLiteral("measure");
const QString kSessions = QStringLiteral("sessions");

modbus::discovery::Measurements measure(const modbus::discovery::Measuring::Options &options)
{
    modbus::discovery::Measuring measuring(options);
    modbus::discovery::Measurements measured;
    QEventLoop loop;
    QObject::connect(&measuring, &modbus::discovery::Measuring::finished, &loop,
                     [&](const modbus::discovery::Measurements &got) {
                         measured = got;
                         loop.quit();
                     });
    measuring.start();
    loop.exec();
    return measured;
}

tl::expected<modbus::Address, Failure> firstFrom(const CommandLine &line)
{
    const auto table = modbus::tableFromName(line.value(kTable));
    if (!table) {
        return tl::make_unexpected(usageFailure(
            Text::tr("There is no table \"%1\". Take coil, discrete, input or holding.")
                .arg(line.value(kTable))));
    }
    const auto first = line.figure(kFrom, 0, modbus::kTableSize - 1);
    if (!first)
        return tl::make_unexpected(first.error());
    return modbus::Address{*table, static_cast<quint16>(*first)};
}

} // namespace

int doctor(const QStringList &arguments)
{
    CommandLine line(
        QStringLiteral("doctor"),
        Text::tr("Finds out why a device does not answer: name, way there, TCP connection, Modbus "
                 "answer, other unit identifiers, smaller block, RTU over TCP, UDP. Reads only. "
                 "Ends with a paragraph to be pasted into a mail.\n"
                 "JSON: host port unit healthy conclusion advice paragraph steps [{step state "
                 "evidence remedy}], and measured with --measure. Exit code 0 where the device "
                 "answers as asked."));
    line.addParameter(QStringLiteral("HOST[:PORT][/UNIT]"), Text::tr("The device."));
    line.addOption(kTimeout, QStringLiteral("MS"),
                   Text::tr("Longest wait for each answer, 50 to 60000 ms."),
                   QStringLiteral("1000"));
    line.addOption(kConnectTimeout, QStringLiteral("MS"),
                   Text::tr("Longest wait for a connection, 50 to 60000 ms."),
                   QStringLiteral("3000"));
    line.addOption(kTable, QStringLiteral("TABLE"),
                   Text::tr("What it is asked for: coil, discrete, input or holding."),
                   QStringLiteral("holding"));
    line.addOption(kFrom, QStringLiteral("ADDRESS"), Text::tr("And from which PDU address on."),
                   QStringLiteral("0"));
    line.addFlag(kMeasure, Text::tr("Where it answers, measure what it stands (longest block, "
                                    "requests at once, gap) and name the settings that fit."));
    line.addFlag(kSessions, Text::tr("With --measure: count TCP sessions as well, %1 at most. For "
                                     "a moment others may find none free.")
                                .arg(modbus::discovery::Measuring::kMostSessions));
    if (const auto exitCode = line.parse(arguments))
        return *exitCode;
    const bool asJson = line.wantsJson();
    if (line.values().size() != 1)
        return report(usageFailure(Text::tr("One HOST is needed.")), asJson);
    const auto target = modbus::parseTarget(line.values().constFirst());
    if (!target)
        return report(usageFailure(target.error()), asJson);
    const auto deadline = line.milliseconds(kTimeout, 50, 60000);
    if (!deadline)
        return report(deadline.error(), asJson);
    const auto connectTimeout = line.milliseconds(kConnectTimeout, 50, 60000);
    if (!connectTimeout)
        return report(connectTimeout.error(), asJson);
    const auto first = firstFrom(line);
    if (!first)
        return report(first.error(), asJson);

    modbus::discovery::LinkDoctor::Options options;
    options.target = *target;
    options.first = *first;
    options.deadline = *deadline;
    options.connectTimeout = *connectTimeout;
    modbus::discovery::LinkDoctor linkDoctor(options);
    QEventLoop loop;
    QObject::connect(&linkDoctor, &modbus::discovery::LinkDoctor::finished, &loop,
                     &QEventLoop::quit);
    linkDoctor.start();
    loop.exec();

    const modbus::discovery::Diagnosis &diagnosis = linkDoctor.diagnosis();
    QJsonObject json = toJson(diagnosis);
    QTextStream out(stdout);
    if (!asJson) {
        print(out, diagnosis);
        out.flush();
    }
    if (diagnosis.isHealthy && line.isSet(kMeasure)) {
        const auto measured =
            measure({*target, *first, *connectTimeout, *deadline, line.isSet(kSessions)});
        json.insert(QStringLiteral("measured"), toJson(measured));
        if (!asJson)
            print(out, measured);
    }
    if (asJson)
        printJson(json);
    return diagnosis.isHealthy ? Done : NoAnswer;
}

} // namespace cli
