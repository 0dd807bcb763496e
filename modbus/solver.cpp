// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/solver.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <cmath>

namespace modbus {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(modbus)
};

using Fit = SolverHit::Fit;

constexpr int kMostHits = 100;
constexpr int kMostDigits = 15; ///< what a double holds
constexpr int kLargestExponent = 4;
/// Of the value: how far it may have moved while the display was read.
constexpr double kNear = 0.005;

/// 10^exponent as exactly as a double can hold it.
double powerOfTen(int exponent)
{
    double power = 1;
    for (int i = 0; i < std::abs(exponent); ++i)
        power *= 10;
    return exponent < 0 ? 1 / power : power;
}

double numberOf(const Value &value)
{
    return std::visit(
        [](const auto &held) {
            if constexpr (std::is_same_v<std::decay_t<decltype(held)>, QString>)
                return std::nan("");
            else
                return static_cast<double>(held);
        },
        value);
}

/// A type, and how much doubt it brings: what devices hold most often has none.
struct Candidate
{
    DataType type;
    int doubt;
    /// The signed type that reads the same unless it reads a negative number.
    std::optional<DataType> signedTwin = {};
};
constexpr std::array kCandidates{
    Candidate{DataType::Float32, 0},
    Candidate{DataType::Int16, 0},
    Candidate{DataType::UInt16, 1, DataType::Int16},
    Candidate{DataType::Int32, 4},
    Candidate{DataType::UInt32, 5, DataType::Int32},
    Candidate{DataType::Float64, 7},
    Candidate{DataType::Bcd16, 10},
    Candidate{DataType::Bcd32, 14},
    Candidate{DataType::Int64, 14},
    Candidate{DataType::UInt64, 15, DataType::Int64},
};

bool isFloat(DataType type)
{
    return type == DataType::Float32 || type == DataType::Float64;
}

int doubtOfOrder(const ValueFormat &format)
{
    const bool isOne = registersPerValue(format) == 1;
    switch (format.order) {
    case WordOrder::ABCD:
        return 0;
    case WordOrder::CDAB:
        return 1;
    case WordOrder::DCBA:
        return 7;
    case WordOrder::BADC:
        break;
    }
    return isOne ? 12 : 9;
}

int doubtOfScale(DataType type, int exponent, const ShownValue &shown)
{
    if (exponent == 0)
        return 0;
    if (isFloat(type)) // kilo and milli; a float needs no tenths
        return std::abs(exponent) == 3 ? 8 : 14 + std::abs(exponent);
    if (exponent > 0)
        return 7 + exponent;
    // Most devices hold as many decimals as their display shows.
    return -exponent == shown.decimals ? 1 : 2 + std::abs(-exponent - shown.decimals);
}

int doubtOfPlace(int distance)
{
    // An address list that counts from 1, read as if it counted from 0, is the usual slip.
    return distance == 0 ? 0 : distance < 0 ? 8 : 12;
}

int doubtOfFit(Fit fit)
{
    switch (fit) {
    case Fit::Exact:
        return 0;
    case Fit::LastDigit:
        return 12;
    case Fit::Near:
        break;
    }
    return 40;
}

std::optional<Fit> fitOf(double number, const ShownValue &shown)
{
    const double distance = std::abs(number - shown.value);
    const double slack = 1e-9 * std::abs(shown.value); // of the arithmetic here
    if (distance <= shown.step() / 2 + slack)
        return Fit::Exact;
    if (distance <= shown.step() + slack)
        return Fit::LastDigit;
    if (distance <= kNear * std::abs(shown.value))
        return Fit::Near;
    return {};
}

/// With a digit more than the display has, so that rounding shows.
QString shownText(double number, const ShownValue &shown)
{
    return QString::number(number, 'f', std::min(shown.decimals + 1, 12));
}

class Solver
{
public:
    Solver(const ShownValue &shown, int offset, const std::optional<Table> &asked)
        : m_shown(shown)
        , m_offset(offset)
        , m_asked(asked)
    {
    }

    void look(const SolverWindow &window)
    {
        for (int distance = -kSolverBefore; distance <= kSolverBefore; ++distance) {
            const int at = m_offset + distance - window.first;
            const std::vector<quint16> known = knownFrom(window, at);
            for (const Candidate &candidate : kCandidates)
                tryType(candidate, {window.table, quint16(m_offset + distance)}, distance, known);
        }
    }

    QList<SolverHit> ranked()
    {
        std::stable_sort(m_hits.begin(), m_hits.end(),
                         [](const SolverHit &a, const SolverHit &b) { return a.doubt < b.doubt; });
        // Where something fits, what is only near is noise.
        if (!m_hits.isEmpty() && m_hits.constFirst().fit != Fit::Near)
            m_hits.removeIf([](const SolverHit &hit) { return hit.fit == Fit::Near; });
        return m_hits.mid(0, kMostHits);
    }

private:
    /// The registers from `at` on, up to the first that is not known.
    static std::vector<quint16> knownFrom(const SolverWindow &window, int at)
    {
        std::vector<quint16> known;
        for (int i = at; i >= 0 && i < window.registers.size() && known.size() < 4; ++i) {
            if (!window.registers.at(i))
                break;
            known.push_back(*window.registers.at(i));
        }
        return known;
    }

