// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/recorder/rows.h"
#include "modbus/recorder/settings.h"

#include <memory>

namespace modbus::recorder {

/// Where rows end up. All calls block, and come from one thread. After a problem the store is
/// closed; open() and begin() start it again.
class Store
{
public:
    Store() = default;
    virtual ~Store() = default;
    Store(const Store &) = delete;
    Store &operator=(const Store &) = delete;

    virtual Result<void> open() = 0;
    virtual void close() = 0;
    /// Makes a session known. Gives the sequence number of its last row that is stored for good, 0
    /// for none: this is what tells whether a write took effect whose confirmation was lost.
    virtual Result<quint64> begin(const Session &session) = 0;
    /// All of the block or nothing. It continues what begin() or the write before gave.
    virtual Result<void> write(const Session &session, const Block &block) = 0;
    /// Begins a new file where one is due, and deletes what is beyond the retention.
    virtual Result<void> tidy(qint64 now) = 0;

    /// Bytes on disk; 0 where that is not known.
    virtual qint64 bytes() const = 0;
    /// The file that is written, or the server.
    virtual QString place() const = 0;
};

std::unique_ptr<Store> makeStore(const Settings &settings);

} // namespace modbus::recorder
