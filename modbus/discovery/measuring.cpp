// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/discovery/measuring.h"

#include "modbus/discovery/frames.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <utility>

namespace modbus::discovery {

namespace {

using namespace std::chrono_literals;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(discovery)
};

/// Once is luck: so often a number of requests at once must be answered.
constexpr int kRounds = 3;
constexpr int kGapRequests = 20;
constexpr std::array<std::chrono::milliseconds, 7> kGaps{0ms, 5ms, 10ms, 20ms, 50ms, 100ms, 200ms};
constexpr auto kReconnectPause = 100ms;
constexpr auto kShortestDeadline = 200ms;
constexpr int kDeadlineFactor = 10;

/// Whether every request, numbered from `firstId`, has its lawful values.
bool areAllAnswered(const QByteArray &bytes, const Request &request, quint16 firstId, int requests)
{
    const QList<Frame> frames = takeFrames(bytes).frames;
    for (int i = 0; i < requests; ++i) {
        const auto id = quint16(firstId + i);
        const bool isThere = std::any_of(frames.begin(), frames.end(), [&](const Frame &frame) {
            return frame.transactionId == id && frame.unit == request.unit &&
                   checkReply(request, frame.pdu).has_value();
        });
        if (!isThere)
            return false;
    }
    return true;
}

} // namespace

Connection::Options recommended(const Measurements &measured, Connection::Options present)
{
    if (measured.inFlight > 0)
        present.window = measured.gap > 0ms ? 1 : measured.inFlight;
    if (measured.inFlight > 0)
        present.gap = measured.gap;
    if (measured.isBlockByLength)
        present.largestBlock =
            std::max(1, isBitTable(measured.first.table) ? measured.largestBlock / 16
                                                         : measured.largestBlock);
    if (measured.slowest > 0us) {
        const auto wanted =
            std::chrono::ceil<std::chrono::milliseconds>(measured.slowest * kDeadlineFactor);
        present.responseDeadline = std::clamp<std::chrono::milliseconds>(
            std::chrono::milliseconds((wanted.count() + 49) / 50 * 50), kShortestDeadline, 60s);
    }
    return present;
}

