// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/traffic/trafficsearch.h"

#include "modbus/trafficwords.h"

#include <QDeadlineTimer>
#include <QRegularExpression>

namespace ui {

namespace {

constexpr std::chrono::milliseconds kSlice{5};

QByteArray bytesOf(const QString &text)
{
    static const QRegularExpression hex(QStringLiteral("^\\s*([0-9A-Fa-f]{2}\\s*)+$"));
    return hex.match(text).hasMatch() ? QByteArray::fromHex(text.toLatin1()) : QByteArray();
}

} // namespace

TrafficSearch::TrafficSearch(const TrafficModel &model, QObject *parent)
    : QObject(parent)
    , m_model(model)
{
    connect(&m_timer, &QTimer::timeout, this, &TrafficSearch::goOn);
    // Rows before those looked at next go away.
    connect(&model, &QAbstractItemModel::rowsRemoved, this,
            [this](const QModelIndex &, int first, int last) {
                m_row = std::max(0, m_row - (last - first + 1));
            });
    connect(&model, &QAbstractItemModel::modelReset, this, &TrafficSearch::cancel);
}

void TrafficSearch::start(const QString &text, quint64 from, Direction direction)
{
    cancel();
    if (text.isEmpty())
        return;
    m_text = text;
    m_bytes = bytesOf(text);
    m_direction = direction;
    m_left = m_model.rowCount();
    const int current = m_model.rowOf(from);
    const bool isForward = direction == Direction::Forward;
    if (current < 0)
        m_row = isForward ? 0 : m_left - 1;
    else
        m_row = current + (isForward ? 1 : -1);
    m_timer.start(std::chrono::milliseconds(0));
}

void TrafficSearch::cancel()
{
    m_timer.stop();
}

void TrafficSearch::goOn()
{
    const QDeadlineTimer slice(kSlice);
    const int rows = m_model.rowCount();
    while (m_left > 0 && rows > 0) {
        const int row = (m_row % rows + rows) % rows;
        m_row = row + (m_direction == Direction::Forward ? 1 : -1);
        --m_left;
        const modbus::TrafficEntry *entry = m_model.entryAt(row);
        if (entry && matches(*entry)) {
            cancel();
            emit found(entry->number);
            return;
        }
        if (slice.hasExpired())
            return;
    }
    cancel();
    emit notFound();
}

bool TrafficSearch::matches(const modbus::TrafficEntry &entry) const
{
    if (!m_bytes.isEmpty() && entry.adu.contains(m_bytes))
        return true;
    return modbus::functionText(entry).contains(m_text, Qt::CaseInsensitive) ||
           entry.session->server.toString().contains(m_text, Qt::CaseInsensitive) ||
           modbus::summaryText(entry).contains(m_text, Qt::CaseInsensitive);
}

} // namespace ui
