// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/discover/ladderview.h"

#include "ui/rules/symbols.h"

#include <QGridLayout>
#include <QLabel>

namespace ui {

namespace {

using modbus::discovery::Rung;
using modbus::discovery::RungReport;
using modbus::discovery::RungState;

struct Mark
{
    Symbol symbol;
    Tone tone;
};

Mark markOf(RungState state)
{
    switch (state) {
    case RungState::Waiting:
        break;
    case RungState::Running:
        return {Symbol::Dot, Tone::Plain};
    case RungState::Good:
        return {Symbol::Check, Tone::Good};
    case RungState::Odd:
        return {Symbol::Exclamation, Tone::Warning};
    case RungState::Bad:
        return {Symbol::Cross, Tone::Bad};
    case RungState::NotNeeded:
    case RungState::NotReached:
        return {Symbol::Dash, Tone::Quiet};
    }
    return {Symbol::Ring, Tone::Quiet};
}

QLabel *label(const QString &text = {})
{
    auto *label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    return label;
}

} // namespace

LadderView::LadderView(QWidget *parent)
    : QScrollArea(parent)
{
    setObjectName(QStringLiteral("doctorLadder"));
    setAccessibleName(tr("Steps of the link doctor"));
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    auto *body = new QWidget;
    auto *grid = new QGridLayout(body);
    grid->setContentsMargins(0, 0, 8, 0);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(8);
    for (int rung = 0; rung < modbus::discovery::kRungs; ++rung) {
        const QString name = modbus::discovery::rungName(Rung(rung));
        Row row{new SymbolWidget, label(), label()};
        QLabel *title = label(modbus::discovery::rungTitle(Rung(rung)));
        QFont bold = title->font();
        bold.setBold(true);
        title->setFont(bold);
        row.state->setObjectName(name + QStringLiteral("State"));
        row.evidence->setObjectName(name + QStringLiteral("Evidence"));
        row.evidence->setWordWrap(true);
        row.evidence->setTextInteractionFlags(Qt::TextSelectableByMouse);
        grid->addWidget(row.symbol, rung, 0, Qt::AlignTop);
        grid->addWidget(title, rung, 1);
        grid->addWidget(row.state, rung, 2);
        grid->addWidget(row.evidence, rung, 3);
        m_rows.append(row);
    }
    grid->setColumnStretch(3, 1);
    grid->setRowStretch(modbus::discovery::kRungs, 1);
    // The words change, the columns stay.
    int widest = 0;
    for (int state = 0; state <= int(RungState::NotReached); ++state)
        widest =
            qMax(widest,
                 fontMetrics().horizontalAdvance(modbus::discovery::stateWord(RungState(state))));
    grid->setColumnMinimumWidth(2, widest);
    setWidget(body);
    begin();
}

void LadderView::begin()
{
    for (int rung = 0; rung < m_rows.size(); ++rung)
        showReport({Rung(rung), RungState::Waiting, {}, {}});
}

void LadderView::showReport(const RungReport &report)
{
    const Row &row = m_rows.at(int(report.rung));
    const Mark mark = markOf(report.state);
    row.symbol->setSymbol(mark.symbol, mark.tone);
    row.state->setText(modbus::discovery::stateWord(report.state));
    row.evidence->setText(report.remedy.isEmpty() ? report.evidence
                                                  : report.evidence + u'\n' + report.remedy);
    const bool isQuiet = mark.tone == Tone::Quiet;
    QPalette colors = palette();
    colors.setColor(QPalette::WindowText,
                    toneColor(isQuiet ? Tone::Quiet : Tone::Plain, palette()));
    row.state->setPalette(colors);
}

} // namespace ui
