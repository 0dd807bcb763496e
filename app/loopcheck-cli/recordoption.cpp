// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/loopcheck-cli/recordoption.h"

#include <QEventLoop>
#include <QTextStream>

namespace cli {

using modbus::recorder::Problem;
using modbus::recorder::Recorder;
using modbus::recorder::Settings;
using modbus::recorder::State;
using modbus::recorder::Status;

namespace {

const QString kRecord = QStringLiteral("record");

void say(const QString &text)
{
    QTextStream(stderr) << printable(text) << '\n';
}

void sayProblem(const Problem &problem)
{
    say(problem.text + u' ' + problem.remedy);
}

} // namespace

void addRecordOption(CommandLine &line)
{
    line.addOption(kRecord, QStringLiteral("STORE"),
                   Text::tr("Records every sample: FILE.sqlite, FILE.csv, or "
                            "postgresql://USER@HOST:PORT/DATABASE with the password in the "
                            "environment as PGPASSWORD."));
}

tl::expected<std::optional<Settings>, Failure> recordSettingsFrom(const CommandLine &line)
{
    if (!line.isSet(kRecord))
        return std::optional<Settings>();
    const auto address = modbus::recorder::parseStoreAddress(line.value(kRecord));
    if (!address)
        return tl::make_unexpected(usageFailure(address.error().text, address.error().remedy));
    Settings settings;
    settings.store = *address;
    return settings;
}

Recording::Recording(const QList<modbus::Point> &points,
                     const std::optional<modbus::Endpoint> &device)
{
    QList<modbus::Point> complete = points;
    for (modbus::Point &point : complete) {
        if (point.device.isEmpty() && device)
            point.device = device->toString();
    }
    m_recorder.setPoints(complete);
}

tl::expected<void, Failure> Recording::start(const Settings &settings)
{
    QEventLoop loop;
    QObject::connect(&m_recorder, &Recorder::statusChanged, &loop, [&loop](const Status &status) {
        if (status.state != State::Starting)
            loop.quit();
    });
    m_recorder.start(settings);
    loop.exec();
    const Status status = m_recorder.status();
    if (status.state == State::Failed)
        return tl::make_unexpected(usageFailure(status.problem.text, status.problem.remedy));
    if (status.state == State::Away)
        sayProblem(status.problem);
    QObject::connect(&m_recorder, &Recorder::problemOccurred, &m_recorder, &sayProblem);
    return {};
}

tl::expected<void, Failure> Recording::finish()
{
    if (m_recorder.isRunning()) {
        QEventLoop loop;
        QObject::connect(&m_recorder, &Recorder::stopped, &loop, &QEventLoop::quit);
        m_recorder.stop();
        loop.exec();
    }
    const Status status = m_recorder.status();
    const QString store = status.place.isEmpty() ? status.store : status.place;
    say(Text::tr("Recorded %1 samples to %2.").arg(status.recorded).arg(store));
    if (status.recovered > 0) {
        say(Text::tr("And %1 of earlier recordings, which had waited in the spool.")
                .arg(status.recovered));
    }
    if (status.spooled == 0 && status.lost == 0)
        return {};
    const QString lost =
        status.lost > 0 ? u' ' + Text::tr("%1 samples are lost.").arg(status.lost) : QString();
    return tl::make_unexpected(
        Failure{QStringLiteral("storeAway"), 0,
                Text::tr("%1 samples wait in the spool for %2.%3")
                    .arg(QString::number(status.spooled), status.store, lost),
                Text::tr("The next recording to the same store writes them first."), NoAnswer});
}

} // namespace cli
