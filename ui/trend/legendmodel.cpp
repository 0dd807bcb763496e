// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/trend/legendmodel.h"

#include "ui/trend/trendhistory.h"

#include <QFontMetrics>
#include <QGuiApplication>
#include <QSettings>
#include <algorithm>
#include <cmath>

namespace ui {

namespace {

constexpr QLatin1StringView kTagsKey("trend/tags");
constexpr QLatin1StringView kLineAxesKey("trend/lineAxes");
constexpr qint64 kFreshMs = 2000; ///< an age below needs no mention

const TrendHistory &noHistory()
{
    static const TrendHistory none;
    return none;
}

QString qualityText(modbus::Quality quality)
{
    switch (quality) {
    case modbus::Quality::Good:
        return {};
    case modbus::Quality::NotAvailable:
        return LegendModel::tr("not available");
    case modbus::Quality::Undecodable:
        return LegendModel::tr("no value of its type");
    case modbus::Quality::Failed:
        return LegendModel::tr("not read");
    }
    return {};
}

QString ageText(qint64 ms)
{
    if (ms < 60'000)
        return LegendModel::tr("%1 s old").arg(ms / 1000);
    if (ms < 3'600'000)
        return LegendModel::tr("%1 min old").arg(ms / 60'000);
    return LegendModel::tr("%1 h old").arg(ms / 3'600'000);
}

} // namespace

QString valueText(double value, bool isBool)
{
    if (std::isnan(value))
        return QStringLiteral("-");
    if (isBool)
        return value != 0 ? LegendModel::tr("on") : LegendModel::tr("off");
    return QString::number(value, 'g', 6);
}

LegendModel::LegendModel(QObject *parent)
    : QAbstractTableModel(parent)
    , m_history(&noHistory())
{
}

void LegendModel::setHistory(const TrendHistory &history)
{
    m_history = &history;
    pointsChanged();
}

void LegendModel::pointsChanged()
{
    if (!m_lines.isEmpty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    emit linesChanged();
}

QStringList LegendModel::tags() const
{
    QStringList tags;
    for (const Line &line : m_lines)
        tags.append(line.tag);
    return tags;
}

int LegendModel::freeSlot() const
{
    int slot = 0;
    while (std::ranges::any_of(m_lines, [slot](const Line &line) { return line.slot == slot; }))
        ++slot;
    return slot;
}

QStringList LegendModel::add(const QStringList &tags)
{
    QStringList left;
    const qsizetype before = m_lines.size();
    for (const QString &tag : tags) {
        if (tag.isEmpty() || this->tags().contains(tag))
            continue;
        if (m_lines.size() >= kMostLines) {
            left.append(tag);
            continue;
        }
        beginInsertRows({}, int(m_lines.size()), int(m_lines.size()));
        m_lines.append({tag, freeSlot(), {}});
        endInsertRows();
    }
    if (m_lines.size() != before)
        emit linesChanged();
    return left;
}

void LegendModel::remove(const QString &tag)
{
    const qsizetype row = tags().indexOf(tag);
    if (row < 0)
        return;
    beginRemoveRows({}, int(row), int(row));
    m_lines.removeAt(row);
    endRemoveRows();
    emit linesChanged();
}

void LegendModel::setTags(const QStringList &tags)
{
    if (tags == this->tags())
        return;
    beginResetModel();
    m_lines.clear();
    endResetModel();
    add(tags);
    if (m_lines.isEmpty())
        emit linesChanged();
}

QString LegendModel::axisOf(int row) const
{
    const Line &line = m_lines[row];
    if (!line.axis.isEmpty())
        return line.axis;
    if (const modbus::Point *point = m_history->point(line.tag))
        return point->isBool() ? tr("on/off") : point->engineeringUnit;
    return {};
}

bool LegendModel::isBool(int row) const
{
    const modbus::Point *point = m_history->point(m_lines[row].tag);
    return point && point->isBool();
}

QStringList LegendModel::axisNames() const
{
    QStringList names;
    for (int row = 0; row < rowCount(); ++row)
        names.append(axisOf(row));
    names.removeDuplicates();
    return names;
}

void LegendModel::setCursors(const std::optional<TimeRange> &cursors)
{
    m_cursors = cursors;
    if (!m_lines.isEmpty())
        emit dataChanged(index(0, AtFirstColumn), index(rowCount() - 1, MeanColumn));
}

void LegendModel::refresh(qint64 now)
{
    m_now = now;
    if (!m_lines.isEmpty())
        emit dataChanged(index(0, ValueColumn), index(rowCount() - 1, StateColumn));
}

void LegendModel::setPalette(const QPalette &palette)
{
    m_palette = palette;
    if (!m_lines.isEmpty())
        emit dataChanged(index(0, TagColumn), index(rowCount() - 1, TagColumn));
}

int LegendModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_lines.size());
}

int LegendModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

std::optional<Reading> LegendModel::atCursor(int row, double time) const
{
    const TrendSeries *series = m_history->series(m_lines[row].tag);
    return series ? series->validAt(std::llround(time * 1000)) : std::nullopt;
}

QString LegendModel::cursorText(int row, int column) const
{
    if (!m_cursors)
        return {};
    const bool isSwitch = isBool(row);
    const auto text = [isSwitch](const std::optional<Reading> &reading) {
        if (!reading)
            return QStringLiteral("-");
        return reading->isGap() ? qualityText(reading->quality)
                                : valueText(reading->value, isSwitch);
    };
    const TrendSeries *series = m_history->series(m_lines[row].tag);
    switch (column) {
    case AtFirstColumn:
        return text(atCursor(row, m_cursors->from));
    case AtSecondColumn:
        return text(atCursor(row, m_cursors->to));
    case DifferenceColumn: {
        const auto first = atCursor(row, m_cursors->from);
        const auto second = atCursor(row, m_cursors->to);
        if (!first || !second || isSwitch)
            return QStringLiteral("-");
        return valueText(second->value - first->value);
    }
    default:
        break;
    }
    if (!series)
        return QStringLiteral("-");
    const auto [from, to] = std::minmax(m_cursors->from, m_cursors->to);
    const Summary summary = series->summary(std::llround(from * 1000), std::llround(to * 1000));
    if (column == LowColumn)
        return valueText(summary.low, isSwitch);
    if (column == HighColumn)
        return valueText(summary.high, isSwitch);
    return valueText(summary.mean);
}

QString LegendModel::stateText(int row) const
{
    const TrendSeries *series = m_history->series(m_lines[row].tag);
    if (!series)
        return tr("not in the point list");
    if (series->isEmpty())
        return tr("no reading yet");
    const Reading &last = series->last();
    if (last.isGap())
        return series->fault().isEmpty() ? qualityText(last.quality) : series->fault();
    const modbus::Point *point = m_history->point(m_lines[row].tag);
    const qint64 age = m_now - last.time;
    return age > std::max<qint64>(kFreshMs, 3 * point->period.count()) ? ageText(age) : QString();
}

QString LegendModel::text(int row, int column) const
{
    const Line &line = m_lines[row];
    const modbus::Point *point = m_history->point(line.tag);
    const TrendSeries *series = m_history->series(line.tag);
    switch (column) {
    case TagColumn:
        return line.tag;
    case ValueColumn:
        return series && !series->isEmpty() ? valueText(series->last().value, isBool(row))
                                            : QStringLiteral("-");
    case UnitColumn:
        return point ? point->engineeringUnit : QString();
    case StateColumn:
        return stateText(row);
    case AxisColumn: {
        const QString name = axisOf(row);
        return name.isEmpty() ? tr("(no unit)") : name;
    }
    case DescriptionColumn:
        return point ? point->description : QString();
    default:
        return cursorText(row, column);
    }
}

/// The same in a selected row, where a pixmap alone would be drawn in the selection's colour.
QIcon LegendModel::swatch(int row) const
{
    const QPixmap pixmap =
        lineSwatch(lineLook(m_lines[row].slot, m_palette),
                   QFontMetrics(QGuiApplication::font()).height(), qGuiApp->devicePixelRatio());
    QIcon icon(pixmap);
    icon.addPixmap(pixmap, QIcon::Selected);
    return icon;
}

QVariant LegendModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const int row = index.row();
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return text(row, column);
    case Qt::EditRole:
        return column == AxisColumn ? axisOf(row) : text(row, column);
    case Qt::ToolTipRole:
        if (column == AxisColumn)
            return tr("F2 or a double click: the name of another axis. Lines of one name share "
                      "it; an empty name is the axis of the unit.");
        return text(row, column);
    case Qt::DecorationRole:
        if (column != TagColumn)
            return {};
        return swatch(row);
    case Qt::TextAlignmentRole:
        if (column == ValueColumn || (column >= AtFirstColumn && column <= MeanColumn))
            return int(Qt::AlignRight | Qt::AlignVCenter);
        return {};
    default:
        return {};
    }
}

