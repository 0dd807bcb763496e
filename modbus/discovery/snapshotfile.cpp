// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/discovery/snapshotfile.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <array>
#include <cmath>

namespace modbus::discovery {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(discovery)
};

const QString kFormat = QStringLiteral("loopcheck-snapshot");
constexpr int kVersion = 1;
constexpr qint64 kMostBytes = 64LL << 20;
constexpr int kMostItems = 4 * kTableSize * 8;
constexpr int kMostPoints = 100000;
constexpr std::array<QLatin1StringView, 4> kQualities{
    QLatin1StringView("good"), QLatin1StringView("notAvailable"), QLatin1StringView("undecodable"),
    QLatin1StringView("failed")};

/// Reads members of one object and remembers the first that is not what it should be.
class Members
{
public:
    Members(const QJsonValue &value, QString where, QString &fault)
        : m_object(value.toObject())
        , m_where(std::move(where))
        , m_fault(fault)
    {
        if (!value.isObject())
            complain(QStringLiteral("{}"), Text::tr("an object"));
    }

    int figure(QLatin1StringView name, int most)
    {
        const QJsonValue value = m_object.value(name);
        const double figure = value.toDouble(-1);
        if (figure < 0 || figure > most || figure != std::floor(figure)) {
            complain(name, Text::tr("a whole number from 0 to %1").arg(most));
            return 0;
        }
        return int(figure);
    }
    QString text(QLatin1StringView name)
    {
        const QJsonValue value = m_object.value(name);
        if (!value.isString())
            complain(name, Text::tr("a text"));
        return value.toString();
    }
    QJsonArray list(QLatin1StringView name)
    {
        const QJsonValue value = m_object.value(name);
        if (!value.isArray())
            complain(name, Text::tr("a list"));
        return value.toArray();
    }
    Table table()
    {
        const auto table = tableFromName(text(QLatin1StringView("table")));
        if (!table)
            complain(QLatin1StringView("table"), Text::tr("coil, discrete, input or holding"));
        return table.value_or(Table::HoldingRegisters);
    }
    void complain(const QString &name, const QString &expected)
    {
        if (m_fault.isEmpty())
            m_fault = Text::tr("This snapshot is damaged: %1%2 should be %3.")
                          .arg(m_where, name, expected);
    }

private:
    QJsonObject m_object;
    QString m_where;
    QString &m_fault;
};

Snapshot::Part readPart(const QJsonValue &value, const QString &where, QString &fault)
{
    Members members(value, where, fault);
    Snapshot::Part part;
    part.unit = quint8(members.figure(QLatin1StringView("unit"), 255));
    part.first.table = members.table();
    part.first.offset = quint16(members.figure(QLatin1StringView("first"), kTableSize - 1));
    const QJsonArray values = members.list(QLatin1StringView("values"));
    const int most = isBitTable(part.first.table) ? 1 : 0xFFFF;
    if (part.first.offset + values.size() > kTableSize)
        members.complain(QStringLiteral("values"), Text::tr("a list that ends with the table"));
    for (const QJsonValue item : values) {
        const double figure = item.toDouble(-1);
        if (item.isNull())
            part.values.append(std::nullopt);
        else if (figure < 0 || figure > most || figure != std::floor(figure))
            members.complain(QStringLiteral("values"),
                             Text::tr("whole numbers from 0 to %1, or null").arg(most));
        else
            part.values.append(quint16(figure));
    }
    return part;
}

Snapshot::PointReading readPoint(const QJsonValue &value, const QString &where, QString &fault)
{
    Members members(value, where, fault);
    Snapshot::PointReading point;
    point.tag = members.text(QLatin1StringView("tag"));
    point.device = members.text(QLatin1StringView("device"));
    point.unit = quint8(members.figure(QLatin1StringView("unit"), 255));
    point.address.table = members.table();
    point.address.offset = quint16(members.figure(QLatin1StringView("address"), kTableSize - 1));
    point.text = members.text(QLatin1StringView("text"));
    const QString quality = members.text(QLatin1StringView("quality"));
    const auto known = std::find(kQualities.begin(), kQualities.end(), quality);
    if (known == kQualities.end())
        members.complain(QStringLiteral("quality"),
                         Text::tr("good, notAvailable, undecodable or failed"));
    else
        point.quality = Quality(known - kQualities.begin());
    return point;
}

} // namespace

