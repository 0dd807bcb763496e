// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/pointlint.h"

#include <QCoreApplication>
#include <QHash>
#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

namespace modbus {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(modbus)
};

using Kind = Finding::Kind;
using Severity = Finding::Severity;

constexpr int kMostRegisters = 125;
constexpr int kMostNamed = 5;

QString placeOf(const Point &point)
{
    QString place = rangeText(point.address, point.size());
    if (point.bit)
        place = Text::tr("bit %1 of %2").arg(*point.bit).arg(place);
    return place;
}

QString nameOf(const Point &point)
{
    return point.tag.trimmed().isEmpty() ? placeOf(point) : point.tag.trimmed();
}

QString nameAndPlace(const Point &point)
{
    return point.tag.trimmed().isEmpty()
               ? placeOf(point)
               : Text::tr("%1 (%2)").arg(point.tag.trimmed(), placeOf(point));
}

QString formatText(const Point &point)
{
    if (point.bit)
        return Text::tr("bit");
    if (isBitTable(point.address.table))
        return typeName(DataType::Bool);
    return typeName(point.format.type) + u' ' + orderName(point.format.order);
}

/// Where a point is, in what is asked for and comparable.
struct Place
{
    QString device;
    int unit = 0;
    Table table = Table::HoldingRegisters;
    int begin = 0;
    int size = 1;
    int bit = -1;
    int index = 0; ///< of the point

    auto server() const { return std::tie(device, unit, table); }
    auto spot() const { return std::tie(begin, size, bit); }
    int end() const { return begin + size; }
};

class Linter
{
public:
    explicit Linter(const QList<Point> &points)
        : m_points(points)
    {
    }

    QList<Finding> findings()
    {
        for (int i = 0; i < m_points.size(); ++i)
            lookAt(i);
        lookForDuplicateTags();
        lookForOverlaps();
        std::stable_sort(m_findings.begin(), m_findings.end(),
                         [](const Finding &a, const Finding &b) {
                             return a.points.constFirst() < b.points.constFirst();
                         });
        return m_findings;
    }

private:
    void add(Kind kind, Severity severity, QList<int> points, const QString &text)
    {
        m_findings.append({kind, severity, std::move(points), text});
    }

    void lookAt(int index)
    {
        const Point &point = m_points.at(index);
        const auto error = [&](Kind kind, const QString &text) {
            add(kind, Severity::Error, {index}, text);
        };
        if (point.tag.trimmed().isEmpty()) {
            add(Kind::MissingTag, Severity::Warning, {index},
                Text::tr("%1 has no tag, so that trends and recordings can call it by its address "
                         "alone.")
                    .arg(placeOf(point)));
        }
        if (point.isWritable && !isWritable(point.address.table)) {
            error(
                Kind::ReadOnlyTable,
                Text::tr("%1 is marked writable, and %2 can only be read. Take the mark away, or "
                         "look up whether %3 are meant.")
                    .arg(nameAndPlace(point), itemsInWords(point.address.table),
                         itemsInWords(isBitTable(point.address.table) ? Table::Coils
                                                                      : Table::HoldingRegisters)));
        }
        if (point.address.offset + point.size() > kTableSize) {
            error(Kind::PastTheEnd,
                  Text::tr("%1 begins at PDU address %2 and takes %3 registers, which reaches past "
                           "65535, the last one. Check address and type.")
                      .arg(nameOf(point))
                      .arg(point.address.offset)
                      .arg(point.size()));
        }
        if (point.lowLimit && point.highLimit && *point.lowLimit > *point.highLimit) {
            error(Kind::LimitsCrossed,
                  Text::tr("The low limit of %1, %2, lies above its high limit, %3: no value can "
                           "be good. Exchange them.")
                      .arg(nameOf(point))
                      .arg(*point.lowLimit)
                      .arg(*point.highLimit));
        }
        lookAtFormat(index);
    }

    void lookAtFormat(int index)
    {
        const Point &point = m_points.at(index);
        const bool isBitItem = isBitTable(point.address.table);
        if (point.bit && (isBitItem || *point.bit < 0 || *point.bit > 15 ||
                          registersPerValue(point.format) != 1)) {
            const QString why =
                isBitItem ? Text::tr("%1 are bits already").arg(itemsInWords(point.address.table))
                : registersPerValue(point.format) != 1
                    ? Text::tr("a bit belongs to one register, and the type is %1")
                          .arg(typeName(point.format.type))
                    : Text::tr("a register has bits 0 to 15");
            add(Kind::BitOutOfPlace, Severity::Error, {index},
                Text::tr("%1 names bit %2, but %3. Leave the bit out or change the type.")
                    .arg(nameOf(point))
                    .arg(*point.bit)
                    .arg(why));
        }
        if (point.isText() &&
            (point.format.stringRegisters < 1 || point.format.stringRegisters > kMostRegisters)) {
            add(Kind::TooLong, Severity::Error, {index},
                Text::tr("%1 is a text of %2 registers; one request reads 1 to %3. Give its real "
                         "length.")
                    .arg(nameOf(point))
                    .arg(point.format.stringRegisters)
                    .arg(kMostRegisters));
        }
        if (point.scaling.factor == 0 || !std::isfinite(point.scaling.factor) ||
            !std::isfinite(point.scaling.offset)) {
            add(Kind::NoScale, Severity::Error, {index},
                Text::tr("The scale of %1 is %2 with an offset of %3: that makes no value. Write 1 "
                         "and 0 where it is not scaled.")
                    .arg(nameOf(point))
                    .arg(point.scaling.factor)
                    .arg(point.scaling.offset));
        }
    }

