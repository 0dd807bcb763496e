// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/devicepoller.h"
#include "modbus/poller.h"

#include <algorithm>

namespace modbus {

namespace {

/// Requests that a cycle may spend on finding what spoils others. Halving finds one bad register
/// among 125 by 14.
constexpr int kProbesInACycle = 16;
/// Holes that a cycle asks again: many may be due at once.
constexpr std::size_t kHolesInACycle = 4;

bool isOnline(const Connection &connection)
{
    return connection.state() == Connection::State::Connected ||
           connection.state() == Connection::State::Connecting;
}

} // namespace

DevicePoller::DevicePoller(Endpoint device, PointPoller::Connector connector,
                           const QList<Point> &points, const std::vector<int> &which,
                           DeviceFacts &facts, int mostGap, QObject *parent)
    : QObject(parent)
    , m_device(std::move(device))
    , m_connector(std::move(connector))
{
    using TableKey = std::pair<quint8, Table>;
    std::map<std::chrono::milliseconds, std::map<TableKey, std::vector<int>>> byPeriod;
    for (const int index : which) {
        const Point &point = points.at(index);
        const auto period =
            std::clamp(point.period, Poller::kShortestPeriod, Poller::kLongestPeriod);
        byPeriod[period][{point.unit, point.address.table}].push_back(index);
    }
    for (const auto &[period, byTable] : byPeriod) {
        auto group = std::make_unique<Group>();
        group->period = period;
        for (const auto &[key, indexes] : byTable) {
            std::shared_ptr<TableFacts> &known = facts[key];
            if (!known)
                known = std::make_shared<TableFacts>(key.second);
            group->tables.push_back(std::make_unique<PollTable>(points, indexes, known, mostGap));
            group->tables.back()->plan(); // now, not when the first cycle is due
        }
        m_groups.push_back(std::move(group));
    }
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &DevicePoller::onTimer);
}

DevicePoller::~DevicePoller() = default;

void DevicePoller::start(Clock::time_point origin)
{
    m_isRunning = true;
    m_origin = origin;
    for (const auto &group : m_groups)
        group->turn = -1;
    aim();
}

void DevicePoller::stop()
{
    m_isRunning = false;
    m_timer.stop();
    for (const auto &group : m_groups) {
        group->jobs.clear();
        group->held.clear();
        group->probesLeft = 0;
        if (group->onTheWire == 0)
            group->isUnderWay = false;
    }
}

void DevicePoller::readOnce()
{
    for (const auto &group : m_groups) {
        if (!group->isUnderWay)
            startCycle(*group, Clock::now(), true);
    }
}

void DevicePoller::abandon()
{
    stop();
    m_isAbandoned = true;
    disconnect();
}

QList<PollRate> DevicePoller::rates() const
{
    using std::chrono::duration_cast;
    using std::chrono::microseconds;
    const auto now = Clock::now();
    QList<PollRate> rates;
    for (const auto &group : m_groups) {
        PollRate rate;
        rate.device = m_device;
        rate.period = group->period;
        rate.achieved = duration_cast<microseconds>(group->meter.between(now));
        rate.lateness = duration_cast<microseconds>(group->meter.lateness());
        rate.took = duration_cast<microseconds>(group->meter.took());
        rate.cycles = group->meter.count();
        rate.skipped = group->skipped;
        rate.requestsMade = group->requests;
        rate.failures = group->failures;
        for (const auto &table : group->tables)
            rate.requests += int(table->plan().size());
        rates.append(rate);
    }
    return rates;
}

void DevicePoller::onTimer()
{
    const auto now = Clock::now();
    for (const auto &group : m_groups) {
        const qint64 turn = (now - m_origin) / group->period;
        if (turn <= group->turn)
            continue;
        group->skipped += quint64(turn - group->turn - 1);
        group->turn = turn;
        if (group->isUnderWay)
            ++group->skipped;
        else
            startCycle(*group, m_origin + turn * group->period, false);
        if (!m_isRunning)
            return; // whoever heard of a sample stopped it
    }
    aim();
}

DevicePoller::Clock::time_point DevicePoller::nextStart() const
{
    auto next = Clock::time_point::max();
    if (!m_isRunning)
        return next;
    for (const auto &group : m_groups)
        next = std::min<Clock::time_point>(next, m_origin + (group->turn + 1) * group->period);
    return next;
}

/// Sets the timer to when the next cycle is due.
void DevicePoller::aim()
{
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(nextStart() - Clock::now());
    m_timer.start(std::max(wait, std::chrono::milliseconds(0)));
}

void DevicePoller::startCycle(Group &group, Clock::time_point due, bool isThorough)
{
    Connection *const connection = this->connection();
    if (!connection || !isOnline(*connection)) {
        ++group.skipped;
        group.isUnderWay = true; // a slot that hears of it may want to read
        prepare(group, isThorough);
        const QString why = whyUnreachable(connection);
        failAll(group, why);
        failInQuestion(group, why);
        group.isUnderWay = false;
        return;
    }
    group.isUnderWay = true;
    group.startedTurn = group.turn;
    group.startedAt = Clock::now();
    group.meter.began(group.startedAt, group.startedAt - due);
    group.probesLeft = kProbesInACycle;
    prepare(group, isThorough);
    tryTheSilent(group);
    pump();
    endIfDone(group);
}

