// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/loopcheck-cli/commands.h"
#include "app/loopcheck-cli/readreport.h"
#include "app/loopcheck-cli/waiting.h"

#include <QTextStream>

namespace cli {

namespace {

tl::expected<Items, Failure> wantedItems(const CommandLine &line)
{
    const QStringList values = line.values();
    if (values.size() > 4) {
        return tl::make_unexpected(
            usageFailure(Text::tr("\"%1\" is one argument too many.").arg(values.at(4))));
    }
    auto items = itemsFrom(line);
    if (!items)
        return items;
    if (values.size() == 4) {
        bool isFigure = false;
        items->count = values.at(3).toInt(&isFigure);
        if (!isFigure || items->count < 1 || items->count > modbus::kTableSize) {
            return tl::make_unexpected(usageFailure(
                Text::tr("COUNT is a figure from 1 to 65536, not \"%1\".").arg(values.at(3))));
        }
    }
    if (const auto fits = checkLength(*items); !fits)
        return tl::make_unexpected(fits.error());
    return items;
}

} // namespace

int read(const QStringList &arguments)
{
    CommandLine line(
        QStringLiteral("read"),
        Text::tr("Reads values from a Modbus TCP server.\n"
                 "JSON: host port unit table address count values latencyMs, or error {kind "
                 "exceptionCode text remedy}. address is the PDU address. Values that cannot be "
                 "read are null; integers beyond 2^53, nan and inf are texts."));
    addItemParameters(line);
    line.addParameter(
        QStringLiteral("[COUNT]"),
        Text::tr("Values of the type, 1 unless given: one float32 is two registers."));
    addModbusOptions(line);
    if (const auto exitCode = line.parse(arguments))
        return *exitCode;
    const bool asJson = line.wantsJson();

    const auto items = wantedItems(line);
    if (!items)
        return report(items.error(), asJson);
    const auto options = connectionOptionsFrom(line);
    if (!options)
        return report(options.error(), asJson);
    if (!asJson)
        noteAlternatives(*items);

    modbus::Connection connection(items->target.endpoint, *options);
    connection.open();
    const modbus::BlockResult result =
        readAndWait(connection, {items->target.unit, items->reading.address, items->length()});
    const ReadReport report(*items, result);
    const std::optional<Failure> &failure = report.failure();
    if (asJson) {
        printJson(report.toJson());
    } else {
        if (!result.values.isEmpty()) {
            QTextStream out(stdout);
            report.print(out);
        }
        if (failure)
            cli::report(*failure, false);
    }
    return failure ? failure->exitCode : Done;
}

} // namespace cli
