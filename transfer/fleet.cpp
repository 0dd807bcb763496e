// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/fleet.h"

#include <QCryptographicHash>

#include <algorithm>

namespace transfer {

using namespace secure;

namespace {

/// What becomes of a receiver that was not begun.
ChangeResult notBegun(const FleetTarget &target, const ChangeRequest &request)
{
    ChangeResult result;
    result.receiver = target.access.peer.toString();
    result.name = request.name;
    result.isDryRun = request.isDryRun;
    result.sha256 = request.sha256;
    result.size = request.content.size();
    result.error = Error{Error::Kind::Aborted, QStringLiteral("not begun"),
                         target.access.peer.toString(), stepName(Step::Connect)};
    return result;
}

/// With the digest that every receiver's part needs.
ChangeRequest digested(ChangeRequest request)
{
    if (request.sha256.isEmpty())
        request.sha256 =
            QCryptographicHash::hash(request.content, QCryptographicHash::Sha256).toHex();
    return request;
}

bool hasChanged(const ChangeResult &result)
{
    return result.verdict == Verdict::Applied || result.verdict == Verdict::NotProved;
}

} // namespace

Fleet::Fleet(QList<FleetTarget> targets, ChangeRequest request, FleetOptions options,
             QObject *parent)
    : QObject(parent)
    , m_targets(std::move(targets))
    , m_request(digested(std::move(request)))
    , m_options(options)
    , m_members(m_targets.size())
    , m_isProvedByCanary(!options.hasCanary)
{
    for (const FleetTarget &target : m_targets)
        m_results.append(notBegun(target, m_request));
}

Fleet::~Fleet() = default;

int Fleet::mostAtOnce() const
{
    return m_isProvedByCanary ? std::max(1, m_options.parallel) : 1;
}

void Fleet::start()
{
    if (m_state != State::Idle)
        return;
    m_state = State::Pushing;
    QMetaObject::invokeMethod(this, &Fleet::beginNext, Qt::QueuedConnection);
}

void Fleet::beginNext()
{
    while (!m_isStopped && m_next < m_targets.size() && m_running < mostAtOnce())
        begin(m_next++);
    if (m_running == 0 && m_state == State::Pushing) {
        m_state = State::Ended;
        emit finished(m_results);
    }
}

FleetMember &Fleet::member(int target)
{
    auto &place = m_members[target];
    if (place)
        place.release()->deleteLater(); // we may be inside its signal
    place = std::make_unique<FleetMember>(m_targets[target], m_options.limits);
    connect(place.get(), &FleetMember::phaseChanged, this,
            [this, target](FleetPhase phase) { emit phaseChanged(target, phase); });
    connect(place.get(), &FleetMember::progressed, this,
            [this, target](qint64 bytes, qint64 total) { emit progressed(target, bytes, total); });
    ++m_running;
    return *place;
}

void Fleet::begin(int target)
{
    FleetMember &one = member(target);
    connect(&one, &FleetMember::finished, this,
            [this, target](const ChangeResult &result) { pushEnded(target, result); });
    one.push(m_request, m_options.isForced);
}

void Fleet::pushEnded(int target, const ChangeResult &result)
{
    --m_running;
    m_results[target] = result;
    const bool isGoodEnd = isGood(result.verdict);
    if (!isGoodEnd && (m_options.stopsOnFailure || !m_isProvedByCanary))
        m_isStopped = true;
    if (isGoodEnd && result.verdict != Verdict::Skipped)
        m_isProvedByCanary = true;
    emit ended(target, result);
    QMetaObject::invokeMethod(this, &Fleet::beginNext, Qt::QueuedConnection);
}

void Fleet::cancel()
{
    m_isStopped = true;
    m_toTakeBack.clear();
    for (const auto &one : m_members) {
        if (one)
            one->cancel();
    }
}

void Fleet::rollBack()
{
    if (m_state != State::Ended)
        return;
    m_state = State::RollingBack;
    for (int target = 0; target < m_targets.size(); ++target) {
        if (hasChanged(m_results[target]) && !m_takenBack.contains(target))
            m_toTakeBack.append(target);
    }
    QMetaObject::invokeMethod(this, &Fleet::takeNextBack, Qt::QueuedConnection);
}

void Fleet::takeNextBack()
{
    while (!m_toTakeBack.isEmpty() && m_running < std::max(1, m_options.parallel)) {
        const int target = m_toTakeBack.takeFirst();
        FleetMember &one = member(target);
        connect(&one, &FleetMember::finished, this,
                [this, target](const ChangeResult &result) { takenBack(target, result); });
        one.takeBack(m_results[target]);
    }
    if (m_running == 0 && m_state == State::RollingBack) {
        m_state = State::Ended;
        emit rollBackFinished();
    }
}

void Fleet::takenBack(int target, const ChangeResult &result)
{
    --m_running;
    if (isGood(result.verdict))
        m_takenBack.insert(target);
    emit rolledBack(target, result);
    QMetaObject::invokeMethod(this, &Fleet::takeNextBack, Qt::QueuedConnection);
}

} // namespace transfer
