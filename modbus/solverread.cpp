// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/solverread.h"

#include <algorithm>
#include <array>
#include <utility>

namespace modbus {

namespace {

/// Where values begin, the likeliest first, and how many registers they take.
constexpr std::array kDistances{0, -1, 1};
constexpr std::array kSizes{4, 2, 1};

/// True where another table may be read all the same.
bool concernsTheTable(const Error &error)
{
    return error.kind == Error::Kind::Exception && error.exceptionCode <= 4;
}

/// Illegal data address or value, or a device that gives a value only as a whole: smaller reads
/// may work. Illegal function never will.
bool mayBeSmaller(const Error &error)
{
    return error.exceptionCode >= 2 && error.exceptionCode <= 4;
}

} // namespace

SolverRead *SolverRead::start(Connection &connection, quint8 unit, quint16 offset, QObject *context,
                              Done done)
{
    auto *read = new SolverRead(connection, unit, offset, context, std::move(done));
    read->startTable();
    return read;
}

SolverRead::SolverRead(Connection &connection, quint8 unit, quint16 offset, QObject *context,
                       Done done)
    : m_connection(&connection)
    , m_unit(unit)
    , m_offset(offset)
    , m_context(context)
    , m_done(std::move(done))
{
    const int first = std::max(0, m_offset - kSolverBefore);
    const int end = std::min(kTableSize, m_offset + kSolverAfter + 1);
    for (const Table table : {Table::HoldingRegisters, Table::InputRegisters})
        m_result.windows.append({table, first, QList<std::optional<quint16>>(end - first)});
}

void SolverRead::startTable()
{
    const SolverWindow &window = m_result.windows.at(m_table);
    m_isWhole = true;
    m_waiting = {{m_unit,
                  {window.table, static_cast<quint16>(window.first)},
                  static_cast<int>(window.registers.size())}};
    sendNext();
}

void SolverRead::sendNext()
{
    while (!m_waiting.isEmpty() && !isWanted(m_waiting.constFirst()))
        m_waiting.removeFirst();
    if (m_waiting.isEmpty()) {
        if (++m_table < m_result.windows.size())
            startTable();
        else
            finish();
        return;
    }
    if (!m_connection || !m_context) {
        finish();
        return;
    }
    const Block block = m_waiting.takeFirst();
    BlockRead::start(*m_connection, block, this,
                     [this, block](const BlockResult &result) { take(block, result); });
}

/// True where a block has a register that is not known yet.
bool SolverRead::isWanted(const Block &block) const
{
    const SolverWindow &window = m_result.windows.at(m_table);
    const int begin = block.first.offset - window.first;
    const int end = begin + block.count;
    return begin >= 0 && end <= window.registers.size() &&
           std::any_of(window.registers.begin() + begin, window.registers.begin() + end,
                       [](const auto &known) { return !known; });
}

void SolverRead::take(const Block &block, const BlockResult &result)
{
    m_result.requests += result.requests;
    SolverWindow &window = m_result.windows[m_table];
    if (result.isComplete()) {
        for (int i = 0; i < block.count; ++i)
            window.registers[block.first.offset - window.first + i] = result.values.at(i);
        sendNext();
        return;
    }
    const Error &error = result.failures.constFirst().error;
    if (!m_refusal)
        m_refusal = error;
    if (!concernsTheTable(
            error)) { // whatever else is asked would fail alike, each after its deadline
        m_refusal = error;
        finish();
        return;
    }
    if (m_isWhole && mayBeSmaller(error)) {
        m_isWhole = false;
        for (const int distance : kDistances) {
            const int begin = m_offset + distance;
            for (const int size : kSizes) {
                if (begin >= 0 && begin < kTableSize)
                    m_waiting.append({m_unit, {window.table, static_cast<quint16>(begin)}, size});
            }
        }
    }
    sendNext();
}

void SolverRead::finish()
{
    const bool hasSome = std::any_of(
        m_result.windows.begin(), m_result.windows.end(), [](const SolverWindow &window) {
            return std::any_of(window.registers.begin(), window.registers.end(),
                               [](const auto &known) { return known.has_value(); });
        });
    if (!hasSome)
        m_result.error = m_refusal;
    if (m_context)
        m_done(m_result);
    deleteLater();
}

} // namespace modbus
