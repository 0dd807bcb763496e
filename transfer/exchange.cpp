// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/exchange.h"

#include <QNetworkProxy>
#include <QPointer>

#include <algorithm>
#include <utility>

namespace transfer {

namespace {

constexpr qsizetype kMostQuotedBytes = 120;

/// Bytes of a stranger, fit for a log: printable ASCII as it is, the rest as \xNN.
QString quoted(QByteArrayView bytes)
{
    QString text = QStringLiteral("\"");
    for (const char c : bytes.first(std::min(bytes.size(), kMostQuotedBytes))) {
        if (c == '"' || c == '\\')
            text += QChar(u'\\') + QLatin1Char(c);
        else if (c >= ' ' && c <= '~')
            text += QLatin1Char(c);
        else if (c == '\n')
            text += u"\\n";
        else if (c == '\r')
            text += u"\\r";
        else
            text += QStringLiteral("\\x%1").arg(static_cast<uchar>(c), 2, 16, QLatin1Char('0'));
    }
    text += u'"';
    if (bytes.size() > kMostQuotedBytes)
        text += QStringLiteral(" (%1 bytes)").arg(bytes.size());
    return text;
}

QString quotedChoice(const QList<QByteArray> &words)
{
    QStringList choice;
    for (const QByteArray &word : words)
        choice.append(quoted(word));
    return choice.join(u" or ");
}

bool isPadding(char c)
{
    return c == '\0' || c == '\r' || c == '\n';
}

QByteArray withoutLeadingPadding(const QByteArray &bytes)
{
    const auto begin = std::find_if_not(bytes.cbegin(), bytes.cend(), isPadding);
    return bytes.sliced(begin - bytes.cbegin());
}

Error::Kind connectErrorKind(QAbstractSocket::SocketError error)
{
    switch (error) {
    case QAbstractSocket::ConnectionRefusedError:
        return Error::Kind::Refused;
    case QAbstractSocket::HostNotFoundError:
        return Error::Kind::HostNotFound;
    case QAbstractSocket::SocketTimeoutError:
        return Error::Kind::ConnectTimeout;
    default:
        return Error::Kind::Unreachable;
    }
}

std::chrono::milliseconds elapsed(const QElapsedTimer &clock)
{
    return std::chrono::milliseconds(clock.elapsed());
}

} // namespace

Exchange::Exchange(Push &push, Peer peer, PushOptions options)
    : m_push(push)
    , m_peer(std::move(peer))
    , m_options(options)
    , m_socket(new QTcpSocket)
{
    m_result.peer = m_peer.toString();
    m_timer.setSingleShot(true);
    m_socket->setProxy(QNetworkProxy::NoProxy);
    connect(&m_timer, &QTimer::timeout, this, &Exchange::timedOut);
    connect(m_socket, &QTcpSocket::connected, this, &Exchange::connected);
    connect(m_socket, &QTcpSocket::readyRead, this, &Exchange::readAnswer);
    connect(m_socket, &QTcpSocket::errorOccurred, this, &Exchange::socketFailed);
}

Exchange::~Exchange()
{
    closeSocket();
    m_socket->deleteLater();
}

bool Exchange::begin()
{
    if (m_clock.isValid())
        return false;
    m_clock.start();
    return true;
}

bool Exchange::enter(Step step)
{
    if (isOver())
        return false;
    const QPointer<Exchange> self(this);
    endStep(true);
    if (!self || isOver())
        return false;
    m_step = step;
    m_stepClock.start();
    emit m_push.stepStarted(step);
    return self && !isOver();
}

bool Exchange::acknowledge(qint64 bytes)
{
    if (isOver())
        return false;
    const QPointer<Exchange> self(this);
    emit m_push.progressed(bytes, m_result.bytes);
    return self && !isOver();
}

void Exchange::open(Opened opened)
{
    m_opened = std::move(opened);
    if (enter(Step::Connect))
        attempt();
}

void Exchange::attempt()
{
    m_state = State::Connecting;
    ++m_attempts;
    m_timer.start(m_options.connectTimeout);
    m_socket->connectToHost(m_peer.host, m_peer.port);
}

void Exchange::attemptFailed(Error::Kind kind, const QString &detail)
{
    m_timer.stop();
    m_socket->abort();
    if (m_attempts > m_options.connectRetries || kind == Error::Kind::HostNotFound) {
        fail(kind, detail);
        return;
    }
    m_state = State::Pausing;
    m_timer.start(m_options.retryPause);
    emit m_push.retrying(m_attempts, m_options.connectRetries + 1, m_options.retryPause,
                         errorHere(kind, detail));
}

void Exchange::connected()
{
    m_timer.stop();
    m_state = State::Open;
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    const Opened opened = std::exchange(m_opened, {});
    opened();
}

void Exchange::write(const QByteArray &bytes)
{
    if (isOver())
        return;
    readAnswer();
    if (isOver())
        return;
    m_socket->write(bytes);
    m_socket->flush();
}

void Exchange::await(QList<QByteArray> words, std::chrono::milliseconds limit, Answered answered)
{
    if (isOver())
        return;
    m_words = std::move(words);
    m_answered = std::move(answered);
    m_timer.start(limit);
}

void Exchange::readAnswer()
{
    if (m_state != State::Open)
        return;
    m_received = withoutLeadingPadding(m_received + m_socket->readAll());
    if (m_received.isEmpty())
        return;

    const auto word = std::find_if(m_words.cbegin(), m_words.cend(), [&](const QByteArray &known) {
        return m_received.startsWith(known);
    });
    const QByteArray rest = word == m_words.cend()
                                ? m_received
                                : withoutLeadingPadding(m_received.sliced(word->size()));
    if (word != m_words.cend() && rest.isEmpty()) {
        m_timer.stop();
        m_result.answer = QString::fromLatin1(*word);
        const qsizetype index = word - m_words.cbegin();
        m_received.clear();
        m_words.clear();
        const Answered answered = std::exchange(m_answered, {});
        answered(index);
        return;
    }

    const bool mayBecomeWord =
        std::any_of(m_words.cbegin(), m_words.cend(),
                    [&](const QByteArray &known) { return known.startsWith(m_received); });
    if (mayBecomeWord)
        return;
    m_result.answer = quoted(m_received);
    fail(Error::Kind::UnexpectedAnswer, m_words.isEmpty()
                                            ? QStringLiteral("%1 came unasked").arg(m_result.answer)
                                            : QStringLiteral("%1 came where %2 was expected")
                                                  .arg(m_result.answer, quotedChoice(m_words)));
}

void Exchange::socketFailed(QAbstractSocket::SocketError error)
{
    const QString detail = m_socket->errorString();
    if (m_state == State::Connecting) {
        attemptFailed(connectErrorKind(error), detail);
        return;
    }
    const QPointer<Exchange> self(this);
    readAnswer();
    if (self && m_state == State::Open)
        fail(Error::Kind::ConnectionLost, detail);
}

void Exchange::timedOut()
{
    switch (m_state) {
    case State::Connecting:
        attemptFailed(
            Error::Kind::ConnectTimeout,
            QStringLiteral("no connection within %1 ms").arg(m_options.connectTimeout.count()));
        break;
    case State::Pausing:
        attempt();
        break;
    case State::Open:
        fail(Error::Kind::Timeout,
             m_received.isEmpty()
                 ? QStringLiteral("no answer within the time limit")
                 : QStringLiteral("only %1 within the time limit").arg(quoted(m_received)));
        break;
    case State::Idle:
    case State::Over:
        break;
    }
}

void Exchange::finish(Outcome outcome)
{
    if (isOver())
        return;
    m_state = State::Over;
    m_timer.stop();
    closeSocket();
    m_result.outcome = outcome;
    if (m_clock.isValid())
        m_result.duration = elapsed(m_clock);
    const QPointer<Exchange> self(this);
    endStep(!m_result.error);
    if (!self)
        return;
    // Posted, so that it never comes from inside start() and its listener may destroy the push.
    QMetaObject::invokeMethod(
        &m_push, [push = &m_push, result = m_result] { emit push->finished(result); },
        Qt::QueuedConnection);
}

void Exchange::finish(Outcome outcome, Error::Kind kind, const QString &detail)
{
    if (isOver())
        return;
    m_result.error = errorHere(kind, detail);
    finish(outcome);
}

void Exchange::fail(Error::Kind kind, const QString &detail)
{
    finish(m_isCommitted ? Outcome::Unknown : Outcome::NotSent, kind, detail);
}

void Exchange::cancel()
{
    if (m_clock.isValid())
        fail(Error::Kind::Aborted);
}

void Exchange::endStep(bool isDone)
{
    if (!m_step)
        return;
    const StepTime time{*m_step, elapsed(m_stepClock), isDone};
    m_step.reset();
    m_result.steps.append(time);
    if (isDone)
        emit m_push.stepDone(time.step, time.duration);
}

void Exchange::closeSocket()
{
    m_socket->disconnect(this);
    m_socket->abort();
}

Error Exchange::errorHere(Error::Kind kind, const QString &detail) const
{
    return {kind, detail, m_peer.toString(), m_step ? stepName(*m_step) : QString()};
}

} // namespace transfer
