// SPDX-License-Identifier: GPL-3.0-or-later
// The traffic page at 10,000 frames a second, its log full, following the newest: how much of the
// GUI thread's own processor time one turn of the event loop takes (a turn ends when a timer of
// 1 ms beats), and how much all of it takes. Processor time, so that other programs don't count.
// Then a sweep of 65,536 registers with its traffic kept, against one without, taking turns.
#include "modbus/blockread.h"
#include "modbus/connection.h"
#include "tests/bench/peerprocess.h"
#include "tests/bench/report.h"
#include "tests/support/trafficframes.h"
#include "ui/events/eventlog.h"
#include "ui/traffic/trafficpage.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTimer>
#include <algorithm>
#include <cstdio>
#include <ctime>

using namespace std::chrono_literals;

namespace {

constexpr int kFramesASecond = 10'000;
constexpr auto kMeasured = 5s;
constexpr int kRegisters = 65536;
constexpr int kSweeps = 31;

double threadMs()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

/// Emits frames as a connection would: requests and replies of 125 registers.
class Source
{
public:
    explicit Source(modbus::TrafficLog &log) { log.tap(m_connection); }
    void emitFrames(int frames)
    {
        static const QByteArray registers = QByteArray("ABCD").repeated(125);
        for (int i = 0; i < frames; i += 2) {
            ++m_serial;
            emit m_connection.traffic(support::requestFrame(m_serial, 0, 125));
            emit m_connection.traffic(support::replyFrame(m_serial, registers));
        }
    }

private:
    modbus::Connection m_connection{{QStringLiteral("192.0.2.7"), 502}};
    quint64 m_serial = 0;
};

bool measurePage(QApplication &app)
{
    modbus::TrafficLog log;
    ui::EventLog events;
    Source source(log);
    source.emitFrames(static_cast<int>(modbus::TrafficLog::kMostFrames));
    ui::TrafficPage page(log, events);
    page.resize(1366, 700);
    page.show();

    QList<double> turns;
    double last = 0;
    QTimer beat;
    beat.setTimerType(Qt::PreciseTimer);
    QObject::connect(&beat, &QTimer::timeout, &beat, [&] {
        const double now = threadMs();
        turns.append(now - std::exchange(last, now));
    });
    QTimer feed;
    feed.setTimerType(Qt::PreciseTimer);
    QElapsedTimer fed;
    qint64 frames = 0;
    QObject::connect(&feed, &QTimer::timeout, &feed, [&] {
        const qint64 due = fed.elapsed() * kFramesASecond / 1000 - frames;
        source.emitFrames(static_cast<int>(due));
        frames += due;
    });
    double begin = 0;
    QTimer::singleShot(1s, &app, [&] {
        turns.clear();
        begin = last = threadMs();
        frames = 0;
        fed.start();
    });
    QTimer::singleShot(1s + kMeasured, &app, &QApplication::quit);
    fed.start();
    feed.start(5ms);
    beat.start(1ms);
    QApplication::exec();

    std::sort(turns.begin(), turns.end());
    const double all = threadMs() - begin;
    const double p99 = turns.value(turns.size() * 99 / 100);
    std::printf("%lld frames in %.1f s, %llu kept in %.1f MB\n", static_cast<long long>(frames),
                static_cast<double>(fed.elapsed()) / 1e3,
                static_cast<unsigned long long>(log.end() - log.first()),
                static_cast<double>(log.bytes()) / 1e6);
    std::printf("GUI thread: %.0f %% of a processor; a turn: p99 %.1f ms, most %.1f ms\n",
                all / static_cast<double>(fed.elapsed()) * 100, p99, turns.last());
    return bench::bar("longest turn of the event loop / 16 ms", turns.last() / 16,
                      bench::Limit::AtMost, 1);
}

double sweep(quint16 port, modbus::TrafficLog *log)
{
    modbus::Connection connection({QStringLiteral("127.0.0.1"), port});
    if (log)
        log->tap(connection);
    QEventLoop loop;
    QObject::connect(&connection, &modbus::Connection::stateChanged, &loop,
                     [&](modbus::Connection::State state) {
                         if (state == modbus::Connection::State::Connected)
                             loop.quit();
                     });
    connection.open();
    loop.exec();
    const double begin = threadMs();
    modbus::BlockRead::start(connection, {1, {modbus::Table::HoldingRegisters, 0}, kRegisters},
                             &loop, [&loop](const modbus::BlockResult &result) {
                                 if (!result.isComplete())
                                     qFatal("incomplete");
                                 loop.quit();
                             });
    loop.exec();
    return threadMs() - begin;
}

bool measureSweeps()
{
    const bench::PeerProcess server({QStringLiteral("modbus")});
    modbus::TrafficLog log;
    QList<double> without;
    QList<double> with;
    for (int turn = 0; turn < kSweeps; ++turn) {
        without.append(sweep(server.port(), nullptr));
        with.append(sweep(server.port(), &log));
    }
    std::printf("a sweep takes %.1f ms of processor time, %.1f ms with its traffic kept\n",
                bench::median(without), bench::median(with));
    return bench::bar("sweep, traffic kept / not kept",
                      bench::median(with) / bench::median(without), bench::Limit::AtMost, 1.15);
}

} // namespace

int main(int argc, char *argv[])
{
    QApplication app(argc, argv);
    const bool isPageSmooth = measurePage(app);
    return measureSweeps() && isPageSmooth ? 0 : 1;
}
