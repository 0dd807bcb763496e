// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/requests/functionforms.h"

#include "modbus/diagnostics.h"
#include "modbus/filerecords.h"
#include "modbus/identificationpdus.h"
#include "modbus/rawrequest.h"
#include "modbus/readwrite.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace ui {

namespace {

using Kind = FormField::Kind;
using modbus::Request;
using modbus::Table;
using Made = tl::expected<Request, modbus::Error>;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ui::FunctionForms)
};

const QString kAddress = QStringLiteral("address");
const QString kCount = QStringLiteral("count");
const QString kValue = QStringLiteral("value");

FormField addressField(Table table, const QString &key = kAddress, const QString &label = {})
{
    return {key, label.isEmpty() ? Text::tr("Address") : label, Kind::Address, QStringLiteral("0"),
            table};
}

FormField numberField(const QString &key, const QString &label, int least, int most,
                      const QString &initial)
{
    return {key, label, Kind::Number, initial, Table::HoldingRegisters, least, most};
}

FormField wordsField(const QString &label, int most)
{
    return {kValue,
            label,
            Kind::Words,
            QStringLiteral("0"),
            Table::HoldingRegisters,
            1,
            most,
            Text::tr("1 to %1 values, blanks between: 10 -5 0x1F").arg(most)};
}

QString titleOf(int code)
{
    return QStringLiteral("%1 %2")
        .arg(code, 2, 10, QLatin1Char('0'))
        .arg(modbus::functionName(quint8(code)));
}

FunctionForm form(int code, QList<FormField> fields, decltype(FunctionForm::build) build,
                  const QString &note = {})
{
    QString text = note;
    if (modbus::isSerialLineOnly(quint8(code))) {
        text = Text::tr("For serial lines only in the specification; many gateways and devices "
                        "answer it over TCP too.") +
               (note.isEmpty() ? QString() : u' ' + note);
    }
    return {QStringLiteral("fc%1").arg(code), titleOf(code), text, std::move(fields),
            std::move(build)};
}

FunctionForm readForm(int code, Table table)
{
    const int most = modbus::mostRead(table);
    return form(code,
                {addressField(table),
                 numberField(kCount, Text::tr("Quantity"), 1, most, QStringLiteral("10"))},
                [table](quint8 unit, const FormValues &values) {
                    return modbus::readRequest(unit, {table, values.number(kAddress)},
                                               values.number(kCount));
                });
}

FunctionForm writeForm(int code, Table table, const FormField &value, bool isMultiple)
{
    return form(code, {addressField(table), value},
                [table, isMultiple](quint8 unit, const FormValues &values) {
                    return modbus::writeRequest(unit, {table, values.number(kAddress)},
                                                values.words.value(kValue), isMultiple);
                });
}

FunctionForm plainForm(int code, Request (*make)(quint8))
{
    return form(code, {}, [make](quint8 unit, const FormValues &) -> Made { return make(unit); });
}

FunctionForm diagnosticsForm()
{
    FormField sub{QStringLiteral("subFunction"), Text::tr("Sub-function"), Kind::Choice,
                  QStringLiteral("0")};
    for (const modbus::DiagnosticFunction &function : modbus::diagnosticFunctions())
        sub.options.append(
            {QStringLiteral("%1 %2").arg(function.code, 2, 10, QLatin1Char('0')).arg(function.name),
             function.code});
    return form(
        8, {sub, wordsField(Text::tr("Data"), 125)},
        [](quint8 unit, const FormValues &values) {
            return modbus::diagnosticsRequest(unit, values.number(QStringLiteral("subFunction")),
                                              values.words.value(kValue));
        },
        Text::tr("The data is 0 but for Return Query Data, which sends it back."));
}

QList<FormField> fileFields(const FormField &last)
{
    return {numberField(QStringLiteral("file"), Text::tr("File"), 1, 65535, QStringLiteral("1")),
            numberField(QStringLiteral("record"), Text::tr("First record"), 0, modbus::kLastRecord,
                        QStringLiteral("0")),
            last};
}

FunctionForm readFileForm()
{
    return form(20,
                fileFields(numberField(kCount, Text::tr("Records"), 1, 121, QStringLiteral("1"))),
                [](quint8 unit, const FormValues &values) {
                    return modbus::readFileRequest(
                        unit, {{values.number(QStringLiteral("file")),
                                values.number(QStringLiteral("record")), values.number(kCount)}});
                });
}

