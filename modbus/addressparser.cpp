// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/address.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>

namespace modbus {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(modbus)
};

using Result = tl::expected<AddressReading, AddressError>;

std::optional<Table> tableOfDigit(QChar digit)
{
    for (const Table table :
         {Table::Coils, Table::DiscreteInputs, Table::InputRegisters, Table::HoldingRegisters}) {
        if (digit == modiconDigit(table))
            return table;
    }
    return {};
}

bool isDecimal(QStringView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), [](QChar c) {
        return c >= QLatin1Char('0') && c <= QLatin1Char('9');
    });
}

/// The value of digits, kept from overflowing: anything beyond a table's size is beyond it.
std::optional<int> valueOf(QStringView digits, int base)
{
    if (digits.isEmpty())
        return {};
    int value = 0;
    for (const QChar c : digits) {
        const ushort lower = c.toLower().unicode();
        int digit = base;
        if (lower >= '0' && lower <= '9')
            digit = lower - '0';
        else if (lower >= 'a' && lower <= 'f')
            digit = lower - 'a' + 10;
        if (digit >= base)
            return {};
        value = std::min(value * base + digit, 1'000'000);
    }
    return value;
}

/// Hexadecimal as vendors print it: 0x64, 16#64, 64h.
std::optional<int> hexValue(QStringView text)
{
    if (text.startsWith(u"0x", Qt::CaseInsensitive))
        return valueOf(text.sliced(2), 16);
    if (text.startsWith(u"16#"))
        return valueOf(text.sliced(3), 16);
    if (text.endsWith(u'h', Qt::CaseInsensitive))
        return valueOf(text.chopped(1), 16);
    return {};
}

bool isOffset(int value)
{
    return value >= 0 && value < kTableSize;
}

/// Reads one text for one table.
class Parser
{
public:
    Parser(QStringView typed, Table table)
        : m_typed(typed.toString())
        , m_text(typed.trimmed())
        , m_table(table)
    {
    }

    Result read(std::optional<Notation> forced) const
    {
        if (m_text.isEmpty()) {
            return failure(AddressError::Kind::Empty,
                           Text::tr("An address is missing. %1").arg(examples()));
        }
        if (m_text.startsWith(u'%'))
            return readIec();
        if (forced == Notation::Hex)
            return readForcedHex();
        if (const auto value = hexValue(m_text))
            return readHex(*value);
        if (m_text.size() > 2 && m_text.at(1).toLower() == u'x' && tableOfDigit(m_text.front()) &&
            isDecimal(m_text.sliced(2)))
            return readTableNumber(*tableOfDigit(m_text.front()), m_text.sliced(2));
        if (m_text.startsWith(u'-') && isDecimal(m_text.sliced(1)))
            return outOfRange(Text::tr("PDU addresses run from 0 to 65535"));
        if (!isDecimal(m_text))
            return notAnAddress();
        return forced ? readForced(*forced) : readBare();
    }

private:
    static bool isModicon(QStringView digits) { return digits.size() == 5 || digits.size() == 6; }

    Result reading(int offset, Notation notation) const
    {
        return AddressReading{{m_table, static_cast<quint16>(offset)}, notation, {}, {}};
    }

    Result failure(AddressError::Kind kind, const QString &detail) const
    {
        return tl::make_unexpected(AddressError{kind, m_typed, detail});
    }

    QString examples() const
    {
        const Address address{m_table, 100};
        return Text::tr("The same %1 is %2 as a PDU address, %3 in hexadecimal, %4 in Modicon and "
                        "%5 in IEC notation.")
            .arg(itemsInWords(m_table, true), formatAddress(address, Notation::Pdu),
                 formatAddress(address, Notation::Hex), formatAddress(address, Notation::Modicon),
                 formatAddress(address, Notation::Iec));
    }

    Result notAnAddress() const
    {
        return failure(AddressError::Kind::NotAnAddress,
                       Text::tr("\"%1\" is no address. %2").arg(m_text, examples()));
    }

    Result outOfRange(const QString &range) const
    {
        return failure(AddressError::Kind::OutOfRange,
                       Text::tr("%1 lies outside the table: %2.").arg(m_text.toString(), range));
    }

