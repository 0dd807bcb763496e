// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rules/resultview.h"

#include "ui/rules/symbols.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace ui {

namespace {

/// Plain text, for it may hold a stranger's words; selectable, for it is copied into mails.
QLabel *textLabel(const QString &name, const QString &spoken)
{
    auto *label = new QLabel;
    label->setObjectName(name);
    label->setAccessibleName(spoken);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

std::pair<Symbol, Tone> signOf(transfer::Outcome outcome)
{
    switch (outcome) {
    case transfer::Outcome::Reloaded:
        return {Symbol::Check, Tone::Good};
    case transfer::Outcome::ReloadFailed:
    case transfer::Outcome::NotSent:
        return {Symbol::Cross, Tone::Bad};
    case transfer::Outcome::Unknown:
        break;
    }
    return {Symbol::Question, Tone::Warning};
}

} // namespace

ResultView::ResultView(QWidget *parent)
    : QWidget(parent)
    , m_symbol(new SymbolWidget)
    , m_headline(textLabel(QStringLiteral("rulesResult"), tr("Result of the push")))
    , m_remark(textLabel(QStringLiteral("rulesRemark"), tr("What the result is worth")))
    , m_answer(textLabel(QStringLiteral("rulesAnswer"), tr("The peer's own words")))
    , m_again(new QPushButton(tr("Push again")))
    , m_copy(new QPushButton(tr("Copy report")))
{
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.4);
    large.setBold(true);
    m_headline->setFont(large);
    m_again->setObjectName(QStringLiteral("rulesPushAgain"));
    m_again->setAccessibleName(tr("Push the same again"));
    m_again->setToolTip(tr("Pushes what is shown once more."));
    m_copy->setObjectName(QStringLiteral("rulesCopyReport"));
    m_copy->setAccessibleName(tr("Copy the report of this push"));
    m_copy->setToolTip(tr("Copies all that is known of this push, to paste into a mail: result, "
                          "answer, SHA-256, times of the steps."));
    connect(m_again, &QPushButton::clicked, this, &ResultView::pushAgainWanted);
    connect(m_copy, &QPushButton::clicked, this, &ResultView::copyWanted);

    auto *buttons = new QVBoxLayout;
    buttons->addWidget(m_again);
    buttons->addWidget(m_copy);
    buttons->addStretch();
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(2);
    grid->addWidget(m_symbol, 0, 0, Qt::AlignTop);
    grid->addWidget(m_headline, 0, 1);
    grid->addWidget(m_remark, 1, 1);
    grid->addWidget(m_answer, 2, 1);
    grid->addLayout(buttons, 0, 2, 4, 1);
    grid->setColumnStretch(1, 1);
    grid->setRowStretch(3, 1);
    // Room for one line of each: what stands above does not move when a push ends.
    setMinimumHeight(QFontMetrics(large).lineSpacing() + 3 * fontMetrics().lineSpacing());
}

void ResultView::showIdle(const QString &text)
{
    showRunning(text);
    m_symbol->setSymbol(Symbol::Ring, Tone::Quiet);
}

void ResultView::showRunning(const QString &text)
{
    m_symbol->setSymbol(Symbol::Dot, Tone::Plain);
    m_headline->setText(text);
    m_remark->clear();
    m_answer->clear();
    m_again->hide();
    m_copy->hide();
}

void ResultView::showResult(transfer::Outcome outcome, const PushReport &report)
{
    const auto [symbol, tone] = signOf(outcome);
    m_symbol->setSymbol(symbol, tone);
    m_headline->setText(report.headline);
    m_remark->setText(report.remark);
    m_answer->setText(report.answer.isEmpty()
                          ? tr("No answer came.")
                          : tr("Answered last, word for word: %1").arg(report.answer));
    m_again->show();
    m_copy->show();
}

void ResultView::setPushable(bool isPushable)
{
    m_again->setEnabled(isPushable);
}

} // namespace ui
