// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rules/pushstepsview.h"

#include "ui/rules/pushstepsmodel.h"
#include "ui/rules/symbols.h"

#include <QPainter>
#include <QStyledItemDelegate>

namespace ui {

namespace {

using State = PushStepsModel::State;

constexpr int kGap = 8;

Symbol symbolOf(State state)
{
    switch (state) {
    case State::Waiting:
        break;
    case State::Running:
        return Symbol::Dot;
    case State::Pausing:
        return Symbol::Exclamation;
    case State::Done:
        return Symbol::Check;
    case State::Refused:
    case State::Failed:
        return Symbol::Cross;
    case State::Unknown:
        return Symbol::Question;
    case State::NotReached:
        return Symbol::Dash;
    }
    return Symbol::Ring;
}

QColor colorOf(State state, const QPalette &palette)
{
    switch (state) {
    case State::Waiting:
    case State::NotReached:
        break;
    case State::Running:
        return palette.color(QPalette::Link);
    case State::Done:
        return toneColor(Tone::Good, palette);
    case State::Refused:
    case State::Failed:
        return toneColor(Tone::Bad, palette);
    case State::Pausing:
    case State::Unknown:
        return toneColor(Tone::Warning, palette);
    }
    return toneColor(Tone::Quiet, palette);
}

/// A symbol, the step's title and a line on to the next; the words beneath.
class StepDelegate : public QStyledItemDelegate
{
public:
    explicit StepDelegate(QListView *view)
        : QStyledItemDelegate(view)
        , m_view(view)
    {
    }

    QSize sizeHint(const QStyleOptionViewItem & /*option*/,
                   const QModelIndex & /*index*/) const override
    {
        return m_view->gridSize();
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        const auto state = index.data(PushStepsModel::StateRole).value<State>();
        const QString title = index.data(PushStepsModel::TitleRole).toString();
        const bool isIdle = state == State::Waiting || state == State::NotReached;
        const bool isLast = index.row() + 1 == index.model()->rowCount();
        const QColor quiet = toneColor(Tone::Quiet, option.palette);
        const QColor plain = option.palette.color(QPalette::WindowText);
        const int line = option.fontMetrics.height();
        QFont bold = option.font;
        bold.setBold(!isIdle);
        const int titleWidth = QFontMetrics(bold).horizontalAdvance(title);
        const QRect area = option.rect;
        const QRect symbol(area.left(), area.top() + 4, line, line);
        const int textLeft = symbol.right() + kGap;

        painter->save();
        paintSymbol(*painter, symbol, symbolOf(state), colorOf(state, option.palette));
        painter->setFont(bold);
        painter->setPen(isIdle ? quiet : plain);
        painter->drawText(QRect(textLeft, symbol.top(), titleWidth + 2, line), Qt::AlignVCenter,
                          title);
        painter->setFont(option.font);
        const int textWidth = area.right() - textLeft - kGap;
        painter->drawText(
            QRect(textLeft, symbol.bottom() + 2, textWidth, line), Qt::AlignVCenter,
            option.fontMetrics.elidedText(index.data(PushStepsModel::WordsRole).toString(),
                                          Qt::ElideRight, textWidth));
        const int lineLeft = textLeft + titleWidth + kGap;
        if (!isLast && lineLeft < area.right() - kGap) {
            painter->setPen(quiet);
            painter->drawLine(lineLeft, symbol.center().y(), area.right() - kGap,
                              symbol.center().y());
        }
        painter->restore();
    }

private:
    QListView *m_view;
};

} // namespace

PushStepsView::PushStepsView(QWidget *parent)
    : QListView(parent)
{
    setFlow(QListView::LeftToRight);
    setWrapping(false);
    setUniformItemSizes(true);
    setFrameShape(QFrame::NoFrame);
    setSelectionMode(QAbstractItemView::NoSelection);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setItemDelegate(new StepDelegate(this));
    viewport()->setAutoFillBackground(false);
}

void PushStepsView::setModel(QAbstractItemModel *model)
{
    QListView::setModel(model);
    connect(model, &QAbstractItemModel::modelReset, this, &PushStepsView::shareWidth);
    shareWidth();
}

int PushStepsView::lineHeight() const
{
    return fontMetrics().height() * 2 + 12;
}

QSize PushStepsView::sizeHint() const
{
    return {600, lineHeight()};
}

QSize PushStepsView::minimumSizeHint() const
{
    return {300, lineHeight()};
}

void PushStepsView::resizeEvent(QResizeEvent *event)
{
    QListView::resizeEvent(event);
    shareWidth();
}

void PushStepsView::shareWidth()
{
    const int steps = model() ? model()->rowCount() : 0;
    if (steps > 0)
        setGridSize({viewport()->width() / steps, lineHeight()});
}

} // namespace ui
