// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/discovery/unitscan.h"

#include <QCoreApplication>
#include <algorithm>
#include <utility>

namespace modbus::discovery {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(discovery)
};

constexpr quint8 kPathUnavailable = 0x0A;
constexpr quint8 kTargetFailedToRespond = 0x0B;
constexpr int kHighestSerialUnit = 247;

UnitVerdict verdictOf(const Error &error)
{
    if (error.kind == Error::Kind::Timeout)
        return UnitVerdict::Silent;
    if (error.kind == Error::Kind::ConnectionLost)
        return UnitVerdict::Closed;
    if (error.kind != Error::Kind::Exception)
        return UnitVerdict::BadAnswer;
    if (error.exceptionCode == kPathUnavailable)
        return UnitVerdict::NoPath;
    if (error.exceptionCode == kTargetFailedToRespond)
        return UnitVerdict::NoDevice;
    return UnitVerdict::Exception;
}

/// The line itself is in trouble: there is no use in asking further units.
bool endsAll(const Error &error, const Connection *connection)
{
    if (error.kind == Error::Kind::ConnectionLost)
        return !connection || connection->state() != Connection::State::Connecting;
    return error.kind == Error::Kind::Aborted || isNeverSent(error.kind);
}

} // namespace

bool UnitFinding::isAlive() const
{
    return verdict == UnitVerdict::Answered || verdict == UnitVerdict::Exception ||
           verdict == UnitVerdict::BadAnswer;
}

QString verdictText(const UnitFinding &finding)
{
    switch (finding.verdict) {
    case UnitVerdict::Answered:
        return Text::tr("answered");
    case UnitVerdict::Exception:
        return Text::tr("alive: exception %1").arg(exceptionText(finding.exceptionCode));
    case UnitVerdict::NoPath:
        return Text::tr("no device: the gateway has no path to it (0A)");
    case UnitVerdict::NoDevice:
        return Text::tr("no device: it did not answer the gateway (0B)");
    case UnitVerdict::Silent:
        return Text::tr("silent");
    case UnitVerdict::Closed:
        return Text::tr("no answer: the connection was closed");
    case UnitVerdict::BadAnswer:
        return Text::tr("answers, but not lawfully");
    }
    return {};
}

int UnitScanResult::aliveCount() const
{
    return int(std::count_if(findings.begin(), findings.end(),
                             [](const UnitFinding &finding) { return finding.isAlive(); }));
}

QList<quint8> UnitScan::usualUnits()
{
    QList<quint8> units;
    for (int unit = 1; unit <= kHighestSerialUnit; ++unit)
        units.append(quint8(unit));
    return units;
}

QList<quint8> UnitScan::allUnits()
{
    return usualUnits() << 0 << 255;
}

UnitScan::UnitScan(Connection &connection, Options options, QObject *parent)
    : QObject(parent)
    , m_connection(&connection)
    , m_options(std::move(options))
{
}

void UnitScan::start()
{
    if (m_isRunning)
        return;
    m_isRunning = true;
    m_result = {};
    m_turn = new QObject(this);
    m_lateBefore = m_connection ? m_connection->statistics().lateReplies : 0;
    QMetaObject::invokeMethod(
        this,
        [this, turn = m_turn] {
            if (turn)
                askNext();
        },
        Qt::QueuedConnection);
}

void UnitScan::cancel()
{
    if (!m_isRunning)
        return;
    m_result.wasCancelled = true;
    finish();
}

void UnitScan::askNext()
{
    if (m_result.findings.size() >= m_options.units.size()) {
        finish();
        return;
    }
    const quint8 unit = m_options.units.at(m_result.findings.size());
    if (!m_connection) {
        Error gone;
        gone.kind = Error::Kind::Aborted;
        gone.detail = QStringLiteral("the connection was removed");
        m_result.fault = gone;
        finish();
        return;
    }
    auto request = readRequest(unit, m_options.probe, 1);
    if (!request) {
        m_result.fault = request.error();
        finish();
        return;
    }
    request->deadline = m_options.deadline;
    request->repeats = 0;
    m_connection->send(*request, m_turn,
                       [this, unit](const auto &outcome) { take(unit, outcome); });
}

void UnitScan::take(quint8 unit, const tl::expected<Reply, Error> &outcome)
{
    UnitFinding finding;
    finding.unit = unit;
    if (outcome) {
        finding.verdict = UnitVerdict::Answered;
        finding.latency = outcome->latency;
    } else if (endsAll(outcome.error(), m_connection)) {
        m_result.fault = outcome.error();
        finish();
        return;
    } else {
        finding.verdict = verdictOf(outcome.error());
        finding.exceptionCode = outcome.error().exceptionCode;
        finding.detail = outcome.error().detail;
    }
    m_result.findings.append(finding);
    const QPointer<QObject> turn = m_turn;
    emit found(finding);
    if (turn)
        emit progressed(int(m_result.findings.size()), int(m_options.units.size()));
    if (turn)
        askNext();
}

void UnitScan::finish()
{
    if (!std::exchange(m_isRunning, false))
        return;
    // The queue of the connection holds on to it until its turn: gone is gone.
    delete m_turn;
    if (m_connection)
        m_result.lateReplies = m_connection->statistics().lateReplies - m_lateBefore;
    emit finished(m_result);
}

} // namespace modbus::discovery