/// Makes a cycle's jobs.
void DevicePoller::prepare(Group &group, bool isThorough)
{
    const auto now = Clock::now().time_since_epoch();
    for (const auto &table : group.tables) {
        if (m_connection)
            table->facts().allow(m_connection->mostInOneRead(table->table()));
        for (const PollTable::ReadPtr &read : table->plan())
            enqueue(group, {Kind::Planned, table.get(), read, {}});
        std::vector<int> holes = table->dueHoles(now, isThorough);
        if (!isThorough && holes.size() > kHolesInACycle)
            holes.resize(kHolesInACycle);
        for (const int hole : holes) {
            table->facts().addHole(table->extent(hole), now); // rests again, whatever comes of it
            enqueue(group, {Kind::Hole, table.get(), table->readOf({hole}), {}});
        }
    }
}

void DevicePoller::enqueue(Group &group, Job job)
{
    const quint8 unit = job.table->unit();
    if (m_units[unit].isSilent())
        group.held[unit].push_back(std::move(job));
    else
        group.jobs.push_back(std::move(job));
}

/// For each silent unit: one request for one item where it is time to, none where it is not.
void DevicePoller::tryTheSilent(Group &group)
{
    std::vector<quint8> resting;
    for (const auto &[unit, jobs] : group.held) {
        UnitWatch &watch = m_units[unit];
        if (!watch.takeTrial(Clock::now())) {
            resting.push_back(unit);
            continue;
        }
        const Job &job = jobs[watch.trials() % jobs.size()];
        const std::vector<int> &items = job.read->items;
        const int item = items[watch.trials() / jobs.size() % items.size()];
        group.jobs.push_back({Kind::Trial, job.table, job.table->readOf({item}), {}});
    }
    for (const quint8 unit : resting)
        failHeld(group, unit, m_units[unit].reason());
}

void DevicePoller::endIfDone(Group &group)
{
    if (!group.isUnderWay || group.onTheWire > 0 || hasWork(group))
        return;
    group.isUnderWay = false;
    group.meter.ended(Clock::now() - group.startedAt);
    failInQuestion(group, {});
}

Connection *DevicePoller::connection()
{
    if (!m_connection)
        m_connection = m_connector(m_device);
    return m_connection;
}

/// Keeps the connection's window full, no fuller, so that others get their turn.
void DevicePoller::pump()
{
    while (!m_isAbandoned && m_connection && m_onTheWire < m_connection->effectiveWindow()) {
        Group *const group = mostUrgent();
        if (!group)
            return;
        if (!isOnline(*m_connection)) {
            failAll(*group, whyUnreachable(m_connection));
            endIfDone(*group);
        } else if (auto job = take(*group)) {
            send(*group, *std::move(job));
        } else {
            endIfDone(*group);
        }
    }
}

bool DevicePoller::hasWork(const Group &group) const
{
    const auto canProbe = [this](const std::unique_ptr<PollTable> &table) {
        const auto watch = m_units.find(table->unit());
        return table->search().hasNext() && (watch == m_units.end() || !watch->second.isSilent());
    };
    return !group.jobs.empty() || (group.probesLeft > 0 &&
                                   std::any_of(group.tables.begin(), group.tables.end(), canProbe));
}

DevicePoller::Group *DevicePoller::mostUrgent()
{
    Group *found = nullptr;
    const auto end = [this](const Group &group) {
        return m_origin + (group.startedTurn + 1) * group.period;
    };
    for (const auto &group : m_groups) {
        if (group->isUnderWay && hasWork(*group) && (!found || end(*group) < end(*found)))
            found = group.get();
    }
    return found;
}

std::optional<DevicePoller::Job> DevicePoller::take(Group &group)
{
    while (!group.jobs.empty()) {
        Job job = std::move(group.jobs.front());
        group.jobs.pop_front();
        const UnitWatch &watch = m_units[job.table->unit()];
        if (job.kind == Kind::Trial || !watch.isSilent())
            return job;
        fail(job, watch.reason()); // fell silent since the cycle began
    }
    return takeProbe(group);
}

std::optional<DevicePoller::Job> DevicePoller::takeProbe(Group &group)
{
    if (group.probesLeft == 0)
        return {};
    for (const auto &table : group.tables) {
        if (!table->search().hasNext() || m_units[table->unit()].isSilent())
            continue;
        --group.probesLeft;
        HoleSearch::Probe probe = table->search().take();
        PollTable::ReadPtr read = table->readOf(probe.items);
        return Job{Kind::Probe, table.get(), std::move(read), std::move(probe)};
    }
    return {};
}

void DevicePoller::send(Group &group, Job job)
{
    ++group.onTheWire;
    ++m_onTheWire;
    ++group.requests;
    const Request request = job.read->request;
    m_connection->send(request, this,
                       [this, group = &group, job = std::move(job)](const auto &outcome) {
                           onOutcome(*group, job, outcome);
                       });
}

void DevicePoller::onOutcome(Group &group, const Job &job,
                             const tl::expected<Reply, Error> &outcome)
{
    --group.onTheWire;
    --m_onTheWire;
    if (m_isAbandoned)
        return;
    if (outcome)
        onReply(group, job, *outcome);
    else
        onError(group, job, outcome.error());
    pump();
    endIfDone(group);
}

QString DevicePoller::whyUnreachable(const Connection *connection) const
{
    Error error;
    error.kind = Error::Kind::NotConnected;
    error.target.endpoint = m_device;
    if (connection && connection->lastError())
        error = *connection->lastError();
    return explain(error).text;
}

void DevicePoller::report(const QList<Sample> &samples)
{
    if (!samples.isEmpty() && !m_isAbandoned)
        emit sampled(samples);
}

} // namespace modbus
