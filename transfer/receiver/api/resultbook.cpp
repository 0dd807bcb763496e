// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/api/resultbook.h"

#include <utility>

namespace transfer::receiver::api {

namespace {

constexpr qsizetype kMostResults = 1000;

} // namespace

ResultBook::Answer ResultBook::begin(const QByteArray &key, const QByteArray &change, Waiter waiter)
{
    const auto known = m_entries.find(key);
    if (known == m_entries.end()) {
        m_entries.insert(key, {change, false, {}, {}});
        return Answer::New;
    }
    if (known->change != change)
        return Answer::Other;
    if (!known->isDone) {
        known->waiters.append(std::move(waiter));
        return Answer::Pending;
    }
    waiter(known->result);
    return Answer::Done;
}

void ResultBook::end(const QByteArray &key, const Result &result, bool isRemembered)
{
    const auto known = m_entries.find(key);
    if (known == m_entries.end())
        return;
    const QList<Waiter> waiters = std::exchange(known->waiters, {});
    if (isRemembered) {
        known->isDone = true;
        known->result = result;
        m_done.append(key);
        forgetOldest();
    } else {
        m_entries.erase(known);
    }
    for (const Waiter &waiter : waiters)
        waiter(result);
}

void ResultBook::remember(const QByteArray &key, const QByteArray &change, const Result &result)
{
    m_entries.insert(key, {change, true, result, {}});
    m_done.append(key);
    forgetOldest();
}

void ResultBook::forgetOldest()
{
    while (m_done.size() > kMostResults)
        m_entries.remove(m_done.takeFirst());
}

bool ResultBook::isPending(const QByteArray &key) const
{
    const auto known = m_entries.constFind(key);
    return known != m_entries.cend() && !known->isDone;
}

const ResultBook::Result *ResultBook::find(const QByteArray &key) const
{
    const auto known = m_entries.constFind(key);
    return known != m_entries.cend() && known->isDone ? &known->result : nullptr;
}

} // namespace transfer::receiver::api
