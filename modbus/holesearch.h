// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace modbus {

/// Finds by halving why a request for several items fails. Items are numbers of the caller's, in
/// the order of their addresses; each is in question until it was read or has failed on its own.
class HoleSearch
{
public:
    /// What the failure spoke of.
    enum class Doubt : quint8 {
        Address,  ///< exception 02
        Quantity, ///< exception 03
        Unknown,  ///< no answer, or an exception that speaks of nothing in particular
    };

    /// Two halves of what failed together.
    struct Whole
    {
        std::vector<int> items;
        Doubt doubt = Doubt::Address;
        int open = 2;       ///< halves of which nothing is known yet
        bool isGood = true; ///< none has failed so far
    };
    /// What to ask next.
    struct Probe
    {
        std::vector<int> items;
        std::shared_ptr<Whole> whole;
    };

    /// Something that can be read half by half but not in one.
    struct Finding
    {
        std::vector<int> items;
        Doubt doubt = Doubt::Address;
        int middle() const { return items[items.size() / 2]; } ///< the second half's first item
    };

    /// Two items or more failed together: their halves are to be asked.
    void suspect(std::vector<int> items, Doubt doubt);

    bool isEmpty() const { return m_next.empty() && m_asked == 0; }
    bool hasNext() const { return !m_next.empty(); }
    /// The next to be asked. Each ends by one of the three below.
    Probe take();
    /// It was read.
    std::optional<Finding> succeeded(const Probe &probe);
    /// It failed like the whole did. True where it is one item: that is a hole; otherwise its
    /// halves are asked.
    bool failed(const Probe &probe, Doubt doubt);
    /// It says nothing of the items: the connection was lost, for example. Will be asked again.
    void putBack(Probe probe);

    /// Everything that is in question and not being asked just now.
    std::vector<int> waiting() const;

private:
    std::deque<Probe> m_next;
    int m_asked = 0;
};

} // namespace modbus
