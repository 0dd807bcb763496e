// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/blockread.h"

#include <algorithm>

namespace modbus {

namespace {

/// True for exceptions that speak of this range only, so that the rest is worth asking.
bool concernsRangeOnly(const Error &error)
{
    // Illegal data address, illegal data value, server device failure (V1.1b3, section 7).
    return error.kind == Error::Kind::Exception && error.exceptionCode >= 2 &&
           error.exceptionCode <= 4;
}

bool isSameFault(const Error &a, const Error &b)
{
    return a.kind == b.kind && a.exceptionCode == b.exceptionCode;
}

} // namespace

BlockRead *BlockRead::start(Connection &connection, const Block &block, QObject *context, Done done)
{
    auto *read = new BlockRead(connection, block, context, std::move(done));
    if (block.count < 1 || block.first.offset + block.count > kTableSize) {
        Error invalid;
        invalid.kind = Error::Kind::InvalidRequest;
        invalid.detail = QStringLiteral("a block has 1 to 65536 items and ends at 65535");
        read->m_stop = invalid;
        QMetaObject::invokeMethod(read, &BlockRead::finish, Qt::QueuedConnection);
    } else {
        read->m_result.values.resize(block.count);
        read->sendMore();
    }
    return read;
}

BlockRead::BlockRead(Connection &connection, const Block &block, QObject *context, Done done)
    : QObject(&connection)
    , m_connection(&connection)
    , m_target{connection.endpoint(), block.unit}
    , m_block(block)
    , m_context(context)
    , m_done(std::move(done))
{
}

void BlockRead::cancel()
{
    Error aborted;
    aborted.kind = Error::Kind::Aborted;
    aborted.detail = QStringLiteral("the reading was ended");
    m_stop = aborted;
    finish();
}

void BlockRead::sendMore()
{
    while (!m_stop && m_next < m_block.count && m_connection &&
           int(m_underWay.size()) < m_connection->effectiveWindow()) {
        const int begin = m_next;
        const int count =
            std::min(m_connection->mostInOneRead(m_block.first.table), m_block.count - begin);
        const auto request = readRequest(
            m_block.unit, {m_block.first.table, quint16(m_block.first.offset + begin)}, count);
        m_next += count;
        m_underWay.emplace(begin, count);
        m_connection->send(*request, this,
                           [this, begin](const auto &outcome) { onOutcome(begin, outcome); });
    }
}

void BlockRead::onOutcome(int begin, const tl::expected<Reply, Error> &outcome)
{
    const auto part = m_underWay.extract(begin);
    if (!m_done || part.empty())
        return;
    const int count = part.mapped();
    ++m_result.requests;
    m_ended += count;
    if (outcome) {
        std::copy(outcome->values.begin(), outcome->values.end(), m_result.values.begin() + begin);
        m_result.lastLatency = outcome->latency;
    } else {
        fail(begin, count, outcome.error());
        if (!m_stop && !concernsRangeOnly(outcome.error()))
            m_stop = outcome.error();
    }
    emit progressed(m_ended, m_block.count);
    sendMore();
    if (m_underWay.empty())
        finish();
}

void BlockRead::fail(int begin, int count, const Error &error)
{
    Error placed = error;
    placed.target = m_target;
    placed.first = {m_block.first.table, quint16(m_block.first.offset + begin)};
    placed.count = count;
    m_result.failures.append({begin, count, placed});
}

void BlockRead::finish()
{
    if (!m_done)
        return;
    if (m_stop) {
        for (const auto &[begin, count] : m_underWay)
            fail(begin, count, *m_stop);
        if (m_next < m_block.count || m_block.count < 1)
            fail(m_next, std::max(0, m_block.count - m_next), *m_stop);
    }

    auto &failures = m_result.failures;
    std::sort(failures.begin(), failures.end(),
              [](const auto &a, const auto &b) { return a.begin < b.begin; });
    QList<BlockResult::Failure> merged;
    int failedItems = 0;
    for (const auto &failure : std::as_const(failures)) {
        failedItems += failure.count;
        if (!merged.isEmpty() && merged.last().begin + merged.last().count == failure.begin &&
            isSameFault(merged.last().error, failure.error)) {
            merged.last().count += failure.count;
            merged.last().error.count += failure.count;
        } else {
            merged.append(failure);
        }
    }
    failures = merged;
    if (failedItems == m_block.count)
        m_result.values.clear();

    const Done done = std::exchange(m_done, nullptr);
    deleteLater();
    if (m_context)
        done(m_result);
}

} // namespace modbus
