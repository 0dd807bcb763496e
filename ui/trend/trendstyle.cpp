// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/trend/trendstyle.h"

#include "ui/tones.h"
#include "ui/trend/trendline.h"

#include <QPalette>
#include <array>

namespace ui {

namespace {

constexpr int kColors = 8;
constexpr int kShapes = 8;

struct Hue
{
    int hue;
    int onLight; ///< HSL lightness
    int onDark;
};
// Neighbours are far apart; yellow and cyan need less light on a light ground to be legible.
constexpr std::array<Hue, kColors> kHues{{{212, 95, 165},
                                          {24, 100, 150},
                                          {135, 70, 140},
                                          {350, 105, 170},
                                          {275, 110, 185},
                                          {185, 70, 140},
                                          {315, 105, 175},
                                          {52, 60, 130}}};

} // namespace

LineLook lineLook(int slot, const QPalette &palette)
{
    const Hue &hue = kHues.at(std::size_t(slot % kColors));
    LineLook look;
    look.color = QColor::fromHsl(hue.hue, 210, isDark(palette) ? hue.onDark : hue.onLight);
    look.shape = static_cast<LineLook::Shape>((slot + slot / kColors * 3) % kShapes);
    return look;
}

QPixmap lineSwatch(const LineLook &look, int height, qreal devicePixelRatio)
{
    const int width = 2 * height;
    QPixmap pixmap(QSize(width, height) * devicePixelRatio);
    pixmap.setDevicePixelRatio(devicePixelRatio);
    pixmap.fill(Qt::transparent);
    QCPPainter painter(&pixmap);
    painter.setAntialiasing(true);
    drawSwatch(painter, look, QRectF(0, 0, width, height));
    return pixmap;
}

} // namespace ui
