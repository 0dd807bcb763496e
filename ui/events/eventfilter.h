// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/events/eventlog.h"

#include <QSortFilterProxyModel>

namespace ui {

/// The events of at least some severity that contain some text.
class EventFilter : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setText(const QString &text);
    void setLeastSeverity(EventLog::Severity severity);

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QString m_text;
    EventLog::Severity m_least = EventLog::Severity::Info;
};

} // namespace ui