FunctionForm writeFileForm()
{
    return form(21, fileFields(wordsField(Text::tr("Records"), 122)),
                [](quint8 unit, const FormValues &values) {
                    return modbus::writeFileRequest(unit, {{values.number(QStringLiteral("file")),
                                                            values.number(QStringLiteral("record")),
                                                            values.words.value(kValue)}});
                });
}

FunctionForm maskForm()
{
    const QString andKey = QStringLiteral("andMask");
    const QString orKey = QStringLiteral("orMask");
    return form(
        22,
        {addressField(Table::HoldingRegisters),
         numberField(andKey, Text::tr("AND mask"), 0, 65535, QStringLiteral("0xFFFF")),
         numberField(orKey, Text::tr("OR mask"), 0, 65535, QStringLiteral("0x0000"))},
        [=](quint8 unit, const FormValues &values) -> Made {
            return modbus::maskWriteRequest(unit, values.number(kAddress), values.number(andKey),
                                            values.number(orKey));
        },
        Text::tr("The register becomes (value AND mask) OR (OR mask AND NOT AND mask): bits "
                 "that are 0 in the AND mask take the OR mask's."));
}

FunctionForm readWriteForm()
{
    const QString writeKey = QStringLiteral("writeAddress");
    return form(
        23,
        {addressField(Table::HoldingRegisters, kAddress, Text::tr("Read from")),
         numberField(kCount, Text::tr("Quantity to read"), 1, 125, QStringLiteral("1")),
         addressField(Table::HoldingRegisters, writeKey, Text::tr("Write from")),
         wordsField(Text::tr("Values"), modbus::kMostRegistersReadWritten)},
        [=](quint8 unit, const FormValues &values) {
            return modbus::readWriteRequest(unit, values.number(kAddress), values.number(kCount),
                                            values.number(writeKey), values.words.value(kValue));
        },
        Text::tr("The device writes first, then reads."));
}

FunctionForm identificationForm()
{
    FormField code{QStringLiteral("code"), Text::tr("What"), Kind::Choice, QStringLiteral("1")};
    for (quint16 i = 1; i <= 4; ++i)
        code.options.append(
            {QStringLiteral("%1 %2").arg(i).arg(modbus::deviceIdCodeName(quint8(i))), i});
    FunctionForm made = form(
        43,
        {code,
         numberField(QStringLiteral("object"), Text::tr("Object"), 0, 255, QStringLiteral("0"))},
        [](quint8 unit, const FormValues &values) -> Made {
            return modbus::deviceIdRequest(
                unit, modbus::DeviceIdCode(values.number(QStringLiteral("code"))),
                quint8(values.number(QStringLiteral("object"))));
        },
        Text::tr("One request of it; \"Identify the device\" asks for all objects."));
    made.title = QStringLiteral("43/14 Read Device Identification");
    return made;
}

FunctionForm rawForm()
{
    return {QStringLiteral("raw"),
            Text::tr("Any PDU, in hexadecimal"),
            Text::tr("Function code first, without the MBAP header. Need not be lawful. A function "
                     "that is not known counts as a write."),
            {{kValue, Text::tr("PDU"), Kind::Bytes, QStringLiteral("03 00 00 00 01")}},
            [](quint8 unit, const FormValues &values) {
                return modbus::rawRequest(unit, values.bytes);
            }};
}

tl::expected<quint16, QString> readNumber(const QString &text, int least, int most)
{
    bool isNumber = false;
    const int number = text.startsWith(QStringLiteral("0x"), Qt::CaseInsensitive)
                           ? text.mid(2).toInt(&isNumber, 16)
                           : text.toInt(&isNumber);
    if (!isNumber || number < least || number > most)
        return tl::unexpected(Text::tr("\"%1\" is no number from %2 to %3.")
                                  .arg(text, QString::number(least), QString::number(most)));
    return quint16(number); // negative ones as two's complement
}

