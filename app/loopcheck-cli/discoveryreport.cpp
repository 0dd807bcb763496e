// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/loopcheck-cli/discoveryreport.h"

#include "app/loopcheck-cli/failure.h"

#include <QJsonArray>
#include <QTextStream>
#include <array>

namespace cli {

namespace {

using namespace modbus::discovery;

constexpr int kEndpointWidth = 21; // 255.255.255.255:65535
constexpr std::array<QLatin1StringView, 7> kHostVerdicts{
    QLatin1StringView("modbus"),     QLatin1StringView("otherAnswer"),
    QLatin1StringView("noAnswer"),   QLatin1StringView("closed"),
    QLatin1StringView("refused"),    QLatin1StringView("silent"),
    QLatin1StringView("unreachable")};
constexpr std::array<QLatin1StringView, 7> kUnitVerdicts{
    QLatin1StringView("answered"), QLatin1StringView("exception"), QLatin1StringView("noPath"),
    QLatin1StringView("noDevice"), QLatin1StringView("silent"),    QLatin1StringView("closed"),
    QLatin1StringView("badAnswer")};

double milliseconds(std::chrono::microseconds time)
{
    return static_cast<double>(time.count()) / 1000.0;
}

QString timeText(std::chrono::microseconds time)
{
    return time.count() > 0 ? Text::tr(", %1 ms").arg(milliseconds(time), 0, 'f', 1) : QString();
}

QString orEmpty(std::chrono::microseconds time)
{
    return time.count() == 0 ? QString() : QString::number(milliseconds(time));
}

QString orEmpty(quint8 code)
{
    return code == 0 ? QString() : QString::number(code);
}

/// None of the cells needs quotes.
QString csvLine(const QStringList &cells)
{
    return cells.join(u',') + QStringLiteral("\r\n");
}

QString verdictName(const HostFinding &finding)
{
    return kHostVerdicts.at(size_t(finding.verdict));
}

QString verdictName(const UnitFinding &finding)
{
    return kUnitVerdicts.at(size_t(finding.verdict));
}

QJsonValue codeOrNull(quint8 code)
{
    return code == 0 ? QJsonValue() : QJsonValue(code);
}

QJsonValue timeOrNull(std::chrono::microseconds time)
{
    return time.count() == 0 ? QJsonValue() : QJsonValue(milliseconds(time));
}

} // namespace

void print(QTextStream &out, const HostFinding &finding)
{
    out << finding.endpoint.toString().leftJustified(kEndpointWidth) << "  " << verdictText(finding)
        << timeText(finding.latency) << '\n';
}

void print(QTextStream &out, const UnitFinding &finding)
{
    out << QString::number(finding.unit).rightJustified(3) << "  " << verdictText(finding)
        << timeText(finding.latency) << '\n';
}

void print(QTextStream &out, const RangeScanResult &result)
{
    for (const ReadableBlock &block : result.blocks) {
        out << modbus::rangeText(block.first, block.count())
            << Text::tr(": %1 readable, %2 of them not 0").arg(block.count()).arg(block.nonZero())
            << '\n';
    }
    out << Text::tr("%1 readable items in %2 blocks, %3 requests, at most %4 items at once")
               .arg(result.readable())
               .arg(result.blocks.size())
               .arg(result.requests)
               .arg(result.mostAtOnce)
        << '\n';
}

void print(QTextStream &out, const Diagnosis &diagnosis)
{
    for (const RungReport &report : diagnosis.rungs) {
        out << rungTitle(report.rung) << ": " << stateWord(report.state) << '\n';
        if (!report.evidence.isEmpty())
            out << "    " << printable(report.evidence) << '\n';
        if (!report.remedy.isEmpty())
            out << "    " << printable(report.remedy) << '\n';
    }
    out << '\n' << printable(paragraph(diagnosis)) << '\n';
}

void print(QTextStream &out, const Measurements &measured)
{
    if (!measured.isComplete) {
        out << '\n' << printable(measured.fault) << '\n';
        return;
    }
    out << '\n' << Text::tr("Longest block: %1 items").arg(measured.largestBlock);
    if (!measured.isBlockByLength)
        out << Text::tr(", where the range may have ended");
    out << '\n' << Text::tr("Requests at once: %1").arg(measured.inFlight) << '\n';
    out << Text::tr("Gap between requests: %1 ms").arg(measured.gap.count());
    if (!measured.isGapEnough)
        out << Text::tr(", and requests were lost even so");
    out << '\n';
    if (measured.sessions > 0)
        out << Text::tr("TCP sessions: %1").arg(measured.sessions)
            << (measured.mayHaveMoreSessions ? Text::tr(" or more") : QString()) << '\n';
    out << Text::tr("Slowest answer: %1 ms").arg(milliseconds(measured.slowest), 0, 'f', 1) << '\n';
    const modbus::Connection::Options options = recommended(measured, {});
    out << Text::tr("Settings that fit: %1")
               .arg(QStringLiteral("--window %1 --pause %2 --largest-block %3 --timeout %4")
                        .arg(options.window)
                        .arg(options.gap.count())
                        .arg(options.largestBlock)
                        .arg(options.responseDeadline.count()))
        << '\n';
}

QString hostCsvHeadings()
{
    return QStringLiteral("host,port,verdict,unit,exceptionCode,connectMs,latencyMs\r\n");
}

QString toCsvLine(const HostFinding &finding)
{
    return csvLine({finding.endpoint.host, QString::number(finding.endpoint.port),
                    verdictName(finding), finding.unit ? QString::number(*finding.unit) : QString(),
                    orEmpty(finding.exceptionCode), orEmpty(finding.connect),
                    orEmpty(finding.latency)});
}

QString unitCsvHeadings()
{
    return QStringLiteral("unit,verdict,exceptionCode,latencyMs\r\n");
}

QString toCsvLine(const UnitFinding &finding)
{
    return csvLine({QString::number(finding.unit), verdictName(finding),
                    orEmpty(finding.exceptionCode), orEmpty(finding.latency)});
}

QString toCsv(const RangeScanResult &result)
{
    QString csv = QStringLiteral("table,first,last,count,nonZero\r\n");
    for (const ReadableBlock &block : result.blocks)
        csv += csvLine({modbus::tableName(block.first.table), QString::number(block.first.offset),
                        QString::number(block.last()), QString::number(block.count()),
                        QString::number(block.nonZero())});
    return csv;
}

QJsonObject toJson(const HostScanResult &result)
{
    QJsonArray findings;
    for (const HostFinding &finding : result.findings) {
        findings.append(QJsonObject{
            {QStringLiteral("host"), finding.endpoint.host},
            {QStringLiteral("port"), finding.endpoint.port},
            {QStringLiteral("verdict"), verdictName(finding)},
            {QStringLiteral("unit"), finding.unit ? QJsonValue(*finding.unit) : QJsonValue()},
            {QStringLiteral("exceptionCode"), codeOrNull(finding.exceptionCode)},
            {QStringLiteral("connectMs"), timeOrNull(finding.connect)},
            {QStringLiteral("latencyMs"), timeOrNull(finding.latency)}});
    }
    return {{QStringLiteral("tried"), result.tried},
            {QStringLiteral("total"), result.total},
            {QStringLiteral("refused"), result.refused},
            {QStringLiteral("findings"), findings}};
}

QJsonObject toJson(const UnitScanResult &result)
{
    QJsonArray findings;
    for (const UnitFinding &finding : result.findings) {
        findings.append(
            QJsonObject{{QStringLiteral("unit"), finding.unit},
                        {QStringLiteral("verdict"), verdictName(finding)},
                        {QStringLiteral("exceptionCode"), codeOrNull(finding.exceptionCode)},
                        {QStringLiteral("latencyMs"), timeOrNull(finding.latency)}});
    }
    return {{QStringLiteral("findings"), findings},
            {QStringLiteral("lateReplies"), static_cast<qint64>(result.lateReplies)}};
}

QJsonObject toJson(const RangeScanResult &result)
{
    QJsonArray blocks;
    for (const ReadableBlock &block : result.blocks) {
        blocks.append(QJsonObject{{QStringLiteral("table"), modbus::tableName(block.first.table)},
                                  {QStringLiteral("first"), block.first.offset},
                                  {QStringLiteral("count"), block.count()},
                                  {QStringLiteral("nonZero"), block.nonZero()}});
    }
    return {{QStringLiteral("blocks"), blocks},
            {QStringLiteral("requests"), result.requests},
            {QStringLiteral("mostAtOnce"), result.mostAtOnce},
            {QStringLiteral("scanned"), result.scanned}};
}

QJsonObject toJson(const Diagnosis &diagnosis)
{
    QJsonArray steps;
    for (const RungReport &report : diagnosis.rungs) {
        steps.append(QJsonObject{{QStringLiteral("step"), rungName(report.rung)},
                                 {QStringLiteral("state"), stateName(report.state)},
                                 {QStringLiteral("evidence"), report.evidence},
                                 {QStringLiteral("remedy"), report.remedy}});
    }
    return {{QStringLiteral("host"), diagnosis.target.endpoint.host},
            {QStringLiteral("port"), diagnosis.target.endpoint.port},
            {QStringLiteral("unit"), diagnosis.target.unit},
            {QStringLiteral("healthy"), diagnosis.isHealthy},
            {QStringLiteral("conclusion"), diagnosis.conclusion},
            {QStringLiteral("advice"), diagnosis.advice},
            {QStringLiteral("paragraph"), paragraph(diagnosis)},
            {QStringLiteral("steps"), steps}};
}

QJsonObject toJson(const Measurements &measured)
{
    const modbus::Connection::Options options = recommended(measured, {});
    const QJsonObject settings{
        {QStringLiteral("window"), options.window},
        {QStringLiteral("gapMs"), static_cast<int>(options.gap.count())},
        {QStringLiteral("largestBlock"), options.largestBlock},
        {QStringLiteral("timeoutMs"), static_cast<int>(options.responseDeadline.count())}};
    return {{QStringLiteral("largestBlock"), measured.largestBlock},
            {QStringLiteral("blockByLength"), measured.isBlockByLength},
            {QStringLiteral("inFlight"), measured.inFlight},
            {QStringLiteral("gapMs"), static_cast<int>(measured.gap.count())},
            {QStringLiteral("gapEnough"), measured.isGapEnough},
            {QStringLiteral("sessions"), measured.sessions},
            {QStringLiteral("slowestMs"), timeOrNull(measured.slowest)},
            {QStringLiteral("fault"),
             measured.fault.isEmpty() ? QJsonValue() : QJsonValue(measured.fault)},
            {QStringLiteral("settings"), settings}};
}

} // namespace cli
