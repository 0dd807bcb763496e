// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/traffic/trafficfilter.h"

#include "modbus/trafficwords.h"

#include <QCoreApplication>
#include <algorithm>

namespace ui {

namespace {

constexpr std::size_t kMostDecided = 4096;

/// What words are looked for in, as the list shows it.
QString searchable(const modbus::TrafficEntry &entry)
{
    QStringList parts{entry.session->server.toString(), modbus::directionText(entry),
                      modbus::flagText(entry.flag)};
    if (entry.function != 0) {
        parts += {QCoreApplication::translate("ui::TrafficFilter", "unit %1").arg(entry.unit),
                  modbus::functionText(entry), QStringLiteral("fc%1").arg(entry.function)};
    } else {
        parts += modbus::summaryText(entry);
    }
    return parts.join(u'\n').toLower();
}

} // namespace

TrafficFilter::TrafficFilter(const QString &text, bool isErrorsOnly)
    : m_words(text.toLower().split(u' ', Qt::SkipEmptyParts))
    , m_isErrorsOnly(isErrorsOnly)
{
}

bool TrafficFilter::accepts(const modbus::TrafficEntry &entry)
{
    if (m_isErrorsOnly && entry.flag == modbus::TrafficFrame::Flag::None)
        return false;
    if (m_words.isEmpty())
        return true;
    const Kind kind{entry.session, entry.kind, entry.flag, entry.unit, entry.function};
    const auto found = m_decided.find(kind);
    if (found != m_decided.end())
        return found->second;
    if (m_decided.size() >= kMostDecided)
        m_decided.clear();
    return m_decided[kind] = acceptsWords(entry);
}

bool TrafficFilter::acceptsWords(const modbus::TrafficEntry &entry) const
{
    const QString text = searchable(entry);
    return std::all_of(m_words.begin(), m_words.end(),
                       [&text](const QString &word) { return text.contains(word); });
}

} // namespace ui
