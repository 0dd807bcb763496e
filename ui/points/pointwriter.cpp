// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/points/pointwriter.h"

#include "modbus/blockread.h"
#include "ui/connections/words.h"
#include "ui/events/eventlog.h"
#include "ui/points/pointtext.h"
#include "ui/registers/period.h"
#include "ui/registers/plannedwrite.h"
#include "ui/registers/writeverdict.h"

#include <QTime>

namespace ui {

namespace {

using Verdict = modbus::WriteOutcome::Verdict;

/// "1" to "0" and back: what a pulse ends with.
QString opposite(const modbus::Point &point, const QString &text)
{
    const auto registers = modbus::encode(point, text, quint16(0));
    const bool isOn = registers && registers->constFirst() != 0;
    return isOn ? QStringLiteral("0") : QStringLiteral("1");
}

modbus::PointValue evaluated(const modbus::Point &point, const QList<quint16> &registers)
{
    return modbus::evaluate(point, {registers.data(), static_cast<size_t>(registers.size())});
}

QString shownAs(const modbus::Point &point, const QList<quint16> &registers)
{
    return shownValue(point, evaluated(point, registers));
}

/// What the device held, as far as the value says so.
QList<quint16> registersOf(const modbus::Point &point,
                           const std::optional<modbus::PointValue> &value)
{
    if (!value || value->quality != modbus::Quality::Good || point.bit)
        return {};
    if (modbus::isBitTable(point.address.table))
        return {quint16(value->number != 0 ? 1 : 0)};
    if (point.format.type == modbus::DataType::Bool)
        return {}; // anything but 0 is "on"
    return modbus::encode(modbus::toText(value->raw, point.format.type), point.format)
        .value_or(QList<quint16>{});
}

/// False only where the device has certainly not carried it out.
bool mayHaveBeenWritten(Verdict verdict)
{
    return verdict != Verdict::Refused && verdict != Verdict::NotSent;
}

bool isAccepted(Verdict verdict)
{
    return verdict == Verdict::Verified || verdict == Verdict::NotVerified ||
           verdict == Verdict::Mismatch;
}

} // namespace

PointWriter::PointWriter(EventLog &events, modbus::WriteJournal journal, QObject *parent)
    : QObject(parent)
    , m_events(events)
    , m_journal(std::move(journal))
{
    m_pulse.setSingleShot(true);
    m_pulse.setTimerType(Qt::PreciseTimer);
    connect(&m_pulse, &QTimer::timeout, this, [this] {
        m_run->isReturning = true;
        step();
    });
}

QString PointWriter::underWay() const
{
    if (!m_run)
        return {};
    const QString name = nameOf(m_run->write.point);
    if (m_run->write.pulse) {
        return tr("The pulse on %1 is under way. It would not be written back, and stay %2.")
            .arg(name, shownText(m_run->write.point, m_run->write.newText));
    }
    return tr("A write to %1 is under way. Whether it arrived would not be known.").arg(name);
}

void PointWriter::start(const PointWrite &write, modbus::Connection &connection)
{
    m_run = Run{write, &connection, {}, false};
    emit busyChanged();
    step();
}

void PointWriter::forgetRow()
{
    if (m_run)
        m_run->write.row = -1;
}

modbus::Target PointWriter::target() const
{
    if (!m_run->connection)
        return {};
    return {m_run->connection->endpoint(), m_run->write.point.unit};
}

QString PointWriter::wantedText() const
{
    const PointWrite &write = m_run->write;
    return m_run->isReturning ? opposite(write.point, write.newText) : write.newText;
}

void PointWriter::step()
{
    const modbus::Point &point = m_run->write.point;
    emit noted(m_run->write.row, tr("writing %1\u2026").arg(shownText(point, wantedText())));
    if (!m_run->connection) {
        stopShort(tr("its connection was closed."));
        return;
    }
    if (!point.bit) {
        send({});
        return;
    }
    modbus::BlockRead::start(
        *m_run->connection, {point.unit, point.address, 1}, this,
        [this](const modbus::BlockResult &result) {
            if (!m_run)
                return;
            if (!result.isComplete()) {
                stopShort(tr("its register could not be read before. %1")
                              .arg(errorSentence(result.failures.constFirst().error)));
                return;
            }
            send(result.values.constFirst());
        });
}

void PointWriter::send(std::optional<quint16> present)
{
    const modbus::Point &point = m_run->write.point;
    const auto registers = modbus::encode(point, wantedText(), present);
    if (!m_run->connection || !registers) {
        stopShort(registers ? tr("its connection was closed.") : registers.error().detail);
        return;
    }
    modbus::WriteJob job{point.unit, point.address, *registers, {}, false};
    if (present)
        job.oldValues = {*present};
    else if (!m_run->isReturning)
        job.oldValues = registersOf(point, m_run->write.old);
    modbus::write(*m_run->connection, job, m_journal, this,
                  [this, job](const modbus::WriteOutcome &outcome) { finish(job, outcome); });
}

void PointWriter::finish(const modbus::WriteJob &job, const modbus::WriteOutcome &outcome)
{
    if (!m_run)
        return;
    const modbus::Point &point = m_run->write.point;
    const QString wanted = shownAs(point, job.values);
    QString found;
    if (outcome.readBack.size() == job.values.size()) {
        found = shownAs(point, outcome.readBack);
        emit readBack(m_run->write.row, evaluated(point, outcome.readBack));
    }
    // Of a register with a bit of ours the other bits may change meanwhile.
    const bool isSame = outcome.readBack == job.values || (point.bit && found == wanted);
    const QString verdict = verdictText(outcome, {wanted, found, isSame});
    report(outcome, tr("%1, %2: %3").arg(nameOf(point), functionOf(job), verdict));
    emit noted(m_run->write.row,
               QTime::currentTime().toString(QStringLiteral("HH:mm:ss ")) + verdict);
    // A pulse whose beginning was not answered may have begun.
    const bool goesBack =
        m_run->write.pulse && !m_run->isReturning && mayHaveBeenWritten(outcome.verdict);
    if (goesBack)
        m_pulse.start(*m_run->write.pulse);
    else
        end();
}

void PointWriter::end()
{
    m_run.reset();
    emit busyChanged();
}

void PointWriter::report(const modbus::WriteOutcome &outcome, const QString &verdict)
{
    const bool isStuck = m_run->isReturning && !isAccepted(outcome.verdict);
    QString text = verdict;
    if (isStuck) {
        text += tr(" The pulse was not taken back: look at %1 and write it by hand.")
                    .arg(nameOf(m_run->write.point));
    }
    m_events.append(isStuck ? EventLog::Severity::Error : severityOf(outcome.verdict),
                    target().toString(), text);
    if (!outcome.journalError.isEmpty()) {
        m_events.append(
            EventLog::Severity::Warning, target().toString(),
            tr("The write could not be kept in the journal: %1").arg(outcome.journalError));
    }
}

/// Nothing was sent in this step.
void PointWriter::stopShort(const QString &why)
{
    const QString name = nameOf(m_run->write.point);
    QString text = tr("%1 was not written: %2").arg(name, why);
    if (m_run->isReturning)
        text += tr(" The pulse was not taken back: look at %1 and write it by hand.").arg(name);
    m_events.append(EventLog::Severity::Error, target().toString(), text);
    emit noted(m_run->write.row, QStringLiteral("\u2717 ") + text);
    end();
}

} // namespace ui
