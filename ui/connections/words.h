// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/connection.h"

#include <QList>
#include <QString>
#include <chrono>

namespace ui {

/// "1.8 ms", "0.42 ms", "1.2 s"; empty for nothing measured yet.
QString latencyText(std::chrono::microseconds latency);
/// "4 s", "4:59"; never says 0 while there is time left.
QString remainingText(std::chrono::milliseconds left);

/// "refused", "no answer": an error in a word or two, for a list.
QString shortCause(const modbus::Error &error);
/// The whole sentence with its remedy.
QString errorSentence(const modbus::Error &error);
/// What a connection is doing, for a list: "connected", "refused, next attempt in 4 s".
QString stateText(const modbus::Connection &connection);

/// One of the figures that the line shows.
struct Counter
{
    QString name;
    QString value;
    QString meaning;           ///< what it counts and what a high figure tells
    bool isSuspicious = false; ///< something that a healthy line does not show
};
QList<Counter> countersOf(const modbus::Statistics &statistics);

} // namespace ui
