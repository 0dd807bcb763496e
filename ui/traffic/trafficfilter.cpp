// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/traffic/trafficfilter.h"

#include "modbus/trafficwords.h"

#include <QCoreApplication>
#include <algorithm>

namespace ui {

namespace {

constexpr std::size_t kMostDecided = 4096;

/// "unit 7"; "unit" alone with nothing.
QString unitText(const QString &unit)
{
    return QCoreApplication::translate("ui::TrafficFilter", "unit %1").arg(unit);
}

/// A whole entry of searchable(): 1 is neither 10 nor a part of an address.
QString whole(const QString &text)
{
    return u'\n' + text + u'\n';
}

/// What words are looked for in, as the list shows it: entries, each on a line of its own.
QString searchable(const modbus::TrafficEntry &entry)
{
    QStringList parts{entry.session->server.toString(), modbus::directionText(entry),
                      modbus::flagText(entry.flag)};
    if (entry.function != 0) {
        parts += {unitText(QString::number(entry.unit)), modbus::functionText(entry),
                  QStringLiteral("fc%1").arg(entry.function)};
    } else {
        parts += modbus::summaryText(entry);
    }
    return whole(parts.join(u'\n')).toLower();
}

bool isNumber(const QString &text)
{
    bool isOne = false;
    text.toUInt(&isOne);
    return isOne;
}

/// The words of a filter; "unit 7" is one, and such as "fc3" mean nothing longer.
QStringList wordsOf(const QString &text)
{
    const QString unit = unitText({}).trimmed().toLower();
    const QStringList typed = text.toLower().split(u' ', Qt::SkipEmptyParts);
    QStringList words;
    for (qsizetype i = 0; i < typed.size(); ++i) {
        if (typed[i] == unit && i + 1 < typed.size() && isNumber(typed[i + 1]))
            words += whole(unitText(typed[++i]).toLower());
        else if (typed[i].startsWith(QLatin1StringView("fc")) && isNumber(typed[i].mid(2)))
            words += whole(typed[i]);
        else
            words += typed[i];
    }
    return words;
}

} // namespace

TrafficFilter::TrafficFilter(const QString &text, bool isErrorsOnly)
    : m_words(wordsOf(text))
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
