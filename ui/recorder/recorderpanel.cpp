// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recorder/recorderpanel.h"

#include "ui/events/eventlog.h"
#include "ui/icons.h"
#include "ui/recorder/openrecordingdialog.h"
#include "ui/recorder/recorderform.h"
#include "ui/recorder/recorderwords.h"

#include <QAction>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QSettings>
#include <QToolButton>
#include <QVBoxLayout>

namespace ui {

using modbus::recorder::Problem;
using modbus::recorder::Recorder;
using modbus::recorder::Recording;
using modbus::recorder::RecordingReader;
using modbus::recorder::State;
using modbus::recorder::Status;

namespace {

// As many as a trend's memory is good for: about 100 bytes each.
constexpr qint64 kMostOpened = 5'000'000;

QLabel *textLabel(const QString &name)
{
    auto *label = new QLabel;
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    label->setWordWrap(true);
    return label;
}

QToolButton *buttonFor(QAction *action, const QString &name)
{
    auto *button = new QToolButton;
    button->setObjectName(name);
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    return button;
}

void colour(QLabel *label, Tone tone)
{
    QPalette palette = label->parentWidget()->palette();
    palette.setColor(QPalette::WindowText, toneColor(tone, palette));
    label->setPalette(palette);
}

} // namespace

RecorderPanel::RecorderPanel(EventLog &events, QWidget *parent)
    : QWidget(parent)
    , m_events(events)
    , m_record(new QAction(icon(QStringLiteral("record")), tr("&Start recording"), this))
    , m_open(new QAction(icon(QStringLiteral("open")), tr("&Open recording..."), this))
    , m_form(new RecorderForm)
    , m_status(textLabel(QStringLiteral("recorderStatus")))
    , m_waiting(textLabel(QStringLiteral("recorderWaiting")))
    , m_problem(textLabel(QStringLiteral("recorderProblem")))
    , m_said(textLabel(QStringLiteral("recorderSaid")))
    , m_progress(new QProgressBar)
    , m_cancelOpening(new QToolButton)
{
    setObjectName(QStringLiteral("recorderPanel"));
    makeActions();
    m_progress->setObjectName(QStringLiteral("recorderProgress"));
    m_progress->setAccessibleName(tr("How much of the recording is read"));
    m_progress->setRange(0, 1000);
    m_progress->setMaximumWidth(200);
    m_cancelOpening->setObjectName(QStringLiteral("cancelOpening"));
    m_cancelOpening->setText(tr("Cancel"));
    m_cancelOpening->setToolTip(tr("Stop reading the recording"));
    showReading(false);

    auto *buttons = new QVBoxLayout;
    buttons->setSpacing(4);
    for (QToolButton *button : {buttonFor(m_record, QStringLiteral("recordButton")),
                                buttonFor(m_open, QStringLiteral("openRecordingButton"))}) {
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        buttons->addWidget(button);
    }
    auto *top = new QHBoxLayout;
    top->setSpacing(12);
    top->addLayout(buttons);
    top->addWidget(m_form, 1);
    auto *reading = new QHBoxLayout;
    reading->addWidget(m_status, 1);
    reading->addWidget(m_progress);
    reading->addWidget(m_cancelOpening);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->setSpacing(4);
    layout->addLayout(top);
    layout->addLayout(reading);
    layout->addWidget(m_waiting);
    layout->addWidget(m_problem);
    layout->addWidget(m_said);
    layout->addStretch(1);

    connect(m_form, &RecorderForm::edited, this, &RecorderPanel::edited);
    connect(&m_recorder, &Recorder::statusChanged, this, &RecorderPanel::showStatus);
    connect(&m_recorder, &Recorder::problemOccurred, this, [this](const Problem &problem) {
        m_events.append(m_recorder.isRunning() ? EventLog::Severity::Warning
                                               : EventLog::Severity::Error,
                        tr("Recorder"), problem.text + u' ' + problem.remedy);
    });
    connect(&m_recorder, &Recorder::stopped, this, [this] {
        m_events.append(EventLog::Severity::Info, tr("Recorder"),
                        recorderSentence(m_recorder.status()));
        emit ended();
    });
    connect(m_cancelOpening, &QToolButton::clicked, this, [this] {
        m_reader.cancel();
        showReading(false);
        say(tr("The recording was not opened: cancelled."));
    });
    connect(&m_reader, &RecordingReader::progressed, this,
            [this](double share) { m_progress->setValue(int(share * m_progress->maximum())); });
    connect(&m_reader, &RecordingReader::finished, this, &RecorderPanel::showOpened);
    connect(&m_reader, &RecordingReader::failed, this, [this](const Problem &problem) {
        showReading(false);
        say(problem.text + u' ' + problem.remedy, true);
        m_events.append(EventLog::Severity::Error, tr("Recorder"),
                        problem.text + u' ' + problem.remedy);
    });
    showStatus(m_recorder.status());
    say({});
}

RecorderPanel::~RecorderPanel()
{
    // Its last words must not find half a panel.
    m_recorder.disconnect(this);
    m_reader.disconnect(this);
}

void RecorderPanel::makeActions()
{
    m_record->setObjectName(QStringLiteral("record"));
    m_record->setCheckable(true);
    m_record->setShortcut(QKeySequence(tr("Ctrl+Shift+R")));
    m_record->setToolTip(tr("Record every sample that is read, or stop that (%1)")
                             .arg(m_record->shortcut().toString(QKeySequence::NativeText)));
    connect(m_record, &QAction::triggered, this, &RecorderPanel::toggle);
    m_open->setObjectName(QStringLiteral("openRecording"));
    m_open->setShortcut(QKeySequence(tr("Ctrl+Shift+O")));
    m_open->setToolTip(tr("Show a recording as a trend (%1)")
                           .arg(m_open->shortcut().toString(QKeySequence::NativeText)));
    connect(m_open, &QAction::triggered, this, &RecorderPanel::chooseRecording);
}

void RecorderPanel::setPoints(const QList<modbus::Point> &points)
{
    m_recorder.setPoints(points);
    showStatus(m_recorder.status());
}

void RecorderPanel::take(const QList<modbus::Sample> &samples)
{
    m_recorder.take(samples);
}

void RecorderPanel::toggle(bool isWanted)
{
    if (!isWanted) {
        stop();
        return;
    }
    const auto settings = m_form->settings();
    if (!settings) {
        m_record->setChecked(false);
        say(settings.error().text + u' ' + settings.error().remedy, true);
        return;
    }
    say({});
    m_recorder.start(*settings);
    m_events.append(EventLog::Severity::Info, tr("Recorder"),
                    tr("Recording to %1.").arg(settings->store.toString()));
}

void RecorderPanel::stop()
{
    m_recorder.stop();
}

QString RecorderPanel::underWay() const
{
    return isRecording() ? tr("A recording is running. Closing ends it; what waits is written "
                              "first, or kept in the spool for the next time.")
                         : QString();
}

void RecorderPanel::showStatus(const Status &status)
{
    const bool isRunning = status.isRunning();
    m_record->setChecked(isRunning);
    m_record->setText(isRunning ? tr("&Stop recording") : tr("&Start recording"));
    m_record->setEnabled(status.state != State::Stopping);
    m_form->setEnabled(!isRunning);
    m_status->setText(recorderSentence(status));
    m_status->setToolTip(status.place);
    const QString waiting = recorderWaiting(status);
    m_waiting->setText(waiting);
    m_waiting->setVisible(!waiting.isEmpty());
    colour(m_waiting, status.lost > 0 ? Tone::Bad : Tone::Warning);
    const bool isPresent =
        status.awaySince != 0 || status.lost > 0 || status.state == State::Failed;
    showProblem(status.problem, isPresent);
    const QString title = recorderTitle(status);
    if (title != m_lastTitle)
        emit titleChanged(title);
    m_lastTitle = title;
}

void RecorderPanel::showProblem(const Problem &problem, bool isPresent)
{
    const QString text = problem.text + u' ' + problem.remedy;
    m_problem->setText(isPresent ? text : tr("Earlier: %1").arg(text));
    m_problem->setVisible(!problem.text.isEmpty());
    colour(m_problem, isPresent ? Tone::Bad : Tone::Quiet);
}

void RecorderPanel::say(const QString &text, bool isProblem)
{
    m_said->setText(text);
    m_said->setVisible(!text.isEmpty());
    colour(m_said, isProblem ? Tone::Bad : Tone::Quiet);
}

void RecorderPanel::chooseRecording()
{
    const auto settings = m_form->settings();
    auto *dialog =
        new OpenRecordingDialog(settings ? std::optional(settings->store) : std::nullopt, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &OpenRecordingDialog::chosen, this, &RecorderPanel::openRecording);
    dialog->open();
}

void RecorderPanel::openRecording(const modbus::recorder::StoreAddress &store,
                                  modbus::recorder::Query part)
{
    part.mostSamples = kMostOpened;
    part.asSamples = true;
    say(tr("Opening %1...").arg(store.toString()));
    showReading(true);
    m_reader.read(store, part);
}

void RecorderPanel::showReading(bool isReading)
{
    m_progress->setValue(0);
    m_progress->setVisible(isReading);
    m_cancelOpening->setVisible(isReading);
    m_open->setEnabled(!isReading);
}

void RecorderPanel::showOpened(const Recording &recording)
{
    showReading(false);
    QString text = tr("Opened %1: %2 points, %3 samples.")
                       .arg(recording.place, countText(quint64(recording.points.size())),
                            countText(quint64(recording.samples)));
    if (recording.isCut)
        text += u' ' + tr("There are more: open a shorter time to see the rest.");
    say(text);
    m_events.append(recording.isCut ? EventLog::Severity::Warning : EventLog::Severity::Info,
                    tr("Recorder"), text);
    emit recordingOpened(recording.points, recording.list, QFileInfo(recording.place).fileName());
}

void RecorderPanel::saveState(QSettings &settings) const
{
    m_form->saveState(settings);
}

void RecorderPanel::restoreState(const QSettings &settings)
{
    m_form->restoreState(settings);
}

} // namespace ui
