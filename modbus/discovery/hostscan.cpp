// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/discovery/hostscan.h"

#include "modbus/discovery/frames.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <algorithm>
#include <array>
#include <utility>

namespace modbus::discovery {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(discovery)
};

using namespace std::chrono_literals;

/// Asked one after the other: the usual one, then what devices without a serial line go by.
constexpr std::array<quint8, 3> kUnits{1, 255, 0};
constexpr qsizetype kKeptBytes = 32;

Request registerOf(quint8 unit)
{
    return *readRequest(unit, {Table::HoldingRegisters, 0}, 1);
}

} // namespace

/// One host and port while it is looked at.
struct HostScan::Visit
{
    Endpoint endpoint;
    ProbeSocket *socket = nullptr;
    HostFinding finding;
    std::size_t unit = 0; ///< index into kUnits
};

QString verdictText(const HostFinding &finding)
{
    switch (finding.verdict) {
    case HostVerdict::Modbus:
        return finding.exceptionCode == 0
                   ? Text::tr("Modbus TCP: unit %1 answers").arg(finding.unit.value_or(0))
                   : Text::tr("Modbus TCP: unit %1 answers with exception %2")
                         .arg(QString::number(finding.unit.value_or(0)),
                              exceptionText(finding.exceptionCode));
    case HostVerdict::OtherAnswer:
        return Text::tr("open, but answers in another protocol");
    case HostVerdict::NoAnswer:
        return Text::tr("open, but silent to units 1, 255 and 0");
    case HostVerdict::Closed:
        return Text::tr("open, but closes the connection: its sessions may be taken");
    case HostVerdict::Refused:
        return Text::tr("refused");
    case HostVerdict::Silent:
        return Text::tr("nothing came back");
    case HostVerdict::Unreachable:
        return Text::tr("no way there");
    }
    return {};
}

int HostScanResult::modbusCount() const
{
    return int(std::count_if(findings.begin(), findings.end(), [](const HostFinding &finding) {
        return finding.verdict == HostVerdict::Modbus;
    }));
}

HostScan::HostScan(Options options, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
{
    m_options.perSecond = std::clamp(m_options.perSecond, 1, 1000);
    m_options.mostOpen = std::clamp(m_options.mostOpen, 1, 256);
    m_options.connectTimeout =
        std::clamp<std::chrono::milliseconds>(m_options.connectTimeout, 50ms, 10s);
    m_options.deadline = std::clamp<std::chrono::milliseconds>(m_options.deadline, 50ms, 10s);
    m_pace.setInterval(std::chrono::milliseconds(1000 / m_options.perSecond));
    connect(&m_pace, &QTimer::timeout, this, &HostScan::startNext);
}

HostScan::~HostScan()
{
    qDeleteAll(m_visits);
}

void HostScan::start()
{
    if (m_isRunning)
        return;
    m_isRunning = true;
    m_next = 0;
    m_result = {};
    m_result.total = int(m_options.hosts.size() * m_options.ports.size());
    m_pace.start();
}

void HostScan::cancel()
{
    if (!m_isRunning)
        return;
    m_result.wasCancelled = true;
    finish();
}

void HostScan::startNext()
{
    if (m_next >= m_result.total) {
        m_pace.stop();
        if (m_visits.isEmpty())
            finish();
        return;
    }
    if (m_visits.size() >= m_options.mostOpen)
        return;
    // All hosts at one port, then at the next: a host gets its attempts far apart.
    const auto hosts = int(m_options.hosts.size());
    const QHostAddress host(m_options.hosts.at(m_next % hosts));
    auto *visit = new Visit;
    visit->endpoint = {host.toString(), m_options.ports.at(m_next / hosts)};
    visit->finding.endpoint = visit->endpoint;
    visit->socket = new ProbeSocket(visit->endpoint, this);
    ++m_next;
    m_visits.append(visit);
    visit->socket->open(m_options.connectTimeout,
                        [this, visit](const Opening &opening) { opened(visit, opening); });
}

void HostScan::opened(Visit *visit, const Opening &opening)
{
    switch (opening.end) {
    case Opening::End::Open:
        visit->finding.connect = opening.time;
        askNext(visit);
        break;
    case Opening::End::Refused:
        end(visit, HostVerdict::Refused);
        break;
    case Opening::End::Silent:
        end(visit, HostVerdict::Silent);
        break;
    case Opening::End::HostNotFound:
    case Opening::End::Unreachable:
        end(visit, HostVerdict::Unreachable);
        break;
    }
}

void HostScan::askNext(Visit *visit)
{
    visit->socket->ask(
        tcpFrame(registerOf(kUnits.at(visit->unit)), quint16(visit->unit + 1)), m_options.deadline,
        [](const QByteArray &bytes) {
            const Stream stream = takeFrames(bytes);
            return stream.isBroken || !stream.frames.isEmpty();
        },
        [this, visit](const Heard &answer) { answered(visit, answer); });
}

void HostScan::answered(Visit *visit, const Heard &answer)
{
    const Stream stream = takeFrames(answer.bytes);
    if (!stream.frames.isEmpty()) {
        const Frame &frame = stream.frames.constFirst();
        const quint8 function = frame.pdu.isEmpty() ? 0 : quint8(frame.pdu[0]);
        constexpr quint8 kRead = QModbusPdu::ReadHoldingRegisters;
        if (function == kRead || function == (kRead | QModbusPdu::ExceptionByte)) {
            visit->finding.unit = frame.unit;
            visit->finding.latency = answer.first;
            if (function != kRead && frame.pdu.size() > 1)
                visit->finding.exceptionCode = quint8(frame.pdu[1]);
            end(visit, HostVerdict::Modbus);
            return;
        }
    }
    if (!answer.bytes.isEmpty()) {
        visit->finding.bytes = answer.bytes.first(std::min(answer.bytes.size(), kKeptBytes));
        end(visit, HostVerdict::OtherAnswer);
    } else if (answer.isClosed) {
        end(visit, HostVerdict::Closed);
    } else if (++visit->unit < kUnits.size()) {
        askNext(visit);
    } else {
        end(visit, HostVerdict::NoAnswer);
    }
}

void HostScan::end(Visit *visit, HostVerdict verdict)
{
    visit->finding.verdict = verdict;
    const HostFinding finding = visit->finding;
    visit->socket->stop();
    visit->socket->deleteLater();
    m_visits.removeOne(visit);
    delete visit;
    ++m_result.tried;
    if (finding.isOpen())
        m_result.findings.append(finding);
    if (verdict == HostVerdict::Refused)
        ++m_result.refused;
    if (finding.isOpen())
        emit found(finding);
    if (m_isRunning)
        emit progressed(m_result.tried, m_result.total);
    if (m_isRunning && m_next >= m_result.total && m_visits.isEmpty())
        finish();
}

void HostScan::finish()
{
    if (!std::exchange(m_isRunning, false))
        return;
    m_pace.stop();
    for (Visit *visit : std::exchange(m_visits, {})) {
        visit->socket->stop();
        visit->socket->deleteLater();
        delete visit;
    }
    emit finished(m_result);
}

} // namespace modbus::discovery