    QString namesOf(const QList<int> &indexes) const
    {
        QStringList names;
        for (const int index : indexes.first(std::min<qsizetype>(indexes.size(), kMostNamed)))
            names.append(nameAndPlace(m_points.at(index)));
        QString text = names.join(QStringLiteral(", "));
        if (indexes.size() > kMostNamed)
            text += Text::tr(" and %1 more").arg(indexes.size() - kMostNamed);
        return text;
    }

    void lookForDuplicateTags()
    {
        QHash<QString, QList<int>> byTag;
        for (int i = 0; i < m_points.size(); ++i) {
            if (const QString tag = m_points.at(i).tag.trimmed().toCaseFolded(); !tag.isEmpty())
                byTag[tag].append(i);
        }
        for (const QList<int> &same : std::as_const(byTag)) {
            if (same.size() > 1)
                add(Kind::DuplicateTag, Severity::Error, same,
                    Text::tr("The tag %1 is used %2 times: %3. Trends and recordings could not "
                             "tell them apart; give each its own.")
                        .arg(m_points.at(same.constFirst()).tag.trimmed())
                        .arg(same.size())
                        .arg(namesOf(same)));
        }
    }

    QList<Place> places() const
    {
        QHash<QString, QString> devices; // as written, and as comparable
        QList<Place> places;
        places.reserve(m_points.size());
        for (int i = 0; i < m_points.size(); ++i) {
            const Point &point = m_points.at(i);
            auto device = devices.find(point.device);
            if (device == devices.end()) {
                const auto target = parseTarget(point.device);
                device = devices.insert(point.device, target ? target->endpoint.toString().toLower()
                                                             : point.device.trimmed().toLower());
            }
            const bool isBitOfRegister = point.bit && !isBitTable(point.address.table);
            places.append({*device, point.unit, point.address.table, point.address.offset,
                           point.size(), isBitOfRegister ? *point.bit : -1, i});
        }
        std::sort(places.begin(), places.end(), [](const Place &a, const Place &b) {
            return std::tuple_cat(a.server(), a.spot(), std::tie(a.index)) <
                   std::tuple_cat(b.server(), b.spot(), std::tie(b.index));
        });
        return places;
    }

    /// Each spot once, against the one before it that reaches furthest.
    void lookForOverlaps()
    {
        const QList<Place> sorted = places();
        const Place *furthest = nullptr;
        for (qsizetype i = 0; i < sorted.size();) {
            const Place &place = sorted.at(i);
            QList<int> same;
            for (; i < sorted.size() && sorted.at(i).server() == place.server() &&
                   sorted.at(i).spot() == place.spot();
                 ++i)
                same.append(sorted.at(i).index);
            if (same.size() > 1)
                addSameSpot(same);
            if (!furthest || furthest->server() != place.server()) {
                furthest = &place;
                continue;
            }
            if (place.begin < furthest->end())
                addOverlap(*furthest, place);
            if (place.end() > furthest->end())
                furthest = &place;
        }
    }

    void addSameSpot(const QList<int> &same)
    {
        const Point &first = m_points.at(same.constFirst());
        const bool areAlike = std::all_of(same.begin(), same.end(), [&](int index) {
            return formatText(m_points.at(index)) == formatText(first);
        });
        const QString names = namesOf(same);
        add(Kind::Overlap, Severity::Warning, same,
            areAlike ? Text::tr("The same value is listed %1 times: %2. Check the addresses, or "
                                "keep one of them.")
                           .arg(same.size())
                           .arg(names)
                     : Text::tr("The same registers are read in different ways: %1. At most one of "
                                "these types and byte orders is right.")
                           .arg(names));
    }

    void addOverlap(const Place &first, const Place &second)
    {
        if (first.size == 1 && second.size == 1)
            return; // a register and its bits
        const Point &a = m_points.at(first.index);
        const Point &b = m_points.at(second.index);
        const bool isStraddle = first.size > 1 && second.size > 1 && first.begin != second.begin;
        const bool isBitInside = first.bit >= 0 || second.bit >= 0;
        const QString names =
            Text::tr("%1 as %2 and %3 as %4")
                .arg(nameAndPlace(a), formatText(a), nameAndPlace(b), formatText(b));
        QList<int> indexes{first.index, second.index};
        std::sort(indexes.begin(), indexes.end());
        add(isStraddle ? Kind::Straddle : Kind::Overlap,
            isBitInside ? Severity::Warning : Severity::Error, std::move(indexes),
            isStraddle ? Text::tr("One value reaches into the middle of another: %1. One of the "
                                  "addresses is off, or a type is too long.")
                             .arg(names)
                       : Text::tr("Two values share registers: %1. One of the addresses or types "
                                  "is wrong.")
                             .arg(names));
    }

    const QList<Point> &m_points;
    QList<Finding> m_findings;
};

} // namespace

QList<Finding> lint(const QList<Point> &points)
{
    return Linter(points).findings();
}

QString kindName(Finding::Kind kind)
{
    static constexpr std::array kNames{
        QLatin1StringView("duplicateTag"),  QLatin1StringView("missingTag"),
        QLatin1StringView("overlap"),       QLatin1StringView("straddle"),
        QLatin1StringView("readOnlyTable"), QLatin1StringView("pastTheEnd"),
        QLatin1StringView("limitsCrossed"), QLatin1StringView("bitOutOfPlace"),
        QLatin1StringView("tooLong"),       QLatin1StringView("noScale"),
    };
    return kNames.at(static_cast<size_t>(kind));
}

} // namespace modbus
