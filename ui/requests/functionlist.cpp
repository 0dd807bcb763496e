// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/requests/functionlist.h"

#include <QLineEdit>
#include <QListWidget>
#include <QVBoxLayout>

namespace ui {

FunctionList::FunctionList(QWidget *parent)
    : QWidget(parent)
    , m_forms(functionForms())
    , m_filter(new QLineEdit(this))
    , m_list(new QListWidget(this))
{
    m_filter->setObjectName(QStringLiteral("functionFilter"));
    m_filter->setAccessibleName(tr("Filter functions"));
    m_filter->setPlaceholderText(tr("Filter functions"));
    m_filter->setToolTip(tr("Show only functions whose code or name contains this (Ctrl+F)"));
    m_filter->setClearButtonEnabled(true);
    m_list->setObjectName(QStringLiteral("functionList"));
    m_list->setAccessibleName(tr("Functions"));
    for (const FunctionForm &form : std::as_const(m_forms))
        m_list->addItem(form.title);
    m_list->setCurrentRow(0);
    connect(m_filter, &QLineEdit::textChanged, this, &FunctionList::filter);
    connect(m_list, &QListWidget::currentRowChanged, this, &FunctionList::chosen);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_filter);
    layout->addWidget(m_list, 1);
    setFocusProxy(m_list);
}

const FunctionForm &FunctionList::current() const
{
    return m_forms.at(std::max(0, m_list->currentRow()));
}

void FunctionList::select(const QString &key)
{
    for (int row = 0; row < m_forms.size(); ++row) {
        if (m_forms.at(row).key == key)
            m_list->setCurrentRow(row);
    }
}

void FunctionList::focusFilter()
{
    m_filter->setFocus();
    m_filter->selectAll();
}

void FunctionList::filter(const QString &text)
{
    for (int row = 0; row < m_list->count(); ++row) {
        QListWidgetItem *item = m_list->item(row);
        item->setHidden(!item->text().contains(text.trimmed(), Qt::CaseInsensitive));
    }
}

} // namespace ui
