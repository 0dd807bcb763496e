// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/solver/solvermodel.h"

#include "ui/icons.h"

namespace ui {

namespace {

using HitFit = modbus::SolverHit::Fit;

QString fitText(HitFit fit)
{
    switch (fit) {
    case HitFit::Exact:
        return SolverModel::tr("fits");
    case HitFit::LastDigit:
        return SolverModel::tr("last digit");
    case HitFit::Near:
        break;
    }
    return SolverModel::tr("near");
}

QIcon fitIcon(HitFit fit)
{
    switch (fit) {
    case HitFit::Exact:
        return icon(QStringLiteral("state-connected"), Tone::Good);
    case HitFit::LastDigit:
        return icon(QStringLiteral("info"), Tone::Warning);
    case HitFit::Near:
        break;
    }
    return icon(QStringLiteral("state-waiting"), Tone::Quiet);
}

/// Fixed notation: what stands on the display is no 2.364e+02.
QString numberText(double number)
{
    return modbus::toText(QString::number(number, 'g', 9).toDouble(), modbus::DataType::Float64);
}

QString text(const modbus::SolverHit &hit, int column)
{
    switch (column) {
    case SolverModel::Fit:
        return fitText(hit.fit);
    case SolverModel::Address:
        return modbus::rangeText(hit.address, modbus::registersPerValue(hit.format));
    case SolverModel::Type:
        return modbus::typeName(hit.format.type);
    case SolverModel::Order:
        return modbus::orderName(hit.format.order);
    case SolverModel::Scale:
        return QStringLiteral("\u00d7 %1").arg(numberText(hit.scaling().factor));
    case SolverModel::Shows:
        return numberText(hit.number);
    case SolverModel::Why:
        return hit.why;
    default:
        return {};
    }
}

bool isNumeric(int column)
{
    return column == SolverModel::Scale || column == SolverModel::Shows;
}

} // namespace

SolverModel::SolverModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void SolverModel::setHits(const QList<modbus::SolverHit> &hits)
{
    beginResetModel();
    m_hits = hits;
    endResetModel();
}

const modbus::SolverHit *SolverModel::hitAt(const QModelIndex &index) const
{
    return index.isValid() && index.row() < m_hits.size() ? &m_hits.at(index.row()) : nullptr;
}

int SolverModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_hits.size());
}

int SolverModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant SolverModel::data(const QModelIndex &index, int role) const
{
    const modbus::SolverHit *hit = hitAt(index);
    if (!hit)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return text(*hit, index.column());
    case Qt::ToolTipRole:
        return QStringLiteral("%1\n%2").arg(hit->text, hit->why);
    case Qt::DecorationRole:
        return index.column() == Fit ? fitIcon(hit->fit) : QVariant();
    case Qt::TextAlignmentRole:
        return QVariant::fromValue((isNumeric(index.column()) ? Qt::AlignRight : Qt::AlignLeft) |
                                   Qt::AlignVCenter);
    default:
        return {};
    }
}

QVariant SolverModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue((isNumeric(section) ? Qt::AlignRight : Qt::AlignLeft) |
                                   Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Fit:
        return tr("Fit");
    case Address:
        return tr("Where");
    case Type:
        return tr("Type");
    case Order:
        return tr("Order");
    case Scale:
        return tr("Scale");
    case Shows:
        return tr("Shows");
    case Why:
        return tr("For and against");
    default:
        return {};
    }
}

} // namespace ui
