// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/trend/axismodel.h"

#include <QSettings>
#include <algorithm>
#include <cmath>

namespace ui {

namespace {

constexpr qsizetype kMostRemembered = 200;

bool isLawful(const ValueRange &range)
{
    return std::isfinite(range.low) && std::isfinite(range.high) && range.low < range.high;
}

} // namespace

void AxisModel::setNames(const QStringList &names)
{
    QStringList present;
    for (const Axis &axis : std::as_const(m_axes))
        present.append(axis.name);
    if (names == present)
        return;
    beginResetModel();
    const QList<Axis> before = std::exchange(m_axes, {});
    for (const QString &name : names) {
        const auto same =
            std::ranges::find_if(before, [&name](const Axis &axis) { return axis.name == name; });
        if (same != before.cend()) {
            m_axes.append(*same);
        } else if (const auto known = m_known.constFind(name); known != m_known.cend()) {
            m_axes.append(*known);
        } else {
            Axis axis;
            axis.name = name;
            const auto lefts = std::ranges::count_if(
                m_axes, [](const Axis &other) { return other.side == Side::Left; });
            axis.side = 2 * lefts > m_axes.size() ? Side::Right : Side::Left;
            m_axes.append(axis);
        }
    }
    endResetModel();
    emit layoutWanted();
}

int AxisModel::rowOf(const QString &name) const
{
    for (qsizetype row = 0; row < m_axes.size(); ++row) {
        if (m_axes[row].name == name)
            return int(row);
    }
    return -1;
}

void AxisModel::zoom(int row, const ValueRange &range)
{
    if (!isLawful(range))
        return;
    m_axes[row].zoomed = range;
    emit rangesChanged();
}

void AxisModel::endZoom()
{
    for (Axis &axis : m_axes)
        axis.zoomed.reset();
    emit rangesChanged();
}

bool AxisModel::isZoomed() const
{
    return std::ranges::any_of(m_axes, [](const Axis &axis) { return axis.zoomed.has_value(); });
}

void AxisModel::setAutomatic(int row)
{
    Axis &axis = m_axes[row];
    axis.zoomed.reset();
    axis.fixed.reset();
    remember(axis);
    emit dataChanged(index(row, FixedColumn), index(row, HighColumn));
    emit rangesChanged();
}

ValueRange AxisModel::scale(int row, double low, double high)
{
    Axis &axis = m_axes[row];
    if (axis.zoomed)
        axis.shown = *axis.zoomed;
    else if (axis.fixed)
        axis.shown = *axis.fixed;
    else if (low <= high)
        axis.shown = autoRange(axis.shown, low, high);
    return axis.shown;
}

void AxisModel::remember(const Axis &axis)
{
    if (m_known.size() >= kMostRemembered && !m_known.contains(axis.name))
        m_known.erase(m_known.begin());
    Axis kept = axis;
    kept.zoomed.reset();
    m_known[axis.name] = kept;
    emit edited();
}

int AxisModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_axes.size());
}

int AxisModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant AxisModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Axis &axis = m_axes[index.row()];
    if (index.column() == FixedColumn && role == Qt::CheckStateRole)
        return axis.fixed ? Qt::Checked : Qt::Unchecked;
    if (index.column() == SideColumn && role == Qt::ToolTipRole)
        return tr("A double click or F2 moves the axis to the other side");
    if (role == Qt::TextAlignmentRole && index.column() >= LowColumn)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::EditRole)
        return {};
    switch (index.column()) {
    case NameColumn:
        return axis.name.isEmpty() ? tr("(no unit)") : axis.name;
    case SideColumn:
        if (role == Qt::EditRole)
            return axis.side == Side::Right;
        return axis.side == Side::Right ? tr("right") : tr("left");
    case FixedColumn:
        return axis.fixed ? tr("fixed") : tr("auto");
    case LowColumn:
        return axis.fixed ? QString::number(axis.fixed->low) : QString();
    case HighColumn:
        return axis.fixed ? QString::number(axis.fixed->high) : QString();
    default:
        return {};
    }
}

bool AxisModel::setBound(Axis &axis, int column, const QString &text)
{
    bool isNumber = false;
    const double number = QString(text).replace(u',', u'.').toDouble(&isNumber);
    if (!isNumber)
        return false;
    ValueRange range = axis.fixed.value_or(axis.shown);
    (column == LowColumn ? range.low : range.high) = number;
    if (!isLawful(range))
        return false;
    axis.fixed = range;
    return true;
}

bool AxisModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    Axis &axis = m_axes[index.row()];
    if (index.column() == SideColumn && role == Qt::EditRole) {
        axis.side = value.toBool() ? Side::Right : Side::Left;
        remember(axis);
        emit dataChanged(index, index);
        emit layoutWanted();
        return true;
    }
    if (index.column() == FixedColumn && role == Qt::CheckStateRole) {
        if (value.toInt() == Qt::Checked)
            axis.fixed = axis.shown;
        else
            axis.fixed.reset();
    } else if (role != Qt::EditRole || index.column() < LowColumn ||
               !setBound(axis, index.column(), value.toString())) {
        return false;
    }
    axis.zoomed.reset();
    remember(axis);
    emit dataChanged(this->index(index.row(), FixedColumn), this->index(index.row(), HighColumn));
    emit rangesChanged();
    return true;
}

Qt::ItemFlags AxisModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    const Qt::ItemFlags plain = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    switch (index.column()) {
    case SideColumn:
    case LowColumn:
    case HighColumn:
        return plain | Qt::ItemIsEditable;
    case FixedColumn:
        return plain | Qt::ItemIsUserCheckable;
    default:
        return plain;
    }
}

QVariant AxisModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NameColumn:
        return tr("Axis");
    case SideColumn:
        return tr("Side");
    case FixedColumn:
        return tr("Scale");
    case LowColumn:
        return tr("From");
    case HighColumn:
        return tr("To");
    default:
        return {};
    }
}

void AxisModel::saveState(QSettings &settings) const
{
    settings.beginWriteArray(QStringLiteral("trend/axes"), int(m_known.size()));
    int number = 0;
    for (const Axis &axis : m_known) {
        settings.setArrayIndex(number++);
        settings.setValue(QStringLiteral("name"), axis.name);
        settings.setValue(QStringLiteral("right"), axis.side == Side::Right);
        settings.setValue(QStringLiteral("fixed"), axis.fixed.has_value());
        const ValueRange range = axis.fixed.value_or(ValueRange{});
        settings.setValue(QStringLiteral("low"), range.low);
        settings.setValue(QStringLiteral("high"), range.high);
    }
    settings.endArray();
}

void AxisModel::restoreState(const QSettings &settings)
{
    const QString stem = QStringLiteral("trend/axes/");
    const int size =
        std::min<int>(settings.value(stem + QStringLiteral("size")).toInt(), int(kMostRemembered));
    for (int number = 1; number <= size; ++number) {
        const auto value = [&settings, &stem, number](QLatin1StringView key) {
            return settings.value(stem + QString::number(number) + u'/' + key);
        };
        Axis axis;
        axis.name = value(QLatin1StringView("name")).toString();
        axis.side = value(QLatin1StringView("right")).toBool() ? Side::Right : Side::Left;
        const ValueRange range{value(QLatin1StringView("low")).toDouble(),
                               value(QLatin1StringView("high")).toDouble()};
        if (value(QLatin1StringView("fixed")).toBool() && isLawful(range))
            axis.fixed = range;
        m_known[axis.name] = axis;
    }
}

} // namespace ui
