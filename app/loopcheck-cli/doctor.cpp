// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/loopcheck-cli/commandline.h"
#include "app/loopcheck-cli/commands.h"
#include "app/loopcheck-cli/discoveryreport.h"
#include "modbus/discovery/linkdoctor.h"

#include <QEventLoop>
#include <QTextStream>

namespace cli {

namespace {

const QString kTimeout = QStringLiteral("timeout");
const QString kConnectTimeout = QStringLiteral("connect-timeout");

} // namespace

int doctor(const QStringList &arguments)
{
    CommandLine line(
        QStringLiteral("doctor"),
        Text::tr("Finds out why a device does not answer: name, way there, TCP connection, Modbus "
                 "answer, other unit identifiers, smaller block, RTU over TCP, UDP. Reads only. "
                 "Ends with a paragraph to be pasted into a mail.\n"
                 "JSON: host port unit healthy conclusion advice paragraph steps [{step state "
                 "evidence remedy}]. Exit code 0 where the device answers as asked."));
    line.addParameter(QStringLiteral("HOST[:PORT][/UNIT]"), Text::tr("The device."));
    line.addOption(kTimeout, QStringLiteral("MS"),
                   Text::tr("Longest wait for each answer, 50 to 60000 ms."),
                   QStringLiteral("1000"));
    line.addOption(kConnectTimeout, QStringLiteral("MS"),
                   Text::tr("Longest wait for a connection, 50 to 60000 ms."),
                   QStringLiteral("3000"));
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

    modbus::discovery::LinkDoctor::Options options;
    options.target = *target;
    options.deadline = *deadline;
    options.connectTimeout = *connectTimeout;
    modbus::discovery::LinkDoctor linkDoctor(options);
    QEventLoop loop;
    QObject::connect(&linkDoctor, &modbus::discovery::LinkDoctor::finished, &loop,
                     &QEventLoop::quit);
    linkDoctor.start();
    loop.exec();

    const modbus::discovery::Diagnosis &diagnosis = linkDoctor.diagnosis();
    if (asJson) {
        printJson(toJson(diagnosis));
    } else {
        QTextStream out(stdout);
        print(out, diagnosis);
    }
    return diagnosis.isHealthy ? Done : NoAnswer;
}

} // namespace cli
