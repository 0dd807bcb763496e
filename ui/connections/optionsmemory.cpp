// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/optionsmemory.h"

#include <QSettings>
#include <array>

namespace ui {

using modbus::Connection;
using std::chrono::milliseconds;

namespace {

constexpr QLatin1StringView kOptionsKey("connections/options");
constexpr int kFigures = 7;
constexpr int kFewestFigures = 5; ///< what the first versions kept

QString toLine(const QString &endpoint, const Connection::Options &options)
{
    return QStringLiteral("%1 %2 %3 %4 %5 %6 %7 %8")
        .arg(endpoint)
        .arg(options.connectTimeout.count())
        .arg(options.responseDeadline.count())
        .arg(options.retries)
        .arg(options.window)
        .arg(options.backoffMost.count())
        .arg(options.gap.count())
        .arg(options.largestBlock);
}

} // namespace

Connection::Options OptionsMemory::of(const modbus::Endpoint &endpoint) const
{
    const auto found = m_options.find(endpoint.toString());
    return found == m_options.end() ? Connection::Options() : found->second;
}

void OptionsMemory::keep(const modbus::Endpoint &endpoint, const Connection::Options &options)
{
    if (options == Connection::Options())
        m_options.erase(endpoint.toString());
    else
        m_options[endpoint.toString()] = options;
}

void OptionsMemory::saveState(QSettings &settings) const
{
    QStringList lines;
    for (const auto &[endpoint, options] : m_options)
        lines.append(toLine(endpoint, options));
    settings.setValue(kOptionsKey, lines);
}

void OptionsMemory::restoreState(const QSettings &settings)
{
    m_options.clear();
    const QStringList lines = settings.value(kOptionsKey).toStringList();
    for (const QString &line : lines) {
        const QStringList words = line.split(u' ');
        if (words.size() < kFewestFigures + 1 || words.size() > kFigures + 1)
            continue;
        Connection::Options options;
        std::array<int, kFigures> figures{};
        figures[5] = int(options.gap.count());
        figures[6] = options.largestBlock;
        bool isWhole = true;
        for (int i = 0; i < words.size() - 1 && isWhole; ++i)
            figures[i] = words.at(i + 1).toInt(&isWhole);
        if (!isWhole)
            continue;
        options.connectTimeout = milliseconds(figures[0]);
        options.responseDeadline = milliseconds(figures[1]);
        options.retries = figures[2];
        options.window = figures[3];
        options.backoffMost = milliseconds(figures[4]);
        options.gap = milliseconds(figures[5]);
        options.largestBlock = figures[6];
        m_options[words.constFirst()] = options;
    }
}

} // namespace ui
