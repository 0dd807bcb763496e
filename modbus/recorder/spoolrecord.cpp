// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/recorder/spoolrecord.h"

#include <QDataStream>
#include <QIODevice>
#include <QtEndian>
#include <array>
#include <bit>
#include <cstring>

namespace modbus::recorder {

namespace {

constexpr std::array<quint32, 256> makeCrcTable()
{
    std::array<quint32, 256> table{};
    for (quint32 byte = 0; byte < 256; ++byte) {
        quint32 value = byte;
        for (int bit = 0; bit < 8; ++bit)
            value = (value & 1U) != 0 ? (value >> 1U) ^ 0xedb88320U : value >> 1U;
        table.at(byte) = value;
    }
    return table;
}

constexpr std::array<quint32, 256> kCrcTable = makeCrcTable();

template <typename T>
void put(QByteArray &to, T value)
{
    std::array<char, sizeof(T)> bytes{};
    qToLittleEndian(value, bytes.data());
    to.append(bytes.data(), bytes.size());
}

/// Takes figures off the front of a content, never beyond its end.
class Taker
{
public:
    explicit Taker(QByteArrayView bytes)
        : m_rest(bytes)
    {
    }
    template <typename T>
    T take()
    {
        if (m_rest.size() < static_cast<qsizetype>(sizeof(T))) {
            m_isSound = false;
            return {};
        }
        T value = qFromLittleEndian<T>(m_rest.data());
        m_rest = m_rest.sliced(sizeof(T));
        return value;
    }
    QByteArrayView takeBytes(quint32 count)
    {
        if (m_rest.size() < static_cast<qsizetype>(count)) {
            m_isSound = false;
            return {};
        }
        QByteArrayView bytes = m_rest.first(count);
        m_rest = m_rest.sliced(count);
        return bytes;
    }
    qsizetype left() const { return m_rest.size(); }
    bool isSound() const { return m_isSound; }

private:
    QByteArrayView m_rest;
    bool m_isSound = true;
};

constexpr qsizetype kLeastRowBytes = 8 + 4 + 1 + 8 + 4;
constexpr auto kStreamVersion = QDataStream::Qt_6_4;

void write(QDataStream &stream, const Point &point)
{
    stream << point.tag << point.description << point.area << point.device << point.unit
           << static_cast<quint8>(point.address.table) << point.address.offset
           << static_cast<quint8>(point.notation) << static_cast<quint8>(point.format.type)
           << static_cast<quint8>(point.format.order) << qint32(point.format.stringRegisters)
           << qint32(point.bit.value_or(-1)) << point.scaling.factor << point.scaling.offset
           << point.engineeringUnit << point.lowLimit.has_value() << point.lowLimit.value_or(0)
           << point.highLimit.has_value() << point.highLimit.value_or(0)
           << qint64(point.period.count()) << point.isWritable << point.notAvailable.has_value()
           << point.notAvailable.value_or(0) << point.note;
}

template <typename T>
std::optional<T> takeOptional(QDataStream &stream)
{
    bool isThere = false;
    T value{};
    stream >> isThere >> value;
    return isThere ? std::optional(value) : std::nullopt;
}

template <typename Enum>
bool takeEnum(QDataStream &stream, Enum &value, Enum last)
{
    quint8 figure = 0;
    stream >> figure;
    value = static_cast<Enum>(figure);
    return figure <= static_cast<quint8>(last);
}

bool read(QDataStream &stream, Point &point)
{
    stream >> point.tag >> point.description >> point.area >> point.device >> point.unit;
    bool isSound = takeEnum(stream, point.address.table, Table::HoldingRegisters);
    stream >> point.address.offset;
    isSound &= takeEnum(stream, point.notation, Notation::Iec);
    isSound &= takeEnum(stream, point.format.type, DataType::Utf8);
    isSound &= takeEnum(stream, point.format.order, WordOrder::DCBA);
    qint32 registers = 0;
    qint32 bit = 0;
    stream >> registers >> bit >> point.scaling.factor >> point.scaling.offset >>
        point.engineeringUnit;
    point.format.stringRegisters = qBound(1, registers, 125);
    point.bit = bit >= 0 && bit <= 15 ? std::optional(bit) : std::nullopt;
    point.lowLimit = takeOptional<double>(stream);
    point.highLimit = takeOptional<double>(stream);
    qint64 period = 0;
    stream >> period >> point.isWritable;
    point.period = std::chrono::milliseconds(period);
    point.notAvailable = takeOptional<quint64>(stream);
    stream >> point.note;
    return isSound && stream.status() == QDataStream::Ok;
}

QByteArray contentOfKind(RecordKind kind)
{
    return QByteArray(1, static_cast<char>(kind));
}

bool isOfKind(const QByteArray &content, RecordKind kind)
{
    return content.startsWith(static_cast<char>(kind));
}

} // namespace

quint32 crc32(QByteArrayView bytes)
{
    quint32 value = ~0U;
    for (const char byte : bytes)
        value = (value >> 8U) ^ kCrcTable[(value ^ static_cast<quint8>(byte)) & 0xffU];
    return ~value;
}

QByteArray framed(const QByteArray &content)
{
    QByteArray record;
    record.reserve(kRecordHeadBytes + content.size());
    put(record, static_cast<quint32>(content.size()));
    put(record, crc32(content));
    return record.append(content);
}

QByteArray encodeSession(const Session &session)
{
    QByteArray content = contentOfKind(RecordKind::Session);
    QDataStream stream(&content, QIODevice::WriteOnly | QIODevice::Append);
    stream.setVersion(kStreamVersion);
    stream << session.id << session.started << session.recorder;
    return content;
}

QByteArray encodePoints(const QList<Point> &points, qsizetype from)
{
    QByteArray content = contentOfKind(RecordKind::Points);
    QDataStream stream(&content, QIODevice::WriteOnly | QIODevice::Append);
    stream.setVersion(kStreamVersion);
    stream << qint32(points.size() - from);
    for (qsizetype i = from; i < points.size(); ++i)
        write(stream, points.at(i));
    return content;
}

QByteArray encodeRows(const Block &block, qsizetype from, qsizetype to)
{
    QByteArray content = contentOfKind(RecordKind::Rows);
    content.reserve(16 + (to - from) * (kLeastRowBytes + 8));
    put(content, block.first + static_cast<quint64>(from));
    put(content, static_cast<quint32>(to - from));
    for (qsizetype i = from; i < to; ++i) {
        const Row &row = block.rows.at(i);
        put(content, row.time);
        put(content, static_cast<qint32>(row.point));
        put(content, static_cast<quint8>(row.quality));
        put(content, std::bit_cast<quint64>(row.number));
        const QByteArray text = row.text.toUtf8();
        put(content, static_cast<quint32>(text.size()));
        content.append(text);
    }
    return content;
}

std::optional<Session> decodeSession(const QByteArray &content)
{
    if (!isOfKind(content, RecordKind::Session))
        return {};
    QDataStream stream(content.sliced(1));
    stream.setVersion(kStreamVersion);
    Session session;
    stream >> session.id >> session.started >> session.recorder;
    if (stream.status() != QDataStream::Ok || session.id.isEmpty())
        return {};
    return session;
}

bool decodePoints(const QByteArray &content, QList<Point> &points)
{
    if (!isOfKind(content, RecordKind::Points))
        return false;
    QDataStream stream(content.sliced(1));
    stream.setVersion(kStreamVersion);
    qint32 count = 0;
    stream >> count;
    for (qint32 i = 0; i < count; ++i) {
        Point point;
        if (!read(stream, point))
            return false;
        points.append(point);
    }
    return true;
}

std::optional<Block> decodeRows(const QByteArray &content, qsizetype pointCount)
{
    if (!isOfKind(content, RecordKind::Rows))
        return {};
    Taker from(QByteArrayView(content).sliced(1));
    Block block;
    block.first = from.take<quint64>();
    const auto count = from.take<quint32>();
    if (static_cast<qsizetype>(count) > from.left() / kLeastRowBytes)
        return {};
    block.rows.reserve(static_cast<qsizetype>(count));
    for (quint32 i = 0; i < count; ++i) {
        Row row;
        row.time = from.take<qint64>();
        row.point = from.take<qint32>();
        const auto quality = from.take<quint8>();
        row.number = std::bit_cast<double>(from.take<quint64>());
        const QByteArrayView text = from.takeBytes(from.take<quint32>());
        if (!from.isSound() || row.point < 0 || row.point >= pointCount ||
            quality > static_cast<quint8>(Quality::Failed))
            return {};
        row.quality = static_cast<Quality>(quality);
        row.text = QString::fromUtf8(text);
        block.rows.append(row);
    }
    return block;
}

} // namespace modbus::recorder
