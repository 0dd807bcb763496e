// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/discover/comparison.h"

#include <QCoreApplication>
#include <algorithm>

namespace ui {

namespace {

using namespace modbus::discovery;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Comparison)
};

QString where(quint8 unit, modbus::Address address)
{
    return Text::tr("%1 (PDU %2), unit %3")
        .arg(modbus::formatAddress(address, modbus::Notation::Modicon),
             QString::number(address.offset), QString::number(unit));
}

QString valueText(std::optional<quint16> value)
{
    return value ? QString::number(*value) : QStringLiteral("\u2013");
}

FindingRow changed(const QStringList &cells)
{
    FindingRow row;
    row.cells = cells;
    row.symbol = Symbol::Dot;
    return row;
}

FindingRow odd(const QStringList &cells)
{
    FindingRow row;
    row.cells = cells;
    row.symbol = Symbol::Exclamation;
    row.tone = Tone::Warning;
    return row;
}

} // namespace

Comparison comparisonOf(const Snapshot &before, const Snapshot &after)
{
    Comparison comparison;
    comparison.headings = {Text::tr("Where"), Text::tr("Before"), Text::tr("After"),
                           Text::tr("Difference")};
    for (const PointChange &change : pointChangesBetween(before, after))
        comparison.rows.append(changed({change.tag, change.before, change.after, {}}));
    for (const Change &change : changesBetween(before, after)) {
        const bool areBoth = change.before && change.after;
        const QStringList cells{where(change.unit, change.address), valueText(change.before),
                                valueText(change.after),
                                areBoth ? QString::number(int(*change.after) - int(*change.before))
                                        : Text::tr("readable in one of the two only")};
        comparison.rows.append(areBoth ? changed(cells) : odd(cells));
    }
    comparison.summary = comparison.rows.isEmpty()
                             ? Text::tr("Nothing differs.")
                             : Text::tr("%1 differ.").arg(comparison.rows.size());
    return comparison;
}

Comparison comparisonOf(const Snapshot &snapshot, const QList<modbus::Point> &points)
{
    const ListComparison found = compareWithList(snapshot, points);
    Comparison comparison;
    comparison.headings = {Text::tr("Where"), Text::tr("Tag"), Text::tr("Finding")};
    for (const int index : found.unreadable) {
        const modbus::Point &point = points.at(index);
        comparison.rows.append(odd({where(point.unit, point.address), point.tag,
                                    Text::tr("in the list, but the device does not give it")}));
    }
    for (const modbus::Block &block : found.unlisted) {
        comparison.rows.append(
            changed({where(block.unit, block.first), QString(),
                     Text::tr("%1 addresses that are not 0 and in no point").arg(block.count)}));
    }
    comparison.summary =
        Text::tr("%1 points of the list are not readable, %2 stretches of the device are in no "
                 "point, %3 points lie outside the snapshot.")
            .arg(found.unreadable.size())
            .arg(found.unlisted.size())
            .arg(found.notAsked.size());
    return comparison;
}

Comparison comparisonOf(const ChangeLog &log)
{
    Comparison comparison;
    comparison.headings = {Text::tr("Where"),      Text::tr("At the start"), Text::tr("Now"),
                           Text::tr("Least"),      Text::tr("Most"),         Text::tr("Changes"),
                           Text::tr("Last change")};
    // By address, so that rows keep their place while they change.
    QList<ChangedItem> items = log.changed();
    std::sort(items.begin(), items.end(), [](const ChangedItem &a, const ChangedItem &b) {
        return std::pair(a.unit, a.address) < std::pair(b.unit, b.address);
    });
    for (const ChangedItem &item : std::as_const(items)) {
        comparison.rows.append(changed({where(item.unit, item.address), QString::number(item.first),
                                        QString::number(item.last), QString::number(item.least),
                                        QString::number(item.most), QString::number(item.changes),
                                        QDateTime::fromMSecsSinceEpoch(item.changedAt)
                                            .toString(QStringLiteral("HH:mm:ss.zzz"))}));
    }
    comparison.summary = log.leftOut() > 0 ? Text::tr("%1 changed; %2 are left out.")
                                                 .arg(comparison.rows.size())
                                                 .arg(log.leftOut())
                                           : Text::tr("%1 changed.").arg(comparison.rows.size());
    return comparison;
}

QString titleOf(const Snapshot &snapshot)
{
    const QString what = snapshot.items() > 0 ? Text::tr("%1 addresses").arg(snapshot.items())
                                              : Text::tr("%1 points").arg(snapshot.points.size());
    const QString time = snapshot.takenAt.toLocalTime().toString(QStringLiteral("HH:mm:ss"));
    return Text::tr("%1 %2, %3").arg(time, snapshot.endpoint.toString(), what);
}

} // namespace ui
