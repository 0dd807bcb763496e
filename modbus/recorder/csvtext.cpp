// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/recorder/csvtext.h"

namespace modbus::recorder {

namespace {

bool beginsFormula(QChar c)
{
    // The full-width forms count where East Asian spreadsheets read the file.
    static const QString signs =
        QStringLiteral("=+-@") + QChar(0xff1d) + QChar(0xff0b) + QChar(0xff0d) + QChar(0xff20);
    return signs.contains(c);
}

/// True for texts that begin like a formula after any number of apostrophes, so that one more can
/// be put in front and taken away again.
bool needsGuard(QStringView text)
{
    for (const QChar c : text) {
        if (c != u'\'')
            return beginsFormula(c);
    }
    return false;
}

} // namespace

QByteArray csvCell(const QString &text)
{
    QString shown = text;
    for (QChar &c : shown) {
        if (c.unicode() < 0x20)
            c = QChar(0x2400 + c.unicode());
        else if (c.unicode() == 0x7f)
            c = QChar(0x2421);
    }
    if (needsGuard(shown))
        shown.prepend(u'\'');
    QByteArray cell = shown.toUtf8();
    const bool needsQuotes = cell.contains(',') || cell.contains('"') || cell.contains(';') ||
                             cell.startsWith(' ') || cell.endsWith(' ');
    if (!needsQuotes)
        return cell;
    cell.replace('"', "\"\"");
    return '"' + cell + '"';
}

QStringList csvCells(const QByteArray &line)
{
    QStringList cells;
    QByteArray cell;
    bool isQuoted = false;
    for (qsizetype i = 0; i < line.size(); ++i) {
        const char c = line.at(i);
        if (isQuoted && c == '"' && i + 1 < line.size() && line.at(i + 1) == '"') {
            cell.append('"');
            ++i;
        } else if (c == '"') {
            isQuoted = !isQuoted;
        } else if (c == ',' && !isQuoted) {
            cells.append(QString::fromUtf8(cell));
            cell.clear();
        } else {
            cell.append(c);
        }
    }
    if (isQuoted)
        return {};
    cells.append(QString::fromUtf8(cell));
    return cells;
}

QString csvText(QString cell)
{
    if (cell.startsWith(u'\'') && needsGuard(cell))
        cell.remove(0, 1);
    return cell;
}

} // namespace modbus::recorder
