// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/loopcheck-cli/commands.h"
#include "app/loopcheck-cli/modbusarguments.h"
#include "app/loopcheck-cli/pollreport.h"
#include "app/loopcheck-cli/recordoption.h"
#include "modbus/pointlistcsv.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <csignal>
#include <map>
#include <memory>

namespace cli {

namespace {

const QString kFor = QStringLiteral("for");
const QString kDevice = QStringLiteral("device");
const QString kGoodRows = QStringLiteral("good-rows");
const QString kGap = QStringLiteral("gap");

constexpr int kMostSeconds = 2'000'000;
constexpr auto kBetweenLooks = std::chrono::milliseconds(50);

volatile std::sig_atomic_t isInterrupted = 0;

void interrupt(int)
{
    isInterrupted = 1;
}

/// What the command line asks for.
struct Job
{
    QList<modbus::Point> points;
    std::optional<modbus::Endpoint> device;
    modbus::Connection::Options options;
    std::optional<std::chrono::seconds> duration;
    std::optional<int> mostGap;
    std::optional<modbus::recorder::Settings> record;
};

tl::expected<QList<modbus::Point>, Failure> pointsFrom(const CommandLine &line)
{
    const QStringList values = line.values();
    if (values.size() != 1)
        return tl::make_unexpected(usageFailure(Text::tr("poll takes one file: the point list.")));
    const modbus::PointListReading reading = modbus::readPointListFile(values.constFirst());
    const QString remedy =
        Text::tr("loopcheck-cli points check %1 lists everything that is wrong with it.")
            .arg(values.constFirst());
    if (!reading.fileFault.isEmpty())
        return tl::make_unexpected(usageFailure(reading.fileFault));
    if (!reading.faults.isEmpty() && !line.isSet(kGoodRows)) {
        const modbus::RowFault &fault = reading.faults.constFirst();
        return tl::make_unexpected(usageFailure(
            Text::tr("%1, line %2: %3").arg(values.constFirst()).arg(fault.line).arg(fault.reason),
            remedy + u' ' + Text::tr("--good-rows polls the others.")));
    }
    if (reading.points.isEmpty()) {
        return tl::make_unexpected(
            usageFailure(Text::tr("%1 has no points.").arg(values.constFirst()), remedy));
    }
    return reading.points;
}

tl::expected<Job, Failure> jobFrom(const CommandLine &line)
{
    Job job;
    auto points = pointsFrom(line);
    if (!points)
        return tl::make_unexpected(points.error());
    job.points = *std::move(points);
    const auto options = connectionOptionsFrom(line);
    if (!options)
        return tl::make_unexpected(options.error());
    job.options = *options;
    if (line.isSet(kFor)) {
        const auto seconds = line.figure(kFor, 1, kMostSeconds);
        if (!seconds)
            return tl::make_unexpected(seconds.error());
        job.duration = std::chrono::seconds(*seconds);
    }
    if (line.isSet(kGap)) {
        const auto gap = line.figure(kGap, 0, modbus::kMostBitsRead);
        if (!gap)
            return tl::make_unexpected(gap.error());
        job.mostGap = *gap;
    }
    auto record = recordSettingsFrom(line);
    if (!record)
        return tl::make_unexpected(record.error());
    job.record = *std::move(record);
    if (line.isSet(kDevice)) {
        const auto target = modbus::parseTarget(line.value(kDevice));
        if (!target)
            return tl::make_unexpected(usageFailure(target.error()));
        job.device = target->endpoint;
    }
    const auto homeless = std::find_if(job.points.cbegin(), job.points.cend(),
                                       [](const auto &point) { return point.device.isEmpty(); });
    if (homeless != job.points.cend() && !job.device) {
        return tl::make_unexpected(
            usageFailure(Text::tr("Point %1 names no device.").arg(homeless->tag),
                         Text::tr("Give --device HOST[:PORT], or name the device in the list.")));
    }
    return job;
}

/// The connections, one a device.
class Devices
{
public:
    explicit Devices(const modbus::Connection::Options &options)
        : m_options(options)
    {
    }
    modbus::Connection *connection(const modbus::Endpoint &device)
    {
        std::unique_ptr<modbus::Connection> &connection = m_connections[device];
        if (!connection) {
            connection = std::make_unique<modbus::Connection>(device, m_options);
            connection->open();
        }
        return connection.get();
    }

private:
    modbus::Connection::Options m_options;
    std::map<modbus::Endpoint, std::unique_ptr<modbus::Connection>> m_connections;
};

/// Lets events pass until the time is over or the user has had enough.
void waitForTheEnd(const std::optional<std::chrono::seconds> &duration)
{
    QEventLoop loop;
    if (duration)
        QTimer::singleShot(*duration, Qt::PreciseTimer, &loop, &QEventLoop::quit);
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &loop, [&loop] {
        if (isInterrupted != 0)
            loop.quit();
    });
    look.start(kBetweenLooks);
    loop.exec();
}

/// A point without a value whose device has sent exceptions was refused; the others had no answer.
ExitCode exitCodeOf(const Job &job, const PollReport &report, Devices &devices)
{
    ExitCode worst = report.hasUndecodable() ? Refused : Done;
    for (const int index : report.unread()) {
        const QString &device = job.points.at(index).device;
        const auto endpoint = device.isEmpty()
                                  ? *job.device
                                  : modbus::parseTarget(device).value_or(modbus::Target()).endpoint;
        if (devices.connection(endpoint)->statistics().exceptions == 0)
            return NoAnswer;
        worst = Refused;
    }
    return worst;
}

} // namespace

