// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/connection.h"

#include <QTcpSocket>
#include <algorithm>
#include <utility>

namespace modbus {

namespace {

using namespace std::chrono_literals;

constexpr auto kStatisticsPause = 100ms;

Connection::Options lawful(Connection::Options options)
{
    options.connectTimeout =
        std::clamp<std::chrono::milliseconds>(options.connectTimeout, 100ms, 60s);
    options.responseDeadline =
        std::clamp<std::chrono::milliseconds>(options.responseDeadline, 10ms, 60s);
    options.retries = std::clamp(options.retries, 0, 10);
    options.window = std::clamp(options.window, 1, Window::kMost);
    options.backoffFirst = std::max<std::chrono::milliseconds>(options.backoffFirst, 10ms);
    options.backoffMost = std::max(options.backoffMost, options.backoffFirst);
    options.gap = std::clamp<std::chrono::milliseconds>(options.gap, 0ms, 1s);
    options.largestBlock = std::clamp(options.largestBlock, 1, kMostRegistersRead);
    return options;
}

Link::Times timesOf(const Connection::Options &options)
{
    return {options.connectTimeout, options.backoffFirst, options.backoffMost};
}

} // namespace

Connection::Connection(Endpoint endpoint, QObject *parent)
    : Connection(std::move(endpoint), Options(), parent)
{
}

Connection::Connection(Endpoint endpoint, Options options, QObject *parent)
    : QObject(parent)
    , m_options(lawful(options))
    , m_link(std::move(endpoint), timesOf(m_options), this)
    , m_window(m_options.window)
{
    connect(&m_link, &Link::stateChanged, this, &Connection::onStateChanged);
    connect(&m_link, &Link::lost, this, &Connection::onLost);
    connect(&m_link, &Link::attemptFailed, this, &Connection::onAttemptFailed);
    connect(&m_link, &Link::frameReceived, this, &Connection::onFrame);
    connect(&m_link, &Link::framingFault, this, &Connection::onFramingFault);

    m_armTimer.setSingleShot(true);
    connect(&m_armTimer, &QTimer::timeout, this, [this] { emit armedChanged(false); });
    m_deadlineTimer.setSingleShot(true);
    m_deadlineTimer.setTimerType(Qt::PreciseTimer);
    connect(&m_deadlineTimer, &QTimer::timeout, this, &Connection::checkDeadlines);
    m_statisticsTimer.setSingleShot(true);
    connect(&m_statisticsTimer, &QTimer::timeout, this, &Connection::statisticsChanged);
    m_rejectedTimer.setSingleShot(true);
    connect(&m_rejectedTimer, &QTimer::timeout, this, &Connection::endRejected);
    m_restTimer.setSingleShot(true);
    m_restTimer.setTimerType(Qt::PreciseTimer);
    connect(&m_restTimer, &QTimer::timeout, this, &Connection::pump);
}

Connection::~Connection()
{
    m_link.disconnect(this);
    m_link.close(); // what callbacks send from now on fails, and is told so below
    Error aborted;
    aborted.kind = Error::Kind::Aborted;
    aborted.detail = QStringLiteral("the connection was removed");
    for (const Transaction &transaction : m_inFlight.takeAll())
        end(transaction, tl::unexpected(retold(aborted, transaction.request, endpoint())));
    failQueue(aborted);
    while (!m_rejected.empty())
        endRejected();
}

void Connection::setOptions(const Options &options)
{
    m_options = lawful(options);
    m_link.setTimes(timesOf(m_options));
    m_window.reset(m_options.window);
    pump();
}

int Connection::mostInOneRead(Table table) const
{
    return std::min(mostRead(table), m_options.largestBlock * (isBitTable(table) ? 16 : 1));
}

void Connection::open()
{
    m_window.reset(m_options.window);
    m_link.open();
}

void Connection::close()
{
    Error aborted;
    aborted.kind = Error::Kind::Aborted;
    aborted.detail = QStringLiteral("the connection was closed");
    if (state() == State::Connected)
        tellClosed(aborted);
    m_link.close();
    disarm();
    for (const Transaction &transaction : m_inFlight.takeAll())
        end(transaction, tl::unexpected(retold(aborted, transaction.request, endpoint())));
    failQueue(aborted);
}

void Connection::send(const Request &request, QObject *context, Done done)
{
    Transaction transaction;
    transaction.request = request;
    transaction.context = context;
    transaction.hasContext = context != nullptr;
    transaction.done = std::move(done);
    transaction.repeatsLeft = request.isWrite() ? 0 : request.repeats.value_or(m_options.retries);
    transaction.queueEnd = QDeadlineTimer(m_options.queueLimit);

    if (request.isWrite() && !isArmed()) {
        endLater(std::move(transaction), errorFor(request, endpoint(), Error::Kind::NotArmed, {}));
    } else if (state() == State::Offline || state() == State::Waiting) {
        Error why = errorFor(request, endpoint(), Error::Kind::NotConnected, {});
        if (lastError())
            why = retold(*lastError(), request, endpoint());
        endLater(std::move(transaction), why);
    } else {
        m_queue.push_back(std::move(transaction));
        pump();
    }
}

void Connection::arm(std::chrono::milliseconds duration)
{
    if (state() != State::Connected)
        return;
    const bool wasArmed = isArmed();
    m_armTimer.start(duration);
    if (!wasArmed)
        emit armedChanged(true);
}

void Connection::disarm()
{
    if (!isArmed())
        return;
    m_armTimer.stop();
    emit armedChanged(false);
}

std::chrono::milliseconds Connection::armedFor() const
{
    return isArmed() ? m_armTimer.remainingTimeAsDuration() : 0ms;
}

void Connection::pump()
{
    bool hasWritten = false;
    while (state() == State::Connected && !m_queue.empty() &&
           m_inFlight.count() < m_window.size() && !isResting()) {
        Transaction transaction = std::move(m_queue.front());
        m_queue.pop_front();
        if (transaction.hasContext && !transaction.context)
            continue;
        if (transaction.request.isWrite() && !isArmed()) {
            const Error why =
                errorFor(transaction.request, endpoint(), Error::Kind::NotArmed,
                         QStringLiteral("writes were locked while it waited for its turn"));
            endLater(std::move(transaction), why);
            continue;
        }
        const auto deadline = deadlineOf(transaction.request);
        if (auto refused = m_inFlight.put(std::move(transaction), deadline)) {
            const Error why = errorFor(refused->request, endpoint(), Error::Kind::ConnectionLost,
                                       m_link.client().errorString());
            endLater(std::move(*refused), why);
        } else {
            ++m_statistics.requests;
            hasWritten = true;
            beginRest();
            tellSent(m_inFlight.latest());
        }
    }
    if (!hasWritten)
        return;
    m_inFlight.noteCompany();
    m_link.flush();
    watchDeadlines();
}

/// True while the gap between requests is kept; pump() is called again at its end.
bool Connection::isResting()
{
    if (m_options.gap == 0ms || m_rest.hasExpired())
        return false;
    if (!m_restTimer.isActive())
        m_restTimer.start(
            std::chrono::ceil<std::chrono::milliseconds>(m_rest.remainingTimeAsDuration()));
    return true;
}

/// Something was on the line.
void Connection::beginRest()
{
    if (m_options.gap > 0ms)
        m_rest = QDeadlineTimer(m_options.gap, Qt::PreciseTimer);
}

std::chrono::milliseconds Connection::deadlineOf(const Request &request) const
{
    return request.deadline.value_or(m_options.responseDeadline);
}

void Connection::repeat(Transaction transaction)
{
    transaction.repeatsLeft = std::max(0, transaction.repeatsLeft - 1);
    transaction.queueEnd = QDeadlineTimer(m_options.queueLimit);
    m_queue.push_front(std::move(transaction));
}

void Connection::end(const Transaction &transaction, const tl::expected<Reply, Error> &outcome)
{
    touchStatistics();
    if (transaction.done && (!transaction.hasContext || transaction.context))
        transaction.done(outcome);
}

void Connection::endLater(Transaction transaction, const Error &why)
{
    m_rejected.emplace_back(std::move(transaction), why);
    if (!m_rejectedTimer.isActive())
        m_rejectedTimer.start(0ms);
}

void Connection::endRejected()
{
    for (const auto &[transaction, why] : std::exchange(m_rejected, {}))
        end(transaction, tl::unexpected(why));
}

void Connection::failQueue(const Error &why)
{
    for (const Transaction &transaction : std::exchange(m_queue, {})) {
        Error error = retold(why, transaction.request, endpoint());
        // A write that waits was never sent, and that is not what every `why` says.
        if (transaction.request.isWrite() && !isNeverSent(why.kind))
            error.kind = Error::Kind::NotConnected;
        end(transaction, tl::unexpected(error));
    }
}

void Connection::onStateChanged(State newState)
{
    if (newState == State::Connected)
        tellOpened();
    emit stateChanged(newState);
    if (newState == State::Connected) {
        m_silentTimeouts = 0;
        pump();
    }
}

void Connection::onLost(const Error &why, bool byPeer)
{
    if (byPeer)
        ++m_statistics.resets;
    tellClosed(why);
    disarm();
    std::vector<Transaction> lost = m_inFlight.takeAll();
    if (m_window.connectionLost(lost.size() > 1))
        emit noticed(QStringLiteral("connection lost twice with several requests under way: one at "
                                    "a time from now on"));
    const bool isBeingMade = state() == State::Connecting;
    std::vector<Transaction> ended;
    while (!lost.empty()) {
        Transaction transaction = std::move(lost.back());
        lost.pop_back();
        if (isBeingMade && transaction.repeatsLeft > 0)
            repeat(std::move(transaction));
        else
            ended.push_back(std::move(transaction));
    }
    if (isBeingMade)
        emit noticed(QStringLiteral("connection ended (%1), reconnecting").arg(why.detail));
    else
        emit failed(why);
    for (auto transaction = ended.rbegin(); transaction != ended.rend(); ++transaction)
        end(*transaction, tl::unexpected(retold(why, transaction->request, endpoint())));
    if (state() == State::Waiting)
        failQueue(why);
    touchStatistics();
}

void Connection::onAttemptFailed(const Error &why)
{
    tellConnectFailed(why);
    disarm();
    emit failed(why);
    failQueue(why);
}

void Connection::onFrame(const Frame &frame)
{
    if (frame.wasSplit)
        ++m_statistics.splitReplies;
    m_silentTimeouts = 0;
    beginRest();
    touchStatistics();

    const std::optional<Transaction> answered = m_inFlight.take(frame.transactionId);
    if (!answered) {
        onUnasked(frame);
        return;
    }
    const Transaction &transaction = *answered;
    const auto latency = std::chrono::microseconds(transaction.sentAt.nsecsElapsed() / 1000);

    if (frame.unit != transaction.request.unit) {
        ++m_statistics.foreignUnits;
        ++m_statistics.badReplies;
        const QString detail = QStringLiteral("unit %1 asked, unit %2 answered")
                                   .arg(transaction.request.unit)
                                   .arg(frame.unit);
        tellReply(frame, transaction, TrafficFrame::Flag::ForeignUnit, detail, latency);
        end(transaction, tl::unexpected(errorFor(transaction.request, endpoint(),
                                                 Error::Kind::BadReply, detail)));
        pump();
        return;
    }

    const auto values = checkReply(transaction.request, frame.pdu);
    const bool isLawful = values || values.error().kind == Error::Kind::Exception;
    if (isLawful) {
        m_link.prove();
        m_window.answered();
        if (transaction.isTrial)
            m_window.answeredAlone();
        keepLatency(latency);
    }
    if (values) {
        ++m_statistics.replies;
        tellReply(frame, transaction, TrafficFrame::Flag::None, {}, latency);
        end(transaction, Reply{frame.pdu, *values, latency});
    } else {
        ++(isLawful ? m_statistics.exceptions : m_statistics.badReplies);
        tellReply(frame, transaction,
                  isLawful ? TrafficFrame::Flag::Exception : TrafficFrame::Flag::BadReply,
                  values.error().detail, latency);
        end(transaction, tl::unexpected(retold(values.error(), transaction.request, endpoint())));
    }
    pump();
}

/// A reply that nobody waits for, or none waits for any more.
void Connection::onUnasked(const Frame &frame)
{
    const auto givenUp = m_inFlight.takeGivenUp(frame.transactionId);
    ++(givenUp ? m_statistics.lateReplies : m_statistics.foreignTransactions);
    const QString detail =
        (givenUp ? QStringLiteral("late reply: transaction %1 answered after its deadline")
                 : QStringLiteral("foreign reply: transaction %1 was not asked"))
            .arg(frame.transactionId);
    tellUnasked(frame, givenUp, detail);
    emit noticed(detail);
}

void Connection::onFramingFault(const QString &detail, const QByteArray &bytes)
{
    ++m_statistics.framingFaults;
    tellDebris(bytes, TrafficFrame::Flag::FramingFault, detail);
    Error why;
    why.kind = Error::Kind::BadReply;
    why.detail = detail;
    why.target.endpoint = endpoint();
    const std::vector<Transaction> spoilt = m_inFlight.takeAll();
    m_statistics.badReplies += spoilt.size();
    emit noticed(QStringLiteral("framing fault: %1").arg(detail));
    m_link.drop(why);
    for (const Transaction &transaction : spoilt)
        end(transaction, tl::unexpected(retold(why, transaction.request, endpoint())));
}

void Connection::checkDeadlines()
{
    while (auto overdue = m_inFlight.takeOverdue())
        timeOut(std::move(*overdue)); // its callbacks may change everything
    std::vector<Transaction> waitedTooLong;
    for (auto it = m_queue.begin(); it != m_queue.end();) {
        if (it->queueEnd.hasExpired()) {
            waitedTooLong.push_back(std::move(*it));
            it = m_queue.erase(it);
        } else {
            ++it;
        }
    }
    for (const Transaction &transaction : waitedTooLong) {
        const bool wasSent = transaction.sentAt.isValid();
        end(transaction,
            tl::unexpected(errorFor(transaction.request, endpoint(),
                                    wasSent ? Error::Kind::Timeout : Error::Kind::NoTurn,
                                    QStringLiteral("others kept the line busy for %1 ms")
                                        .arg(m_options.queueLimit.count()))));
    }
    pump();
    watchDeadlines();
}

/// Sees to it that checkDeadlines() runs when the next request on the wire is due. While any is,
/// that is at least once within a response deadline, so that it serves the queue's limits as well.
void Connection::watchDeadlines()
{
    const auto remaining = m_inFlight.untilNextDeadline();
    if (!remaining)
        return;
    if (!m_deadlineTimer.isActive() || m_deadlineTimer.remainingTimeAsDuration() > *remaining)
        m_deadlineTimer.start(*remaining);
}

void Connection::timeOut(Transaction transaction)
{
    ++m_statistics.timeouts;
    touchStatistics();
    m_inFlight.giveUp(transaction);

    const auto waited = deadlineOf(transaction.request).count();
    Error why = errorFor(transaction.request, endpoint(), Error::Kind::Timeout,
                         QStringLiteral("no reply within %1 ms").arg(waited));
    QString dropReason;
    if (isStalledIn(transaction.id)) {
        dropReason = QStringLiteral("a reply broke off in the middle");
        why.detail =
            QStringLiteral("the reply broke off and did not go on within %1 ms").arg(waited);
    } else if (!transaction.hadCompany && !transaction.request.deadline &&
               ++m_silentTimeouts >= kSilentTimeouts && m_link.isProved()) {
        dropReason = QStringLiteral("nothing heard for %1 requests").arg(m_silentTimeouts);
    }
    tellUnanswered(transaction, why.detail);

    const bool isRead = !transaction.request.isWrite();
    std::optional<Transaction> ended;
    if (transaction.isTrial)
        m_window.silentAlone();
    if (isRead && !transaction.isTrial && transaction.hadCompany && m_window.suspectCompany()) {
        emit noticed(QStringLiteral("no reply while several requests were under way: asking again, "
                                    "one at a time"));
        transaction.isTrial = true;
        repeat(std::move(transaction));
    } else if (isRead && transaction.repeatsLeft > 0) {
        repeat(std::move(transaction));
    } else {
        ended = std::move(transaction);
    }
    // First, so that nothing that a callback sends goes out on a connection that is given up.
    if (!dropReason.isEmpty()) {
        Error dropped = why;
        dropped.kind = Error::Kind::ConnectionLost;
        dropped.detail = dropReason;
        m_link.drop(dropped);
    }
    if (ended)
        end(*ended, tl::unexpected(why));
}

/// True when the byte stream stands in the middle of this request's reply, or of one that nobody
/// waits for any more: what comes next cannot be told from the rest of it.
bool Connection::isStalledIn(quint16 transactionId) const
{
    if (!m_link.tap().hasPartialFrame())
        return false;
    const std::optional<quint16> partial = m_link.tap().partialTransactionId();
    return !partial || *partial == transactionId || !m_inFlight.contains(*partial);
}

void Connection::keepLatency(std::chrono::microseconds latency)
{
    m_statistics.lastLatency = latency;
    m_statistics.mostLatency = std::max(m_statistics.mostLatency, latency);
    if (m_statistics.leastLatency.count() == 0 || latency < m_statistics.leastLatency)
        m_statistics.leastLatency = latency;
}

void Connection::touchStatistics()
{
    if (!m_statisticsTimer.isActive())
        m_statisticsTimer.start(kStatisticsPause);
}

} // namespace modbus
