// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/loopcheck-cli/waiting.h"

namespace cli {

modbus::BlockResult readAndWait(modbus::Connection &connection, const modbus::Block &block)
{
    QEventLoop loop;
    modbus::BlockResult result;
    modbus::BlockRead::start(connection, block, &loop,
                             [&loop, &result](const modbus::BlockResult &ended) {
                                 result = ended;
                                 loop.quit();
                             });
    loop.exec();
    return result;
}

void waitWhileConnecting(const modbus::Connection &connection)
{
    if (connection.state() != modbus::Connection::State::Connecting)
        return;
    QEventLoop loop;
    QObject::connect(&connection, &modbus::Connection::stateChanged, &loop, &QEventLoop::quit);
    loop.exec();
}

modbus::WriteOutcome writeAndWait(modbus::Connection &connection, const modbus::WriteJob &job,
                                  const modbus::WriteJournal &journal)
{
    QEventLoop loop;
    modbus::WriteOutcome outcome;
    modbus::write(connection, job, journal, &loop,
                  [&loop, &outcome](const modbus::WriteOutcome &ended) {
                      outcome = ended;
                      loop.quit();
                  });
    loop.exec();
    return outcome;
}

modbus::Identification identifyAndWait(modbus::Connection &connection, quint8 unit)
{
    QEventLoop loop;
    modbus::Identification identification;
    modbus::identify(connection, unit, &loop,
                     [&loop, &identification](const modbus::Identification &ended) {
                         identification = ended;
                         loop.quit();
                     });
    loop.exec();
    return identification;
}

modbus::RequestOutcome runAndWait(modbus::Connection &connection, const modbus::Request &request,
                                  const modbus::WriteJournal &journal)
{
    QEventLoop loop;
    modbus::RequestOutcome outcome;
    modbus::run(connection, request, journal, &loop,
                [&loop, &outcome](const modbus::RequestOutcome &ended) {
                    outcome = ended;
                    loop.quit();
                });
    loop.exec();
    return outcome;
}

transfer::PushResult pushAndWait(transfer::Push &push)
{
    QEventLoop loop;
    transfer::PushResult result;
    QObject::connect(&push, &transfer::Push::finished, &loop,
                     [&loop, &result](const transfer::PushResult &ended) {
                         result = ended;
                         loop.quit();
                     });
    push.start();
    loop.exec();
    return result;
}

void rest(std::chrono::milliseconds duration)
{
    QEventLoop loop;
    QTimer::singleShot(duration, &loop, &QEventLoop::quit);
    loop.exec();
}

} // namespace cli
