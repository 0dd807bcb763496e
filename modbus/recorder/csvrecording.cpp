// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/recorder/csvstore.h"
#include "modbus/recorder/csvtext.h"
#include "modbus/recorder/recording.h"

#include <QDateTime>
#include <QDir>
#include <QHash>
#include <cmath>

namespace modbus::recorder {

namespace {

constexpr qint64 kLongestLine = 64 * 1024;
constexpr int kLinesBetweenProgress = 5000;

enum Column { Time, Tag, Text_, Unit, Quality_, Reason, Device, UnitId, Table_, Pdu, Bit, Type };

Point pointOf(const QStringList &cells)
{
    Point point;
    point.tag = csvText(cells.at(Tag));
    point.engineeringUnit = csvText(cells.at(Unit));
    point.device = csvText(cells.at(Device));
    point.unit = static_cast<quint8>(cells.at(UnitId).toUInt());
    point.address.table = tableFromName(cells.at(Table_)).value_or(Table::HoldingRegisters);
    point.address.offset = static_cast<quint16>(cells.at(Pdu).toUInt());
    if (!cells.at(Bit).isEmpty())
        point.bit = cells.at(Bit).toInt();
    point.format.type = typeFromName(cells.at(Type)).value_or(DataType::UInt16);
    return point;
}

/// What of a row says which point it is.
QString sourceOf(const QStringList &cells)
{
    return cells.at(Tag) + u'\n' + cells.at(Unit) + u'\n' + cells.mid(Device, 6).join(u'\n');
}

double numberOf(const QStringList &cells)
{
    bool isNumber = false;
    const double number = cells.at(Text_).toDouble(&isNumber);
    return isNumber && cells.at(Quality_) == u"good" ? number
                                                     : std::numeric_limits<double>::quiet_NaN();
}

bool isText(const Point &point)
{
    return point.format.type == DataType::Ascii || point.format.type == DataType::Utf8;
}

/// One file into the builder; false when no more is wanted.
class CsvFile
{
public:
    CsvFile(RecordingBuilder &builder, const Progress &progress)
        : m_builder(builder)
        , m_progress(progress)
    {
    }

    bool read(QFile &file, double done, double share)
    {
        const auto size = static_cast<double>(std::max<qint64>(file.size(), 1));
        file.readLine(kLongestLine); // the header
        for (int line = 0; !file.atEnd(); ++line) {
            QByteArray bytes = file.readLine(kLongestLine);
            if (!bytes.endsWith("\r\n"))
                continue; // being written just now, or torn
            bytes.chop(2);
            if (!take(csvCells(bytes)))
                return false;
            if (line % kLinesBetweenProgress == 0 &&
                !m_progress(done + share * static_cast<double>(file.pos()) / size))
                return false;
        }
        return true;
    }

private:
    bool take(const QStringList &cells)
    {
        if (cells.size() <= Type)
            return true;
        const QDateTime time = QDateTime::fromString(cells.at(Time), Qt::ISODateWithMs);
        if (!time.isValid() || !m_builder.wants(time.toMSecsSinceEpoch()))
            return true;
        const QString source = sourceOf(cells);
        auto known = m_places.constFind(source);
        if (known == m_places.constEnd()) {
            const Point point = pointOf(cells);
            known = m_places.insert(source, {m_builder.add(point), isText(point)});
        }
        return known->isText ||
               m_builder.add(known->place, time.toMSecsSinceEpoch(), numberOf(cells));
    }

    struct Known
    {
        int place = 0;
        bool isText = false;
    };
    RecordingBuilder &m_builder;
    const Progress &m_progress;
    QHash<QString, Known> m_places;
};

} // namespace

Result<void> readCsv(const QStringList &files, RecordingBuilder &builder, const Progress &progress)
{
    CsvFile reader(builder, progress);
    const double share = 1.0 / static_cast<double>(std::max<qsizetype>(files.size(), 1));
    for (qsizetype i = 0; i < files.size(); ++i) {
        QFile file(files.at(i));
        if (!file.open(QIODevice::ReadOnly)) {
            return away(Text::tr("%1 cannot be read: %2.")
                            .arg(QDir::toNativeSeparators(files.at(i)), file.errorString()),
                        Text::tr("Check the file's permissions and its disk."));
        }
        if (!reader.read(file, share * static_cast<double>(i), share))
            return {};
    }
    return {};
}

} // namespace modbus::recorder
