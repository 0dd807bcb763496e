// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/pointlistcsv.h"
#include "modbus/csvtext.h"
#include "modbus/pointcolumns.h"
#include "modbus/pointrow.h"
#include "modbus/textdecoding.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <algorithm>

namespace modbus {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(modbus)
};

constexpr qsizetype kMostBytes = qsizetype(64) * 1024 * 1024;
constexpr int kMostRows = 200'000;
/// Where a header may stand: titles and notes come before it in many lists.
constexpr int kHeaderRows = 30;
/// How many rows are looked at to tell what "unit" means.
constexpr int kSampleRows = 200;

bool isBlank(const QStringList &cells)
{
    return std::all_of(cells.begin(), cells.end(),
                       [](const QString &cell) { return cell.trimmed().isEmpty(); });
}

/// A line of its own for whoever reads the file.
bool isComment(const QStringList &cells)
{
    return cells.constFirst().trimmed().startsWith(u'#') &&
           std::all_of(cells.begin() + 1, cells.end(),
                       [](const QString &cell) { return cell.trimmed().isEmpty(); });
}

/// What a text makes of one separator.
struct Layout
{
    QChar separator = u',';
    int headerRow = -1; ///< as CsvReader counts records from 0; -1 where there is none
    PointColumns columns;
};

Layout layoutWith(QStringView text, QChar separator)
{
    Layout layout;
    layout.separator = separator;
    QStringList headers;
    QList<QStringList> sample;
    CsvReader reader(text, separator);
    for (int row = 0; row < kHeaderRows + kSampleRows && reader.next(); ++row) {
        if (layout.headerRow >= 0) {
            sample.append(reader.cells());
            continue;
        }
        if (row >= kHeaderRows)
            break;
        layout.columns = pointColumnsFrom(reader.cells(), {});
        if (layout.columns.has(PointColumn::Address)) {
            layout.headerRow = row;
            headers = reader.cells();
        }
    }
    if (layout.headerRow >= 0)
        layout.columns = pointColumnsFrom(headers, sample);
    return layout;
}

/// The separator with which most columns make sense.
Layout layoutOf(QStringView text)
{
    Layout best = layoutWith(text, u',');
    for (const QChar separator : {u';', u'\t'}) {
        Layout layout = layoutWith(text, separator);
        if (layout.headerRow >= 0 &&
            (best.headerRow < 0 || layout.columns.known > best.columns.known))
            best = std::move(layout);
    }
    return best;
}

QString noHeaderFault()
{
    return Text::tr(
               "No row names the columns. Begin with a row such as: %1. The address is needed, "
               "the rest is not; common other names, and Chinese ones, are understood.")
        .arg(QStringLiteral("tag, description, unit id, table, address, data type, order, scale, "
                            "engineering unit"));
}

/// A row that cannot be taken apart the way its header says, or an empty reason.
QString misfitOf(const CsvReader &reader, qsizetype columns)
{
    if (reader.isUnclosed())
        return Text::tr("A quotation mark is opened here and not closed. Close it, or write it "
                        "twice within a quoted cell.");
    const QStringList &cells = reader.cells();
    if (cells.size() > columns && !isBlank(cells.sliced(columns)))
        return Text::tr("The row has %1 cells and the header %2: does a separator stand in one of "
                        "them? Put that cell in quotation marks.")
            .arg(cells.size())
            .arg(columns);
    return {};
}

void readRows(QStringView text, const Layout &layout, PointListReading &result)
{
    const bool decimalComma = layout.separator != u',';
    CsvReader reader(text, layout.separator);
    for (int row = 0; row <= layout.headerRow; ++row)
        reader.next();
    int rows = 0;
    while (reader.next()) {
        const QStringList &cells = reader.cells();
        if (isBlank(cells) || isComment(cells))
            continue;
        if (++rows > kMostRows) {
            result.points.clear();
            result.lines.clear();
            result.faults.clear();
            result.fileFault = Text::tr("The list has more than %L1 rows. Split it, by device for "
                                        "example.")
                                   .arg(kMostRows);
            return;
        }
        if (const QString misfit = misfitOf(reader, layout.columns.headers.size());
            !misfit.isEmpty()) {
            result.faults.append({reader.line(), {}, cells.constFirst().left(40), misfit});
            continue;
        }
        if (auto point = PointRow(layout.columns, cells, reader.line(), decimalComma, result.faults)
                             .toPoint()) {
            result.points.append(*std::move(point));
            result.lines.append(reader.line());
        }
    }
    if (rows == 0)
        result.fileFault = Text::tr("There is a header and no row below it.");
}

} // namespace

PointListReading readPointList(const QByteArray &bytes)
{
    PointListReading result;
    if (bytes.trimmed().isEmpty()) {
        result.fileFault = Text::tr("The list is empty.");
        return result;
    }
    if (bytes.size() > kMostBytes) {
        result.fileFault =
            Text::tr("The list has %L1 MB, more than the %L2 MB that are read. Split "
                     "it, by device for example.")
                .arg(bytes.size() / (1024 * 1024))
                .arg(kMostBytes / (1024 * 1024));
        return result;
    }
    const DecodedText decoded = decodeText(bytes);
    result.encoding = decoded.encoding;
    result.fileFault = decoded.fault;
    if (!result.fileFault.isEmpty())
        return result;

    const Layout layout = layoutOf(decoded.text);
    if (layout.headerRow < 0) {
        result.fileFault = noHeaderFault();
        return result;
    }
    result.separator = layout.separator.toLatin1();
    result.unknownColumns = layout.columns.unknown;
    readRows(decoded.text, layout, result);
    return result;
}

PointListReading readPointListFile(const QString &path)
{
    PointListReading result;
    if (QFileInfo(path).isDir()) {
        result.fileFault = Text::tr("This is a folder. Name the list in it.");
        return result;
    }
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        result.fileFault = Text::tr("The file cannot be opened: %1.").arg(file.errorString());
        return result;
    }
    const QByteArray bytes = file.read(kMostBytes + 1);
    if (file.error() != QFileDevice::NoError) {
        result.fileFault = Text::tr("The file cannot be read: %1.").arg(file.errorString());
        return result;
    }
    return readPointList(bytes);
}

} // namespace modbus
