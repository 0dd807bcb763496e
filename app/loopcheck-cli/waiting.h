// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/identify.h"
#include "modbus/requestrun.h"
#include "transfer/push.h"

#include <QEventLoop>
#include <optional>

namespace cli {

// The libraries report when they are done; a command line has nothing else to do meanwhile.

/// Reads a block and gives the result when it is there.
modbus::BlockResult readAndWait(modbus::Connection &connection, const modbus::Block &block);
/// Lets an attempt to connect come to its end, good or bad.
void waitWhileConnecting(const modbus::Connection &connection);
/// Writes and gives the outcome when it is there.
modbus::WriteOutcome writeAndWait(modbus::Connection &connection, const modbus::WriteJob &job,
                                  const modbus::WriteJournal &journal);
/// Asks a unit who it is.
modbus::Identification identifyAndWait(modbus::Connection &connection, quint8 unit);
/// Sends any request and gives what became of it.
modbus::RequestOutcome runAndWait(modbus::Connection &connection, const modbus::Request &request,
                                  const modbus::WriteJournal &journal);
/// Starts a push and gives the result when it has ended.
transfer::PushResult pushAndWait(transfer::Push &push);
/// Asks and gives the answer when it is there: `ask` gets the context and the callback.
template <typename Value, typename Ask>
Value whenAnswered(Ask ask)
{
    QEventLoop loop;
    std::optional<Value> answer;
    ask(&loop, [&loop, &answer](const Value &came) {
        answer = came;
        loop.quit();
    });
    loop.exec();
    return *std::move(answer);
}
/// Lets events pass for a while.
void rest(std::chrono::milliseconds duration);

} // namespace cli
