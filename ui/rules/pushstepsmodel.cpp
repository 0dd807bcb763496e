// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rules/pushstepsmodel.h"

#include "ui/rules/figures.h"
#include "ui/rules/pushreport.h"

#include <algorithm>

namespace ui {

namespace {
using namespace std::chrono_literals;
constexpr auto kTick = 100ms;
/// Below this a running step shows no time: it would only flicker.
constexpr auto kWorthShowing = 300ms;
} // namespace

PushStepsModel::PushStepsModel(QObject *parent)
    : QAbstractListModel(parent)
{
    m_tick.setInterval(kTick);
    connect(&m_tick, &QTimer::timeout, this, [this] {
        for (const Row &row : std::as_const(m_rows)) {
            if (row.state == State::Running)
                changed(&row);
        }
    });
}

void PushStepsModel::begin(const QList<transfer::Step> &steps)
{
    beginResetModel();
    m_rows.clear();
    for (const transfer::Step step : steps)
        m_rows.append(Row{step, State::Waiting, {}, {}});
    endResetModel();
}

void PushStepsModel::stepStarted(transfer::Step step)
{
    if (Row *row = find(step)) {
        row->state = State::Running;
        m_sinceStart.start();
        m_tick.start();
        changed(row);
    }
}

void PushStepsModel::stepDone(transfer::Step step, std::chrono::milliseconds duration)
{
    if (Row *row = find(step)) {
        row->state = State::Done;
        row->duration = duration;
        changed(row);
    }
}

void PushStepsModel::progressed(qint64 bytes, qint64 total)
{
    if (Row *row = find(transfer::Step::Data)) {
        row->note =
            bytes == total ? sizeText(total) : tr("%1 of %2").arg(sizeText(bytes), sizeText(total));
        changed(row);
    }
}

void PushStepsModel::pausing()
{
    if (Row *row = find(transfer::Step::Connect)) {
        row->state = State::Pausing;
        changed(row);
    }
}

void PushStepsModel::finished(const transfer::PushResult &result)
{
    using transfer::Outcome;
    m_tick.stop();
    for (const transfer::StepTime &time : result.steps) {
        if (Row *row = find(time.step)) {
            row->duration = time.duration;
            row->state = time.isDone ? State::Done : State::Failed;
        }
    }
    for (Row &row : m_rows) {
        if (row.state == State::Waiting)
            row.state = State::NotReached;
        else if (row.state == State::Running || row.state == State::Pausing)
            row.state = State::Failed;
        if (result.outcome == Outcome::Unknown && row.step >= transfer::Step::End &&
            row.state != State::Done)
            row.state = State::Unknown;
    }
    Row *answer = find(transfer::Step::Reload);
    if (answer && result.outcome == Outcome::ReloadFailed)
        answer->state = State::Refused;
    else if (answer && result.outcome == Outcome::Unknown)
        answer->state = State::Unknown;
    if (!m_rows.isEmpty())
        emit dataChanged(index(0), index(static_cast<int>(m_rows.size()) - 1));
}

int PushStepsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant PushStepsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Row &row = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
    case Qt::ToolTipRole:
        return tr("%1: %2").arg(stepTitle(row.step), words(row));
    case StateRole:
        return QVariant::fromValue(row.state);
    case TitleRole:
        return stepTitle(row.step);
    case WordsRole:
        return words(row);
    default:
        return {};
    }
}

PushStepsModel::Row *PushStepsModel::find(transfer::Step step)
{
    const auto found = std::ranges::find(m_rows, step, &Row::step);
    return found == m_rows.end() ? nullptr : &*found;
}

void PushStepsModel::changed(const Row *row)
{
    const QModelIndex at = index(static_cast<int>(row - m_rows.constData()));
    emit dataChanged(at, at);
}

QString PushStepsModel::words(const Row &row) const
{
    QStringList words{stateText(row.state)};
    const bool hasEnded = row.state == State::Done || row.state == State::Refused ||
                          row.state == State::Failed || row.state == State::Unknown;
    if (hasEnded) {
        words.append(durationText(row.duration));
    } else if (row.state == State::Running) {
        const std::chrono::milliseconds soFar(m_sinceStart.elapsed());
        if (soFar >= kWorthShowing)
            words.append(durationText(soFar));
    }
    if (!row.note.isEmpty())
        words.append(row.note);
    return words.join(QStringLiteral(", "));
}

QString stateText(PushStepsModel::State state)
{
    using State = PushStepsModel::State;
    switch (state) {
    case State::Waiting:
        return PushStepsModel::tr("to come");
    case State::Running:
        return PushStepsModel::tr("running");
    case State::Pausing:
        return PushStepsModel::tr("will try again");
    case State::Done:
        return PushStepsModel::tr("done");
    case State::Refused:
        return PushStepsModel::tr("refused");
    case State::Failed:
        return PushStepsModel::tr("ended here");
    case State::Unknown:
        return PushStepsModel::tr("unknown");
    case State::NotReached:
        break;
    }
    return PushStepsModel::tr("not reached");
}

} // namespace ui