Measuring::Measuring(Options options, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
{
}

void Measuring::start()
{
    if (m_isRunning)
        return;
    m_isRunning = true;
    m_measured = {};
    m_measured.target = m_options.target;
    m_measured.first = m_options.first;
    QTimer::singleShot(0, this, [this] {
        if (m_isRunning)
            measureBlock();
    });
}

void Measuring::cancel()
{
    if (!m_isRunning)
        return;
    m_measured.wasCancelled = true;
    finish();
}

void Measuring::measureBlock()
{
    emit progressed(Text::tr("The longest block"), 0);
    const int most = std::min(mostRead(m_options.first.table), kTableSize - m_options.first.offset);
    ask({}, [this, most](bool isAnswered) {
        if (!isAnswered) {
            fail(Text::tr("Unit %1 at %2 does not give %3, so there is nothing to measure with: "
                          "choose an address that can be read.")
                     .arg(QString::number(m_options.target.unit),
                          m_options.target.endpoint.toString(), rangeText(m_options.first, 1)));
            return;
        }
        m_low = 1;
        m_high = most + 1;
        ask({1, most}, [this, most](bool isMost) {
            (isMost ? m_low : m_high) = most;
            halveBlock();
        });
    });
}

void Measuring::halveBlock()
{
    m_measured.largestBlock = m_low;
    if (m_high - m_low <= 1) {
        lookAcrossBlock();
        return;
    }
    const int middle = (m_low + m_high) / 2;
    ask({1, middle}, [this, middle](bool isAnswered) {
        (isAnswered ? m_low : m_high) = middle;
        halveBlock();
    });
}

/// Two items read together across the end of the block tell that it was the length. A device that
/// gives one at a time only is known by the next one.
void Measuring::lookAcrossBlock()
{
    const int block = m_measured.largestBlock;
    m_measured.isBlockByLength = block == mostRead(m_options.first.table);
    if (m_measured.isBlockByLength || m_options.first.offset + block >= kTableSize) {
        measureInFlight();
        return;
    }
    const Reads across = block == 1 ? Reads{1, 1, 1} : Reads{1, 2, block - 1};
    ask(across, [this](bool isAnswered) {
        m_measured.isBlockByLength = isAnswered;
        measureInFlight();
    });
}

void Measuring::measureInFlight()
{
    emit progressed(Text::tr("Requests at once"), 25);
    m_low = 1;
    m_high = Window::kMost + 1;
    m_rounds = 0;
    halveInFlight();
}

/// Doubles until it fails, then halves: a device that stands two is not sent sixteen.
void Measuring::halveInFlight()
{
    m_measured.inFlight = m_low;
    if (m_high - m_low <= 1) {
        measureGap();
        return;
    }
    const bool hasFailed = m_high <= Window::kMost;
    const int next = hasFailed ? (m_low + m_high) / 2 : std::min(m_low * 2, Window::kMost);
    ask({next}, [this, next](bool areAnswered) {
        if (!areAnswered) {
            m_high = next;
            m_rounds = 0;
        } else if (++m_rounds == kRounds) {
            m_low = next;
            m_rounds = 0;
        }
        halveInFlight();
    });
}

void Measuring::measureGap()
{
    emit progressed(Text::tr("The gap between requests"), 50);
    m_gap = 0;
    askWithGap(kGapRequests);
}

void Measuring::askWithGap(int left)
{
    m_measured.gap = kGaps.at(std::size_t(m_gap));
    if (left == 0) {
        measureSessions();
        return;
    }
    ask({}, [this, left](bool isAnswered) {
        int next = left - 1;
        if (!isAnswered) {
            if (m_gap + 1 == int(kGaps.size())) {
                m_measured.isGapEnough = false;
                measureSessions();
                return;
            }
            ++m_gap;
            next = kGapRequests;
        }
        QTimer::singleShot(kGaps.at(std::size_t(m_gap)), this, [this, next] {
            if (m_isRunning)
                askWithGap(next);
        });
    });
}

void Measuring::measureSessions()
{
    if (!m_options.measuresSessions) {
        m_measured.isComplete = true;
        finish();
        return;
    }
    emit progressed(Text::tr("TCP sessions"), 75);
    // The one that is there counts: a device that allows one only must not be asked for two.
    if (m_socket && m_socket->isOpen())
        askOn(*m_socket, {}, [this](bool isServed) { countSession(isServed); });
    else
        openSession();
}

void Measuring::openSession()
{
    auto *session = new ProbeSocket(m_options.target.endpoint, this);
    m_sessions.append(session);
    session->open(m_options.connectTimeout, [this, session](const Opening &opening) {
        if (opening.end == Opening::End::Open)
            askOn(*session, {}, [this](bool isServed) { countSession(isServed); });
        else
            countSession(false);
    });
}

void Measuring::countSession(bool isServed)
{
    if (isServed && ++m_measured.sessions < kMostSessions) {
        openSession();
        return;
    }
    m_measured.mayHaveMoreSessions = isServed;
    m_measured.isComplete = true;
    finish();
}

void Measuring::ask(Reads reads, const Asked &done)
{
    if (m_socket && m_socket->isOpen()) {
        askOn(*m_socket, reads, done);
        return;
    }
    // A device that allows one session only needs a moment to see that the last one has ended.
    QTimer::singleShot(m_socket ? kReconnectPause : 0ms, this, [this, reads, done] {
        if (m_isRunning)
            reconnectAndAsk(reads, done);
    });
}

void Measuring::reconnectAndAsk(Reads reads, const Asked &done)
{
    if (m_socket)
        m_socket->deleteLater();
    m_socket = new ProbeSocket(m_options.target.endpoint, this);
    m_socket->open(m_options.connectTimeout, [this, reads, done](const Opening &opening) {
        if (opening.end == Opening::End::Open) {
            askOn(*m_socket, reads, done);
            return;
        }
        fail(Text::tr("There is no connection to %1 any more: %2.")
                 .arg(m_options.target.endpoint.toString(),
                      opening.detail.isEmpty() ? Text::tr("no answer to the attempt")
                                               : opening.detail));
    });
}

void Measuring::askOn(ProbeSocket &socket, Reads reads, const Asked &done)
{
    const Address first{m_options.first.table, quint16(m_options.first.offset + reads.skipped)};
    const Request request = *readRequest(m_options.target.unit, first, reads.count);
    const int requests = reads.requests;
    const auto firstId = quint16(m_transaction + 1);
    m_transaction = quint16(m_transaction + requests);
    QByteArray bytes;
    for (int i = 0; i < requests; ++i)
        bytes += tcpFrame(request, quint16(firstId + i));
    socket.ask(
        bytes, m_options.deadline,
        [requests](const QByteArray &received) {
            const Stream stream = takeFrames(received);
            return stream.isBroken || stream.frames.size() >= requests;
        },
        [this, request, firstId, requests, done](const Heard &answer) {
            const bool areAnswered = areAllAnswered(answer.bytes, request, firstId, requests);
            if (areAnswered && requests == 1)
                m_measured.slowest = std::max(m_measured.slowest, answer.first);
            // An exception leaves the connection as it was; anything else may still trickle in.
            const Stream stream = takeFrames(answer.bytes);
            if (!areAnswered && (stream.isBroken || stream.frames.size() < requests) && m_socket)
                m_socket->stop();
            done(areAnswered);
        });
}

void Measuring::fail(const QString &why)
{
    m_measured.fault = why;
    finish();
}

void Measuring::finish()
{
    if (!std::exchange(m_isRunning, false))
        return;
    m_sessions.append(m_socket);
    for (const QPointer<ProbeSocket> &socket : std::exchange(m_sessions, {})) {
        if (socket) {
            socket->stop();
            socket->deleteLater();
        }
    }
    emit finished(m_measured);
}

} // namespace modbus::discovery
