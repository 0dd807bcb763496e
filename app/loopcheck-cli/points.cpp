// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/loopcheck-cli/commandline.h"
#include "app/loopcheck-cli/commands.h"
#include "modbus/pointlint.h"
#include "modbus/pointlistcsv.h"

#include <QJsonArray>
#include <QTextStream>
#include <algorithm>

namespace cli {

namespace {

using modbus::Finding;

/// A file, read and looked over.
struct Checked
{
    modbus::PointListReading reading;
    QList<Finding> findings;

    qsizetype errors() const
    {
        return std::count_if(findings.begin(), findings.end(), [](const Finding &finding) {
            return finding.severity == Finding::Severity::Error;
        });
    }
    qsizetype warnings() const { return findings.size() - errors(); }
    bool isClean() const { return reading.faults.isEmpty() && errors() == 0; }
    /// Rows that are no points; a row with several bad cells counts once.
    qsizetype rowsLeftOut() const
    {
        qsizetype rows = 0;
        int line = 0;
        for (const modbus::RowFault &fault : reading.faults) {
            rows += fault.line != line ? 1 : 0;
            line = fault.line;
        }
        return rows;
    }
};

QString separatorName(char separator)
{
    return separator == '\t' ? QStringLiteral("tab") : QString(QLatin1Char(separator));
}

QString faultText(const modbus::RowFault &fault)
{
    if (fault.column.isEmpty())
        return fault.reason;
    return fault.text.isEmpty()
               ? Text::tr("%1: %2").arg(fault.column, fault.reason)
               : Text::tr("%1 \"%2\": %3")
                     .arg(fault.column.simplified(), fault.text.simplified(), fault.reason);
}

/// "FILE:LINE: error: ...", in the file's order, as compilers print it and editors take it.
void print(const QString &file, const Checked &checked)
{
    struct Remark
    {
        int line;
        QString text;
    };
    QList<Remark> remarks;
    for (const modbus::RowFault &fault : checked.reading.faults)
        remarks.append({fault.line, Text::tr("error: %1").arg(faultText(fault))});
    for (const Finding &finding : checked.findings) {
        const QString text = finding.severity == Finding::Severity::Error
                                 ? Text::tr("error: %1").arg(finding.text)
                                 : Text::tr("warning: %1").arg(finding.text);
        remarks.append({checked.reading.lines.value(finding.points.value(0)), text});
    }
    std::stable_sort(remarks.begin(), remarks.end(),
                     [](const Remark &a, const Remark &b) { return a.line < b.line; });

    QTextStream out(stdout);
    for (const Remark &remark : std::as_const(remarks))
        out << printable(file) << ':' << remark.line << ": " << printable(remark.text) << '\n';
    const modbus::PointListReading &reading = checked.reading;
    if (!reading.unknownColumns.isEmpty()) {
        out << printable(Text::tr("Columns that are not understood and left out: %1.")
                             .arg(reading.unknownColumns.join(QStringLiteral(", "))))
            << '\n';
    }
    out << Text::tr("%1: %2 points, %3 rows left out, %4 errors, %5 warnings (%6, separator %7)")
               .arg(printable(file))
               .arg(reading.points.size())
               .arg(checked.rowsLeftOut())
               .arg(checked.errors())
               .arg(checked.warnings())
               .arg(reading.encoding, separatorName(reading.separator))
        << '\n';
}

QJsonObject toJson(const QString &file, const Checked &checked)
{
    const modbus::PointListReading &reading = checked.reading;
    QJsonArray faults;
    for (const modbus::RowFault &fault : reading.faults) {
        faults.append(QJsonObject{{QStringLiteral("line"), fault.line},
                                  {QStringLiteral("column"), fault.column},
                                  {QStringLiteral("text"), fault.text},
                                  {QStringLiteral("reason"), fault.reason}});
    }
    QJsonArray findings;
    for (const Finding &finding : checked.findings) {
        QJsonArray lines;
        for (const int point : finding.points)
            lines.append(reading.lines.value(point));
        findings.append(
            QJsonObject{{QStringLiteral("kind"), modbus::kindName(finding.kind)},
                        {QStringLiteral("severity"), finding.severity == Finding::Severity::Error
                                                         ? QStringLiteral("error")
                                                         : QStringLiteral("warning")},
                        {QStringLiteral("lines"), lines},
                        {QStringLiteral("text"), finding.text}});
    }
    return {{QStringLiteral("file"), file},
            {QStringLiteral("encoding"), reading.encoding},
            {QStringLiteral("separator"), QString(QLatin1Char(reading.separator))},
            {QStringLiteral("points"), reading.points.size()},
            {QStringLiteral("rowsLeftOut"), checked.rowsLeftOut()},
            {QStringLiteral("unknownColumns"), QJsonArray::fromStringList(reading.unknownColumns)},
            {QStringLiteral("faults"), faults},
            {QStringLiteral("findings"), findings}};
}

} // namespace

int points(const QStringList &arguments)
{
    CommandLine line(
        QStringLiteral("points"),
        Text::tr("Checks a point list (CSV) before anyone goes to site: rows that are no points, "
                 "duplicate tags, overlaps, straddled values, writes to read-only tables, crossed "
                 "limits. Warnings alone end with 0, errors and rows left out with 1.\n"
                 "JSON: file encoding separator points rowsLeftOut unknownColumns, faults {line "
                 "column text reason}, findings {kind severity lines text}, or error {kind text "
                 "remedy}."));
    line.addParameter(QStringLiteral("check"), Text::tr("What to do with the list."));
    line.addParameter(QStringLiteral("FILE"), Text::tr("The point list."));
    if (const auto exitCode = line.parse(arguments))
        return *exitCode;
    const bool asJson = line.wantsJson();
    const QStringList values = line.values();
    if (values.value(0) != QStringLiteral("check") || values.size() != 2) {
        return report(usageFailure(Text::tr("points takes \"check\" and one file."),
                                   Text::tr("Write loopcheck-cli points check FILE.")),
                      asJson);
    }

    const QString &file = values.at(1);
    Checked checked;
    checked.reading = modbus::readPointListFile(file);
    if (!checked.reading.fileFault.isEmpty()) {
        return report({QStringLiteral("unreadableFile"), 0,
                       Text::tr("%1 gives no points.").arg(file), checked.reading.fileFault,
                       WrongUsage},
                      asJson);
    }
    checked.findings = modbus::lint(checked.reading.points);
    if (asJson)
        printJson(toJson(file, checked));
    else
        print(file, checked);
    return checked.isClean() ? Done : Refused;
}

} // namespace cli
