// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/recorder/csvstore.h"

#include "modbus/recorder/csvtext.h"
#include "modbus/recorder/sqlitestore.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QLockFile>
#include <array>
#include <charconv>
#include <cmath>

namespace modbus::recorder {

namespace {

constexpr qint64 kTailBytes = qint64(256) * 1024; // far more than a row can take

/// The fewest digits that read back the same.
QByteArray numberText(double number, bool isFloat32)
{
    std::array<char, 40> text{};
    const auto end = isFloat32 ? std::to_chars(text.data(), text.data() + text.size(),
                                               static_cast<float>(number))
                               : std::to_chars(text.data(), text.data() + text.size(), number);
    return {text.data(), end.ptr - text.data()};
}

/// Where a CSV file that we wrote ends whole, and what its last row is.
struct Ending
{
    qint64 wholeBytes = 0;
    QString session;
    quint64 sequence = 0;
};

Ending endingOf(QFile &file)
{
    Ending ending;
    const qint64 from = std::max<qint64>(0, file.size() - kTailBytes);
    file.seek(from);
    const QByteArray tail = file.read(kTailBytes);
    const qsizetype lastEnd = tail.lastIndexOf("\r\n");
    if (lastEnd < 0)
        return ending;
    ending.wholeBytes = from + lastEnd + 2;
    const qsizetype lineStart = tail.lastIndexOf("\r\n", lastEnd - 2);
    const QStringList cells = csvCells(tail.sliced(lineStart < 0 ? 0 : lineStart + 2,
                                                   lastEnd - (lineStart < 0 ? 0 : lineStart + 2)));
    if (cells.size() == csvHeader().count(',') + 1) {
        ending.session = cells.at(cells.size() - 2);
        ending.sequence = cells.constLast().toULongLong();
    }
    return ending;
}

} // namespace

QByteArray csvHeader()
{
    return QByteArrayLiteral("time,tag,value,engineering_unit,quality,reason,device,unit,table,"
                             "pdu_address,bit,type,session,sequence");
}

bool isOurCsvFile(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) && file.readLine(1000) == csvHeader() + "\r\n";
}

CsvStore::CsvStore(const Settings &settings)
    : m_settings(settings)
    , m_series(settings.store.path, isOurCsvFile)
{
}

CsvStore::~CsvStore() = default;

Result<void> CsvStore::open()
{
    const QString &path = m_settings.store.path;
    auto lock = lockSeries(path);
    if (!lock)
        return tl::make_unexpected(lock.error());
    if (QFileInfo(path).size() > 0 && !isOurCsvFile(path)) {
        return unusable(Text::tr("%1 is there already and is no recording of Loopcheck.")
                            .arg(QDir::toNativeSeparators(path)),
                        Text::tr("Choose another file name; this file is left as it is."));
    }
    m_lock = *std::move(lock);
    return {};
}

void CsvStore::close()
{
    m_file.close();
    m_lock.reset();
}

tl::unexpected<Problem> CsvStore::cannotWrite() const
{
    return away(Text::tr("%1 cannot be written: %2.")
                    .arg(QDir::toNativeSeparators(m_file.fileName()), m_file.errorString()),
                Text::tr("Make room on that disk, or check the folder's permissions."));
}

Result<quint64> CsvStore::begin(const Session &session)
{
    m_file.close();
    m_sessionId = session.id.toLatin1();
    m_cells.clear();
    const QStringList parts = m_series.parts();
    // A session that goes on after its program was killed stands at the end of some file.
    for (auto part = parts.crbegin(); part != parts.crend(); ++part) {
        QFile file(*part);
        if (!isOurCsvFile(*part) || !file.open(QIODevice::ReadOnly))
            continue;
        const Ending ending = endingOf(file);
        if (ending.session != session.id)
            continue;
        file.close();
        if (Result<void> opened = goOnIn(*part); !opened)
            return tl::make_unexpected(opened.error());
        return ending.sequence;
    }
    Result<void> begun = beginPart(partToBegin(parts));
    if (!begun)
        return tl::make_unexpected(begun.error());
    return 0;
}

