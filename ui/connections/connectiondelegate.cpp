// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/connectiondelegate.h"

#include "ui/connections/connectionmodel.h"
#include "ui/tones.h"

#include <QApplication>
#include <QPainter>

namespace ui {

namespace {

constexpr int kMargin = 4;

bool isConnection(const QModelIndex &index)
{
    return !index.parent().isValid();
}

Tone stateTone(const QModelIndex &index)
{
    if (index.data(ConnectionModel::ArmedRole).toBool())
        return Tone::Warning;
    const auto state = modbus::Connection::State(index.data(ConnectionModel::StateRole).toInt());
    return state == modbus::Connection::State::Waiting ? Tone::Bad : Tone::Quiet;
}

} // namespace

void ConnectionDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                               const QModelIndex &index) const
{
    if (!isConnection(index)) {
        QStyledItemDelegate::paint(painter, option, index);
        return;
    }
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const QIcon stateIcon = item.icon;
    item.text.clear();
    item.icon = {};
    const QStyle *style = item.widget ? item.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget);

    const bool isSelected = item.state.testFlag(QStyle::State_Selected);
    const int iconSize = style->pixelMetric(QStyle::PM_SmallIconSize, &item, item.widget);
    QRect text = item.rect.adjusted(kMargin, kMargin, -kMargin, -kMargin);
    const QFontMetrics metrics(item.font);
    const QRect iconRect(text.left(), text.top() + (metrics.height() - iconSize) / 2, iconSize,
                         iconSize);
    stateIcon.paint(painter, iconRect, Qt::AlignCenter,
                    isSelected ? QIcon::Selected : QIcon::Normal);
    text.setLeft(iconRect.right() + 1 + kMargin);

    painter->save();
    painter->setFont(item.font);
    painter->setPen(item.palette.color(isSelected ? QPalette::HighlightedText : QPalette::Text));
    const QRect first(text.left(), text.top(), text.width(), metrics.height());
    const QString latency = index.data(ConnectionModel::LatencyRole).toString();
    painter->drawText(first, Qt::AlignRight | Qt::AlignVCenter, latency);
    const int nameWidth = first.width() - metrics.horizontalAdvance(latency) - 2 * kMargin;
    painter->drawText(first, Qt::AlignLeft | Qt::AlignVCenter,
                      metrics.elidedText(index.data().toString(), Qt::ElideMiddle, nameWidth));
    if (!isSelected)
        painter->setPen(toneColor(stateTone(index), item.palette));
    const QRect second = first.translated(0, metrics.height() + kMargin / 2);
    painter->drawText(second, Qt::AlignLeft | Qt::AlignVCenter,
                      metrics.elidedText(index.data(ConnectionModel::StateTextRole).toString(),
                                         Qt::ElideRight, second.width()));
    painter->restore();
}

QSize ConnectionDelegate::sizeHint(const QStyleOptionViewItem &option,
                                   const QModelIndex &index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    if (isConnection(index))
        size.setHeight(2 * QFontMetrics(option.font).height() + kMargin / 2 + 2 * kMargin);
    return size;
}

} // namespace ui
