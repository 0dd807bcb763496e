// SPDX-License-Identifier: GPL-3.0-or-later
// Loading a point list of 10,000 rows as a user would have it: every column filled, Chinese texts,
// decimal numbers; and the linter over it. The peer is the least that any reader must do: taking
// the same text apart into its cells. All of it is computing, so the processor's time is measured:
// whatever else the machine does stays out of it.
#include "modbus/csvtext.h"
#include "modbus/pointlint.h"
#include "modbus/pointlistcsv.h"
#include "tests/bench/report.h"

#include <cstdio>
#include <ctime>

namespace {

constexpr int kPoints = 10'000;
constexpr int kRuns = 9;

QList<modbus::Point> plant()
{
    QList<modbus::Point> points;
    for (int i = 0; i < kPoints; ++i) {
        modbus::Point point;
        point.tag = QStringLiteral("FT-%1").arg(i);
        point.description = QString::fromUtf8("进水流量, line %1").arg(i % 40);
        point.area = QStringLiteral("Area %1").arg(i % 12);
        point.device = QStringLiteral("10.0.0.%1:502").arg(i % 4 + 1);
        point.address = {i % 2 ? modbus::Table::HoldingRegisters : modbus::Table::InputRegisters,
                         static_cast<quint16>(i / 8 * 2)};
        point.notation = modbus::Notation::Modicon;
        point.format = {modbus::DataType::Float32, modbus::WordOrder::CDAB};
        point.scaling = {0.1, -40};
        point.engineeringUnit = QString::fromUtf8("m³/h");
        point.lowLimit = 0;
        point.highLimit = 400.5;
        point.notAvailable = 0x7fc00000;
        point.note = QStringLiteral("checked");
        points.append(point);
    }
    return points;
}

template <typename Job>
double medianMilliseconds(const Job &job)
{
    QList<double> times;
    for (int i = 0; i < kRuns; ++i) {
        const std::clock_t begin = std::clock();
        job();
        times.append(static_cast<double>(std::clock() - begin) * 1e3 / CLOCKS_PER_SEC);
    }
    return bench::median(times);
}

} // namespace

int main()
{
    const QList<modbus::Point> points = plant();
    const QByteArray bytes = modbus::writePointList(points);
    if (modbus::readPointList(bytes).points.size() != kPoints)
        qFatal("the list does not read back");

    const double load = medianMilliseconds([&bytes] { modbus::readPointList(bytes); });
    const double cells = medianMilliseconds([&bytes] {
        const QString text = QString::fromUtf8(bytes);
        modbus::CsvReader reader(text, u',');
        while (reader.next()) {
        }
    });
    const double lint = medianMilliseconds([&points] { modbus::lint(points); });
    std::printf("10,000 points, %lld kB: load %.1f ms, cells alone %.1f ms, lint %.1f ms\n",
                static_cast<long long>(bytes.size() / 1024), load, cells, lint);
    bool isMet =
        bench::bar("load, seconds of processor time", load / 1000, bench::Limit::AtMost, 0.5);
    isMet &= bench::bar("load to taking cells apart", load / cells, bench::Limit::AtMost, 15);
    return isMet ? 0 : 1;
}
