// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/recorder/meters.h"
#include "modbus/recorder/settings.h"
#include "modbus/sample.h"

#include <QObject>
#include <QTimer>
#include <memory>

namespace modbus::recorder {

/// Records samples into a file or a database, without loss while either the store or the spool's
/// disk is there, and without duplicates. The calling thread only enqueues: files and databases are
/// the business of two threads of the recorder's own.
class Recorder : public QObject
{
    Q_OBJECT
public:
    explicit Recorder(QObject *parent = nullptr);
    /// Stops, and waits for it: as long as Settings::flushFor and one attempt to reach the store.
    ~Recorder() override;

    /// What the samples index from now on. A point without a device is recorded without one, so
    /// fill it in.
    void setPoints(const QList<Point> &points);
    /// Records samples; does nothing while it is not running. Samples that index no point are left
    /// out.
    void take(const QList<modbus::Sample> &samples);

    /// Ends a recording that runs, waiting for it, and begins another.
    void start(const Settings &settings);
    /// Takes no more samples and writes what waits. stopped() tells when that is done.
    void stop();

    bool isRunning() const { return status().isRunning(); }
    Status status() const;

signals:
    /// The figures have changed; a few times a second at most, and with each state.
    void statusChanged(const modbus::recorder::Status &status);
    /// A new problem, or one that was over and is back. The recording goes on, but for Failed.
    void problemOccurred(const modbus::recorder::Problem &problem);
    /// Everything is written, or waits in the spool; or it could not start.
    void stopped();

private:
    void tell();
    void end(int number);
    class Run;
    std::unique_ptr<Run> m_run;
    QList<Point> m_points;
    quint64 m_list = 0;
    Status m_last;  ///< of the run that has ended
    Problem m_told; ///< and not over since
    qint64 m_toldTime = 0;
    QTimer m_ticker;
    int m_number = 0; ///< of the run, so that a late signal of the one before is known
};

} // namespace modbus::recorder

Q_DECLARE_METATYPE(modbus::recorder::Settings)
