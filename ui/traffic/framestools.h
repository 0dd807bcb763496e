// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/trafficexport.h"
#include "ui/traffic/trafficfilter.h"
#include "ui/traffic/trafficsearch.h"

#include <QTimer>
#include <QWidget>

class QAction;
class QHBoxLayout;
class QLineEdit;
class QToolButton;

namespace ui {

/// What is above the frames: which are shown, looking for one, pause, clear, export.
class FramesTools : public QWidget
{
    Q_OBJECT
public:
    explicit FramesTools(QWidget *parent = nullptr);

    TrafficFilter filter() const;
    void focusSearch();
    void setPaused(bool isPaused);
    void setFollowing(bool isFollowing);
    void setSaving(bool isSaving);

signals:
    void filterEdited();
    void searchAsked(const QString &text, ui::TrafficSearch::Direction direction);
    void pauseAsked(bool isPaused);
    void newestAsked();
    void clearAsked();
    void exportAsked(modbus::TrafficFormat format);

private:
    QToolButton *addButton(const QString &name, const QString &iconName, const QString &text,
                           const QString &toolTip);
    void addFilter();
    void addSearch();
    void addExport();
    void search(TrafficSearch::Direction direction);

    QHBoxLayout *m_layout;
    QLineEdit *m_filter;
    QLineEdit *m_search;
    QToolButton *m_errorsOnly;
    QToolButton *m_pause;
    QToolButton *m_newest;
    QToolButton *m_export;
    QTimer m_filterSoon;
};

} // namespace ui