tl::expected<QList<quint16>, QString> readNumbers(const FormField &field, const QString &text)
{
    static const QRegularExpression separators(QStringLiteral("[\\s,;]+"));
    const bool areBits = field.kind == Kind::Bits;
    QList<quint16> numbers;
    for (const QString &part : text.split(separators, Qt::SkipEmptyParts)) {
        const auto number = areBits ? readNumber(part, 0, 1) : readNumber(part, -32768, 65535);
        if (!number)
            return tl::unexpected(number.error());
        numbers.append(*number);
    }
    if (numbers.size() < field.least || numbers.size() > field.most) {
        return tl::unexpected(Text::tr("%1: %2 to %3 values are lawful, here are %4.")
                                  .arg(field.label, QString::number(field.least),
                                       QString::number(field.most),
                                       QString::number(numbers.size())));
    }
    return numbers;
}

} // namespace

QList<FunctionForm> functionForms()
{
    const FormField coilState{kValue,
                              Text::tr("State"),
                              Kind::Choice,
                              QStringLiteral("1"),
                              Table::Coils,
                              0,
                              1,
                              {},
                              {{Text::tr("ON"), 1}, {Text::tr("OFF"), 0}}};
    const FormField bits{kValue,
                         Text::tr("States"),
                         Kind::Bits,
                         QStringLiteral("1"),
                         Table::Coils,
                         1,
                         modbus::kMostBitsWritten,
                         Text::tr("0 and 1, blanks between")};
    const FormField oneValue{kValue,
                             Text::tr("Value"),
                             Kind::Words,
                             QStringLiteral("0"),
                             Table::HoldingRegisters,
                             1,
                             1,
                             Text::tr("42, -5 or 0x1F")};
    return {
        {QStringLiteral("identify"),
         Text::tr("Identify the device"),
         Text::tr(
             "Asks for all objects of function 43/14 and for the server id of function 17, and "
             "shows them as a card."),
         {},
         {}},
        readForm(1, Table::Coils),
        readForm(2, Table::DiscreteInputs),
        readForm(3, Table::HoldingRegisters),
        readForm(4, Table::InputRegisters),
        writeForm(5, Table::Coils, coilState, false),
        writeForm(6, Table::HoldingRegisters, oneValue, false),
        plainForm(7, modbus::readExceptionStatusRequest),
        diagnosticsForm(),
        plainForm(11, modbus::commEventCounterRequest),
        plainForm(12, modbus::commEventLogRequest),
        writeForm(15, Table::Coils, bits, true),
        writeForm(16, Table::HoldingRegisters,
                  wordsField(Text::tr("Values"), modbus::kMostRegistersWritten), true),
        plainForm(17, modbus::reportServerIdRequest),
        readFileForm(),
        writeFileForm(),
        maskForm(),
        readWriteForm(),
        form(24, {addressField(Table::HoldingRegisters, kAddress, Text::tr("FIFO pointer"))},
             [](quint8 unit, const FormValues &values) -> Made {
                 return modbus::readFifoRequest(unit, values.number(kAddress));
             }),
        identificationForm(),
        rawForm(),
    };
}

tl::expected<QList<quint16>, QString> readField(const FormField &field, const QString &text)
{
    const QString typed = text.trimmed();
    switch (field.kind) {
    case Kind::Address: {
        const auto reading = modbus::parseAddress(typed, field.table);
        if (!reading)
            return tl::unexpected(reading.error().detail);
        return QList<quint16>{reading->address.offset};
    }
    case Kind::Words:
    case Kind::Bits:
        return readNumbers(field, typed);
    case Kind::Number:
    case Kind::Choice:
    case Kind::Bytes:
        break;
    }
    const auto number = readNumber(typed, field.least, field.most);
    if (!number)
        return tl::unexpected(field.label + QStringLiteral(": ") + number.error());
    return QList<quint16>{*number};
}

tl::expected<Request, QString> requestOf(const FunctionForm &form, quint8 unit,
                                         const QHash<QString, QString> &texts)
{
    FormValues values;
    for (const FormField &field : form.fields) {
        const QString text = texts.value(field.key, field.initial);
        if (field.kind == Kind::Bytes) {
            const auto bytes = modbus::parseHex(text);
            if (!bytes)
                return tl::unexpected(bytes.error());
            values.bytes = *bytes;
            continue;
        }
        const auto read = readField(field, text);
        if (!read)
            return tl::unexpected(read.error());
        values.words.insert(field.key, *read);
    }
    const auto request = form.build(unit, values);
    if (!request)
        return tl::unexpected(
            Text::tr("That is no lawful request: %1.").arg(request.error().detail));
    return *request;
}

} // namespace ui
