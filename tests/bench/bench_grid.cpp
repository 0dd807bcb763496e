// SPDX-License-Identifier: GPL-3.0-or-later
// A grid of 65,536 holding registers, all of which change ten times a second, read ten times a
// second from a demo device in a thread of its own, while it is scrolled at 60 Hz. Measured is how
// long an event of the user's would have waited: a timer of 1 ms beats, and the time between two
// beats less 1 ms is a stall. Of each refresh the longest stall counts; the bar is on the 99th
// percentile of these. The GUI thread's own processor time between the beats is given beside it:
// where the first is much longer than the second, other programs had the processor.
// The rate reached is printed with what it lost: a reading that takes longer than the period costs
// the next one its turn.
#include "modbus/demodevice.h"
#include "modbus/poller.h"
#include "ui/events/eventlog.h"
#include "ui/registers/registermodel.h"
#include "ui/registers/registerspage.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QHostAddress>
#include <QModbusTcpServer>
#include <QScrollBar>
#include <QTableView>
#include <QThread>
#include <QTimer>
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <ctime>

using namespace std::chrono_literals;

namespace {

constexpr auto kPeriod = 100ms;
constexpr auto kWarmUp = 3s;
constexpr auto kMeasured = 20s;
constexpr int kWindow = 16;
constexpr double kBarMs = 16.0;

/// A demo device in a thread of its own, all of whose holding registers change every period.
class BusyDevice : public QThread
{
public:
    BusyDevice()
    {
        start();
        while (m_port == 0)
            yieldCurrentThread();
    }
    ~BusyDevice() override
    {
        quit();
        wait();
    }
    quint16 port() const { return m_port; }

protected:
    void run() override
    {
        modbus::DemoDevice device(modbus::DemoDevice::Signals::Static);
        QList<quint16> registers(modbus::kTableSize);
        QTimer ticks;
        connect(&ticks, &QTimer::timeout, &ticks, [&device, &registers] {
            for (quint16 &value : registers)
                ++value;
            device.server().setData(
                QModbusDataUnit(QModbusDataUnit::HoldingRegisters, 0, registers));
        });
        ticks.start(kPeriod);
        m_port = device.listen(QHostAddress::LocalHost, 0).value();
        exec();
    }

private:
    std::atomic<quint16> m_port = 0;
};

/// The value that `share` of the values are at most.
double percentile(QList<double> values, double share)
{
    std::sort(values.begin(), values.end());
    const auto place = static_cast<qsizetype>(share * static_cast<double>(values.size()));
    return values.value(std::min(place, values.size() - 1));
}

/// How often the grid was refreshed while it was measured, and how long the readings took.
class Rate : public QObject
{
public:
    explicit Rate(const modbus::Poller &poller)
        : m_poller(poller)
    {
        connect(&poller, &modbus::Poller::readingChanged, this, [this](bool isReading) {
            if (isReading)
                m_reading.start();
            else
                m_took.append(static_cast<double>(m_reading.nsecsElapsed()) / 1e6);
        });
    }
    void startOver()
    {
        m_took.clear();
        m_skippedBefore = m_poller.skipped();
        m_measured.start();
    }
    void report() const
    {
        const double seconds = static_cast<double>(m_measured.elapsed()) / 1e3;
        std::printf("%lld refreshes in %.1f s: %.2f Hz; %llu turns lost to readings that took "
                    "longer than %lld ms\n",
                    static_cast<long long>(m_took.size()), seconds,
                    static_cast<double>(m_took.size()) / seconds,
                    static_cast<unsigned long long>(m_poller.skipped() - m_skippedBefore),
                    static_cast<long long>(kPeriod.count()));
        std::printf("a reading took                          : p50 %5.1f ms, p99 %5.1f ms, "
                    "max %5.1f ms\n",
                    percentile(m_took, 0.5), percentile(m_took, 0.99), percentile(m_took, 1.0));
    }

private:
    const modbus::Poller &m_poller;
    QElapsedTimer m_reading;
    QElapsedTimer m_measured;
    QList<double> m_took;
    quint64 m_skippedBefore = 0;
};

/// The longest stalls, one a refresh.
class Stalls
{
public:
    void beat()
    {
        const double wall = static_cast<double>(m_clock.nsecsElapsed()) / 1e6;
        const double processor = threadMs();
        m_longestWall = std::max(m_longestWall, wall - m_lastWall - 1.0);
        m_longestProcessor = std::max(m_longestProcessor, processor - m_lastProcessor);
        m_lastWall = wall;
        m_lastProcessor = processor;
    }
    void endRefresh()
    {
        m_wall.append(m_longestWall);
        m_processor.append(m_longestProcessor);
        m_longestWall = m_longestProcessor = 0;
    }
    void startOver()
    {
        endRefresh();
        m_wall.clear();
        m_processor.clear();
    }
    double report()
    {
        print("waiting", m_wall);
        print("processor", m_processor);
        return percentile(m_wall, 0.99);
    }

private:
    static double threadMs()
    {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
    }
    static void print(const char *what, const QList<double> &values)
    {
        std::printf("longest stall of a refresh, %-9s: p50 %5.1f ms, p99 %5.1f ms, max %5.1f ms\n",
                    what, percentile(values, 0.5), percentile(values, 0.99),
                    percentile(values, 1.0));
    }