    QString modiconRange(Table table) const
    {
        const QString digit(modiconDigit(table));
        return Text::tr("in Modicon notation %1 run from %2 to %3")
            .arg(itemsInWords(table, false), digit + QStringLiteral("00001"),
                 digit + QStringLiteral("65536"));
    }

    /// `offset` is where the text leads in the table that it names.
    Result wrongTable(Table named, int offset) const
    {
        const Address there{named, static_cast<quint16>(offset)};
        const Address here{m_table, there.offset};
        return failure(AddressError::Kind::WrongTable,
                       Text::tr("%1 is a name for %2, but %3 are asked for here. Read the %4 "
                                "instead, or write %5 or %6 for %7.")
                           .arg(m_text.toString(), rangeText(there, 1),
                                itemsInWords(m_table, false), itemsInWords(named, false),
                                formatAddress(here, Notation::Modicon),
                                formatAddress(here, Notation::Iec), rangeText(here, 1)));
    }

    Result readIec() const
    {
        struct Prefix
        {
            QLatin1StringView text;
            Table table;
        };
        static constexpr std::array<Prefix, 9> kPrefixes{{
            {QLatin1StringView("%MW"), Table::HoldingRegisters},
            {QLatin1StringView("%QW"), Table::HoldingRegisters},
            {QLatin1StringView("%IW"), Table::InputRegisters},
            {QLatin1StringView("%MX"), Table::Coils},
            {QLatin1StringView("%QX"), Table::Coils},
            {QLatin1StringView("%IX"), Table::DiscreteInputs},
            {QLatin1StringView("%M"), Table::Coils},
            {QLatin1StringView("%Q"), Table::Coils},
            {QLatin1StringView("%I"), Table::DiscreteInputs},
        }};
        const auto prefix =
            std::find_if(kPrefixes.begin(), kPrefixes.end(), [this](const Prefix &candidate) {
                return m_text.startsWith(candidate.text, Qt::CaseInsensitive);
            });
        if (prefix == kPrefixes.end())
            return notAnAddress();

        const QStringView index = m_text.sliced(prefix->text.size());
        const std::optional<int> value = isDecimal(index) ? valueOf(index, 10) : hexValue(index);
        if (!value)
            return iecNotUnderstood(index);
        if (!isOffset(*value))
            return outOfRange(Text::tr("IEC addresses run from %1 to %2")
                                  .arg(formatAddress({prefix->table, 0}, Notation::Iec),
                                       formatAddress({prefix->table, 65535}, Notation::Iec)));
        if (prefix->table != m_table)
            return wrongTable(prefix->table, *value);
        return reading(*value, Notation::Iec);
    }

    Result iecNotUnderstood(QStringView index) const
    {
        if (index.contains(u'.')) {
            return failure(AddressError::Kind::NotAnAddress,
                           Text::tr("\"%1\" names a bit within a byte or word, which vendors place "
                                    "differently. Write the number of the coil, input or register "
                                    "itself, for example %2.")
                               .arg(m_text, formatAddress({m_table, 100}, Notation::Iec)));
        }
        if (!index.isEmpty() && QStringView(u"BDLbdl").contains(index.front())) {
            return failure(AddressError::Kind::NotAnAddress,
                           Text::tr("\"%1\" counts in units other than registers and bits, which "
                                    "vendors place differently. Write the first register, for "
                                    "example %2, and choose the type of the value.")
                               .arg(m_text, formatAddress({m_table, 100}, Notation::Iec)));
        }
        return notAnAddress();
    }

    Result readForcedHex() const
    {
        const std::optional<int> marked = hexValue(m_text);
        const std::optional<int> value = marked ? marked : valueOf(m_text, 16);
        return value ? readHex(*value) : notAnAddress();
    }

    Result readHex(int value) const
    {
        if (!isOffset(value))
            return outOfRange(Text::tr("hexadecimal PDU addresses run from 0x0 to 0xFFFF"));
        Result result = reading(value, Notation::Hex);
        // "0x0101" is hexadecimal to most, and coil 101 to those who write 0x, 1x, 3x and 4x.
        if (m_table == Table::Coils && m_text.startsWith(u"0x", Qt::CaseInsensitive) &&
            isDecimal(m_text.sliced(2)))
            addAlternative(*result, *valueOf(m_text.sliced(2), 10) - 1, Notation::Modicon);
        return result;
    }

