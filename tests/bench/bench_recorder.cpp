// SPDX-License-Identifier: GPL-3.0-or-later
// Samples into a SQLite file: by a bare loop of QSqlQuery with the recorder's own schema and
// transactions of the same size, and by the recorder, from the first take() to stopped(). The two
// take turns; medians are compared. Beside it the processor time that take() costs its thread.
#include "modbus/recorder/recorder.h"
#include "modbus/recorder/sqliteschema.h"
#include "tests/bench/report.h"
#include "tests/support/recording.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <cstdio>
#include <ctime>

namespace {

using namespace modbus::recorder;

constexpr int kRounds = 5;
constexpr int kPoints = 2000;
constexpr int kTurns = 200;
constexpr int kSamples = kPoints * kTurns;
constexpr int kRowsInTransaction = 20'000;
constexpr int kSamplesInReply = 60; // 60 floats are a block of 120 registers
constexpr qint64 kTime = 1'700'000'000'000;

double threadSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

/// What the poller would hand over: the values of one reply together.
QList<QList<modbus::Sample>> replies()
{
    QList<QList<modbus::Sample>> list;
    for (int turn = 0; turn < kTurns; ++turn) {
        const QList<modbus::Sample> all = support::sampleOfEach(kPoints, kTime + turn * 100);
        for (int from = 0; from < kPoints; from += kSamplesInReply)
            list.append(all.mid(from, kSamplesInReply));
    }
    return list;
}

double bareSeconds(const QString &path)
{
    QElapsedTimer clock;
    clock.start();
    SqlConnection sql;
    StoreAddress address;
    address.path = path;
    if (!sql.open(address, SqlConnection::Mode::ReadWrite) || !makeSqliteTables(sql, kTime) ||
        !sql.run(QStringLiteral("PRAGMA journal_mode=WAL")) ||
        !sql.run(QStringLiteral("PRAGMA synchronous=NORMAL")))
        return -1;
    QSqlQuery query = sql.query();
    query.prepare(QStringLiteral("INSERT INTO samples VALUES(?, ?, ?, ?, ?, ?, ?)"));
    int sequence = 0;
    while (sequence < kSamples) {
        if (!sql.transaction())
            return -1;
        for (int i = 0; i < kRowsInTransaction && sequence < kSamples; ++i, ++sequence) {
            query.bindValue(0, kTime + sequence / kPoints * 100);
            query.bindValue(1, 1);
            query.bindValue(2, sequence + 1);
            query.bindValue(3, sequence % kPoints);
            query.bindValue(4, sequence % kPoints + 0.5);
            query.bindValue(5, QVariant());
            query.bindValue(6, 0);
            if (!query.exec())
                return -1;
        }
        if (!sql.commit())
            return -1;
    }
    return static_cast<double>(clock.nsecsElapsed()) / 1e9;
}

struct Recorded
{
    double seconds = 0;
    double takeSeconds = 0;
};

Recorded record(const QString &path, const QString &spool)
{
    Settings settings = support::recordInto(path, spool);
    settings.flushFor = std::chrono::minutes(5);
    const QList<QList<modbus::Sample>> all = replies();
    Recorder recorder;
    QSignalSpy stopped(&recorder, &Recorder::stopped);
    recorder.setPoints(support::recordedPoints(kPoints));
    QElapsedTimer clock;
    clock.start();
    recorder.start(settings);
    Recorded recorded;
    const double before = threadSeconds();
    for (const QList<modbus::Sample> &samples : all)
        recorder.take(samples);
    recorded.takeSeconds = threadSeconds() - before;
    recorder.stop();
    stopped.wait(300'000);
    recorded.seconds = static_cast<double>(clock.nsecsElapsed()) / 1e9;
    if (recorder.status().recorded != kSamples)
        std::printf("only %llu rows\n",
                    static_cast<unsigned long long>(recorder.status().recorded));
    return recorded;
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication app(argc, argv);
    QList<double> bare;
    QList<double> ours;
    QList<double> take;
    for (int round = 0; round < kRounds; ++round) {
        const QTemporaryDir folder;
        bare.append(bareSeconds(folder.filePath(QStringLiteral("bare.sqlite"))));
        const Recorded recorded = record(folder.filePath(QStringLiteral("recorder.sqlite")),
                                         folder.filePath(QStringLiteral("spool")));
        ours.append(recorded.seconds);
        take.append(recorded.takeSeconds);
    }
    std::printf("%d samples of %d points into SQLite, medians of %d rounds\n", kSamples, kPoints,
                kRounds);
    std::printf("a bare loop of QSqlQuery : %9.0f samples/s\n", kSamples / bench::median(bare));
    std::printf("the recorder             : %9.0f samples/s\n", kSamples / bench::median(ours));
    std::printf("take() on its thread     : %9.1f ns a sample\n",
                bench::median(take) / kSamples * 1e9);
    const bool isFast =
        bench::bar("recorder's rate against the bare loop",
                   bench::median(bare) / bench::median(ours), bench::Limit::AtLeast, 0.8);
    return isFast ? 0 : 1;
}
