// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registers/valuedelegate.h"

#include "ui/registers/registermodel.h"

#include <QFontDatabase>
#include <QPainter>

namespace ui {

namespace {

constexpr int kMarkWidth = 3;

QColor mixed(const QColor &base, const QColor &other, qreal share)
{
    const auto part = [share](float a, float b) { return static_cast<float>(a + (b - a) * share); };
    return QColor::fromRgbF(part(base.redF(), other.redF()), part(base.greenF(), other.greenF()),
                            part(base.blueF(), other.blueF()));
}

} // namespace

ValueDelegate::ValueDelegate(RegisterModel &model, QObject *parent)
    : CheckedDelegate(parent)
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
    Editing editing{tr("New value"), index.data(Qt::EditRole).toString(), {}, true, true};
    if (m_model.shape().format.type == modbus::DataType::Bool) {
        editing.choices = {modbus::toText(false, modbus::DataType::Bool),
                           modbus::toText(true, modbus::DataType::Bool)};
    }
    QWidget *editor = makeEditor(parent, editing);
    editor->setObjectName(QStringLiteral("valueEditor"));
    return editor;
}

void ValueDelegate::setModelData(QWidget *editor, QAbstractItemModel *model,
                                 const QModelIndex &index) const
{
    if (!isChecked(*editor)) {
        QStyledItemDelegate::setModelData(editor, model, index);
        return;
    }
    if (!isMeant(*editor))
        return;
    const QString text = textOf(*editor);
    if (const QString why = whyNot(*editor, text); !why.isEmpty())
        emit refused(why);
    else if (!model->setData(index, text))
        emit refused(tr("Writes were locked meanwhile. Arm them, then enter the value again."));
}

QString ValueDelegate::whyNot(const QWidget & /*editor*/, const QString &text) const
{
    const auto value = modbus::encode(text, m_model.shape().format);
    return value ? QString() : value.error().detail;
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
