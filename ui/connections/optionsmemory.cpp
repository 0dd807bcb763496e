// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/optionsmemory.h"

#include <QSettings>
#include <array>

namespace ui {

using modbus::Connection;
using std::chrono::milliseconds;

namespace {

constexpr QLatin1StringView kOptionsKey("connections/options");
constexpr int kFigures = 5;

QString toLine(const QString &endpoint, const Connection::Options &options)
{
    return QStringLiteral("%1 %2 %3 %4 %5 %6")
        .arg(endpoint)
        .arg(options.connectTimeout.count())
        .arg(options.responseDeadline.count())
        .arg(options.retries)
        .arg(options.window)
        .arg(options.backoffMost.count());
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
        if (words.size() != kFigures + 1)
            continue;
        std::array<int, kFigures> figures{};
        bool isWhole = true;
        for (int i = 0; i < kFigures && isWhole; ++i)
            figures[i] = words.at(i + 1).toInt(&isWhole);
        if (!isWhole)
            continue;
        Connection::Options options;
        options.connectTimeout = milliseconds(figures[0]);
        options.responseDeadline = milliseconds(figures[1]);
        options.retries = figures[2];
        options.window = figures[3];
        options.backoffMost = milliseconds(figures[4]);
        m_options[words.constFirst()] = options;
    }
}

} // namespace ui
