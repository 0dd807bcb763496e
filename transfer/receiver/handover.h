// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/receiver/filedescriptor.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QString>
#include <chrono>
#include <sys/types.h>
#include <tl/expected.hpp>
#include <vector>

namespace transfer::receiver {

/// Names the descriptors for a successor: "NAME:NUMBER NAME:NUMBER ...".
inline constexpr auto kHandOverVariable = "LOOPCHECK_INHERITED";
inline constexpr auto kReadyName = "ready";

/// How long a successor may take to serve.
inline constexpr std::chrono::seconds kSuccessorLimit{30};

/// A process that is to take over. It writes one byte to `ready` once it serves; the end of the
/// file without one tells that it will not.
struct Successor
{
    pid_t process = 0;
    FileDescriptor ready;

    /// Waits for the byte.
    bool isReadyWithin(std::chrono::milliseconds limit) const;
    /// Ends it and waits for that.
    void end() const;
};

/// What a successor gets from this process, and how it is started: as this one was, from the file
/// that has the program's name by then.
class HandOver
{
public:
    /// At the start of the program, in the directory where it was started.
    HandOver(int argc, char **argv);

    /// Keeps a copy of the descriptor, of one name one.
    void add(const QByteArray &name, int descriptor);
    /// Closes the copies: a socket that only they hold open would let peers connect to nobody.
    void clear() { m_entries.clear(); }

    tl::expected<Successor, QString> start() const;

private:
    struct Entry
    {
        QByteArray name;
        FileDescriptor descriptor;
    };
    QByteArray m_program;
    QByteArrayList m_arguments;
    QByteArray m_directory;
    std::vector<Entry> m_entries;
};

} // namespace transfer::receiver