    QElapsedTimer m_clock = [] {
        QElapsedTimer timer;
        timer.start();
        return timer;
    }();
    double m_lastWall = 0;
    double m_lastProcessor = threadMs();
    double m_longestWall = 0;
    double m_longestProcessor = 0;
    QList<double> m_wall;
    QList<double> m_processor;
};

} // namespace

int main(int argc, char *argv[])
{
    const QApplication app(argc, argv);
    const BusyDevice device;
    ui::EventLog events;
    modbus::Connection::Options options;
    options.window = kWindow;
    modbus::Connection connection({QStringLiteral("127.0.0.1"), device.port()}, options);
    ui::RegistersPage page(events, {});
    page.resize(1366, 700);
    page.show();
    ui::BlockSettings wholeTable;
    wholeTable.count = modbus::kTableSize;
    wholeTable.period = kPeriod;
    wholeTable.isPolling = true;
    page.prepare({connection.endpoint(), 1}, wholeTable);
    connection.open();
    page.setTarget(&connection, 1);

    auto *grid = page.findChild<QTableView *>(QStringLiteral("holdingGrid"));
    auto *model = qobject_cast<ui::RegisterModel *>(grid->model());
    Stalls stalls;
    Rate rate(
        *page.findChild<QWidget *>(QStringLiteral("holdingPanel"))->findChild<modbus::Poller *>());
    QTimer beat;
    beat.setTimerType(Qt::PreciseTimer);
    QObject::connect(&beat, &QTimer::timeout, &beat, [&stalls] { stalls.beat(); });
    QObject::connect(model, &ui::RegisterModel::sampled, &beat, [&stalls] { stalls.endRefresh(); });

    QTimer scroll;
    scroll.setTimerType(Qt::PreciseTimer);
    QObject::connect(&scroll, &QTimer::timeout, &scroll, [bar = grid->verticalScrollBar()] {
        bar->setValue((bar->value() + 7) % bar->maximum());
    });

    QTimer::singleShot(kWarmUp, Qt::PreciseTimer, &app, [&stalls, &rate] {
        stalls.startOver();
        rate.startOver();
    });
    QTimer::singleShot(kWarmUp + kMeasured, Qt::PreciseTimer, &app, &QApplication::quit);
    beat.start(1ms);
    scroll.start(16ms);
    QApplication::exec();

    std::printf("%d rows, all of them changed every %lld ms, scrolled at 60 Hz, window %d\n",
                model->rowCount(), static_cast<long long>(kPeriod.count()),
                connection.effectiveWindow());
    rate.report();
    const double p99 = stalls.report();
    const bool isMet = p99 < kBarMs;
    std::printf("bar %s: %.1f ms waiting at the 99th percentile, below %.0f ms\n",
                isMet ? "met" : "MISSED", p99, kBarMs);
    return isMet ? 0 : 1;
}
