// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

namespace support {

/// What a LegacyReceiver does instead of its duty, and when.
struct LegacyFault
{
    enum class Kind {
        None,
        Stall,     ///< says nothing more, reads nothing more
        Reset,     ///< RST
        Close,     ///< FIN, both directions
        HalfClose, ///< FIN of its own direction only, then silence
        Say,       ///< `words` in place of the answer
    };
    enum class At { Accept, Name, Chunk, End };
    Kind kind = Kind::None;
    At at = At::Name;
    int chunk = 0; ///< which one, from 0, when `at` is Chunk
    QByteArray words;
};

struct LegacyManner
{
    int bufferBytes = 1024;
    bool doesReload = true;         ///< what nginx's exit status would say
    bool answersByteByByte = false; ///< each byte a segment of its own
    QByteArray padding;             ///< sent after each answer
    bool listensAtOnce = true;      ///< else the port refuses connections until listen()
    LegacyFault fault;
};

/// The rule receiver as it stands in the field, with its quirks: one read() a step into one buffer
/// that is never cleared, what it holds taken for a C string, the end known by its first three
/// letters, the file emptied as soon as its name is known, one sender at a time, no time limits.
/// Runs in its own thread; keeps the files in memory.
class LegacyReceiver
{
public:
    explicit LegacyReceiver(LegacyManner manner = {});
    /// The usual one, but for this.
    explicit LegacyReceiver(LegacyFault fault);
    ~LegacyReceiver();
    LegacyReceiver(const LegacyReceiver &) = delete;
    LegacyReceiver &operator=(const LegacyReceiver &) = delete;

    quint16 port() const { return m_port; }
    void listen();
    bool has(const QByteArray &name) const;
    QByteArray file(const QByteArray &name) const;
    int reads() const { return m_reads; }     ///< read() calls that gave bytes, of all senders
    int reloads() const { return m_reloads; } ///< times that nginx was told to reload

private:
    enum class Next { GoOn, Drop };

    void run();
    void serve(int client);
    bool isReadable(int descriptor) const;
    int readStep(int client);
    Next misbehave(int client, LegacyFault::At at, int chunk) const;
    bool hasFault(LegacyFault::At at, int chunk) const;
    void say(int client, const QByteArray &words) const;
    Next answer(int client, const QByteArray &words, LegacyFault::At at, int chunk = 0) const;
    void truncate(const QByteArray &name);
    void append(const QByteArray &name, const QByteArray &text);

    const LegacyManner m_manner;
    std::vector<char> m_buffer;
    int m_listener = -1;
    int m_stop[2] = {-1, -1}; ///< a pipe: readable once we shall stop
    quint16 m_port = 0;
    mutable std::mutex m_mutex;
    QHash<QByteArray, QByteArray> m_files;
    std::atomic<int> m_reads = 0;
    std::atomic<int> m_reloads = 0;
    std::thread m_thread;
};

} // namespace support
