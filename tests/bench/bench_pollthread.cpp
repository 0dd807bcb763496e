// SPDX-License-Identifier: GPL-3.0-or-later
// How late cycles of 10,000 points start while a grid of 65,536 rows, all of which change, is
// refreshed ten times a second in the same process: with the poller in the window's thread, and in
// one of its own.
#include "tests/bench/pollrig.h"
#include "tests/bench/report.h"
#include "ui/events/eventlog.h"
#include "ui/registers/registerspage.h"

#include <QApplication>
#include <QThread>
#include <functional>

using namespace std::chrono_literals;

namespace {

/// The grid of all holding registers of a device that changes all the time.
class BusyWindow
{
public:
    BusyWindow()
        : m_connection({QStringLiteral("127.0.0.1"), m_server.port()}, windowed())
        , m_page(m_events, {})
    {
        m_page.resize(1366, 700);
        m_page.show();
        ui::BlockSettings wholeTable;
        wholeTable.count = modbus::kTableSize;
        // Not quite ten a second, so that it meets the poller's starts in every phase.
        wholeTable.period = 101ms;
        wholeTable.isPolling = true;
        m_page.prepare({m_connection.endpoint(), 1}, wholeTable);
        m_connection.open();
        m_page.setTarget(&m_connection, 1);
    }

private:
    static modbus::Connection::Options windowed()
    {
        modbus::Connection::Options options;
        options.window = modbus::Window::kMost;
        return options;
    }

    bench::PeerProcess m_server{{QStringLiteral("modbus"), QStringLiteral("busy")}};
    ui::EventLog m_events;
    modbus::Connection m_connection;
    ui::RegistersPage m_page;
};

/// Lateness while the window is busy, with the poller in `thread`.
double measureBeside(QThread &thread, const QList<modbus::Point> &points, const char *what)
{
    const BusyWindow window;
    QObject there;
    there.moveToThread(&thread);
    const bool isElsewhere = &thread != QThread::currentThread();
    const auto inThread = [&](const std::function<void()> &job) {
        QMetaObject::invokeMethod(
            &there, job, isElsewhere ? Qt::BlockingQueuedConnection : Qt::DirectConnection);
    };
    std::unique_ptr<bench::PollRig> rig;
    inThread([&] {
        rig = std::make_unique<bench::PollRig>(points, 1);
        rig->poller().readOnce();
    });
    qsizetype samples = 0;
    QObject receiver;
    QObject::connect(&rig->poller(), &modbus::PointPoller::sampled, &receiver,
                     [&samples](const QList<modbus::Sample> &list) { samples += list.size(); });
    bench::wait(2s); // connects, and fills the grid
    inThread([&] { rig->poller().start(); });
    bench::wait(bench::kMeasured);
    QList<modbus::PollRate> rates;
    inThread([&] {
        rates = rig->poller().rates();
        rig.reset();
        there.moveToThread(receiver.thread());
    });
    bench::printRates(what, rates);
    bench::require(samples > 0, "no samples came");
    return bench::latenessMs(rates);
}

} // namespace

int main(int argc, char **argv)
{
    const QApplication application(argc, argv);
    qRegisterMetaType<QList<modbus::Sample>>();
    const bench::Servers servers = bench::startServers();
    const QList<modbus::Point> points = bench::scatteredPoints(servers);
    measureBeside(*QThread::currentThread(), points, "in the busy window's thread");
    QThread thread;
    thread.start();
    const double own = measureBeside(thread, points, "beside it, in a thread of its own");
    thread.quit();
    thread.wait();
    return bench::bar("ms late at the 99th percentile, beside a busy window", own,
                      bench::Limit::AtMost, 5)
               ? 0
               : 1;
}