    /// A Modicon text taken apart: its table and its 1-based number.
    Result readTableNumber(Table named, QStringView digits) const
    {
        const int number = *valueOf(digits, 10);
        if (!isOffset(number - 1))
            return outOfRange(modiconRange(named));
        if (named != m_table)
            return wrongTable(named, number - 1);
        return reading(number - 1, Notation::Modicon);
    }

    Result readForced(Notation notation) const
    {
        const int value = *valueOf(m_text, 10);
        switch (notation) {
        case Notation::Number:
            return isOffset(value - 1) ? reading(value - 1, notation)
                                       : outOfRange(Text::tr("numbers run from 1 to 65536"));
        case Notation::Modicon:
            return readForcedModicon();
        case Notation::Pdu:
        case Notation::Hex:
        case Notation::Iec:
            break;
        }
        return isOffset(value) ? reading(value, notation)
                               : outOfRange(Text::tr("PDU addresses run from 0 to 65535"));
    }

    Result readForcedModicon() const
    {
        // Spreadsheets drop the zeros that coils begin with.
        if (m_table == Table::Coils && m_text.size() < 5)
            return readTableNumber(m_table, m_text);
        const auto named = tableOfDigit(m_text.front());
        if (isModicon(m_text) && named)
            return readTableNumber(*named, m_text.sliced(1));
        const QString digit(modiconDigit(m_table));
        return failure(AddressError::Kind::NotAnAddress,
                       Text::tr("\"%1\" is no Modicon address: those of %2 have 5 or 6 digits and "
                                "begin with %3, as in %4 or %5.")
                           .arg(m_text, itemsInWords(m_table, false), digit,
                                formatAddress({m_table, 100}, Notation::Modicon),
                                digit + QStringLiteral("00101")));
    }

    Result readBare() const
    {
        const auto named = tableOfDigit(m_text.front());
        const bool looksModicon = isModicon(m_text) && named;
        const int value = *valueOf(m_text, 10);
        if (looksModicon && named == m_table) {
            Result result = readTableNumber(m_table, m_text.sliced(1));
            if (!result)
                return m_text.size() == 5 ? refuseNumberZero() : result;
            addAlternative(*result, value, Notation::Pdu);
            addAlternative(*result, value - 1, Notation::Number);
            return result;
        }
        if (value > kTableSize) {
            if (looksModicon) // then it can be nothing but Modicon
                return readTableNumber(*named, m_text.sliced(1));
            return outOfRange(
                Text::tr("PDU addresses run from 0 to 65535, %1").arg(modiconRange(m_table)));
        }
        if (value == kTableSize)
            return reading(value - 1, Notation::Number);

        Result result = reading(value, Notation::Pdu);
        addAlternative(*result, value - 1, Notation::Number);
        const int number = looksModicon ? *valueOf(m_text.sliced(1), 10) : 0;
        if (isOffset(number - 1))
            result->elsewhere = Address{*named, static_cast<quint16>(number - 1)};
        return result;
    }

    /// "40000": Modicon by its digits, yet there is no number 0. Taking it for PDU 40000 would
    /// surprise whoever counts from 0.
    Result refuseNumberZero() const
    {
        return outOfRange(Text::tr("%1. For the PDU address %2 write %3")
                              .arg(modiconRange(m_table), QString::number(m_text.toUInt()),
                                   formatAddress({m_table, static_cast<quint16>(m_text.toUInt())},
                                                 Notation::Hex)));
    }

    void addAlternative(AddressReading &result, int offset, Notation notation) const
    {
        if (isOffset(offset) && offset != result.address.offset)
            result.alternatives.append({{m_table, static_cast<quint16>(offset)}, notation});
    }

    QString m_typed;
    QStringView m_text;
    Table m_table;
};

} // namespace

tl::expected<AddressReading, AddressError> parseAddress(QStringView text, Table table,
                                                        std::optional<Notation> forced)
{
    return Parser(text, table).read(forced);
}

} // namespace modbus
