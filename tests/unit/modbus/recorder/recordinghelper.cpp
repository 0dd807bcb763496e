// SPDX-License-Identifier: GPL-3.0-or-later
// Records until it is killed, or for so many samples:
//   recordinghelper STORE SPOOLFOLDER [SAMPLES]
// Prints "recorded SPOOLED RECORDED TAKEN RECOVERED" with each status, and "stopped ..." at the
// end.
#include "modbus/recorder/recorder.h"

#include <QCoreApplication>
#include <QTimer>
#include <cstdio>

namespace {

constexpr int kPoints = 20;

QList<modbus::Point> points()
{
    QList<modbus::Point> points(kPoints);
    for (int i = 0; i < kPoints; ++i)
        points[i].tag = QStringLiteral("FT-%1").arg(i);
    return points;
}

QList<modbus::Sample> samples(qint64 time)
{
    QList<modbus::Sample> samples(kPoints);
    for (int i = 0; i < kPoints; ++i) {
        samples[i].point = i;
        samples[i].time = time;
        samples[i].value.quality = modbus::Quality::Good;
        samples[i].value.number = i;
    }
    return samples;
}

void print(const char *what, const modbus::recorder::Status &status)
{
    std::printf("%s %llu %llu %llu %llu\n", what, static_cast<unsigned long long>(status.spooled),
                static_cast<unsigned long long>(status.recorded),
                static_cast<unsigned long long>(status.taken),
                static_cast<unsigned long long>(status.recovered));
    std::fflush(stdout);
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const auto address = modbus::recorder::parseStoreAddress(arguments.value(1));
    if (!address)
        return 2;
    modbus::recorder::Settings settings;
    settings.store = *address;
    settings.spoolFolder = arguments.value(2);
    const qint64 most = arguments.size() > 3 ? arguments.at(3).toLongLong() : -1;

    modbus::recorder::Recorder recorder;
    recorder.setPoints(points());
    QObject::connect(&recorder, &modbus::recorder::Recorder::statusChanged, &recorder,
                     [](const auto &status) { print("recorded", status); });
    QObject::connect(&recorder, &modbus::recorder::Recorder::stopped, &recorder, [&recorder] {
        print("stopped", recorder.status());
        QCoreApplication::quit();
    });
    recorder.start(settings);

    qint64 given = 0;
    QTimer source;
    QObject::connect(&source, &QTimer::timeout, &recorder, [&] {
        if (most >= 0 && given >= most) {
            source.stop();
            recorder.stop();
            return;
        }
        recorder.take(samples(1'700'000'000'000 + given));
        given += kPoints;
    });
    source.start(2);
    return QCoreApplication::exec();
}
