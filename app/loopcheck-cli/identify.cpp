// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/identify.h"

#include "app/loopcheck-cli/commands.h"
#include "app/loopcheck-cli/modbusarguments.h"
#include "app/loopcheck-cli/waiting.h"

#include <QJsonArray>
#include <QTextStream>
#include <algorithm>

namespace cli {

namespace {

QJsonObject toJson(const modbus::Target &target, const modbus::Identification &identification)
{
    QJsonObject object = cli::toJson(target);
    QJsonArray objects;
    for (const modbus::DeviceObject &entry : identification.objects) {
        objects.append(
            QJsonObject{{QStringLiteral("id"), entry.id},
                        {QStringLiteral("name"), modbus::objectName(entry.id)},
                        {QStringLiteral("text"), modbus::textOrHex(entry.value)},
                        {QStringLiteral("hex"), QString::fromLatin1(entry.value.toHex())}});
    }
    object.insert(QStringLiteral("summary"), identification.summary());
    object.insert(QStringLiteral("objects"), objects);
    object.insert(QStringLiteral("conformity"), identification.conformity);
    if (const auto &id = identification.serverId) {
        object.insert(
            QStringLiteral("serverId"),
            QJsonObject{{QStringLiteral("hex"), QString::fromLatin1(id->id.toHex())},
                        {QStringLiteral("running"),
                         id->isRunning ? QJsonValue(*id->isRunning) : QJsonValue()},
                        {QStringLiteral("additional"), modbus::textOrHex(id->additional)}});
    } else {
        object.insert(QStringLiteral("serverId"), QJsonValue());
    }
    if (identification.objectsError)
        object.insert(QStringLiteral("objectsError"),
                      cli::toJson(failureOf(*identification.objectsError)));
    if (identification.serverIdError)
        object.insert(QStringLiteral("serverIdError"),
                      cli::toJson(failureOf(*identification.serverIdError)));
    return object;
}

void print(const modbus::Target &target, const modbus::Identification &identification)
{
    QTextStream out(stdout);
    out << Text::tr("%1 unit %2").arg(target.endpoint.toString(), QString::number(target.unit))
        << '\n';
    const QList<modbus::IdentificationRow> rows = modbus::rowsOf(identification);
    qsizetype width = 0;
    for (const modbus::IdentificationRow &row : rows)
        width = std::max(width, row.name.size());
    for (const modbus::IdentificationRow &row : rows)
        out << "  " << row.name.leftJustified(width) << "  " << printable(row.value) << '\n';
    for (const auto &error : {identification.objectsError, identification.serverIdError}) {
        if (error && !identification.isEmpty())
            out << "  " << printable(modbus::explain(*error).text) << '\n';
    }
}

} // namespace

int identify(const QStringList &arguments)
{
    CommandLine line(
        QStringLiteral("identify"),
        Text::tr("Asks a Modbus TCP server who it is: device identification (function 43/14: "
                 "basic, regular and extended objects) and server id (function 17).\n"
                 "Ends with exit code 0 when it answered at least one of them.\n"
                 "JSON: host, port, unit, summary, objects (id, name, text, hex), conformity, "
                 "serverId (hex, running, additional), and objectsError and serverIdError where "
                 "one was not answered."));
    addTargetParameter(line);
    addUnitOption(line);
    addConnectionOptions(line);
    if (const auto exitCode = line.parse(arguments))
        return *exitCode;
    const bool asJson = line.wantsJson();
    if (line.values().isEmpty())
        return report(usageFailure(Text::tr("HOST is needed.")), asJson);
    const auto target = targetFrom(line);
    if (!target)
        return report(target.error(), asJson);
    const auto options = connectionOptionsFrom(line);
    if (!options)
        return report(options.error(), asJson);

    modbus::Connection connection(target->endpoint, *options);
    connection.open();
    const modbus::Identification identification = identifyAndWait(connection, target->unit);
    if (identification.isEmpty() && identification.objectsError)
        return report(failureOf(*identification.objectsError), asJson,
                      toJson(*target, identification));
    if (asJson)
        printJson(toJson(*target, identification));
    else
        print(*target, identification);
    return Done;
}

} // namespace cli
