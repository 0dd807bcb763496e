// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/discovery/rangesearch.h"

#include <algorithm>

namespace modbus::discovery {

RangeSearch::RangeSearch(Stretch range, int mostAtOnce, int stride)
    : m_range(range)
    , m_most(std::max(1, mostAtOnce))
    , m_stride(std::max(1, stride))
    , m_runBegin(range.begin)
    , m_at(range.begin)
{
    if (range.count < 1)
        m_step = Step::Done;
}

std::optional<Stretch> RangeSearch::question() const
{
    switch (m_step) {
    case Step::Block:
        return Stretch{m_at, std::min(m_most, m_range.end() - m_at)};
    case Step::First:
    case Step::AfterLimit:
        return Stretch{m_at, 1};
    case Step::Halve:
        return Stretch{m_at, (m_low + m_high) / 2};
    case Step::Across:
        return Stretch{m_at - 1, 2};
    case Step::Hole:
        return Stretch{m_probe, 1};
    case Step::Begin: {
        const int begin = std::max((m_low + m_high) / 2, m_high - m_most);
        return Stretch{begin, m_high - begin};
    }
    case Step::Done:
        break;
    }
    return {};
}

void RangeSearch::answer(bool isReadable)
{
    const auto asked = question();
    if (!asked)
        return;
    if (isReadable)
        m_longest = std::max(m_longest, asked->count);

    switch (m_step) {
    case Step::Block:
        if (isReadable) {
            m_at += asked->count;
            goOn();
        } else if (asked->count == 1) {
            closeRun();
            enterHole(m_at);
        } else {
            m_high = asked->count;
            m_step = Step::First;
        }
        break;
    case Step::First:
        if (isReadable) {
            m_low = 1;
            m_step = Step::Halve;
            afterHalving();
        } else {
            closeRun();
            enterHole(m_at);
        }
        break;
    case Step::Halve:
        (isReadable ? m_low : m_high) = asked->count;
        afterHalving();
        break;
    case Step::AfterLimit:
        if (isReadable) {
            m_step = Step::Across;
        } else {
            closeRun();
            enterHole(m_at);
        }
        break;
    case Step::Across:
        if (isReadable) {
            m_most = std::max(2, m_low); // it was the length
            ++m_at;
        } else if (m_low == 1 && touchesASingle()) {
            m_most = 1;
            ++m_at;
        } else {
            closeRun(); // a seam: the next stretch begins here
        }
        goOn();
        break;
    case Step::Hole:
        if (isReadable) {
            m_low = m_at;
            m_high = m_probe;
            m_step = Step::Begin;
            afterBegin();
        } else {
            m_jump = std::min(m_jump * 2, m_stride);
            enterHole(m_probe);
        }
        break;
    case Step::Begin:
        (isReadable ? m_high : m_low) = asked->begin;
        afterBegin();
        break;
    case Step::Done:
        break;
    }
}

Stretch RangeSearch::current() const
{
    const bool isInside = m_step == Step::Block || m_step == Step::First || m_step == Step::Halve ||
                          m_step == Step::AfterLimit || m_step == Step::Across;
    return isInside ? Stretch{m_runBegin, m_at - m_runBegin} : Stretch();
}

/// Two stretches of one item each that touch: the device gives single items only. Takes the first
/// one back, to go on as one.
bool RangeSearch::touchesASingle()
{
    if (m_found.isEmpty() || m_found.constLast() != Stretch{m_runBegin - 1, 1} ||
        m_at != m_runBegin + 1)
        return false;
    m_runBegin = m_found.takeLast().begin;
    return true;
}

/// After something readable that ends at m_at.
void RangeSearch::goOn()
{
    m_step = Step::Block;
    if (m_at >= m_range.end()) {
        closeRun();
        m_step = Step::Done;
    }
}

/// The limit lies between m_low and m_high items from m_at.
void RangeSearch::afterHalving()
{
    if (m_high - m_low > 1)
        return;
    m_at += m_low;
    m_step = Step::AfterLimit;
}

void RangeSearch::closeRun()
{
    if (m_at > m_runBegin)
        m_found.append({m_runBegin, m_at - m_runBegin});
    m_runBegin = m_at;
    m_jump = 1;
}

/// `unreadable` is the last item known to be in the hole; m_at keeps it.
void RangeSearch::enterHole(int unreadable)
{
    m_at = unreadable;
    if (m_at >= m_range.end() - 1) {
        m_at = m_range.end();
        m_step = Step::Done;
        return;
    }
    m_probe = std::min(m_at + m_jump, m_range.end() - 1);
    m_step = Step::Hole;
}

/// The stretch that has m_probe begins after m_low and at m_high at the latest.
void RangeSearch::afterBegin()
{
    if (m_high - m_low > 1)
        return;
    m_runBegin = m_high;
    m_at = m_probe + 1;
    goOn();
}

} // namespace modbus::discovery
