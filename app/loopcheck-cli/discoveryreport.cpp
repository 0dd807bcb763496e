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

QJsonObject toJson(const HostScanResult &result)
{
    QJsonArray findings;
    for (const HostFinding &finding : result.findings) {
        findings.append(QJsonObject{
            {QStringLiteral("host"), finding.endpoint.host},
            {QStringLiteral("port"), finding.endpoint.port},
            {QStringLiteral("verdict"), QString(kHostVerdicts.at(size_t(finding.verdict)))},
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
        findings.append(QJsonObject{
            {QStringLiteral("unit"), finding.unit},
            {QStringLiteral("verdict"), QString(kUnitVerdicts.at(size_t(finding.verdict)))},
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

} // namespace cli
