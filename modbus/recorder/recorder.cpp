// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/recorder/recorder.h"

#include "modbus/recorder/intake.h"
#include "modbus/recorder/storewriter.h"

#include <QElapsedTimer>
#include <QThread>

namespace modbus::recorder {

using namespace std::chrono_literals;

/// One recording: the threads, and what they share.
class Recorder::Run
{
public:
    explicit Run(const Settings &settings)
        : m_queue(std::make_shared<SampleQueue>(settings.queuedSamples))
        , m_backlog(std::make_shared<Backlog>(
              std::make_unique<Spool>(settings.spoolFolder, settings.store.key(), Session::begin(),
                                      settings.spoolBytes),
              settings.memoryRows))
        , m_intake(new Intake(m_queue, m_backlog, m_meters))
        , m_writer(new StoreWriter(settings, m_backlog, m_meters))
    {
        m_meters.change([&settings](Status &status) {
            status.state = State::Starting;
            status.store = settings.store.toString();
        });
        m_intake->moveToThread(&m_intakeThread);
        m_writer->moveToThread(&m_writerThread);
        QObject::connect(&m_intakeThread, &QThread::started, m_intake, &Intake::start);
        QObject::connect(&m_intakeThread, &QThread::finished, m_intake, &QObject::deleteLater);
        QObject::connect(&m_writerThread, &QThread::started, m_writer, &StoreWriter::start);
        QObject::connect(&m_writerThread, &QThread::finished, m_writer, &QObject::deleteLater);
        QObject::connect(m_intake, &Intake::handedOn, m_writer, &StoreWriter::work);
        QObject::connect(m_intake, &Intake::finished, m_writer, &StoreWriter::finish);
        m_intakeThread.setObjectName(QStringLiteral("recorder intake"));
        m_writerThread.setObjectName(QStringLiteral("recorder store"));
    }

    ~Run()
    {
        // Nothing to do where they have finished already.
        if (m_intakeThread.isRunning())
            QMetaObject::invokeMethod(m_intake, &Intake::finish, Qt::BlockingQueuedConnection);
        if (m_writerThread.isRunning())
            QMetaObject::invokeMethod(m_writer, &StoreWriter::finish, Qt::BlockingQueuedConnection);
        m_intakeThread.quit();
        m_writerThread.quit();
        m_intakeThread.wait();
        m_writerThread.wait();
    }
    Run(const Run &) = delete;
    Run &operator=(const Run &) = delete;

    void start()
    {
        m_clock.start();
        m_intakeThread.start();
        m_writerThread.start();
    }
    void finish()
    {
        m_isStopping = true;
        m_meters.change([](Status &status) { status.state = State::Stopping; });
        QMetaObject::invokeMethod(m_intake, &Intake::finish, Qt::QueuedConnection);
    }
    bool isStopping() const { return m_isStopping; }
    SampleQueue &queue() { return *m_queue; }
    const StoreWriter *writer() const { return m_writer; }

    Status status() const
    {
        Status status = m_meters.read();
        const Backlog::Waiting waiting = m_backlog->waiting();
        status.taken = m_queue->taken();
        status.queued = m_queue->waiting() + waiting.rowsInMemory;
        status.spooled = waiting.rowsSpooled;
        status.spoolBytes = waiting.spoolBytes;
        status.lost += m_queue->lost();
        status.samplesPerSecond = m_rate;
        return status;
    }
    /// To be called now and again.
    void measureRate()
    {
        const qint64 passed = m_clock.elapsed();
        if (passed < 1000)
            return;
        const quint64 taken = m_queue->taken();
        m_rate = static_cast<double>(taken - m_takenBefore) * 1000.0 / static_cast<double>(passed);
        m_takenBefore = taken;
        m_clock.restart();
    }

private:
    Meters m_meters;
    std::shared_ptr<SampleQueue> m_queue;
    std::shared_ptr<Backlog> m_backlog;
    QThread m_intakeThread;
    QThread m_writerThread;
    Intake *m_intake; // deleted at its thread's end
    StoreWriter *m_writer;
    bool m_isStopping = false;
    QElapsedTimer m_clock;
    quint64 m_takenBefore = 0;
    double m_rate = 0;
};

Recorder::Recorder(QObject *parent)
    : QObject(parent)
{
    qRegisterMetaType<Status>();
    qRegisterMetaType<Problem>();
    m_ticker.setInterval(250ms);
    connect(&m_ticker, &QTimer::timeout, this, &Recorder::tell);
}

Recorder::~Recorder() = default;

void Recorder::setPoints(const QList<Point> &points)
{
    m_points = points;
    ++m_list;
}

void Recorder::take(const QList<modbus::Sample> &samples)
{
    if (m_run && !m_run->isStopping() && !samples.isEmpty())
        m_run->queue().put({m_points, m_list, samples});
}

void Recorder::start(const Settings &settings)
{
    m_run.reset();
    Settings complete = settings;
    if (complete.spoolFolder.isEmpty())
        complete.spoolFolder = usualSpoolFolder();
    m_told = {};
    m_toldTime = 0;
    m_run = std::make_unique<Run>(complete);
    const auto endThis = [this, number = ++m_number] { end(number); };
    connect(m_run->writer(), &StoreWriter::finished, this, endThis);
    connect(m_run->writer(), &StoreWriter::failed, this, endThis);
    m_run->start();
    m_ticker.start();
    emit statusChanged(status());
}

void Recorder::stop()
{
    if (!m_run || m_run->isStopping())
        return;
    m_run->finish();
    emit statusChanged(status());
}

Status Recorder::status() const
{
    Status status = m_run ? m_run->status() : m_last;
    status.points = static_cast<int>(m_points.size());
    return status;
}

void Recorder::tell()
{
    m_run->measureRate();
    const Status now = status();
    const bool isNew = !now.problem.text.isEmpty() && now.problemTime != m_toldTime;
    m_toldTime = now.problemTime;
    // A store that stays away says so with each attempt: one message is enough.
    if (isNew && now.problem != m_told) {
        m_told = now.problem;
        emit problemOccurred(now.problem);
    }
    if (now.awaySince == 0 && now.state == State::Recording && now.lost == 0)
        m_told = {};
    emit statusChanged(now);
}

void Recorder::end(int number)
{
    if (!m_run || number != m_number)
        return;
    m_ticker.stop();
    tell();
    m_last = m_run->status();
    m_run.reset();
    if (m_last.state != State::Failed)
        m_last.state = State::Stopped;
    m_last.samplesPerSecond = 0;
    emit statusChanged(status());
    emit stopped();
}

} // namespace modbus::recorder
