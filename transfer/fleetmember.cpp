// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/fleetmember.h"

#include "transfer/rulefile.h"

#include <QCryptographicHash>

#include <algorithm>

namespace transfer {

using namespace secure;

FleetMember::FleetMember(FleetTarget target, Limits limits, QObject *parent)
    : QObject(parent)
    , m_target(std::move(target))
    , m_limits(limits)
{
}

FleetMember::~FleetMember() = default;

void FleetMember::begin(const ChangeRequest &request)
{
    m_request = request;
    if (request.action == Action::Push && request.sha256.isEmpty()) {
        m_request.sha256 =
            QCryptographicHash::hash(request.content, QCryptographicHash::Sha256).toHex();
    }
    m_client = std::make_unique<Client>(m_target.access, m_limits);
    m_asking = std::make_unique<QObject>();
}

void FleetMember::push(const ChangeRequest &request, bool isForced)
{
    begin(request);
    if (isForced || request.isDryRun || !checkRuleName(request.name))
        change();
    else
        compare();
}

void FleetMember::compare()
{
    emit phaseChanged(FleetPhase::Comparing);
    m_client->list(m_asking.get(), [this](const tl::expected<QList<Rule>, Error> &rules) {
        if (!rules) {
            fail(rules.error());
            return;
        }
        const bool isLive = std::any_of(rules->cbegin(), rules->cend(), [&](const Rule &rule) {
            return rule.name == m_request.name && rule.sha256 == m_request.sha256;
        });
        if (isLive)
            end(Verdict::Skipped);
        else
            change();
    });
}

void FleetMember::takeBack(const ChangeResult &result)
{
    ChangeRequest request;
    request.name = result.name;
    request.expectedSha256 = result.sha256;
    request.comment = QStringLiteral("taken back");
    request.action = result.previousSha256.isEmpty() ? Action::Delete : Action::Restore;
    begin(request);
    if (request.action == Action::Delete)
        change();
    else
        findVersion(result.previousSha256);
}

void FleetMember::findVersion(const QByteArray &sha256)
{
    emit phaseChanged(FleetPhase::Comparing);
    m_client->versions(
        m_request.name, m_asking.get(),
        [this, sha256](const tl::expected<QList<Version>, Error> &versions) {
            if (!versions) {
                fail(versions.error());
                return;
            }
            const auto found = std::ranges::find(*versions, sha256, &Version::sha256);
            if (found == versions->cend()) {
                fail({Error::Kind::NotFound,
                      QStringLiteral("what was live before is not among the versions it keeps"),
                      m_target.access.peer.toString(),
                      {}});
                return;
            }
            m_request.version = found->version;
            change();
        });
}

void FleetMember::change()
{
    m_change = std::make_unique<Change>(m_client->channel(), m_request);
    connect(m_change.get(), &Change::stageChanged, this, [this](Change::Stage stage) {
        emit phaseChanged(stage == Change::Stage::Sending   ? FleetPhase::Sending
                          : stage == Change::Stage::Waiting ? FleetPhase::Installing
                                                            : FleetPhase::Asking);
    });
    connect(m_change.get(), &Change::progressed, this, &FleetMember::progressed);
    connect(m_change.get(), &Change::finished, this, &FleetMember::finish);
    m_change->start();
}

void FleetMember::cancel()
{
    if (m_change) {
        m_change->cancel();
    } else if (m_asking) {
        m_asking = std::make_unique<QObject>(); // what was asked is not heard
        QMetaObject::invokeMethod(
            m_asking.get(),
            [this] {
                fail({Error::Kind::Aborted,
                      {},
                      m_target.access.peer.toString(),
                      stepName(Step::Connect)});
            },
            Qt::QueuedConnection);
    }
}

void FleetMember::fail(const Error &error)
{
    ChangeResult result;
    result.verdict = Verdict::NotSent;
    result.error = error;
    finish(result);
}

void FleetMember::end(Verdict verdict)
{
    ChangeResult result;
    result.verdict = verdict;
    finish(result);
}

void FleetMember::finish(const ChangeResult &result)
{
    ChangeResult whole = result;
    if (!m_change) { // it ended before there was one
        whole.receiver = m_target.access.peer.toString();
        whole.name = m_request.name;
        whole.action = m_request.action;
        whole.isDryRun = m_request.isDryRun;
        if (m_request.action == Action::Push) {
            whole.sha256 = m_request.sha256;
            whole.size = m_request.content.size();
        }
    }
    // We may be inside their signals.
    for (QObject *ended : {static_cast<QObject *>(m_change.release()), m_asking.release(),
                           static_cast<QObject *>(m_client.release())}) {
        if (ended)
            ended->deleteLater();
    }
    emit phaseChanged(FleetPhase::Ended);
    emit finished(whole);
}

} // namespace transfer
