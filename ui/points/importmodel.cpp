// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/points/importmodel.h"

#include "ui/icons.h"

#include <QFont>
#include <QGuiApplication>
#include <QPalette>
#include <algorithm>

namespace ui {

namespace {

using State = ImportModel::State;

/// A cell of a damaged file can hold all the rest of it.
constexpr qsizetype kLongestQuote = 40;

QString stateIcon(State state)
{
    switch (state) {
    case State::Good:
        return QStringLiteral("state-connected");
    case State::Warning:
        return QStringLiteral("warning");
    case State::Error:
    case State::LeftOut:
        break;
    }
    return QStringLiteral("error");
}

Tone stateTone(State state)
{
    switch (state) {
    case State::Good:
        return Tone::Good;
    case State::Warning:
        return Tone::Warning;
    case State::Error:
    case State::LeftOut:
        break;
    }
    return Tone::Bad;
}

QString stateText(State state)
{
    switch (state) {
    case State::Good:
        return ImportModel::tr("good");
    case State::Warning:
        return ImportModel::tr("warning");
    case State::Error:
        return ImportModel::tr("error");
    case State::LeftOut:
        break;
    }
    return ImportModel::tr("left out");
}

QString faultText(const modbus::RowFault &fault)
{
    QString quote = fault.text.simplified();
    if (quote.size() > kLongestQuote)
        quote = quote.left(kLongestQuote) + QStringLiteral("\u2026");
    if (fault.column.isEmpty())
        return fault.reason;
    return quote.isEmpty()
               ? ImportModel::tr("%1: %2").arg(fault.column, fault.reason)
               : ImportModel::tr("%1 \"%2\": %3").arg(fault.column, quote, fault.reason);
}

QString typeText(const modbus::Point &point)
{
    if (point.bit)
        return ImportModel::tr("bit %1").arg(*point.bit);
    QString name = modbus::typeName(point.format.type);
    if (point.isBool())
        return name;
    const QString order = modbus::orderName(point.format.order);
    return point.isText() ? QStringLiteral("%1[%2] %3").arg(name).arg(point.size()).arg(order)
                          : name + u' ' + order;
}

QString scaleText(const modbus::Point &point)
{
    QString text;
    if (!point.scaling.isIdentity())
        text = QStringLiteral("\u00d7 %1").arg(point.scaling.factor);
    if (point.scaling.offset != 0)
        text += point.scaling.offset < 0 ? QStringLiteral(" \u2212 %1").arg(-point.scaling.offset)
                                         : QStringLiteral(" + %1").arg(point.scaling.offset);
    return text.isEmpty() ? point.engineeringUnit : text + u' ' + point.engineeringUnit;
}

QString deviceText(const modbus::Point &point)
{
    return point.device.isEmpty() ? ImportModel::tr("unit %1").arg(point.unit)
                                  : ImportModel::tr("%1 unit %2").arg(point.device).arg(point.unit);
}

} // namespace

ImportModel::ImportModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void ImportModel::show(const modbus::PointListReading &reading,
                       const QList<modbus::Finding> &findings)
{
    beginResetModel();
    m_points = reading.points;
    m_faults = reading.faults;
    m_findings = findings;
    m_rows.clear();
    m_rows.reserve(m_points.size());
    for (int i = 0; i < m_points.size(); ++i)
        m_rows.append({reading.lines.value(i), i, State::Good, {}});
    for (int i = 0; i < m_findings.size(); ++i) {
        const modbus::Finding &finding = m_findings.at(i);
        const State state =
            finding.severity == modbus::Finding::Severity::Error ? State::Error : State::Warning;
        for (const int point : finding.points) {
            m_rows[point].remarks.append(i);
            m_rows[point].state = std::max(m_rows.at(point).state, state);
        }
    }
    const qsizetype firstLeftOut = m_rows.size();
    for (int i = 0; i < m_faults.size(); ++i) {
        const int line = m_faults.at(i).line;
        if (m_rows.size() > firstLeftOut && m_rows.constLast().line == line)
            m_rows.last().remarks.append(i);
        else
            m_rows.append({line, -1, State::LeftOut, {i}});
    }
    m_leftOut = static_cast<int>(m_rows.size() - firstLeftOut);
    std::sort(m_rows.begin(), m_rows.end(),
              [](const Row &a, const Row &b) { return a.line < b.line; });
    endResetModel();
}

int ImportModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ImportModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ImportModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Row &row = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(row, index.column());
    case Qt::ToolTipRole:
        return index.column() == Remark ? remarks(row).join(u'\n') : QVariant();
    case Qt::DecorationRole:
        return index.column() == Status ? icon(stateIcon(row.state), stateTone(row.state))
                                        : QVariant();
    case Qt::ForegroundRole:
        if (index.column() == Status)
            return toneColor(stateTone(row.state), QGuiApplication::palette());
        return {};
    case Qt::TextAlignmentRole:
        return QVariant::fromValue((index.column() == Line ? Qt::AlignRight : Qt::AlignLeft) |
                                   Qt::AlignVCenter);
    case StateRole:
        return static_cast<int>(row.state);
    default:
        return {};
    }
}

QString ImportModel::text(const Row &row, int column) const
{
    switch (column) {
    case Line:
        return QString::number(row.line);
    case Status:
        return stateText(row.state);
    case Remark:
        return remarks(row).join(u' ');
    default:
        break;
    }
    if (row.point < 0)
        return {};
    const modbus::Point &point = m_points.at(row.point);
    switch (column) {
    case Tag:
        return point.tag;
    case Address:
        return tr("%1 %2").arg(modbus::itemsInWords(point.address.table, true),
                               modbus::formatAddress(point.address, point.notation));
    case Type:
        return typeText(point);
    case Device:
        return deviceText(point);
    case Scale:
        return scaleText(point);
    default:
        return {};
    }
}

QStringList ImportModel::remarks(const Row &row) const
{
    QStringList texts;
    for (const int index : row.remarks)
        texts.append(row.point < 0 ? faultText(m_faults.at(index)) : m_findings.at(index).text);
    if (texts.isEmpty())
        texts.append(m_points.at(row.point).description);
    return texts;
}

QVariant ImportModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((section == Line ? Qt::AlignRight : Qt::AlignLeft) |
                                   Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Line:
        return tr("Line");
    case Status:
        return tr("Status");
    case Tag:
        return tr("Tag");
    case Address:
        return tr("Address");
    case Type:
        return tr("Type");
    case Device:
        return tr("Device");
    case Scale:
        return tr("Scale, unit");
    case Remark:
        return tr("Why, or what it is");
    default:
        return {};
    }
}

} // namespace ui
