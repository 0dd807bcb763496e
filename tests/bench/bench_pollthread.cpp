// SPDX-License-Identifier: GPL-3.0-or-later
// How late cycles of 10,000 points start while the window is busy in the same process: a grid of
// 65,536 rows, all of which change, is refreshed ten times a second and a trend of 8 x 100,000
// readings is drawn more than twenty times a second. With the poller in the window's thread, as the
// program has it, and in one of its own.
#include "tests/bench/pollrig.h"
#include "tests/bench/report.h"
#include "tests/bench/trendrig.h"
#include "ui/events/eventlog.h"
#include "ui/registers/registerspage.h"

#include <QApplication>
#include <QThread>
#include <QTimer>
#include <cstdio>
#include <functional>

using namespace std::chrono_literals;

namespace {

/// The grid of all holding registers of a device that changes all the time, and a full trend.
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

        for (; m_reading < bench::kTrendReadings; ++m_reading)
            m_trend.take(m_reading);
        QObject::connect(&m_readings, &QTimer::timeout, &m_page, [this] {
            m_trend.take(m_reading++);
            m_trend.plot().wantReplot(); // else only once a pixel's time is over
        });
        m_readings.start(bench::kTrendPeriod);
        m_trend.goLive();
    }

    bench::Trend &trend() { return m_trend; }

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
    bench::Trend m_trend;
    int m_reading = 0;
    QTimer m_readings;
};

/// Lateness while the window is busy, with the poller in `thread`.
double measureBeside(QThread &thread, const QList<modbus::Point> &points, const char *what)
{
    BusyWindow window;
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
    if (!isElsewhere)
        window.trend().plot().setUntilPoll([&rig] { return rig->poller().untilNextStart(); });
    qsizetype samples = 0;
    QObject receiver;
    QObject::connect(&rig->poller(), &modbus::PointPoller::sampled, &receiver,
                     [&samples](const QList<modbus::Sample> &list) { samples += list.size(); });
    bench::wait(2s); // connects, and fills the grid
    inThread([&] { rig->poller().start(); });
    const int drawn = window.trend().drawings();
    bench::wait(bench::kMeasured);
    std::printf("%.1f drawings of the trend a second; ",
                double(window.trend().drawings() - drawn) /
                    std::chrono::duration<double>(bench::kMeasured).count());
    window.trend().plot().setUntilPoll({});
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
    const double shared =
        measureBeside(*QThread::currentThread(), points, "in the busy window's thread");
    QThread thread;
    thread.start();
    measureBeside(thread, points, "beside it, in a thread of its own");
    thread.quit();
    thread.wait();
    return bench::bar("ms late at the 99th percentile, in a busy window's thread", shared,
                      bench::Limit::AtMost, 5)
               ? 0
               : 1;
}
