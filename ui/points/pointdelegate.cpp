// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/points/pointdelegate.h"

#include "ui/icons.h"
#include "ui/points/pointarrangement.h"
#include "ui/points/pointcells.h"
#include "ui/points/pointlistmodel.h"
#include "ui/points/pointtext.h"
#include "ui/points/sparkline.h"
#include "ui/tones.h"

#include <QComboBox>
#include <QFontDatabase>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QToolTip>

namespace ui {

namespace {

constexpr char kRow[] = "pointRow";
constexpr char kColumn[] = "pointColumn";
constexpr char kOriginalText[] = "originalText";
constexpr int kReasonShownFor = 20'000;

QString textOf(const QWidget *editor)
{
    if (const auto *combo = qobject_cast<const QComboBox *>(editor))
        return combo->currentText();
    return qobject_cast<const QLineEdit *>(editor)->text();
}

void showWhy(QWidget *editor, const QString &why)
{
    QToolTip::showText(editor->mapToGlobal(QPoint(0, editor->height())), why, editor, {},
                       kReasonShownFor);
    editor->setAccessibleDescription(why);
}

bool isHeading(const QModelIndex &index)
{
    return index.data(PointArrangement::HeadingRole).toBool();
}

} // namespace

PointDelegate::PointDelegate(PointListModel &model, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_model(model)
{
}

QWidget *PointDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem & /*option*/,
                                     const QModelIndex &index) const
{
    const auto column = static_cast<PointColumn>(index.column());
    const int row = index.data(PointListModel::PointIndexRole).toInt();
    const QString original = index.data(Qt::EditRole).toString();
    QStringList choices = cellChoices(column);
    if (column == PointColumn::Value && m_model.points().at(row).isBool())
        choices = {tr("on"), tr("off")};
    QWidget *editor = nullptr;
    if (choices.isEmpty()) {
        auto *line = new QLineEdit(original, parent);
        line->setAlignment(isFigure(column) ? Qt::AlignRight : Qt::AlignLeft);
        line->setFrame(false);
        editor = line;
    } else {
        auto *combo = new QComboBox(parent);
        combo->setEditable(true);
        combo->setFrame(false);
        combo->addItems(choices);
        combo->setCurrentText(original);
        editor = combo;
    }
    editor->setObjectName(QStringLiteral("pointEditor"));
    editor->setAccessibleName(columnTitle(column));
    editor->setAutoFillBackground(true);
    editor->setProperty(kRow, row);
    editor->setProperty(kColumn, index.column());
    editor->setProperty(kOriginalText, original);
    return editor;
}

void PointDelegate::setEditorData(QWidget * /*editor*/, const QModelIndex & /*index*/) const
{
    // Called again with every sample: what is being typed has precedence.
}

void PointDelegate::setModelData(QWidget *editor, QAbstractItemModel *model,
                                 const QModelIndex &index) const
{
    const QString text = textOf(editor);
    const bool isValue = index.column() == static_cast<int>(PointColumn::Value);
    if (isValue || text != editor->property(kOriginalText).toString())
        model->setData(index, text);
}

QString PointDelegate::whyNot(int row, int column, const QString &text) const
{
    if (row >= m_model.rowCount())
        return {};
    const modbus::Point &point = m_model.points().at(row);
    if (column == static_cast<int>(PointColumn::Value))
        return whyNotSendable(point, text);
    const auto changed = withCell(point, static_cast<PointColumn>(column), text);
    return changed ? QString() : changed.error();
}

bool PointDelegate::eventFilter(QObject *object, QEvent *event)
{
    auto *editor = qobject_cast<QWidget *>(object);
    const int column = editor ? editor->property(kColumn).toInt() : 0;
    const bool isValue = column == static_cast<int>(PointColumn::Value);
    if (editor && event->type() == QEvent::FocusOut && isValue)
        return false; // nothing goes to a device because the focus went elsewhere
    if (!editor || event->type() != QEvent::KeyPress)
        return QStyledItemDelegate::eventFilter(object, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    if (key != Qt::Key_Return && key != Qt::Key_Enter && key != Qt::Key_Tab &&
        key != Qt::Key_Backtab)
        return QStyledItemDelegate::eventFilter(object, event);
    const QString why = whyNot(editor->property(kRow).toInt(), column, textOf(editor));
    if (!why.isEmpty()) {
        showWhy(editor, why);
        return true;
    }
    QToolTip::hideText();
    emit commitData(editor);
    const bool goesOn = !isValue && (key == Qt::Key_Tab || key == Qt::Key_Backtab);
    EndEditHint hint = NoHint;
    if (goesOn)
        hint = key == Qt::Key_Tab ? EditNextItem : EditPreviousItem;
    emit closeEditor(editor, hint);
    return true;
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
