// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/points/pointlistmodel.h"

#include <QWidget>

class QLabel;
class QToolButton;

namespace ui {

/// Below the points: the state of the row in hand in full, what the list is like, how polling goes.
class PointStatus : public QWidget
{
    Q_OBJECT
public:
    explicit PointStatus(QWidget *parent = nullptr);

    /// None is no line.
    void showDetail(const QString &text);
    void showSummary(const QString &file, const PointListModel::Summary &summary, int shown,
                     int all);
    void showRates(const QString &inLine, const QString &inFull);
    void showFindings(const QString &text, bool areThere);

signals:
    void findingsToggled(bool isOn);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fitRates();

    QLabel *m_detail;
    QLabel *m_summary;
    QLabel *m_rates;
    QString m_ratesText; ///< in one piece; the label may cut it off
    QToolButton *m_findings;
};

} // namespace ui
