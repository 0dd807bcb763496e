// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recorder/recorderwords.h"

#include "ui/rules/figures.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLocale>

namespace ui {

using modbus::recorder::State;
using modbus::recorder::Status;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(ui::Recorder)
};

constexpr double kMillion = 1e6;

/// A file without its folder: the folder stands in the form.
QString shortPlace(const Status &status)
{
    const QString place = status.place.isEmpty() ? status.store : status.place;
    return place.startsWith(QStringLiteral("postgresql:")) ? place : QFileInfo(place).fileName();
}

QString rowsText(const Status &status)
{
    const QString place = shortPlace(status);
    return status.storeBytes > 0
               ? Words::tr("%1 rows, %2 in %3")
                     .arg(countText(status.recorded), sizeText(status.storeBytes), place)
               : Words::tr("%1 rows in %2").arg(countText(status.recorded), place);
}

QString rateText(const Status &status)
{
    return Words::tr("%1 samples/s").arg(QLocale().toString(status.samplesPerSecond, 'f', 0));
}

} // namespace

QString countText(quint64 count)
{
    if (static_cast<double>(count) < kMillion)
        return QLocale().toString(count);
    return Words::tr("%1 M").arg(QLocale().toString(static_cast<double>(count) / kMillion, 'f', 1));
}

QString recorderSentence(const Status &status)
{
    switch (status.state) {
    case State::Stopped:
        return status.taken == 0 && status.recorded == 0
                   ? Words::tr("Nothing is recorded.")
                   : Words::tr("Stopped: %1.").arg(rowsText(status));
    case State::Starting:
        return Words::tr("Opening %1...").arg(shortPlace(status));
    case State::Stopping:
        return Words::tr("Stopping: what waits is being written to %1...").arg(shortPlace(status));
    case State::Failed:
        return Words::tr("Nothing is recorded: it could not start.");
    case State::Recording:
    case State::Away:
        break;
    }
    if (status.points == 0)
        return Words::tr("Ready to record to %1, but no points are read yet.")
            .arg(shortPlace(status));
    return Words::tr("Recording %1 points, %2: %3.")
        .arg(countText(static_cast<quint64>(status.points)), rateText(status), rowsText(status));
}

QString recorderWaiting(const Status &status)
{
    QStringList sentences;
    if (status.lost > 0) {
        sentences.append(Words::tr("%1 samples are lost: there was room for them neither in the "
                                   "store nor in the spool.")
                             .arg(countText(status.lost)));
    }
    if (status.awaySince != 0 && status.isRunning()) {
        sentences.append(
            Words::tr("The store is away since %1.")
                .arg(QLocale().toString(QDateTime::fromMSecsSinceEpoch(status.awaySince).time(),
                                        QStringLiteral("HH:mm:ss"))));
    }
    if (status.spooled > 0) {
        const QString count = countText(status.spooled);
        const QString size = sizeText(status.spoolBytes);
        sentences.append(
            status.isRunning()
                ? Words::tr("%1 samples (%2) wait in the spool; they are written when the store is "
                            "back.")
                      .arg(count, size)
                : Words::tr("%1 samples (%2) wait in the spool; the next recording to the same "
                            "store writes them first.")
                      .arg(count, size));
    }
    if (status.recovered > 0) {
        sentences.append(Words::tr("%1 rows of earlier recordings were written from the spool.")
                             .arg(countText(status.recovered)));
    }
    return sentences.join(u' ');
}

QString recorderTitle(const Status &status)
{
    switch (status.state) {
    case State::Stopped:
        return Words::tr("Recorder");
    case State::Failed:
        return Words::tr("Recorder: could not start");
    case State::Away:
        return Words::tr("Recorder: store away");
    case State::Stopping:
        return Words::tr("Recorder: stopping");
    case State::Starting:
    case State::Recording:
        break;
    }
    return Words::tr("Recorder: %1").arg(rateText(status));
}

} // namespace ui
