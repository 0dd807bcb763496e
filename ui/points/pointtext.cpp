// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/points/pointtext.h"

#include "ui/points/pointcells.h"
#include "ui/registers/registertext.h"

#include <QCoreApplication>

namespace ui {

namespace {

constexpr int kStatisticsDigits = 6;
constexpr int kScaledDigits = 6; ///< 65,535 steps and one digit to spare

QString tr(const char *text)
{
    return QCoreApplication::translate("ui::PointText", text);
}

QString withUnit(const QString &number, const modbus::Point &point)
{
    return point.engineeringUnit.isEmpty() ? number : number + u' ' + point.engineeringUnit;
}

QString limitText(const modbus::Point &point, modbus::LimitState state)
{
    if (state == modbus::LimitState::High) {
        return tr("\u25b2 high, limit %1")
            .arg(withUnit(cellText(point, PointColumn::HighLimit), point));
    }
    return tr("\u25bc low, limit %1").arg(withUnit(cellText(point, PointColumn::LowLimit), point));
}

} // namespace

QString nameOf(const modbus::Point &point)
{
    return point.tag.isEmpty() ? modbus::rangeText(point.address, point.size()) : point.tag;
}

QString shownValue(const modbus::Point &point, const modbus::PointValue &value)
{
    if (value.quality != modbus::Quality::Good)
        return {};
    if (point.isBool())
        return value.number != 0 ? tr("on") : tr("off");
    const QString text = modbus::toText(point, value);
    // Scaling a register of 16 bits adds digits that say nothing: 79.38963912.
    const bool isRounded = !point.isText() && !point.scaling.isIdentity() && point.size() == 1;
    return isRounded && text.size() > kStatisticsDigits
               ? QString::number(value.number, 'g', kScaledDigits)
               : text;
}

QString shownRaw(const modbus::Point &point, const modbus::PointValue &value)
{
    if (value.quality != modbus::Quality::Good)
        return {};
    if (point.isBool())
        return value.number != 0 ? QStringLiteral("1") : QStringLiteral("0");
    return modbus::toText(value.raw, point.format.type);
}

QString shownNumber(double number)
{
    return QString::number(number, 'g', kStatisticsDigits);
}

QString shownState(const modbus::Point &point, const modbus::PointValue &value)
{
    switch (value.quality) {
    case modbus::Quality::Good: {
        const auto state = modbus::limitState(point, value.number);
        return state == modbus::LimitState::Within ? tr("good") : limitText(point, state);
    }
    case modbus::Quality::NotAvailable:
        return tr("\u25cb not available");
    case modbus::Quality::Undecodable:
    case modbus::Quality::Failed:
        break;
    }
    return QStringLiteral("\u2717 ") + value.fault;
}

bool shownLimit(const modbus::Point &point, const PointLive &live)
{
    return live.wasSampled && live.latest.quality == modbus::Quality::Good &&
           modbus::limitState(point, live.latest.number) != modbus::LimitState::Within;
}

QString shownText(const modbus::Point &point, const QString &text)
{
    const auto registers = modbus::encode(point, text, quint16(0));
    if (!registers)
        return text;
    return shownValue(point, modbus::evaluate(point, {registers->data(),
                                                      static_cast<size_t>(registers->size())}));
}

QString whyNotSendable(const modbus::Point &point, const QString &text)
{
    const auto registers = modbus::encode(point, text, quint16(0));
    if (!registers)
        return registers.error().detail;
    if (point.isBool() || point.isText())
        return {};
    const auto value =
        modbus::evaluate(point, {registers->data(), static_cast<size_t>(registers->size())});
    if (value.quality != modbus::Quality::Good) {
        return tr("%1 cannot be written to %2: in the device it means that there is no value.")
            .arg(text.trimmed(), nameOf(point));
    }
    const auto state = modbus::limitState(point, value.number);
    if (state == modbus::LimitState::Within)
        return {};
    return tr("%1 is beyond the limits of %2: %3. Type a value within them, or change the limits "
              "in the list.")
        .arg(withUnit(shownValue(point, value), point), nameOf(point), limitText(point, state));
}

QString elapsedText(qint64 milliseconds)
{
    return ageText(std::chrono::milliseconds(milliseconds));
}

} // namespace ui
