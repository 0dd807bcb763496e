// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/eventfilter.h"

namespace ui {

void EventFilter::setText(const QString &text)
{
    m_text = text.trimmed();
    invalidateRowsFilter();
}

void EventFilter::setLeastSeverity(EventLog::Severity severity)
{
    m_least = severity;
    invalidateRowsFilter();
}

bool EventFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex event = sourceModel()->index(row, EventLog::TextColumn, parent);
    return event.data(EventLog::SeverityRole).toInt() >= int(m_least) &&
           event.data(EventLog::LineRole).toString().contains(m_text, Qt::CaseInsensitive);
}

} // namespace ui
