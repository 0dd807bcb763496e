// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registers/panelstatus.h"

#include "ui/registers/registertext.h"

#include <QCoreApplication>

namespace ui {

namespace {

using State = modbus::Connection::State;

/// A silence longer than this is worth a word.
constexpr std::chrono::milliseconds kNoticeableSilence{700};

QString translated(const char *text)
{
    return QCoreApplication::translate("ui::PanelStatus", text);
}

QString errorText(const std::optional<modbus::Error> &error)
{
    if (!error)
        return {};
    const modbus::Explanation why = modbus::explain(*error);
    return QLatin1Char(' ') + why.text + QLatin1Char(' ') + why.remedy;
}

PanelStatus notConnected(const PanelSituation &now)
{
    switch (now.connection) {
    case State::Connecting:
        return {translated("Connecting\u2026") + errorText(now.connectionError), Tone::Warning};
    case State::Waiting:
        return {translated("Waiting for the device, next attempt in %1.")
                        .arg(ageText(now.untilNextAttempt)) +
                    errorText(now.connectionError),
                Tone::Bad};
    default:
        return {translated("Not connected. Press Connect (Ctrl+L, Enter)."), Tone::Warning};
    }
}

} // namespace

PanelStatus describe(const PanelSituation &now)
{
    if (now.connection != State::Connected)
        return notConnected(now);
    if (now.isReading && now.sinceReply > kNoticeableSilence) {
        return {translated("Waiting for the device, silent for %1.").arg(ageText(now.sinceReply)),
                Tone::Warning};
    }
    if (now.isReading && now.readingFor > kNoticeableSilence) {
        return {translated("Reading: %L1 of %L2.").arg(now.itemsRead).arg(now.itemsAsked),
                Tone::Plain};
    }
    QString text;
    Tone tone = Tone::Plain;
    if (now.isPolling) {
        text = translated("Live, every %1.").arg(periodText(now.period));
        tone = Tone::Good;
    } else if (now.lastRead.isNull()) {
        return {translated("Not read yet. Press Read (F5), or Poll to read again and again."),
                Tone::Plain};
    } else {
        text = translated("Read once. Poll (Space) reads again and again.");
    }
    if (!now.lastRead.isNull()) {
        text +=
            QLatin1Char(' ') + translated("Last at %1, requests: %2, %3 ms.")
                                   .arg(now.lastRead.toString(QStringLiteral("HH:mm:ss")))
                                   .arg(now.requests)
                                   .arg(static_cast<double>(now.latency.count()) / 1000, 0, 'f', 1);
    }
    if (now.staleValues > 0) {
        text = translated("%1 of %2 values can't be read, see Status.")
                   .arg(now.staleValues)
                   .arg(now.values) +
               QLatin1Char(' ') + text;
        tone = Tone::Bad;
    }
    return {text, tone};
}

} // namespace ui
