// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/legacyframing.h"

namespace transfer::receiver {

namespace {

constexpr QByteArrayView kEnd("end");
/// The smallest line buffer seen in the field is 100 bytes; fgets fills all but one of it.
constexpr qsizetype kLeastCutLength = 99;

} // namespace

std::optional<LegacyFraming::Message> LegacyFraming::take(bool isSilent)
{
    if (m_phase == Phase::Data && m_answers == 0) {
        // A name may come in a buffer that is filled up with NULs.
        while (m_buffer.startsWith('\0'))
            m_buffer.remove(0, 1);
    }
    if (m_buffer.isEmpty() || m_phase == Phase::Ended)
        return {};
    if (m_phase == Phase::Name)
        return takeName(isSilent);
    if (!m_endsWithNul && m_buffer.contains('\0'))
        m_endsWithNul = true;
    return m_endsWithNul ? takeNulEnded() : takeLine(isSilent);
}

std::optional<LegacyFraming::Message> LegacyFraming::takeName(bool isSilent)
{
    const qsizetype nul = m_buffer.indexOf('\0');
    if (nul < 0 && !isSilent)
        return {};
    m_phase = Phase::Data;
    return Message{Message::Kind::Name, takeBytes(nul < 0 ? m_buffer.size() : nul)};
}

std::optional<LegacyFraming::Message> LegacyFraming::takeNulEnded()
{
    const qsizetype nul = m_buffer.indexOf('\0');
    if (nul < 0)
        return m_buffer == kEnd ? std::optional(end()) : std::nullopt;
    // Where the first chunk was answered before its NUL came, this is the rest of it.
    const bool isRest = m_chunks == 0 && m_answers > 0;
    const QByteArray bytes = takeBytes(nul);
    m_buffer.remove(0, 1);
    if (bytes == kEnd && !isRest)
        return end();
    ++m_chunks;
    const bool isToBeAnswered = m_chunks > m_answers;
    if (isToBeAnswered)
        ++m_answers;
    return Message{Message::Kind::Data, bytes, isToBeAnswered};
}

std::optional<LegacyFraming::Message> LegacyFraming::takeLine(bool isSilent)
{
    if (isSilent)
        m_isLineSender = true;
    if (!m_isLineSender)
        return {};
    const bool isLine = m_buffer.endsWith('\n');
    const bool isCutLine = m_buffer.size() == m_cutLength && !isLine;
    if (m_isAhead) {
        // What comes behind the line's end shows that the answer which went ahead was understood.
        const qsizetype lineEnd = m_buffer.indexOf('\n');
        if (lineEnd >= 0 && lineEnd + 1 < m_buffer.size()) {
            m_isAhead = false;
            return Message{Message::Kind::Data, takeBytes(lineEnd + 1), false};
        }
        if (!isSilent && !isCutLine)
            return {};
    }
    if (!isSilent && !isLine && !isCutLine)
        return {};
    if (m_buffer == kEnd)
        return end();
    m_isAhead = !isLine && !isCutLine;
    if (m_isAhead && m_buffer.size() >= kLeastCutLength)
        m_cutLength = m_buffer.size();
    ++m_answers;
    return Message{Message::Kind::Data, takeBytes(m_buffer.size())};
}

LegacyFraming::Message LegacyFraming::end()
{
    m_phase = Phase::Ended;
    m_buffer.clear();
    return Message{Message::Kind::End, {}};
}

QByteArray LegacyFraming::takeBytes(qsizetype count)
{
    QByteArray bytes = m_buffer.first(count);
    m_buffer.remove(0, count);
    return bytes;
}

} // namespace transfer::receiver
