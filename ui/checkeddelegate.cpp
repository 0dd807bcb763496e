// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/checkeddelegate.h"

#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QToolTip>

namespace ui {

namespace {

constexpr char kOriginalText[] = "originalText";
constexpr char kIsSent[] = "isSent";
constexpr char kIsEntered[] = "isEntered";
constexpr int kReasonShownFor = 20'000;

void showWhy(QWidget &editor, const QString &why)
{
    QToolTip::showText(editor.mapToGlobal(QPoint(0, editor.height())), why, &editor, {},
                       kReasonShownFor);
    editor.setAccessibleDescription(why);
}

QAbstractItemDelegate::EndEditHint hintOf(int key)
{
    switch (key) {
    case Qt::Key_Tab:
        return QAbstractItemDelegate::EditNextItem;
    case Qt::Key_Backtab:
        return QAbstractItemDelegate::EditPreviousItem;
    default:
        return QAbstractItemDelegate::NoHint;
    }
}

bool endsEditing(int key)
{
    return key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Tab ||
           key == Qt::Key_Backtab;
}

} // namespace

QWidget *CheckedDelegate::makeEditor(QWidget *parent, const Editing &editing) const
{
    QWidget *editor = nullptr;
    if (editing.choices.isEmpty()) {
        auto *line = new QLineEdit(editing.original, parent);
        line->setAlignment(editing.isFigure ? Qt::AlignRight : Qt::AlignLeft);
        line->setFrame(false);
        editor = line;
    } else {
        auto *combo = new QComboBox(parent);
        combo->setEditable(true);
        combo->setFrame(false);
        combo->addItems(editing.choices);
        combo->setCurrentText(editing.original);
        combo->lineEdit()->selectAll(); // as the view does for a line edit
        editor = combo;
    }
    editor->setAccessibleName(editing.name);
    editor->setAutoFillBackground(true);
    editor->setProperty(kOriginalText, editing.original);
    editor->setProperty(kIsSent, editing.isSent);
    return editor;
}

void CheckedDelegate::setEditorData(QWidget *editor, const QModelIndex &index) const
{
    // Called again with every sample: what is being typed has precedence.
    const auto *line = qobject_cast<const QLineEdit *>(editor);
    if (!isChecked(*editor) && !(line && line->isModified()))
        QStyledItemDelegate::setEditorData(editor, index);
}

bool CheckedDelegate::isChecked(const QObject &editor)
{
    return editor.property(kOriginalText).isValid();
}

QString CheckedDelegate::textOf(const QWidget &editor)
{
    if (const auto *combo = qobject_cast<const QComboBox *>(&editor))
        return combo->currentText();
    return qobject_cast<const QLineEdit *>(&editor)->text();
}

bool CheckedDelegate::isMeant(const QWidget &editor)
{
    return editor.property(kIsEntered).toBool() ||
           textOf(editor) != editor.property(kOriginalText).toString();
}

bool CheckedDelegate::eventFilter(QObject *object, QEvent *event)
{
    auto *editor = qobject_cast<QWidget *>(object);
    if (!editor || !isChecked(*editor))
        return QStyledItemDelegate::eventFilter(object, event);
    const bool isSent = editor->property(kIsSent).toBool();
    if (event->type() == QEvent::FocusOut && isSent)
        return false;
    const int key =
        event->type() == QEvent::KeyPress ? static_cast<const QKeyEvent *>(event)->key() : 0;
    if (!endsEditing(key))
        return QStyledItemDelegate::eventFilter(object, event);
    if (const QString why = whyNot(*editor, textOf(*editor)); !why.isEmpty()) {
        showWhy(*editor, why);
        emit refused(why);
        return true;
    }
    QToolTip::hideText();
    editor->setProperty(kIsEntered, isSent); // another look at what is there is no edit of it
    emit commitData(editor);
    emit closeEditor(editor, isSent ? NoHint : hintOf(key));
    return true;
}

} // namespace ui
