// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/points/pointactions.h"
#include "ui/points/pointarrangement.h"

#include <QTimer>
#include <QWidget>
#include <chrono>

class QComboBox;
class QLineEdit;
class QToolButton;

namespace ui {

/// Above the points: how they are shown, and what can be done with them.
class PointBar : public QWidget
{
    Q_OBJECT
public:
    explicit PointBar(const PointActions &actions, QWidget *parent = nullptr);

    void focusFilter();
    void clearFilter();
    QString filter() const;
    void setGrouping(PointArrangement::Grouping grouping);
    PointArrangement::Grouping grouping() const;
    void setPolling(bool isPolling);
    /// How long a pulse lasts.
    std::chrono::milliseconds pulseLength() const { return m_pulseLength; }

signals:
    void filterEdited(const QString &text);
    void groupingChosen(ui::PointArrangement::Grouping grouping);
    void pollToggled();
    void readAsked();

private:
    QToolButton *addMenu(const QString &name, const QString &text, const QList<QAction *> &actions);
    QWidget *makeFilter();
    void addPulseLengths(QMenu &menu);

    QLineEdit *m_filter;
    QTimer m_filterSoon;
    QComboBox *m_grouping;
    QToolButton *m_poll;
    std::chrono::milliseconds m_pulseLength{1000};
};

} // namespace ui
