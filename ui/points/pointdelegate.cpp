// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/points/pointdelegate.h"

#include "ui/icons.h"
#include "ui/points/pointarrangement.h"
#include "ui/points/pointcells.h"
#include "ui/points/pointlistmodel.h"
#include "ui/points/pointtext.h"
#include "ui/points/sparkline.h"
#include "ui/tones.h"

#include <QFontDatabase>
#include <QPainter>

namespace ui {

namespace {

constexpr char kRow[] = "pointRow";
constexpr char kColumn[] = "pointColumn";

bool isHeading(const QModelIndex &index)
{
    return index.data(PointArrangement::HeadingRole).toBool();
}

} // namespace

PointDelegate::PointDelegate(PointListModel &model, QObject *parent)
    : CheckedDelegate(parent)
    , m_model(model)
{
}

QWidget *PointDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem & /*option*/,
                                     const QModelIndex &index) const
{
    const auto column = static_cast<PointColumn>(index.column());
    const int row = index.data(PointListModel::PointIndexRole).toInt();
    const bool isValue = column == PointColumn::Value;
    Editing editing{columnTitle(column), index.data(Qt::EditRole).toString(), cellChoices(column),
                    isFigure(column), isValue};
    if (isValue && m_model.points().at(row).isBool())
        editing.choices = {tr("on"), tr("off")};
    QWidget *editor = makeEditor(parent, editing);
    editor->setObjectName(QStringLiteral("pointEditor"));
    editor->setProperty(kRow, row);
    editor->setProperty(kColumn, index.column());
    return editor;
}

void PointDelegate::setModelData(QWidget *editor, QAbstractItemModel *model,
                                 const QModelIndex &index) const
{
    if (isMeant(*editor))
        model->setData(index, textOf(*editor));
}

QString PointDelegate::whyNot(const QWidget &editor, const QString &text) const
{
    const int row = editor.property(kRow).toInt();
    if (row >= m_model.rowCount())
        return {};
    const modbus::Point &point = m_model.points().at(row);
    const auto column = static_cast<PointColumn>(editor.property(kColumn).toInt());
    if (column == PointColumn::Value)
        return whyNotSendable(point, text);
    const auto changed = withCell(point, column, text);
    return changed ? QString() : changed.error();
}

void PointDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    if (isHeading(index)) {
        option->font.setBold(true);
        option->backgroundBrush = option->palette.brush(QPalette::AlternateBase);
        return;
    }
    const auto column = static_cast<PointColumn>(index.column());
    if (isFigure(column) && column != PointColumn::Address) {
        static const QString fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont).family();
        option->font.setFamily(fixed);
    }
    if (column == PointColumn::Tag) {
        if (const QVariant severity = index.data(PointListModel::SeverityRole);
            severity.isValid()) {
            const bool isError = severity.toInt() == int(modbus::Finding::Severity::Error);
            option->features |= QStyleOptionViewItem::HasDecoration;
            option->icon = icon(isError ? QStringLiteral("error") : QStringLiteral("warning"),
                                isError ? Tone::Bad : Tone::Warning);
            option->decorationSize = QSize(1, 1) * option->fontMetrics.height();
        }
    }
    if (column != PointColumn::Value && column != PointColumn::State)
        return;
    const bool isBelieved = index.data(PointListModel::BelievedRole).toBool();
    const auto limit =
        static_cast<modbus::LimitState>(index.data(PointListModel::LimitRole).toInt());
    if (limit != modbus::LimitState::Within) {
        option->palette.setColor(QPalette::Text, toneColor(Tone::Bad, option->palette));
        option->font.setBold(true);
        if (column == PointColumn::Value) {
            option->text.prepend(limit == modbus::LimitState::High ? QStringLiteral("\u25b2 ")
                                                                   : QStringLiteral("\u25bc "));
        }
        return;
    }
    const QVariant quality = index.data(PointListModel::QualityRole);
    const bool isMissing =
        quality.isValid() && quality.toInt() == int(modbus::Quality::NotAvailable);
    if (column == PointColumn::Value && !isBelieved) {
        option->palette.setColor(QPalette::Text, toneColor(Tone::Quiet, option->palette));
        option->font.setItalic(true);
        option->font.setStrikeOut(quality.isValid() && !isMissing);
    } else if (column == PointColumn::State) {
        const bool isWrong = quality.isValid() && !isBelieved && !isMissing;
        option->palette.setColor(QPalette::Text,
                                 toneColor(isWrong ? Tone::Warning : Tone::Quiet, option->palette));
    }
}

void PointDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const
{
    QStyledItemDelegate::paint(painter, option, index);
    if (index.column() != static_cast<int>(PointColumn::Trend) || isHeading(index))
        return;
    const int row = index.data(PointListModel::PointIndexRole).toInt();
    const modbus::Point &point = m_model.points().at(row);
    const bool isSelected = option.state & QStyle::State_Selected;
    SparklineStyle style;
    style.isStepped = point.isBool();
    style.line = option.palette.color(isSelected ? QPalette::HighlightedText : QPalette::Text);
    const QVariant limit = index.data(PointListModel::LimitRole);
    style.end = limit.toInt() == int(modbus::LimitState::Within)
                    ? style.line
                    : toneColor(Tone::Bad, option.palette);
    paintSparkline(*painter, option.rect, m_model.liveAt(row).spark, style);
}

} // namespace ui