int poll(const QStringList &arguments)
{
    CommandLine line(
        QStringLiteral("poll"),
        Text::tr("Reads the points of a list, each at its own period, until Ctrl+C.\n"
                 "Prints a line for each point that shows something new, at most one a second, and "
                 "what rates were reached in the end.\n"
                 "JSON: each sample on a line, {time tag value quality engineeringUnit fault}; at "
                 "the end summary {points unread seconds samples good, rates {device periodMs "
                 "achievedMs startLateMs cycleMs cycles skipped requestsPerCycle requests "
                 "failures}}, or error {kind text remedy}."));
    line.addParameter(QStringLiteral("POINTS.csv"), Text::tr("The point list."));
    line.addOption(kFor, QStringLiteral("SECONDS"), Text::tr("Ends after so long."));
    line.addOption(kDevice, QStringLiteral("HOST[:PORT]"),
                   Text::tr("The device of points that name none."));
    line.addFlag(kGoodRows, Text::tr("Leave out rows that are no points instead of refusing."));
    line.addOption(
        kGap, QStringLiteral("ITEMS"),
        Text::tr("The most items that nobody wants to read along in one request; as many "
                 "as one request takes unless given."));
    addRecordOption(line);
    addConnectionOptions(line);
    if (const auto exitCode = line.parse(arguments))
        return *exitCode;
    const bool asJson = line.wantsJson();
    const auto job = jobFrom(line);
    if (!job)
        return report(job.error(), asJson);

    std::signal(SIGINT, interrupt);
    std::signal(SIGTERM, interrupt);
    Recording recording(job->points, job->device);
    if (job->record) {
        if (const auto started = recording.start(*job->record); !started)
            return cli::report(started.error(), asJson);
    }
    Devices devices(job->options);
    PollReport report(job->points, asJson);
    modbus::PointPoller poller(
        [&devices](const modbus::Endpoint &device) { return devices.connection(device); });
    QObject::connect(&poller, &modbus::PointPoller::sampled, &poller,
                     [&report, &recording](const QList<modbus::Sample> &samples) {
                         recording.take(samples);
                         report.take(samples);
                     });
    poller.setDefaultDevice(job->device);
    if (job->mostGap)
        poller.setMostGap(*job->mostGap);
    poller.setPoints(job->points);
    QElapsedTimer clock;
    clock.start();
    poller.start();
    waitForTheEnd(job->duration);
    const QList<modbus::PollRate> rates = poller.rates();
    poller.stop();
    report.finish(rates, std::chrono::milliseconds(clock.elapsed()));
    if (job->record) {
        if (const auto recorded = recording.finish(); !recorded)
            return cli::report(recorded.error(), asJson);
    }
    return exitCodeOf(*job, report, devices);
}

} // namespace cli
