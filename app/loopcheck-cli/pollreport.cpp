// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/loopcheck-cli/pollreport.h"
#include "app/loopcheck-cli/modbusarguments.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTextStream>
#include <algorithm>
#include <utility>

namespace cli {

namespace {

constexpr qint64 kBetweenLinesMs = 1000;
constexpr qsizetype kWidestTag = 32;

QString qualityName(modbus::Quality quality)
{
    switch (quality) {
    case modbus::Quality::Good:
        return QStringLiteral("good");
    case modbus::Quality::NotAvailable:
        return QStringLiteral("notAvailable");
    case modbus::Quality::Undecodable:
        return QStringLiteral("undecodable");
    case modbus::Quality::Failed:
        break;
    }
    return QStringLiteral("failed");
}

QDateTime utc(qint64 time)
{
    return QDateTime::fromMSecsSinceEpoch(time, Qt::UTC);
}

double inMs(std::chrono::microseconds duration)
{
    return double(duration.count()) / 1000.0;
}

QJsonObject rateJson(const modbus::PollRate &rate)
{
    return {{QStringLiteral("device"), rate.device.toString()},
            {QStringLiteral("periodMs"), qint64(rate.period.count())},
            {QStringLiteral("achievedMs"),
             rate.achieved.count() > 0 ? QJsonValue(inMs(rate.achieved)) : QJsonValue()},
            {QStringLiteral("startLateMs"), inMs(rate.lateness)},
            {QStringLiteral("cycleMs"), inMs(rate.took)},
            {QStringLiteral("cycles"), qint64(rate.cycles)},
            {QStringLiteral("skipped"), qint64(rate.skipped)},
            {QStringLiteral("requestsPerCycle"), rate.requests},
            {QStringLiteral("requests"), qint64(rate.requestsMade)},
            {QStringLiteral("failures"), qint64(rate.failures)}};
}

} // namespace

PollReport::PollReport(QList<modbus::Point> points, bool asJson)
    : m_points(std::move(points))
    , m_asJson(asJson)
    , m_states(std::size_t(m_points.size()))
{
    (void)m_out.open(stdout, QIODevice::WriteOnly);
    for (const modbus::Point &point : std::as_const(m_points))
        m_tagWidth = std::clamp(point.tag.size(), m_tagWidth, kWidestTag);
}

void PollReport::take(const QList<modbus::Sample> &samples)
{
    QByteArray lines;
    for (const modbus::Sample &sample : samples) {
        State &state = m_states[std::size_t(sample.point)];
        state.isRead = true;
        state.quality = sample.value.quality;
        ++m_samples;
        m_good += sample.value.quality == modbus::Quality::Good ? 1 : 0;
        if (m_asJson) {
            lines += QJsonDocument(toJson(sample)).toJson(QJsonDocument::Compact) + '\n';
            continue;
        }
        const QString text = textOf(sample);
        const bool isNew = state.shownAt == 0 || text != state.shown;
        if (isNew && sample.time - state.shownAt >= kBetweenLinesMs) {
            printLine(sample, text);
            state.shown = text;
            state.shownAt = sample.time;
        }
    }
    m_out.write(lines);
    m_out.flush();
}

QString PollReport::textOf(const modbus::Sample &sample) const
{
    const modbus::Point &point = m_points.at(sample.point);
    if (sample.value.quality != modbus::Quality::Good)
        return QStringLiteral("-  ") + sample.value.fault;
    QString text = modbus::toText(point, sample.value);
    if (!point.engineeringUnit.isEmpty())
        text += u' ' + point.engineeringUnit;
    if (point.isText())
        return text;
    switch (modbus::limitState(point, sample.value.number)) {
    case modbus::LimitState::Low:
        return Text::tr("%1  LOW, below %2").arg(text).arg(point.lowLimit.value_or(0));
    case modbus::LimitState::High:
        return Text::tr("%1  HIGH, above %2").arg(text).arg(point.highLimit.value_or(0));
    case modbus::LimitState::Within:
        break;
    }
    return text;
}

void PollReport::printLine(const modbus::Sample &sample, const QString &text)
{
    const QString time = utc(sample.time).toLocalTime().toString(QStringLiteral("HH:mm:ss.zzz"));
    const QString tag = m_points.at(sample.point).tag.left(kWidestTag).leftJustified(m_tagWidth);
    const QString line = QStringLiteral("%1  %2  %3").arg(time, tag, text);
    m_out.write(printable(line).replace(u'\n', u' ').toUtf8() + '\n');
}

QJsonObject PollReport::toJson(const modbus::Sample &sample) const
{
    const modbus::Point &point = m_points.at(sample.point);
    QJsonValue value;
    if (sample.value.quality == modbus::Quality::Good) {
        const bool isScaled = !point.isBool() && !point.isText() && !point.scaling.isIdentity();
        const auto type = point.isBool() ? modbus::DataType::Bool : point.format.type;
        value = isScaled
                    ? cli::toJson(modbus::Value(sample.value.number), modbus::DataType::Float64)
                : point.isBool() ? QJsonValue(sample.value.number != 0)
                                 : cli::toJson(sample.value.raw, type);
    }
    QJsonObject object{{QStringLiteral("time"), utc(sample.time).toString(Qt::ISODateWithMs)},
                       {QStringLiteral("tag"), point.tag},
                       {QStringLiteral("value"), value},
                       {QStringLiteral("quality"), qualityName(sample.value.quality)}};
    if (!point.engineeringUnit.isEmpty())
        object.insert(QStringLiteral("engineeringUnit"), point.engineeringUnit);
    if (!sample.value.fault.isEmpty())
        object.insert(QStringLiteral("fault"), sample.value.fault);
    return object;
}

std::vector<int> PollReport::unread() const
{
    std::vector<int> points;
    for (int i = 0; i < int(m_states.size()); ++i) {
        const State &state = m_states[std::size_t(i)];
        if (!state.isRead || state.quality == modbus::Quality::Failed)
            points.push_back(i);
    }
    return points;
}

bool PollReport::hasUndecodable() const
{
    return std::any_of(m_states.begin(), m_states.end(), [](const State &state) {
        return state.isRead && state.quality == modbus::Quality::Undecodable;
    });
}

void PollReport::finish(const QList<modbus::PollRate> &rates, std::chrono::milliseconds ran)
{
    if (!m_asJson) {
        printRates(rates, ran);
        return;
    }
    QJsonArray array;
    for (const modbus::PollRate &rate : rates)
        array.append(rateJson(rate));
    printJson({{QStringLiteral("summary"),
                QJsonObject{{QStringLiteral("points"), m_points.size()},
                            {QStringLiteral("unread"), qint64(unread().size())},
                            {QStringLiteral("seconds"), double(ran.count()) / 1000},
                            {QStringLiteral("samples"), m_samples},
                            {QStringLiteral("good"), m_good},
                            {QStringLiteral("rates"), array}}}});
}

void PollReport::printRates(const QList<modbus::PollRate> &rates, std::chrono::milliseconds ran)
{
    QTextStream out(&m_out);
    out << '\n'
        << Text::tr("%1 points, %2 samples in %3 s, %4 of them good; %5 points without a value.")
               .arg(m_points.size())
               .arg(m_samples)
               .arg(double(ran.count()) / 1000, 0, 'f', 1)
               .arg(m_good)
               .arg(unread().size())
        << '\n';
    for (const modbus::PollRate &rate : rates) {
        const QString reached = rate.achieved.count() > 0
                                    ? Text::tr("each %1 ms").arg(inMs(rate.achieved), 0, 'f', 1)
                                    : Text::tr("%1 cycles").arg(rate.cycles);
        out << Text::tr("%1, asked each %2 ms: reached %3; %4 cycles of %5 requests, %6 skipped, "
                        "%7 of %8 requests failed.")
                   .arg(printable(rate.device.toString()))
                   .arg(rate.period.count())
                   .arg(reached)
                   .arg(rate.cycles)
                   .arg(rate.requests)
                   .arg(rate.skipped)
                   .arg(rate.failures)
                   .arg(rate.requestsMade)
            << '\n';
    }
}

} // namespace cli