QByteArray writeSnapshot(const Snapshot &snapshot)
{
    QJsonArray blocks;
    for (const Snapshot::Part &part : snapshot.parts) {
        QJsonArray values;
        for (const std::optional<quint16> &value : part.values)
            values.append(value ? QJsonValue(*value) : QJsonValue());
        blocks.append(QJsonObject{{QStringLiteral("unit"), part.unit},
                                  {QStringLiteral("table"), tableName(part.first.table)},
                                  {QStringLiteral("first"), part.first.offset},
                                  {QStringLiteral("values"), values}});
    }
    QJsonArray points;
    for (const Snapshot::PointReading &point : snapshot.points) {
        points.append(
            QJsonObject{{QStringLiteral("tag"), point.tag},
                        {QStringLiteral("device"), point.device},
                        {QStringLiteral("unit"), point.unit},
                        {QStringLiteral("table"), tableName(point.address.table)},
                        {QStringLiteral("address"), point.address.offset},
                        {QStringLiteral("quality"), QString(kQualities.at(size_t(point.quality)))},
                        {QStringLiteral("text"), point.text}});
    }
    const QJsonObject object{
        {QStringLiteral("format"), kFormat},
        {QStringLiteral("version"), kVersion},
        {QStringLiteral("title"), snapshot.title},
        {QStringLiteral("host"), snapshot.endpoint.host},
        {QStringLiteral("port"), snapshot.endpoint.port},
        {QStringLiteral("takenAt"), snapshot.takenAt.toUTC().toString(Qt::ISODateWithMs)},
        {QStringLiteral("blocks"), blocks},
        {QStringLiteral("points"), points}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

tl::expected<Snapshot, QString> readSnapshot(const QByteArray &bytes)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &error);
    if (document.isNull()) {
        return tl::make_unexpected(Text::tr("This is no snapshot: it is not JSON (%1 at byte %2).")
                                       .arg(error.errorString(), QString::number(error.offset)));
    }
    const QJsonObject object = document.object();
    if (object.value(QStringLiteral("format")) != kFormat)
        return tl::make_unexpected(Text::tr("This JSON file is no snapshot of Loopcheck."));
    if (object.value(QStringLiteral("version")) != kVersion) {
        return tl::make_unexpected(
            Text::tr("This snapshot is of another version of the format than %1: a newer Loopcheck "
                     "wrote it.")
                .arg(kVersion));
    }

    QString fault;
    Members members(object, {}, fault);
    Snapshot snapshot;
    snapshot.title = members.text(QLatin1StringView("title"));
    snapshot.endpoint.host = members.text(QLatin1StringView("host"));
    snapshot.endpoint.port = quint16(members.figure(QLatin1StringView("port"), 65535));
    snapshot.takenAt =
        QDateTime::fromString(members.text(QLatin1StringView("takenAt")), Qt::ISODateWithMs);
    if (!snapshot.takenAt.isValid())
        members.complain(QStringLiteral("takenAt"), Text::tr("a date and time as in ISO 8601"));
    int items = 0;
    for (const QJsonValue block : members.list(QLatin1StringView("blocks"))) {
        snapshot.parts.append(
            readPart(block, QStringLiteral("blocks[%1].").arg(snapshot.parts.size()), fault));
        items += int(snapshot.parts.constLast().values.size());
        if (items > kMostItems)
            members.complain(QStringLiteral("blocks"), Text::tr("shorter"));
        if (!fault.isEmpty())
            break;
    }
    for (const QJsonValue point : members.list(QLatin1StringView("points"))) {
        snapshot.points.append(
            readPoint(point, QStringLiteral("points[%1].").arg(snapshot.points.size()), fault));
        if (snapshot.points.size() > kMostPoints)
            members.complain(QStringLiteral("points"), Text::tr("shorter"));
        if (!fault.isEmpty())
            break;
    }
    if (!fault.isEmpty())
        return tl::make_unexpected(fault);
    return snapshot;
}

tl::expected<void, QString> saveSnapshot(const Snapshot &snapshot, const QString &path)
{
    QSaveFile file(path);
    const QByteArray bytes = writeSnapshot(snapshot);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit()) {
        return tl::make_unexpected(
            Text::tr("The snapshot could not be kept in %1: %2.").arg(path, file.errorString()));
    }
    return {};
}

tl::expected<Snapshot, QString> loadSnapshot(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return tl::make_unexpected(
            Text::tr("%1 cannot be read: %2.").arg(path, file.errorString()));
    }
    const QByteArray bytes = file.read(kMostBytes + 1);
    if (bytes.size() > kMostBytes)
        return tl::make_unexpected(Text::tr("%1 is too long for a snapshot.").arg(path));
    return readSnapshot(bytes);
}

} // namespace modbus::discovery
