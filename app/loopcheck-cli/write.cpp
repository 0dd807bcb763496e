// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/loopcheck-cli/commands.h"
#include "app/loopcheck-cli/journal.h"
#include "app/loopcheck-cli/modbusarguments.h"
#include "app/loopcheck-cli/waiting.h"

#include <QJsonArray>
#include <QTextStream>
#include <algorithm>

namespace cli {

namespace {

const QString kArm = QStringLiteral("arm");
const QString kMultiple = QStringLiteral("multiple");

using Verdict = modbus::WriteOutcome::Verdict;

struct Wish
{
    Items items;
    QList<quint16> words; ///< what the values become on the wire
};

tl::expected<Wish, Failure> wishFrom(const CommandLine &line)
{
    auto items = itemsFrom(line);
    if (!items)
        return tl::make_unexpected(items.error());
    const modbus::Table table = items->reading.address.table;
    if (!modbus::isWritable(table)) {
        return tl::make_unexpected(
            usageFailure(Text::tr("Modbus writes coils and holding registers only, not %1.")
                             .arg(modbus::itemsInWords(table))));
    }
    const QStringList values = line.values().mid(3);
    if (values.isEmpty())
        return tl::make_unexpected(usageFailure(Text::tr("VALUE is missing.")));
    items->count = static_cast<int>(values.size());
    if (const auto fits = checkLength(*items); !fits)
        return tl::make_unexpected(fits.error());
    Wish wish{*items, {}};
    for (const QString &value : values) {
        const auto words = modbus::encode(value, items->format);
        if (!words)
            return tl::make_unexpected(usageFailure(words.error().detail));
        wish.words.append(*words);
    }
    if (!line.isSet(kArm)) {
        return tl::make_unexpected(usageFailure(
            Text::tr("Nothing was sent: writes are locked unless --arm is given."),
            Text::tr("Check device, address and values, then repeat the command with --arm.")));
    }
    return wish;
}

/// "42", "?" where it is not known, or the reason why it is no value.
QString valueText(const Items &items, const QList<quint16> &words, int value)
{
    if (words.size() < (value + 1) * items.width())
        return QStringLiteral("?");
    const auto decoded = items.decoded(words, value);
    return decoded ? printable(modbus::toText(*decoded, items.format.type))
                   : decoded.error().detail;
}

QJsonArray valuesJson(const Items &items, const QList<quint16> &words)
{
    QJsonArray values;
    for (int i = 0; i < items.count && (i + 1) * items.width() <= words.size(); ++i) {
        const auto value = items.decoded(words, i);
        values.append(value ? toJson(*value, items.format.type) : QJsonValue());
    }
    return values;
}

/// What the command ends with, and why, where it did not end well.
std::optional<Failure> whyNotDone(const modbus::WriteOutcome &outcome)
{
    switch (outcome.verdict) {
    case Verdict::Verified:
        return {};
    case Verdict::Mismatch:
        return Failure{QStringLiteral("mismatch"), 0, verdictText(outcome.verdict),
                       Text::tr("The device may limit or scale the value, write it elsewhere, or "
                                "a program in it may have changed it at once."),
                       Refused};
    case Verdict::NotVerified:
        // The device accepted the write. Only a refused read back is its last word on it.
        if (outcome.error && outcome.error->kind == modbus::Error::Kind::Exception)
            return {};
        break;
    case Verdict::Refused:
    case Verdict::NotSent:
    case Verdict::Unknown:
        break;
    }
    Failure failure =
        outcome.error
            ? failureOf(*outcome.error)
            : Failure{modbus::verdictName(outcome.verdict), 0, verdictText(outcome.verdict),
                      Text::tr("Read the values to see what is there."), NoAnswer};
    const bool isException = outcome.error && outcome.error->kind == modbus::Error::Kind::Exception;
    if (!isException &&
        (outcome.verdict == Verdict::Unknown || outcome.verdict == Verdict::NotVerified))
        failure.exitCode = NoAnswer;
    return failure;
}

void print(const Wish &wish, const QList<quint16> &oldWords, const modbus::WriteOutcome &outcome)
{
    const Items &items = wish.items;
    const modbus::Target &target = items.target;
    QTextStream out(stdout);
    out << Text::tr("%1 unit %2: write %3")
               .arg(target.endpoint.toString(), QString::number(target.unit),
                    modbus::rangeText(items.reading.address, items.length()))
        << '\n';
    for (int i = 0; i < items.count; ++i) {
        out << Text::tr("%1  old %2  new %3  read back %4")
                   .arg(items.addressText(i), valueText(items, oldWords, i),
                        valueText(items, wish.words, i), valueText(items, outcome.readBack, i))
            << '\n';
    }
    out << verdictText(outcome.verdict) << '\n';
}

QJsonObject toJson(const Wish &wish, const QList<quint16> &oldWords,
                   const modbus::WriteOutcome &outcome)
{
    QJsonObject object = cli::toJson(wish.items);
    object.insert(QStringLiteral("values"), valuesJson(wish.items, wish.words));
    object.insert(QStringLiteral("oldValues"), valuesJson(wish.items, oldWords));
    object.insert(QStringLiteral("readBack"), valuesJson(wish.items, outcome.readBack));
    object.insert(QStringLiteral("verdict"), modbus::verdictName(outcome.verdict));
    object.insert(QStringLiteral("written"), outcome.written);
    return object;
}

} // namespace

int write(const QStringList &arguments)
{
    CommandLine line(
        QStringLiteral("write"),
        Text::tr("Writes values to a Modbus TCP server, reads them back and compares.\n"
                 "The values there before are read first; each write is kept in a journal. A "
                 "value that the device accepts but refuses to give back ends with exit code 0 "
                 "and the verdict notVerified.\n"
                 "JSON: as of read, with oldValues, readBack, written (items acknowledged) and "
                 "verdict: verified, mismatch, notVerified, refused, notSent or unknown."));
    addItemParameters(line);
    line.addParameter(QStringLiteral("VALUE..."),
                      Text::tr("What to write from there on, each of the type given."));
    addModbusOptions(line);
    line.addFlag(kArm, Text::tr("Allow this write. Nothing is sent without it."));
    line.addFlag(kMultiple, Text::tr("Use function 15 or 16 for a single item too."));
    addJournalOption(line);
    if (const auto exitCode = line.parse(arguments))
        return *exitCode;
    const bool asJson = line.wantsJson();

    const auto wish = wishFrom(line);
    if (!wish)
        return report(wish.error(), asJson);
    const auto options = connectionOptionsFrom(line);
    if (!options)
        return report(options.error(), asJson);
    const Items &items = wish->items;
    if (!asJson)
        noteAlternatives(items);

    modbus::Connection connection(items.target.endpoint, *options);
    connection.open();
    const modbus::BlockResult before =
        readAndWait(connection, {items.target.unit, items.reading.address, items.length()});
    const bool isWriteOnly =
        std::all_of(before.failures.begin(), before.failures.end(), [](const auto &failure) {
            return failure.error.kind == modbus::Error::Kind::Exception;
        });
    if (!isWriteOnly)
        return report(failureOf(before.failures.constFirst().error), asJson, cli::toJson(items));
    const QList<quint16> oldWords = before.isComplete() ? before.values : QList<quint16>();

    waitWhileConnecting(connection); // some devices close after each answer
    connection.arm();
    const modbus::WriteOutcome outcome = writeAndWait(
        connection,
        {items.target.unit, items.reading.address, wish->words, oldWords, line.isSet(kMultiple)},
        journalFrom(line));

    noteJournalError(outcome.journalError);
    const std::optional<Failure> failure = whyNotDone(outcome);
    if (!asJson)
        print(*wish, oldWords, outcome);
    if (failure)
        return report(*failure, asJson, toJson(*wish, oldWords, outcome));
    if (asJson)
        printJson(toJson(*wish, oldWords, outcome));
    return Done;
}

} // namespace cli
