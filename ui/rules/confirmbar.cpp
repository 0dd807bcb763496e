// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rules/confirmbar.h"

#include "ui/rules/symbols.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPaintEvent>
#include <QPainter>
#include <QPushButton>

namespace ui {

ConfirmBar::ConfirmBar(QWidget *parent)
    : QFrame(parent)
    , m_question(new QLabel)
    , m_reload(new QPushButton(tr("Read again and look")))
    , m_dont(new QPushButton(tr("Do not push")))
{
    setObjectName(QStringLiteral("rulesConfirm"));
    setAccessibleName(tr("Confirmation"));

    auto *symbol = new SymbolWidget;
    symbol->setSymbol(Symbol::Exclamation, Tone::Warning);
    m_question->setObjectName(QStringLiteral("rulesConfirmText"));
    m_question->setTextFormat(Qt::PlainText);
    m_question->setWordWrap(true);
    auto *anyway = new QPushButton(tr("Push anyway"));
    anyway->setObjectName(QStringLiteral("rulesPushAnyway"));
    anyway->setAccessibleName(tr("Push the file in spite of the warnings"));
    anyway->setToolTip(tr("Pushes the bytes that are shown, as they are."));
    m_reload->setObjectName(QStringLiteral("rulesReloadFirst"));
    m_reload->setAccessibleName(tr("Read the file from disk again before pushing"));
    m_reload->setToolTip(tr("Reads the file from disk again and shows it. Nothing is pushed yet."));
    m_dont->setObjectName(QStringLiteral("rulesDoNotPush"));
    m_dont->setAccessibleName(tr("Do not push the file"));
    m_dont->setToolTip(tr("Leaves the receiver as it is."));

    connect(anyway, &QPushButton::clicked, this, [this] {
        hide();
        emit confirmed();
    });
    connect(m_reload, &QPushButton::clicked, this, [this] {
        hide();
        emit reloadWanted();
    });
    connect(m_dont, &QPushButton::clicked, this, &QWidget::hide);

    for (QPushButton *button : {m_reload, anyway, m_dont})
        button->setAutoDefault(true); // Enter presses the one that has the focus
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->addWidget(symbol);
    layout->addWidget(m_question, 1);
    layout->addWidget(m_reload);
    layout->addWidget(anyway);
    layout->addWidget(m_dont);
    hide();
}

void ConfirmBar::ask(const QString &question, bool offersReload)
{
    m_question->setText(question);
    m_reload->setVisible(offersReload);
    show();
    (offersReload ? m_reload : m_dont)->setFocus();
}

void ConfirmBar::paintEvent(QPaintEvent *event)
{
    QPainter(this).fillRect(event->rect(), toneGround(Tone::Warning, palette()));
}

} // namespace ui
