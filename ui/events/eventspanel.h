// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/events/eventfilter.h"

#include <QWidget>

class QAction;
class QComboBox;
class QLineEdit;
class QSettings;
class QTreeView;

namespace ui {

/// The event log as a list: filtered by text and severity, copied, cleared. Follows the newest
/// event while the list stands at its end, and keeps its place otherwise.
class EventsPanel : public QWidget
{
    Q_OBJECT
public:
    explicit EventsPanel(EventLog &log, QWidget *parent = nullptr);

    QAction *copyAction() const { return m_copy; }
    QAction *clearAction() const { return m_clear; }
    void focusFilter();

    void saveState(QSettings &settings) const;
    void restoreState(const QSettings &settings);

private:
    void copy();

    EventLog &m_log;
    EventFilter m_events;
    QLineEdit *m_text;
    QComboBox *m_severity;
    QTreeView *m_list;
    QAction *m_copy;
    QAction *m_clear;
    bool m_isAtEnd = true;
};

} // namespace ui
