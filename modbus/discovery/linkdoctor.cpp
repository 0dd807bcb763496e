// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/discovery/linkdoctor.h"

#include "modbus/discovery/frames.h"
#include "modbus/discovery/route.h"

#include <QHostInfo>
#include <QNetworkDatagram>
#include <QNetworkProxy>
#include <QTimer>
#include <QUdpSocket>
#include <algorithm>
#include <utility>

namespace modbus::discovery {

namespace {

using Kind = Sighting::Kind;

/// Units that devices go by when nobody has set one: the usual first one, and what the
/// specification gives devices without a serial line behind them.
constexpr quint8 kLikelyUnits[] = {1, 255, 0};

bool hasAnswerTo(const QByteArray &bytes, quint16 transactionId)
{
    const Stream stream = takeFrames(bytes);
    return stream.isBroken ||
           std::any_of(stream.frames.begin(), stream.frames.end(),
                       [&](const Frame &frame) { return frame.transactionId == transactionId; });
}

} // namespace

LinkDoctor::LinkDoctor(Options options, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
{
    m_options.count = std::clamp(m_options.count, 1, mostRead(m_options.first.table));
    m_options.count = std::min(m_options.count, kTableSize - m_options.first.offset);
}

LinkDoctor::~LinkDoctor()
{
    if (m_lookup != 0)
        QHostInfo::abortHostLookup(m_lookup);
}

void LinkDoctor::start()
{
    if (m_isRunning)
        return;
    m_isRunning = true;
    m_diagnosis = {};
    m_diagnosis.target = m_options.target;
    m_diagnosis.at = QDateTime::currentDateTime();
    for (int rung = 0; rung < kRungs; ++rung)
        m_diagnosis.rungs.append({Rung(rung), RungState::Waiting, {}, {}});
    QTimer::singleShot(0, this, [this] {
        if (m_isRunning)
            lookUp();
    });
}

void LinkDoctor::cancel()
{
    if (!m_isRunning)
        return;
    m_diagnosis.wasCancelled = true;
    conclude();
}

void LinkDoctor::begin(Rung rung)
{
    at(rung).state = RungState::Running;
    emit reported(at(rung));
}

void LinkDoctor::report(Rung rung, RungState state, const Finding &finding)
{
    at(rung) = {rung, state, finding.evidence, finding.remedy};
    emit reported(at(rung));
}

void LinkDoctor::lookUp()
{
    begin(Rung::Name);
    const QString &host = m_options.target.endpoint.host;
    if (m_address.setAddress(host)) {
        report(Rung::Name, RungState::Good, verdicts::nameIsAddress(host));
        lookAtRoute();
        return;
    }
    m_lookup = QHostInfo::lookupHost(host, this, &LinkDoctor::lookedUp);
}

void LinkDoctor::lookedUp(const QHostInfo &info)
{
    m_lookup = 0;
    if (!m_isRunning)
        return;
    const QList<QHostAddress> addresses = info.addresses();
    if (addresses.isEmpty()) {
        report(Rung::Name, RungState::Bad,
               verdicts::nameUnknown(m_options.target.endpoint.host, info.errorString()));
        conclude();
        return;
    }
    const auto v4 = std::find_if(addresses.begin(), addresses.end(), [](const QHostAddress &one) {
        return one.protocol() == QAbstractSocket::IPv4Protocol;
    });
    m_address = v4 == addresses.end() ? addresses.constFirst() : *v4;
    report(Rung::Name, RungState::Good,
           verdicts::nameFound(m_options.target.endpoint.host, addresses));
    lookAtRoute();
}

void LinkDoctor::lookAtRoute()
{
    begin(Rung::Route);
    const QList<LocalAddress> local = localAddresses();
    const Route route = routeTo(m_address, local);
    RungState state = RungState::Good;
    if (route.kind == Route::Kind::ThroughGateway)
        state = RungState::Odd;
    else if (route.kind == Route::Kind::None)
        state = RungState::Bad;
    report(Rung::Route, state, verdicts::route(route, m_address, local));
    connectTcp();
}

void LinkDoctor::connectTcp()
{
    begin(Rung::Connect);
    renewSocket();
    m_socket->open(m_options.connectTimeout, [this](const Opening &opening) {
        if (opening.end == Opening::End::Open) {
            m_socket->ask({}, m_options.settle, nullptr,
                          [this, opening](const Heard &answer) { settled(opening, answer); });
            return;
        }
        report(
            Rung::Connect, RungState::Bad,
            verdicts::notConnected(opening, m_options.target.endpoint, m_options.ownSessionIsOpen));
        m_opening = opening.end;
        askUdp();
    });
}

void LinkDoctor::settled(const Opening &opening, const Heard &answer)
{
    if (answer.isClosed) {
        report(Rung::Connect, RungState::Bad,
               verdicts::closedAtOnce(m_options.target.endpoint, m_options.ownSessionIsOpen));
        m_isClosedAtOnce = true;
        conclude();
        return;
    }
    report(Rung::Connect, answer.bytes.isEmpty() ? RungState::Good : RungState::Odd,
           verdicts::connected(m_options.target.endpoint, opening.time, answer.bytes));
    askBlock();
}

void LinkDoctor::ask(quint8 unit, int count, const SightingDone &done)
{
    if (!m_socket || !m_socket->isOpen()) {
        renewSocket();
        m_socket->open(m_options.connectTimeout, [this, unit, count, done](const Opening &opening) {
            if (opening.end == Opening::End::Open)
                ask(unit, count, done);
            else
                done({Kind::Closed, 0, {}}, {});
        });
        return;
    }
    const Request request = *readRequest(unit, m_options.first, count);
    const quint16 id = ++m_transaction;
    m_socket->ask(
        tcpFrame(request, id), m_options.deadline,
        [id, request](const QByteArray &bytes) {
            return hasAnswerTo(bytes, id) || isRtuAnswer(bytes, request);
        },
        [id, request, done](const Heard &answer) {
            done(sightingOf(answer, request, id), answer.first);
        });
}

void LinkDoctor::askBlock()
{
    begin(Rung::Answer);
    ask(m_options.target.unit, m_options.count,
        [this](const Sighting &sighting, std::chrono::microseconds latency) {
            m_answer = sighting;
            const RungState state = sighting.kind == Kind::Values      ? RungState::Good
                                    : sighting.kind == Kind::Exception ? RungState::Odd
                                                                       : RungState::Bad;
            report(Rung::Answer, state,
                   verdicts::answer(sighting, latency, m_options.target.unit,
                                    rangeText(m_options.first, m_options.count),
                                    m_options.deadline));
            goOnAfterBlock();
        });
}

void LinkDoctor::goOnAfterBlock()
{
    switch (m_answer->kind) {
    case Kind::Values:
        conclude();
        break;
    case Kind::Exception:
        askSmaller();
        break;
    case Kind::Rtu:
    case Kind::OtherProtocol:
        askRtu();
        break;
    default:
        for (const quint8 unit : kLikelyUnits) {
            if (unit != m_options.target.unit)
                m_unitsToAsk.append(unit);
        }
        begin(Rung::Units);
        askUnits();
        break;
    }
}

void LinkDoctor::askUnits()
{
    if (m_unitsToAsk.isEmpty()) {
        report(Rung::Units, m_aliveUnits.isEmpty() ? RungState::Bad : RungState::Good,
               verdicts::units(m_unitsSeen, m_aliveUnits));
        if (m_aliveUnits.isEmpty())
            askSmaller();
        else
            conclude();
        return;
    }
    const quint8 unit = m_unitsToAsk.takeFirst();
    ask(unit, 1, [this, unit](const Sighting &sighting, std::chrono::microseconds /*latency*/) {
        m_unitsSeen.append(verdicts::unitSeen(unit, sighting));
        if (sighting.isLawful())
            m_aliveUnits.append(unit);
        askUnits();
    });
}

void LinkDoctor::askSmaller()
{
    const auto goOn = [this] {
        if (m_answer->isModbus() || m_givesSmaller)
            conclude();
        else
            askRtu();
    };
    if (m_options.count == 1) {
        goOn();
        return;
    }
    begin(Rung::Block);
    ask(m_options.target.unit, 1,
        [this, goOn](const Sighting &sighting, std::chrono::microseconds /*latency*/) {
            m_givesSmaller = sighting.kind == Kind::Values;
            report(Rung::Block, m_givesSmaller ? RungState::Good : RungState::Bad,
                   verdicts::smaller(sighting, m_options.first, m_options.count));
            goOn();
        });
}

void LinkDoctor::askRtu()
{
    begin(Rung::Rtu);
    // What an RTU device still makes of the frames before must not mix with this; and a device that
    // allows one session only needs a moment to see that the last one has ended.
    renewSocket();
    QTimer::singleShot(m_options.settle, m_socket, [this] { openForRtu(); });
}

void LinkDoctor::openForRtu()
{
    m_socket->open(m_options.connectTimeout, [this](const Opening &opening) {
        if (opening.end != Opening::End::Open) {
            report(Rung::Rtu, RungState::Bad, verdicts::rtu(false));
            askUdp();
            return;
        }
        const Request request = *readRequest(m_options.target.unit, m_options.first, 1);
        m_socket->ask(
            rtuFrame(request), m_options.deadline,
            [request](const QByteArray &bytes) { return isRtuAnswer(bytes, request); },
            [this, request](const Heard &answer) {
                m_speaksRtu = isRtuAnswer(answer.bytes, request);
                report(Rung::Rtu, m_speaksRtu ? RungState::Good : RungState::Bad,
                       verdicts::rtu(m_speaksRtu));
                if (m_speaksRtu)
                    conclude();
                else
                    askUdp();
            });
    });
}

void LinkDoctor::askUdp()
{
    begin(Rung::Udp);
    if (m_socket) {
        m_socket->stop();
        m_socket->deleteLater();
    }
    m_udp = new QUdpSocket(this);
    m_udp->setProxy(QNetworkProxy::NoProxy);
    m_udp->bind(m_address.protocol() == QAbstractSocket::IPv6Protocol ? QHostAddress::AnyIPv6
                                                                      : QHostAddress::AnyIPv4);
    const Request request = *readRequest(m_options.target.unit, m_options.first, 1);
    const quint16 id = ++m_transaction;
    connect(m_udp, &QUdpSocket::readyRead, this, [this, id] {
        while (m_udp && m_udp->hasPendingDatagrams()) {
            const QNetworkDatagram datagram = m_udp->receiveDatagram();
            if (datagram.senderAddress().isEqual(m_address) && hasAnswerTo(datagram.data(), id) &&
                !takeFrames(datagram.data()).isBroken) {
                endUdp(true);
                return;
            }
        }
    });
    QTimer::singleShot(m_options.deadline, m_udp, [this] { endUdp(false); });
    m_udp->writeDatagram(tcpFrame(request, id), m_address, m_options.target.endpoint.port);
}

void LinkDoctor::endUdp(bool isAnswered)
{
    m_udp->disconnect(this);
    m_udp->deleteLater();
    m_udp = nullptr;
    m_speaksUdp = isAnswered;
    report(Rung::Udp, isAnswered ? RungState::Good : RungState::Bad, verdicts::udp(isAnswered));
    conclude();
}

/// A fresh connection. The old one may be on the stack.
void LinkDoctor::renewSocket()
{
    if (m_socket) {
        m_socket->stop();
        m_socket->deleteLater();
    }
    m_socket = new ProbeSocket(m_options.target.endpoint, this);
}

void LinkDoctor::conclude()
{
    if (!std::exchange(m_isRunning, false))
        return;
    if (m_lookup != 0)
        QHostInfo::abortHostLookup(std::exchange(m_lookup, 0));
    if (m_socket) {
        m_socket->stop();
        m_socket->deleteLater();
    }
    if (m_udp) {
        m_udp->disconnect(this);
        m_udp->deleteLater();
    }
    m_diagnosis.isHealthy = m_answer && m_answer->kind == Kind::Values;
    const bool isSettled = m_answer && (m_answer->isModbus() || !m_aliveUnits.isEmpty() ||
                                        m_givesSmaller || m_speaksRtu);
    for (RungReport &report : m_diagnosis.rungs) {
        if (report.state == RungState::Waiting && isSettled && !m_diagnosis.wasCancelled)
            report.state = RungState::NotNeeded;
        else if (report.state == RungState::Waiting || report.state == RungState::Running)
            report.state = RungState::NotReached;
    }
    const Finding finding = verdicts::conclusion(
        {m_options.target, m_options.count, at(Rung::Name).state == RungState::Bad, m_opening,
         m_isClosedAtOnce, m_answer, m_aliveUnits, m_givesSmaller, m_speaksRtu, m_speaksUdp,
         m_diagnosis.wasCancelled, m_options.ownSessionIsOpen});
    m_diagnosis.conclusion = finding.evidence;
    m_diagnosis.advice = finding.remedy;
    emit finished(m_diagnosis);
}

} // namespace modbus::discovery
