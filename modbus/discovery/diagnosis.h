// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/endpoint.h"

#include <QDateTime>
#include <QList>
#include <QString>

namespace modbus::discovery {

/// The steps of the link doctor, in its order.
enum class Rung : quint8 { Name, Route, Connect, Answer, Units, Block, Rtu, Udp };
inline constexpr int kRungs = 8;

enum class RungState : quint8 {
    Waiting,
    Running,
    Good,
    Odd, ///< works, or may, with something to look at
    Bad,
    NotNeeded,  ///< an earlier step has answered it
    NotReached, ///< an earlier step rules it out, or the doctor was stopped
};

struct RungReport
{
    Rung rung = Rung::Name;
    RungState state = RungState::Waiting;
    QString evidence; ///< what was seen, with figures; a sentence or two
    QString remedy;   ///< what to do about it; empty where all is well
};

struct Diagnosis
{
    Target target;
    QDateTime at;            ///< when it was begun
    QList<RungReport> rungs; ///< kRungs of them
    QString conclusion;      ///< the one thing to know, a sentence
    QString advice;          ///< the one thing to do; empty where all is well
    bool isHealthy = false;  ///< the device answers as it was asked
    bool wasCancelled = false;
};

QString rungTitle(Rung rung);
/// "good", "bad", "not needed": what stands beside the symbol.
QString stateWord(RungState state);
/// All of it in one paragraph in plain words, to be pasted into a mail.
QString paragraph(const Diagnosis &diagnosis);
/// "name", "route", ...: stable names for JSON and tests.
QString rungName(Rung rung);
QString stateName(RungState state);

} // namespace modbus::discovery
