// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <optional>

namespace transfer::receiver {

/// Finds the messages of the legacy handshake, which has no framing of its own: in the field a
/// message is whatever one read() brings. docs/receiver.md tells the rule and why it holds.
///
/// No I/O, no clock: bytes go in by feed(), messages come out by take(), and whoever keeps the time
/// says when the sender has been silent for so long that it must be waiting for an answer.
class LegacyFraming
{
public:
    struct Message
    {
        enum class Kind { Name, Data, End };
        Kind kind = Kind::Data;
        QByteArray bytes;           ///< without the NUL that ended it; empty for End
        bool isToBeAnswered = true; ///< false where an earlier answer went ahead of it
    };

    void feed(const QByteArray &bytes) { m_buffer += bytes; }
    /// The next message that is certainly complete.
    std::optional<Message> take() { return take(false); }
    /// The sender is silent, so what is here is a message.
    std::optional<Message> takeAfterSilence() { return take(true); }

    /// There are bytes of which only silence can tell whether they are a message.
    bool needsSilence() const { return !m_buffer.isEmpty() && !m_endsWithNul; }
    qsizetype pendingBytes() const { return m_buffer.size(); }
    bool hasBegun() const { return m_phase != Phase::Name || !m_buffer.isEmpty(); }

private:
    enum class Phase { Name, Data, Ended };

    std::optional<Message> take(bool isSilent);
    std::optional<Message> takeName(bool isSilent);
    std::optional<Message> takeLine(bool isSilent);
    std::optional<Message> takeNulEnded();
    Message end();
    QByteArray takeBytes(qsizetype count);

    QByteArray m_buffer;
    Phase m_phase = Phase::Name;
    bool m_endsWithNul = false;  ///< the sender ends its messages with NUL
    bool m_isLineSender = false; ///< silence came before any NUL
    bool m_isAhead = false;      ///< the last answer may have come before the line's end
    qsizetype m_cutLength = 0;   ///< length of a line that the sender's buffer cut
    qint64 m_chunks = 0;
    qint64 m_answers = 0;
};

} // namespace transfer::receiver
