// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/discovery/rangescan.h"

#include <QTimer>
#include <algorithm>
#include <utility>

namespace modbus::discovery {

namespace {

using namespace std::chrono_literals;

/// So many requests in a row without an answer, then it is asked whether the device still lives.
constexpr int kDoubtfulSilences = 3;
constexpr int kMostBusy = 5;
constexpr auto kBusyPause = 200ms;
constexpr int kMostStride = 125;

enum class Meaning { NotReadable, Silent, Busy, EndsAll };

Meaning meaningOf(const Error &error, const Connection *connection)
{
    switch (error.kind) {
    case Error::Kind::Timeout:
        return Meaning::Silent;
    case Error::Kind::ConnectionLost:
        // Some end the connection where others refuse. While it comes back that is an answer too.
        return connection && connection->state() == Connection::State::Connecting
                   ? Meaning::Silent
                   : Meaning::EndsAll;
    case Error::Kind::BadReply:
        return Meaning::NotReadable;
    case Error::Kind::Exception:
        break;
    default:
        return Meaning::EndsAll;
    }
    switch (error.exceptionCode) {
    case 2: // illegal data address
    case 3: // illegal data value: the length, mostly
    case 4: // server device failure
        return Meaning::NotReadable;
    case 5:
    case 6: // busy
        return Meaning::Busy;
    default:
        return Meaning::EndsAll;
    }
}

RangeScan::Options lawful(RangeScan::Options options, const Connection &connection)
{
    options.count = std::clamp(options.count, 0, kTableSize - options.first.offset);
    options.stride = std::clamp(options.stride, 1, kMostStride);
    const int most = connection.mostInOneRead(options.first.table);
    options.mostAtOnce = options.mostAtOnce < 1 ? most : std::min(options.mostAtOnce, most);
    return options;
}

} // namespace

int ReadableBlock::nonZero() const
{
    return int(values.size() - values.count(0));
}

int RangeScanResult::readable() const
{
    int items = 0;
    for (const ReadableBlock &block : blocks)
        items += block.count();
    return items;
}

RangeScan::RangeScan(Connection &connection, const Options &options, QObject *parent)
    : QObject(parent)
    , m_connection(&connection)
    , m_options(lawful(options, connection))
    , m_search({0, m_options.count}, m_options.mostAtOnce, m_options.stride)
    , m_values(m_options.count)
{
}

void RangeScan::start()
{
    if (m_isRunning || m_turn)
        return;
    m_isRunning = true;
    m_turn = new QObject(this);
    QMetaObject::invokeMethod(
        this,
        [this, turn = m_turn] {
            if (turn)
                askNext();
        },
        Qt::QueuedConnection);
}

void RangeScan::cancel()
{
    if (!m_isRunning)
        return;
    m_wasCancelled = true;
    finish();
}

void RangeScan::askNext()
{
    if (const auto question = m_search.question())
        ask(*question, false);
    else
        finish();
}

void RangeScan::ask(Stretch stretch, bool isCheck)
{
    Error gone;
    gone.kind = Error::Kind::Aborted;
    gone.detail = QStringLiteral("the connection was removed");
    if (!m_connection) {
        fail(gone);
        return;
    }
    auto request = readRequest(
        m_options.unit, {m_options.first.table, quint16(m_options.first.offset + stretch.begin)},
        stretch.count);
    if (!request) {
        fail(request.error());
        return;
    }
    request->deadline = m_options.deadline;
    // A packet that got lost must not look like a hole. Where silence is the device's way to
    // refuse, asking twice would cost two deadlines each time.
    request->repeats = m_refusesBySilence ? 0 : 1;
    ++m_requests;
    m_connection->send(*request, m_turn, [this, stretch, isCheck](const auto &outcome) {
        isCheck ? takeCheck(outcome) : take(stretch, outcome);
    });
}

void RangeScan::take(Stretch asked, const tl::expected<Reply, Error> &outcome)
{
    if (!outcome) {
        takeRefusal(asked, outcome.error());
        return;
    }
    std::copy(outcome->values.begin(), outcome->values.end(), m_values.begin() + asked.begin);
    m_knownReadable = asked.begin;
    answer(true);
}

void RangeScan::takeRefusal(Stretch asked, const Error &error)
{
    switch (meaningOf(error, m_connection)) {
    case Meaning::NotReadable:
        answer(false);
        break;
    case Meaning::Silent:
        takeSilence(error);
        break;
    case Meaning::Busy:
        if (++m_busy > kMostBusy) {
            fail(error);
            break;
        }
        QTimer::singleShot(kBusyPause, m_turn, [this, asked] { ask(asked, false); });
        break;
    case Meaning::EndsAll:
        fail(error);
        break;
    }
}

void RangeScan::takeSilence(const Error &error)
{
    ++m_timeouts;
    if (++m_silences < kDoubtfulSilences) {
        const int silences = m_silences;
        answer(false);
        m_silences = silences;
    } else if (m_knownReadable) {
        m_doubt = error;
        ask({*m_knownReadable, 1}, true);
    } else {
        fail(error);
    }
}

/// The outcome for an address that was read before, after silences.
void RangeScan::takeCheck(const tl::expected<Reply, Error> &outcome)
{
    if (!outcome && outcome.error().kind != Error::Kind::Exception) {
        fail(*m_doubt);
        return;
    }
    m_refusesBySilence = true;
    answer(false);
}

void RangeScan::answer(bool isReadable)
{
    m_silences = 0;
    m_busy = 0;
    m_search.answer(isReadable);
    const QPointer<QObject> turn = m_turn;
    emit progressed(m_search.done(), m_options.count, int(m_search.stretches().size()), m_requests);
    if (turn)
        askNext();
}

void RangeScan::fail(const Error &error)
{
    m_fault = error;
    finish();
}

RangeScanResult RangeScan::result() const
{
    RangeScanResult result;
    if (m_connection)
        result.target = {m_connection->endpoint(), m_options.unit};
    result.first = m_options.first;
    result.count = m_options.count;
    result.stride = m_options.stride;
    result.requests = m_requests;
    result.mostAtOnce = m_search.longestRead();
    result.isLimited = m_search.mostAtOnce() < m_options.mostAtOnce;
    result.timeouts = m_timeouts;
    result.scanned = m_search.done();
    result.wasCancelled = m_wasCancelled;
    result.fault = m_fault;
    QList<Stretch> stretches = m_search.stretches();
    if (const Stretch current = m_search.current(); current.count > 0)
        stretches.append(current);
    int end = -1;
    for (const Stretch &stretch : std::as_const(stretches)) {
        ReadableBlock block;
        block.first = {m_options.first.table, quint16(m_options.first.offset + stretch.begin)};
        block.values = m_values.mid(stretch.begin, stretch.count);
        block.followsASeam = stretch.begin == end;
        result.blocks.append(block);
        end = stretch.end();
    }
    return result;
}

void RangeScan::finish()
{
    if (!std::exchange(m_isRunning, false))
        return;
    delete m_turn;
    emit finished(result());
}

} // namespace modbus::discovery
