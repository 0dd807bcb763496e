// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/requests/requestform.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>

namespace ui {

namespace {

/// "requestAndMask": what tests and assistive tools know an editor by.
QString objectNameOf(const FormField &field)
{
    return QStringLiteral("request") + field.key.at(0).toUpper() + field.key.mid(1);
}

} // namespace

RequestForm::RequestForm(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QFormLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
}

void RequestForm::setForm(const FunctionForm &form)
{
    if (!m_key.isEmpty())
        m_entered[m_key] = texts();
    m_key = form.key;
    m_editors.clear();
    while (m_layout->rowCount() > 0)
        m_layout->removeRow(0);
    const QHash<QString, QString> entered = m_entered.value(form.key);
    for (const FormField &field : form.fields) {
        QWidget *editor = editorFor(field);
        const QString text = entered.value(field.key, field.initial);
        if (auto *line = qobject_cast<QLineEdit *>(editor))
            line->setText(text);
        else if (auto *box = qobject_cast<QComboBox *>(editor))
            box->setCurrentIndex(box->findData(text.toInt()));
        m_editors.insert(field.key, editor);
        m_layout->addRow(field.label, editor);
    }
}

QHash<QString, QString> RequestForm::texts() const
{
    QHash<QString, QString> texts;
    for (auto editor = m_editors.begin(); editor != m_editors.end(); ++editor) {
        if (const auto *line = qobject_cast<QLineEdit *>(*editor))
            texts.insert(editor.key(), line->text());
        else if (const auto *box = qobject_cast<QComboBox *>(*editor))
            texts.insert(editor.key(), box->currentData().toString());
    }
    return texts;
}

QWidget *RequestForm::editorFor(const FormField &field)
{
    QWidget *editor = nullptr;
    if (field.kind == FormField::Kind::Choice) {
        auto *box = new QComboBox(this);
        for (const FormField::Option &option : field.options)
            box->addItem(option.text, int(option.value));
        connect(box, &QComboBox::currentIndexChanged, this, &RequestForm::changed);
        editor = box;
    } else {
        auto *line = new QLineEdit(this);
        QString hint = field.hint;
        if (field.kind == FormField::Kind::Address)
            hint = tr("100, 0x64, 40101, 400101 or %MW100");
        else if (field.kind == FormField::Kind::Number)
            hint = tr("%1 to %2, or hexadecimal with 0x").arg(field.least).arg(field.most);
        line->setPlaceholderText(hint);
        line->setToolTip(hint);
        connect(line, &QLineEdit::textChanged, this, &RequestForm::changed);
        editor = line;
    }
    editor->setObjectName(objectNameOf(field));
    editor->setAccessibleName(field.label);
    return editor;
}

} // namespace ui