/// One that has no row yet, where there is one.
QString CsvStore::partToBegin(const QStringList &parts) const
{
    if (!parts.isEmpty()) {
        QString newest = parts.constLast();
        const bool hasOnlyHeader =
            isOurCsvFile(newest) && QFileInfo(newest).size() == csvHeader().size() + 2;
        const bool isBlank = newest == m_settings.store.path && QFileInfo(newest).size() == 0;
        if (hasOnlyHeader || isBlank)
            return newest;
    }
    return m_series.next();
}

/// Cuts off a row that was torn when its program was killed, and appends.
Result<void> CsvStore::goOnIn(const QString &path)
{
    m_file.setFileName(path);
    if (!m_file.open(QIODevice::ReadWrite | QIODevice::Unbuffered))
        return cannotWrite();
    const qint64 whole = endingOf(m_file).wholeBytes;
    if (!m_file.resize(whole) || !m_file.seek(whole))
        return cannotWrite();
    m_created = QDateTime::currentMSecsSinceEpoch();
    return {};
}

Result<void> CsvStore::beginPart(const QString &path)
{
    m_file.close();
    m_file.setFileName(path);
    const QByteArray header = csvHeader() + "\r\n";
    if (!m_file.open(QIODevice::WriteOnly | QIODevice::Unbuffered) ||
        m_file.write(header) != header.size()) {
        auto problem = cannotWrite();
        m_file.resize(0);
        return problem;
    }
    m_created = QDateTime::currentMSecsSinceEpoch();
    return {};
}

void CsvStore::learn(const QList<Point> &points)
{
    for (qsizetype i = m_cells.size(); i < points.size(); ++i) {
        const Point &point = points.at(i);
        const QByteArray source = csvCell(point.device) + ',' + QByteArray::number(point.unit) +
                                  ',' + tableName(point.address.table).toLatin1() + ',' +
                                  QByteArray::number(point.address.offset) + ',' +
                                  (point.bit ? QByteArray::number(*point.bit) : QByteArray()) +
                                  ',' + typeName(point.format.type).toLatin1();
        m_cells.append({csvCell(point.tag), csvCell(point.engineeringUnit), source,
                        point.format.type == DataType::Float32 && point.scaling.isIdentity()});
    }
}

QByteArray CsvStore::lineOf(const Row &row, quint64 sequence) const
{
    const Cells &cells = m_cells.at(row.point);
    const bool isGood = row.quality == Quality::Good;
    const bool isNumber = !std::isnan(row.number) && row.text.isEmpty();
    QByteArray line = isoTime(row.time);
    line.reserve(200);
    line += ',';
    line += cells.tag;
    line += ',';
    if (isGood)
        line += isNumber ? numberText(row.number, cells.isFloat32) : csvCell(row.text);
    line += ',';
    line += cells.engineeringUnit;
    line += ',';
    line += isGood ? QByteArrayLiteral("good") : qualityName(row.quality).toLatin1();
    line += ',';
    if (!isGood)
        line += csvCell(row.text);
    line += ',';
    line += cells.source;
    line += ',';
    line += m_sessionId;
    line += ',';
    line += QByteArray::number(sequence);
    line += "\r\n";
    return line;
}

Result<void> CsvStore::write(const Session & /*session*/, const Block &block)
{
    if (!m_file.exists()) {
        return away(
            Text::tr("%1 is gone: it was deleted, or its disk was taken away.")
                .arg(QDir::toNativeSeparators(m_file.fileName())),
            Text::tr("Bring the disk back. Where there is no such file a new one is begun."));
    }
    learn(block.points);
    QByteArray text;
    text.reserve(block.rows.size() * 160);
    quint64 sequence = block.first;
    for (const Row &row : block.rows)
        text += lineOf(row, sequence++);
    const qint64 before = m_file.pos();
    if (m_file.write(text) != text.size()) {
        auto problem = cannotWrite();
        m_file.resize(before);
        m_file.seek(before);
        return problem;
    }
    return {};
}

Result<void> CsvStore::tidy(qint64 now)
{
    const Rotation rotation = rotationFor(m_settings);
    const bool isLarge = rotation.bytes > 0 && m_file.size() >= rotation.bytes;
    const bool isOld = rotation.age.count() > 0 &&
                       now - m_created >= std::chrono::milliseconds(rotation.age).count();
    if (isLarge || isOld) {
        if (Result<void> begun = beginPart(m_series.next()); !begun)
            return begun;
    }
    m_series.prune(m_settings.retention, m_file.fileName(), now);
    return {};
}

} // namespace modbus::recorder
