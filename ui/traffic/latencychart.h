// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/latencyhistogram.h"

#include <QString>
#include <QWidget>

class QPainter;

namespace ui {

/// A histogram of latencies, on a logarithmic time axis, with median and 99th percentile marked.
class LatencyChart : public QWidget
{
    Q_OBJECT
public:
    explicit LatencyChart(QWidget *parent = nullptr);

    /// `what` is said above it.
    void show(const QString &what, const modbus::LatencyHistogram &latencies);
    void clear(const QString &why);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    double xOf(std::chrono::microseconds duration) const;
    QRectF plot() const;
    void paintBars(QPainter &painter) const;
    void paintAxis(QPainter &painter) const;
    void paintMark(QPainter &painter, double part, const QString &name, int line) const;

    QString m_title;
    modbus::LatencyHistogram m_latencies;
    double m_firstDecade = 0; ///< powers of ten of microseconds
    double m_lastDecade = 1;
};

} // namespace ui
