// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/trafficlog.h"

#include <QString>
#include <QStringList>
#include <map>
#include <memory>
#include <tuple>

namespace ui {

/// Which frames are shown: those whose server, unit, function, direction and fault, in words,
/// contain every word that was typed; "unit 7" counts as a word. Remembers what it decided, as
/// there are few such combinations among very many frames.
class TrafficFilter
{
public:
    TrafficFilter() = default;
    explicit TrafficFilter(const QString &text, bool isErrorsOnly = false);

    bool isEmpty() const { return m_words.isEmpty() && !m_isErrorsOnly; }
    bool accepts(const modbus::TrafficEntry &entry);
    friend bool operator==(const TrafficFilter &a, const TrafficFilter &b)
    {
        return a.m_words == b.m_words && a.m_isErrorsOnly == b.m_isErrorsOnly;
    }

private:
    /// The session itself, so that its address is not used again for another meanwhile.
    using Kind = std::tuple<std::shared_ptr<const modbus::TrafficSession>,
                            modbus::TrafficFrame::Kind, modbus::TrafficFrame::Flag, quint8, quint8>;
    bool acceptsWords(const modbus::TrafficEntry &entry) const;

    QStringList m_words; ///< lower case
    bool m_isErrorsOnly = false;
    std::map<Kind, bool> m_decided;
};

} // namespace ui
