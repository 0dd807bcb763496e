// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/transaction.h"

#include <deque>
#include <optional>
#include <vector>

class QModbusTcpClient;

namespace modbus {

/// The requests that one client has on the wire, by transaction id, with their deadlines; and the
/// ids of those given up, by which a late reply is told from a foreign one.
class InFlight
{
public:
    /// What is remembered of a request that was given up.
    struct GivenUp
    {
        quint16 id = 0;
        quint64 serial = 0;
        quint8 function = 0;
        QElapsedTimer sentAt;
    };

    /// `client` must not have sent anything yet: it numbers its requests from 0, and so do we.
    explicit InFlight(QModbusTcpClient &client)
        : m_client(client)
    {
    }

    bool isEmpty() const { return m_transactions.empty(); }
    int count() const { return int(m_transactions.size()); }
    bool contains(quint16 id) const;

    /// Writes a request to the client's socket. Where the client takes it, it is kept here, and
    /// where it does not, given back.
    std::optional<Transaction> put(Transaction transaction, std::chrono::milliseconds deadline);
    /// The one put last; there must be one.
    const Transaction &latest() const { return m_transactions.back(); }
    /// Marks those that are on the wire together as having company.
    void noteCompany();

    std::optional<Transaction> take(quint16 id);
    /// The oldest whose deadline has passed.
    std::optional<Transaction> takeOverdue();
    std::vector<Transaction> takeAll();
    /// Until the first deadline, rounded up; nothing is on the wire: none.
    std::optional<std::chrono::milliseconds> untilNextDeadline() const;

    /// Remembers one that was taken because it was overdue.
    void giveUp(const Transaction &transaction);
    /// Of the request with this id, where it was given up and not answered since. Forgets it.
    std::optional<GivenUp> takeGivenUp(quint16 id);

private:
    using Position = std::vector<Transaction>::iterator;
    Transaction takeAt(Position position);

    QModbusTcpClient &m_client;
    std::vector<Transaction> m_transactions; ///< oldest first
    std::deque<GivenUp> m_givenUp;           ///< latest last
    quint16 m_nextId = 0;
    quint64 m_lastSerial = 0;
};

} // namespace modbus
