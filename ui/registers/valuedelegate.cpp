// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registers/valuedelegate.h"

#include "ui/registers/registermodel.h"

#include <QComboBox>
#include <QFontDatabase>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QToolTip>

namespace ui {

namespace {

// Marks the editors of values, as against those of names.
constexpr char kOriginalText[] = "originalText";
constexpr char kIsEntered[] = "isEntered";
constexpr int kMarkWidth = 3;
constexpr int kErrorShownFor = 20'000;

bool isValueEditor(const QObject *editor)
{
    return editor->property(kOriginalText).isValid();
}

QString textOf(const QWidget *editor)
{
    if (const auto *combo = qobject_cast<const QComboBox *>(editor))
        return combo->currentText();
    return qobject_cast<const QLineEdit *>(editor)->text();
}

void showWhy(QWidget *editor, const QString &why)
{
    QToolTip::showText(editor->mapToGlobal(QPoint(0, editor->height())), why, editor, {},
                       kErrorShownFor);
    editor->setAccessibleDescription(why);
}

QColor mixed(const QColor &base, const QColor &other, qreal share)
{
    const auto part = [share](float a, float b) { return static_cast<float>(a + (b - a) * share); };
    return QColor::fromRgbF(part(base.redF(), other.redF()), part(base.greenF(), other.greenF()),
                            part(base.blueF(), other.blueF()));
}

} // namespace

ValueDelegate::ValueDelegate(RegisterModel &model, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_model(model)
{
}

QWidget *ValueDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem &option,
                                     const QModelIndex &index) const
{
    if (index.column() != RegisterModel::ValueColumn) {
        QWidget *editor = QStyledItemDelegate::createEditor(parent, option, index);
        editor->setObjectName(QStringLiteral("nameEditor"));
        editor->setAccessibleName(tr("Name"));
        return editor;
    }
    const QString original = index.data(Qt::EditRole).toString();
    QWidget *editor = nullptr;
    if (m_model.shape().format.type == modbus::DataType::Bool) {
        auto *combo = new QComboBox(parent);
        combo->setEditable(true);
        combo->addItems({modbus::toText(false, modbus::DataType::Bool),
                         modbus::toText(true, modbus::DataType::Bool)});
        combo->setCurrentText(original);
        editor = combo;
    } else {
        auto *line = new QLineEdit(original, parent);
        line->setAlignment(Qt::AlignRight);
        line->setFrame(false);
        editor = line;
    }
    editor->setObjectName(QStringLiteral("valueEditor"));
    editor->setAccessibleName(tr("New value"));
    editor->setAutoFillBackground(true);
    editor->setProperty(kOriginalText, original);
    return editor;
}

void ValueDelegate::setEditorData(QWidget *editor, const QModelIndex &index) const
{
    // Called again with every sample: what is being typed has precedence.
    if (isValueEditor(editor) || qobject_cast<QLineEdit *>(editor)->isModified())
        return;
    QStyledItemDelegate::setEditorData(editor, index);
}

void ValueDelegate::setModelData(QWidget *editor, QAbstractItemModel *model,
                                 const QModelIndex &index) const
{
    if (!isValueEditor(editor)) {
        QStyledItemDelegate::setModelData(editor, model, index);
        return;
    }
    const QString text = textOf(editor);
    const bool isEntered = editor->property(kIsEntered).toBool();
    if (!isEntered && text == editor->property(kOriginalText).toString())
        return;
    if (const auto value = modbus::encode(text, m_model.shape().format); !value)
        emit refused(value.error().detail);
    else if (!model->setData(index, text))
        emit refused(tr("Writes were locked meanwhile. Arm them, then enter the value again."));
}

bool ValueDelegate::eventFilter(QObject *object, QEvent *event)
{
    auto *editor = qobject_cast<QWidget *>(object);
    if (!editor || !isValueEditor(editor))
        return QStyledItemDelegate::eventFilter(object, event);
    if (event->type() == QEvent::FocusOut)
        return false;
    if (event->type() != QEvent::KeyPress)
        return QStyledItemDelegate::eventFilter(object, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    if (key != Qt::Key_Return && key != Qt::Key_Enter && key != Qt::Key_Tab)
        return QStyledItemDelegate::eventFilter(object, event);
    if (const auto value = modbus::encode(textOf(editor), m_model.shape().format); !value) {
        showWhy(editor, value.error().detail);
        emit refused(value.error().detail);
        return true;
    }
    QToolTip::hideText();
    editor->setProperty(kIsEntered, true);
    emit commitData(editor);
    emit closeEditor(editor, QAbstractItemDelegate::NoHint);
    return true;
}

void ValueDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const int column = index.column();
    if (column == RegisterModel::RawColumn || column == RegisterModel::ValueColumn) {
        static const QString fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont).family();
        option->font.setFamily(fixed);
    }
    if (column != RegisterModel::StatusColumn && index.data(RegisterModel::StaleRole).toBool()) {
        option->palette.setColor(QPalette::Text,
                                 option->palette.color(QPalette::Disabled, QPalette::Text));
        option->font.setItalic(true);
    }
    const qreal freshness = index.data(RegisterModel::FreshnessRole).toReal();
    if (freshness > 0) {
        option->font.setBold(true);
        option->backgroundBrush =
            mixed(option->palette.color(QPalette::Base), option->palette.color(QPalette::Highlight),
                  0.4 * freshness);
    }
}

void ValueDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const
{
    QStyledItemDelegate::paint(painter, option, index);
    if (index.column() == RegisterModel::ValueColumn &&
        index.data(RegisterModel::FreshnessRole).toReal() > 0) {
        QRect mark = option.rect;
        mark.setWidth(kMarkWidth);
        painter->fillRect(mark, option.palette.color(QPalette::Highlight));
    }
}

} // namespace ui
