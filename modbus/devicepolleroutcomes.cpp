// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of a request: DevicePoller's half that deals with replies and failures.
#include "modbus/devicepoller.h"

#include <QDateTime>
#include <utility>

namespace modbus {

namespace {

/// A failure that nothing explains may be a hiccup: only where it repeats it is looked into.
constexpr int kDoubtsBeforeSearch = 2;

qint64 nowUtc()
{
    return QDateTime::currentMSecsSinceEpoch();
}

/// Why nothing goes on at all, as against a request that came to nothing.
bool isLineDown(Error::Kind kind)
{
    switch (kind) {
    case Error::Kind::NotConnected:
    case Error::Kind::HostNotFound:
    case Error::Kind::Refused:
    case Error::Kind::Unreachable:
    case Error::Kind::ConnectTimeout:
    case Error::Kind::NoTurn:
    case Error::Kind::Aborted:
        return true;
    default:
        return false;
    }
}

} // namespace

void DevicePoller::onReply(Group &group, const Job &job, const Reply &reply)
{
    const quint8 unit = job.table->unit();
    m_units[unit].answered(Clock::now());
    switch (job.kind) {
    case Kind::Trial:
        release(group, unit);
        return; // the item is asked again with the others
    case Kind::Hole:
        job.table->facts().removeHole(job.table->extent(job.read->items.front()));
        break;
    case Kind::Probe:
        job.table->foundGood(job.probe, job.read->request.count);
        break;
    case Kind::Planned:
        job.read->hasAnswered = true;
        job.read->doubts = 0;
        job.table->facts().answered(job.read->request.count);
        break;
    }
    pump(); // the wire first: making values of the reply takes a while
    report(job.table->samples(*job.read, reply.values, nowUtc()));
}

void DevicePoller::onError(Group &group, const Job &job, const Error &error)
{
    ++group.failures;
    const QString reason = explain(error).text;
    if (job.kind == Kind::Trial)
        m_units[job.table->unit()].trialSaidNothing(Clock::now()); // unless found otherwise below
    if (isLineDown(error.kind)) {
        fail(job, reason);
        failAll(group, reason);
        return;
    }
    if (error.kind == Error::Kind::Timeout) {
        onSilence(group, job, reason, true);
        return;
    }
    if (error.kind != Error::Kind::Exception) {
        if (job.kind == Kind::Trial)
            failHeld(group, job.table->unit(), reason);
        fail(job, reason);
        return;
    }
    // Codes: MODBUS Application Protocol V1.1b3, section 7.
    if (error.exceptionCode == 0x0A || error.exceptionCode == 0x0B) {
        onSilence(group, job, reason, false); // the gateway speaks, the unit doesn't
        return;
    }
    m_units[job.table->unit()].answered(Clock::now());
    if (job.kind == Kind::Trial)
        release(group, job.table->unit());
    else if (error.exceptionCode == 2)
        onSpoilt(job, HoleSearch::Doubt::Address, reason);
    else if (error.exceptionCode == 3)
        onSpoilt(job, HoleSearch::Doubt::Quantity, reason);
    else if (error.exceptionCode == 4)
        onDoubt(group, job, reason, false);
    else
        fail(job, reason);
}

/// A request was not answered: either its unit is silent altogether, or to this request only.
void DevicePoller::onSilence(Group &group, const Job &job, const QString &reason, bool isSilence)
{
    const quint8 unit = job.table->unit();
    UnitWatch &watch = m_units[unit];
    if (job.kind != Kind::Trial && watch.hasAnsweredSince(group.startedAt)) {
        onDoubt(group, job, reason, isSilence);
        return;
    }
    // Of several that were on the wire together only the first counts.
    if (job.kind == Kind::Trial || !watch.isSilent())
        watch.wasSilent(Clock::now(), reason);
    fail(job, reason);
    failHeld(group, unit, reason);
}

/// A request came to nothing, and why is not said: a hiccup, a request larger than the device
/// stands, or an address in it that it doesn't have.
void DevicePoller::onDoubt(Group &group, const Job &job, const QString &reason, bool isSilence)
{
    PollTable::Read &read = *job.read;
    bool isBelieved = job.kind == Kind::Hole;
    if (job.kind == Kind::Probe) {
        group.probesLeft = 0; // one deadline a cycle is enough
        isBelieved = job.probe.whole->doubt == HoleSearch::Doubt::Unknown;
    } else if (job.kind == Kind::Planned && !read.hasAnswered) {
        ++read.doubts;
        isBelieved = read.doubts >= kDoubtsBeforeSearch && (isSilence || read.items.size() > 1);
    }
    if (isBelieved)
        onSpoilt(job, HoleSearch::Doubt::Unknown, reason);
    else
        fail(job, reason);
}

/// Something that was asked can't be had.
void DevicePoller::onSpoilt(const Job &job, HoleSearch::Doubt doubt, const QString &reason)
{
    PollTable &table = *job.table;
    if (job.kind == Kind::Probe) {
        if (!table.search().failed(job.probe, doubt))
            return;
    } else if (job.read->items.size() > 1) {
        table.suspect(job.read->items, doubt, reason);
        return;
    }
    table.foundHole(job.read->items.front(), Clock::now().time_since_epoch());
    report(table.failed(job.read->items, reason, nowUtc()));
}

/// A silent unit is back: what waited for that is asked.
void DevicePoller::release(Group &group, quint8 unit)
{
    auto held = group.held.extract(unit);
    if (held.empty())
        return;
    for (Job &job : held.mapped())
        group.jobs.push_back(std::move(job));
}

void DevicePoller::failHeld(Group &group, quint8 unit, const QString &reason)
{
    const auto held = group.held.extract(unit);
    if (held.empty())
        return;
    for (const Job &job : held.mapped())
        fail(job, reason);
}

void DevicePoller::fail(const Job &job, const QString &reason)
{
    switch (job.kind) {
    case Kind::Trial:
        break; // stands for others that are told of it themselves
    case Kind::Probe:
        job.table->search().putBack(job.probe); // told of at the end of the cycle
        break;
    case Kind::Planned:
    case Kind::Hole:
        report(job.table->failed(job.read->items, reason, nowUtc()));
        break;
    }
}

/// Ends a cycle: the rest of it is not asked.
void DevicePoller::failAll(Group &group, const QString &reason)
{
    group.probesLeft = 0;
    std::deque<Job> rest = std::exchange(group.jobs, {});
    for (auto &[unit, jobs] : std::exchange(group.held, {}))
        rest.insert(rest.end(), jobs.begin(), jobs.end());
    QList<Sample> samples;
    for (const Job &job : rest) {
        if (job.kind == Kind::Planned || job.kind == Kind::Hole)
            samples += job.table->failed(job.read->items, reason, nowUtc());
    }
    report(samples);
}

/// What is in question and was not asked is told of as well. Without a reason it is the one why it
/// is in question.
void DevicePoller::failInQuestion(Group &group, const QString &reason)
{
    QList<Sample> samples;
    for (const auto &table : group.tables) {
        samples += table->failed(table->search().waiting(),
                                 reason.isEmpty() ? table->suspicion() : reason, nowUtc());
    }
    report(samples);
}

} // namespace modbus
