// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/inflight.h"

#include <QModbusTcpClient>
#include <algorithm>
#include <utility>

namespace modbus {

namespace {

constexpr std::size_t kMostGivenUp = 256;

} // namespace

bool InFlight::contains(quint16 id) const
{
    return std::any_of(m_transactions.begin(), m_transactions.end(),
                       [id](const Transaction &transaction) { return transaction.id == id; });
}

std::optional<Transaction> InFlight::put(Transaction transaction,
                                         std::chrono::milliseconds deadline)
{
    transaction.reply = m_client.sendRawRequest(transaction.request.pdu, transaction.request.unit);
    if (!transaction.reply)
        return transaction;
    transaction.id = m_nextId++;
    transaction.serial = ++m_lastSerial;
    transaction.sentAt.start();
    transaction.deadline = QDeadlineTimer(deadline, Qt::PreciseTimer);
    transaction.hadCompany = false;
    m_transactions.push_back(std::move(transaction));
    return {};
}

void InFlight::noteCompany()
{
    if (m_transactions.size() < 2)
        return;
    for (Transaction &transaction : m_transactions)
        transaction.hadCompany = true;
}

Transaction InFlight::takeAt(Position position)
{
    Transaction transaction = std::move(*position);
    m_transactions.erase(position);
    delete transaction.reply; // takes it out of the client's store
    return transaction;
}

std::optional<Transaction> InFlight::take(quint16 id)
{
    const auto found =
        std::find_if(m_transactions.begin(), m_transactions.end(),
                     [id](const Transaction &transaction) { return transaction.id == id; });
    if (found == m_transactions.end())
        return {};
    return takeAt(found);
}

std::optional<Transaction> InFlight::takeOverdue()
{
    const auto found = std::find_if(
        m_transactions.begin(), m_transactions.end(),
        [](const Transaction &transaction) { return transaction.deadline.hasExpired(); });
    if (found == m_transactions.end())
        return {};
    return takeAt(found);
}

std::vector<Transaction> InFlight::takeAll()
{
    std::vector<Transaction> all;
    while (!m_transactions.empty())
        all.push_back(takeAt(m_transactions.begin()));
    return all;
}

std::optional<std::chrono::milliseconds> InFlight::untilNextDeadline() const
{
    const auto earliest = std::min_element(
        m_transactions.begin(), m_transactions.end(),
        [](const Transaction &a, const Transaction &b) { return a.deadline < b.deadline; });
    if (earliest == m_transactions.end())
        return {};
    return std::chrono::ceil<std::chrono::milliseconds>(
        earliest->deadline.remainingTimeAsDuration());
}

void InFlight::giveUp(const Transaction &transaction)
{
    m_givenUp.push_back({transaction.id, transaction.serial,
                         quint8(transaction.request.pdu.functionCode()), transaction.sentAt});
    if (m_givenUp.size() > kMostGivenUp)
        m_givenUp.pop_front();
}

std::optional<InFlight::GivenUp> InFlight::takeGivenUp(quint16 id)
{
    const auto found = std::find_if(m_givenUp.begin(), m_givenUp.end(),
                                    [id](const GivenUp &givenUp) { return givenUp.id == id; });
    if (found == m_givenUp.end())
        return {};
    GivenUp givenUp = *found;
    m_givenUp.erase(found);
    return givenUp;
}

} // namespace modbus
