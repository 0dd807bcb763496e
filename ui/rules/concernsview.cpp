// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rules/concernsview.h"

#include "ui/rules/symbols.h"

#include <QHBoxLayout>
#include <QLabel>

namespace ui {

ConcernsView::ConcernsView(QWidget *parent)
    : QWidget(parent)
    , m_symbol(new SymbolWidget)
    , m_text(new QLabel)
{
    m_text->setObjectName(QStringLiteral("rulesWarnings"));
    m_text->setAccessibleName(tr("Warnings about the rule file"));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_symbol, 0, Qt::AlignTop);
    row->addWidget(m_text, 1);
    hide();
}

void ConcernsView::showConcerns(const QList<Concern> &concerns)
{
    if (isRefused(concerns))
        m_symbol->setSymbol(Symbol::Cross, Tone::Bad);
    else if (needsConfirmation(concerns))
        m_symbol->setSymbol(Symbol::Exclamation, Tone::Warning);
    else
        m_symbol->setSymbol(Symbol::Exclamation, Tone::Quiet);
    m_text->setText(concernsText(concerns));
    setVisible(!concerns.isEmpty());
}

} // namespace ui
