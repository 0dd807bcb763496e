// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/discover/findingsmodel.h"

#include <QGuiApplication>
#include <QPainter>
#include <QPalette>
#include <QPixmap>

namespace ui {

namespace {

constexpr int kSymbolSide = 16;

QPixmap pixmapOf(Symbol symbol, Tone tone)
{
    const qreal ratio = qGuiApp->devicePixelRatio();
    QPixmap pixmap(QSize(kSymbolSide, kSymbolSide) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paintSymbol(painter, QRectF(0, 0, kSymbolSide, kSymbolSide), symbol,
                toneColor(tone, QGuiApplication::palette()));
    return pixmap;
}

/// A cell that is a figure, its unit left out.
QVariant sortable(const QString &text)
{
    bool isFigure = false;
    const double figure = text.section(QLatin1Char(' '), 0, 0).toDouble(&isFigure);
    return isFigure ? QVariant(figure) : QVariant(text);
}

bool isFigure(const QString &text)
{
    return sortable(text).typeId() == QMetaType::Double;
}

} // namespace

FindingsModel::FindingsModel(QStringList headings, QObject *parent)
    : QAbstractTableModel(parent)
    , m_headings(std::move(headings))
{
}

void FindingsModel::add(const FindingRow &row)
{
    const int number = int(m_rows.size());
    beginInsertRows({}, number, number);
    m_rows.append(row);
    endInsertRows();
}

void FindingsModel::setRows(const QList<FindingRow> &rows)
{
    if (rows.size() == m_rows.size() && !rows.isEmpty()) {
        m_rows = rows;
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
        return;
    }
    beginResetModel();
    m_rows = rows;
    endResetModel();
}

void FindingsModel::setHeadings(const QStringList &headings)
{
    beginResetModel();
    m_headings = headings;
    m_rows.clear();
    endResetModel();
}

int FindingsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int FindingsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_headings.size());
}

QVariant FindingsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const FindingRow &row = m_rows.at(index.row());
    const QString text = row.cells.value(index.column());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return text;
    case Qt::DecorationRole:
        return index.column() == 0 ? QVariant(pixmapOf(row.symbol, row.tone)) : QVariant();
    case Qt::TextAlignmentRole:
        return isFigure(text) && index.column() > 0 ? int(Qt::AlignRight | Qt::AlignVCenter)
                                                    : int(Qt::AlignLeft | Qt::AlignVCenter);
    case OriginRole:
        return row.origin;
    case SortRole:
        return sortable(text);
    default:
        return {};
    }
}

QVariant FindingsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= m_headings.size())
        return {};
    if (role == Qt::DisplayRole)
        return m_headings.at(section);
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignLeft | Qt::AlignVCenter);
    return {};
}

} // namespace ui
