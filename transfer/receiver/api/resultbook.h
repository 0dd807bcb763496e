// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QJsonObject>
#include <QList>
#include <functional>

namespace transfer::receiver::api {

/// What became of the changes that had an idempotency key, so that one which is sent again is not
/// done again. The newest are remembered.
class ResultBook
{
public:
    struct Result
    {
        int status = 200;
        QJsonObject json;
    };
    using Waiter = std::function<void(const Result &)>;
    enum class Answer {
        New,     ///< nobody sent it before: do it, then end() it
        Pending, ///< it is under way: the waiter will be called
        Done,    ///< the waiter was called
        Other,   ///< that key was another change's
    };

    /// `key` is one token's, `change` tells changes apart.
    Answer begin(const QByteArray &key, const QByteArray &change, Waiter waiter);
    /// Calls the waiters. What changed nothing and may go better next time is forgotten.
    void end(const QByteArray &key, const Result &result, bool isRemembered);
    /// From an earlier run.
    void remember(const QByteArray &key, const QByteArray &change, const Result &result);

    bool isPending(const QByteArray &key) const;
    /// Null where there is none.
    const Result *find(const QByteArray &key) const;

private:
    struct Entry
    {
        QByteArray change;
        bool isDone = false;
        Result result;
        QList<Waiter> waiters;
    };
    void forgetOldest();

    QHash<QByteArray, Entry> m_entries;
    QList<QByteArray> m_done; ///< oldest first
};

} // namespace transfer::receiver::api