    void tryType(const Candidate &candidate, Address address, int distance,
                 std::span<const quint16> known)
    {
        for (const WordOrder order : allOrders()) {
            const ValueFormat format{candidate.type, order};
            const auto size = static_cast<size_t>(registersPerValue(format));
            if (size > known.size())
                return;
            // One register has no words to swap.
            if (size == 1 && (order == WordOrder::CDAB || order == WordOrder::DCBA))
                continue;
            const auto value = decode(known.first(size), format);
            if (!value || isToldBySigned(candidate, known.first(size), order))
                continue;
            const double raw = numberOf(*value);
            if (!std::isfinite(raw) || raw == 0)
                continue;
            for (int exponent = -kLargestExponent; exponent <= kLargestExponent; ++exponent) {
                const double number = raw * powerOfTen(exponent);
                if (const auto fit = fitOf(number, m_shown))
                    add({*fit, address, format, exponent, number, candidate.doubt, {}, {}},
                        distance);
            }
        }
    }

    static bool isToldBySigned(const Candidate &candidate, std::span<const quint16> registers,
                               WordOrder order)
    {
        if (!candidate.signedTwin)
            return false;
        const auto twin = decode(registers, {*candidate.signedTwin, order});
        return twin && numberOf(*twin) >= 0;
    }

    void add(SolverHit hit, int distance)
    {
        const bool isOtherTable =
            m_asked ? hit.address.table != *m_asked : hit.address.table != Table::HoldingRegisters;
        hit.doubt += doubtOfFit(hit.fit) + doubtOfPlace(distance) + doubtOfOrder(hit.format) +
                     doubtOfScale(hit.format.type, hit.exponent, m_shown) +
                     (isOtherTable ? (m_asked ? 6 : 1) : 0);
        hit.text = textOf(hit);
        hit.why = whyOf(hit, distance, isOtherTable);
        m_hits.append(hit);
    }

    QString textOf(const SolverHit &hit) const
    {
        QString format = typeName(hit.format.type);
        if (registersPerValue(hit.format) > 1 || hit.format.order != WordOrder::ABCD)
            format += u' ' + orderName(hit.format.order);
        const QString place = rangeText(hit.address, registersPerValue(hit.format));
        const QString number = shownText(hit.number, m_shown);
        return hit.exponent == 0
                   ? Text::tr("%1, %2: shows %3").arg(place, format, number)
                   : Text::tr("%1, %2, \u00d7 %3: shows %4")
                         .arg(place, format, QString::number(powerOfTen(hit.exponent)), number);
    }

    QString whyOf(const SolverHit &hit, int distance, bool isOtherTable) const
    {
        QStringList reasons;
        reasons.append(hit.fit == Fit::Exact       ? Text::tr("fits to the last digit")
                       : hit.fit == Fit::LastDigit ? Text::tr("off by one step of the last digit")
                                                   : Text::tr("near: it may have changed"));
        if (distance < 0)
            reasons.append(Text::tr("one below the address: the list may count from 1"));
        else if (distance > 0)
            reasons.append(Text::tr("one above the address: the list may count from 0"));
        if (isOtherTable && m_asked)
            reasons.append(Text::tr("in the other table"));
        if (hit.format.order == WordOrder::CDAB)
            reasons.append(Text::tr("words swapped"));
        else if (hit.format.order == WordOrder::BADC)
            reasons.append(Text::tr("bytes swapped"));
        else if (hit.format.order == WordOrder::DCBA)
            reasons.append(Text::tr("little-endian"));
        if (hit.exponent != 0 && isFloat(hit.format.type))
            reasons.append(Text::tr("floats are seldom scaled"));
        return reasons.join(QStringLiteral("; "));
    }

    const ShownValue &m_shown;
    int m_offset;
    std::optional<Table> m_asked;
    QList<SolverHit> m_hits;
};

} // namespace

double ShownValue::step() const
{
    return powerOfTen(-decimals);
}

tl::expected<ShownValue, QString> parseShownValue(QStringView text)
{
    QString plain = text.toString();
    plain.removeIf([](QChar c) { return c.isSpace() || c == u'\''; });
    if (plain.isEmpty())
        return tl::make_unexpected(
            Text::tr("Type what the device's display shows, with all its digits, such as 236.4."));
    if (plain.count(u',') == 1 && !plain.contains(u'.'))
        plain.replace(u',', u'.');
    plain.replace(QChar(0x2212), u'-');

    ShownValue shown;
    shown.text = plain;
    bool hasPoint = false;
    for (qsizetype i = plain.startsWith(u'-') || plain.startsWith(u'+') ? 1 : 0; i < plain.size();
         ++i) {
        const QChar c = plain.at(i);
        const bool isPoint = c == u'.' && !hasPoint;
        if (!isPoint && (c < u'0' || c > u'9'))
            return tl::make_unexpected(
                Text::tr("\"%1\" is no number as displays show it. Write digits and a decimal "
                         "point, without the unit, such as 236.4.")
                    .arg(text));
        hasPoint = hasPoint || isPoint;
        if (isPoint)
            continue;
        shown.decimals += hasPoint ? 1 : 0;
        shown.digits += shown.digits > 0 || c != u'0' ? 1 : 0;
    }
    shown.value = plain.toDouble();
    if (shown.value == 0)
        return tl::make_unexpected(
            Text::tr("0 fits every register that holds nothing. Make the device show something "
                     "else, or take another of its values."));
    if (shown.digits > kMostDigits || shown.decimals > kMostDigits)
        return tl::make_unexpected(
            Text::tr("That has more digits than a display shows: %1 at most.").arg(kMostDigits));
    return shown;
}

Scaling SolverHit::scaling() const
{
    return {powerOfTen(exponent), 0};
}

QList<SolverHit> solve(const ShownValue &shown, quint16 offset, const std::optional<Table> &asked,
                       const QList<SolverWindow> &windows)
{
    Solver solver(shown, offset, asked);
    for (const SolverWindow &window : windows)
        solver.look(window);
    return solver.ranked();
}

} // namespace modbus