bool LegendModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (index.column() != AxisColumn || role != Qt::EditRole)
        return false;
    constexpr qsizetype kLongestName = 40;
    const QString name = value.toString().simplified().left(kLongestName);
    Line &line = m_lines[index.row()];
    if (name == axisOf(index.row()))
        return true;
    line.axis = name;
    emit dataChanged(index, index);
    emit linesChanged();
    return true;
}

Qt::ItemFlags LegendModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    flags.setFlag(Qt::ItemIsEditable, index.column() == AxisColumn);
    return flags;
}

QVariant LegendModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case TagColumn:
        return tr("Tag");
    case ValueColumn:
        return tr("Value");
    case UnitColumn:
        return tr("Unit");
    case StateColumn:
        return tr("State");
    case AtFirstColumn:
        return tr("at A");
    case AtSecondColumn:
        return tr("at B");
    case DifferenceColumn:
        return tr("B - A");
    case LowColumn:
        return tr("Min A..B");
    case HighColumn:
        return tr("Max A..B");
    case MeanColumn:
        return tr("Mean A..B");
    case AxisColumn:
        return tr("Axis");
    case DescriptionColumn:
        return tr("Description");
    default:
        return {};
    }
}

void LegendModel::saveState(QSettings &settings) const
{
    QStringList axes;
    for (const Line &line : m_lines)
        axes.append(line.axis);
    settings.setValue(kTagsKey, tags());
    settings.setValue(kLineAxesKey, axes);
}

void LegendModel::restoreState(const QSettings &settings)
{
    setTags(settings.value(kTagsKey).toStringList());
    const QStringList axes = settings.value(kLineAxesKey).toStringList();
    for (int row = 0; row < rowCount() && row < axes.size(); ++row)
        m_lines[row].axis = axes[row];
    pointsChanged();
}

} // namespace ui
