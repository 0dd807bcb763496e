// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tones.h"

#include <QApplication>
#include <QPalette>

namespace ui {

namespace {

constexpr int kGreenHue = 140;
constexpr int kOrangeHue = 32;
constexpr int kAmberHue = 42;
constexpr int kRedHue = 2;

QColor legible(int hue, const QPalette &palette)
{
    return QColor::fromHsl(hue, isDark(palette) ? 190 : 220, isDark(palette) ? 165 : 80);
}

} // namespace

bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::WindowText).lightness() >
           palette.color(QPalette::Window).lightness();
}

void keepPlaceholdersLegible()
{
    QColor color = QApplication::palette().color(QPalette::Text);
    color.setAlphaF(0.6F);
    QPalette placeholders;
    placeholders.setColor(QPalette::PlaceholderText, color);
    QApplication::setPalette(placeholders);
}

QColor toneColor(Tone tone, const QPalette &palette)
{
    switch (tone) {
    case Tone::Plain:
        return palette.color(QPalette::WindowText);
    case Tone::Quiet: {
        QColor color = palette.color(QPalette::WindowText);
        color.setAlphaF(0.65F);
        return color;
    }
    case Tone::Good:
        return legible(kGreenHue, palette);
    case Tone::Warning:
        return legible(kOrangeHue, palette);
    case Tone::Bad:
        return legible(kRedHue, palette);
    }
    return palette.color(QPalette::WindowText);
}

QColor armedGround(const QPalette &palette)
{
    return QColor::fromHsl(kAmberHue, 255, isDark(palette) ? 110 : 128);
}

QColor armedText(const QPalette &palette)
{
    return isDark(palette) ? palette.color(QPalette::Window).darker(200)
                           : palette.color(QPalette::WindowText);
}

} // namespace ui
