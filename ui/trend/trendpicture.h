// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPixmap>
#include <QString>

namespace ui {

class LegendModel;
class TrendPlot;

/// The trend as it is shown, smooth and with a legend beneath. `scale` 2 has twice the pixels.
QPixmap trendPicture(TrendPlot &plot, const LegendModel &legend, double scale);
/// Give back what went wrong, a sentence; empty when it is written.
QString writePng(TrendPlot &plot, const LegendModel &legend, const QString &path);
/// As vectors, in the colours of paper whatever the window's are.
QString writePdf(TrendPlot &plot, const LegendModel &legend, const QString &path);

} // namespace ui
