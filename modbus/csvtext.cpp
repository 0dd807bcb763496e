// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/csvtext.h"

#include <algorithm>

namespace modbus {

namespace {

/// A cell of a spreadsheet holds 32,767 characters at most.
constexpr qsizetype kLongestQuoted = 32768;
constexpr QChar kQuote = u'"';

bool isLineBreak(QChar c)
{
    return c == u'\n' || c == u'\r';
}

/// How many apostrophes stand before what a spreadsheet would take for a formula; -1 where there
/// is none.
qsizetype guardsBeforeFormula(QStringView text)
{
    qsizetype guards = 0;
    while (guards < text.size() && text.at(guards) == u'\'')
        ++guards;
    return guards < text.size() && QStringView(u"=+-@\t\r").contains(text.at(guards)) ? guards : -1;
}

} // namespace

CsvReader::CsvReader(QStringView text, QChar separator)
    : m_text(text)
    , m_separator(separator)
{
}

bool CsvReader::next()
{
    m_cells.clear();
    m_isUnclosed = false;
    if (m_position >= m_text.size())
        return false;
    m_line = m_nextLine;
    for (;;) {
        const bool isQuoted = m_position < m_text.size() && m_text.at(m_position) == kQuote;
        m_cells.append(isQuoted ? quotedCell() : plainCell());
        if (m_position >= m_text.size())
            break;
        const QChar c = m_text.at(m_position++);
        if (c == m_separator)
            continue;
        if (c == u'\r' && m_position < m_text.size() && m_text.at(m_position) == u'\n')
            ++m_position;
        break;
    }
    ++m_nextLine;
    return true;
}

QString CsvReader::quotedCell()
{
    const qsizetype opened = m_position;
    const qsizetype limit = std::min(m_text.size(), opened + 1 + kLongestQuoted);
    QString cell;
    int lineBreaks = 0;
    qsizetype at = opened + 1;
    for (; at < limit; ++at) {
        const QChar c = m_text.at(at);
        if (c == kQuote) {
            if (at + 1 >= m_text.size() || m_text.at(at + 1) != kQuote)
                break;
            ++at;
        } else if (c == u'\n' || (c == u'\r' && !m_text.sliced(at + 1).startsWith(u'\n'))) {
            ++lineBreaks;
        }
        cell += c;
    }
    if (at >= limit) {
        m_isUnclosed = true;
        return plainCell();
    }
    m_nextLine += lineBreaks;
    m_position = at + 1;
    return cell + plainCell(); // whatever stands between the quote and the separator
}

QString CsvReader::plainCell()
{
    const qsizetype begin = m_position;
    while (m_position < m_text.size() && m_text.at(m_position) != m_separator &&
           !isLineBreak(m_text.at(m_position)))
        ++m_position;
    return m_text.sliced(begin, m_position - begin).toString();
}

QString csvCell(const QString &text, QChar separator)
{
    const bool needsQuotes = std::any_of(text.begin(), text.end(), [separator](QChar c) {
        return c == separator || c == kQuote || isLineBreak(c);
    });
    if (!needsQuotes)
        return text;
    QString quoted = text;
    quoted.replace(kQuote, QStringLiteral("\"\""));
    return kQuote + quoted + kQuote;
}

QString withFormulaGuard(const QString &text)
{
    return guardsBeforeFormula(text) >= 0 ? u'\'' + text : text;
}

QString withoutFormulaGuard(const QString &text)
{
    return guardsBeforeFormula(text) > 0 ? text.sliced(1) : text;
}

QString spreadsheetCell(const QString &text)
{
    bool isNumber = false;
    (void)text.toDouble(&isNumber);
    const bool isSign = text.size() == 1; // what stands for "nothing" in a table
    return csvCell(isNumber || isSign ? text : withFormulaGuard(text), u',');
}

} // namespace modbus
