// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/trend/legendview.h"

#include "ui/icons.h"
#include "ui/registers/tabletext.h"
#include "ui/trend/legendmodel.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>

namespace ui {

namespace {

constexpr int kRowsWanted = 8;

} // namespace

LegendView::LegendView(LegendModel &model, QWidget *parent)
    : QTableView(parent)
{
    setObjectName(QStringLiteral("trendLegend"));
    setAccessibleName(tr("Lines of the trend"));
    setModel(&model);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed);
    setTabKeyNavigation(false);
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setWordWrap(false);
    setTextElideMode(Qt::ElideRight);
    verticalHeader()->hide();
    const int height = fontMetrics().height() + 4;
    verticalHeader()->setMinimumSectionSize(height);
    verticalHeader()->setDefaultSectionSize(height);
    setIconSize(QSize(2, 1) * fontMetrics().height());
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setStretchLastSection(true);
    const auto width = [this](const QString &sample) {
        return fontMetrics().horizontalAdvance(sample) + 20;
    };
    const QString figure = QStringLiteral("-1.23456e+08");
    for (int column = LegendModel::AtFirstColumn; column <= LegendModel::MeanColumn; ++column)
        setColumnWidth(column, width(figure));
    setColumnWidth(LegendModel::TagColumn, width(QStringLiteral("0000PT-10203.MEAS")));
    setColumnWidth(LegendModel::ValueColumn, width(figure));
    setColumnWidth(LegendModel::UnitColumn, width(QStringLiteral("m3/h000")));
    setColumnWidth(LegendModel::StateColumn, width(QStringLiteral("not in the point list")));
    setColumnWidth(LegendModel::AxisColumn, width(QStringLiteral("(no unit)00")));
    showCursorColumns(false);

    auto *remove = new QAction(icon(QStringLiteral("remove")), tr("Take out of the trend"), this);
    remove->setObjectName(QStringLiteral("trendRemoveLine"));
    remove->setShortcut(QKeySequence::Delete);
    remove->setToolTip(tr("Take the selected lines out of the trend (Del)"));
    connect(remove, &QAction::triggered, this, &LegendView::removeSelected);
    auto *copy = new QAction(icon(QStringLiteral("copy")), tr("Copy rows"), this);
    copy->setShortcut(QKeySequence::Copy);
    connect(copy, &QAction::triggered, this, &LegendView::copy);
    for (QAction *action : {remove, copy}) {
        action->setShortcutContext(Qt::WidgetShortcut);
        addAction(action);
    }
    setContextMenuPolicy(Qt::ActionsContextMenu);
}

void LegendView::showCursorColumns(bool areShown)
{
    for (int column = LegendModel::AtFirstColumn; column <= LegendModel::MeanColumn; ++column)
        setColumnHidden(column, !areShown);
}

QString LegendView::currentTag() const
{
    const QModelIndex current = currentIndex();
    return current.isValid() ? current.siblingAtColumn(LegendModel::TagColumn).data().toString()
                             : QString();
}

QSize LegendView::sizeHint() const
{
    return {QTableView::sizeHint().width(),
            horizontalHeader()->sizeHint().height() +
                kRowsWanted * verticalHeader()->defaultSectionSize()};
}

void LegendView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    emit currentRowChanged(current.row());
}

void LegendView::removeSelected()
{
    QStringList tags;
    const auto rows = selectionModel()->selectedRows(LegendModel::TagColumn);
    for (const QModelIndex &row : rows)
        tags.append(row.data().toString());
    if (!tags.isEmpty())
        emit removeWanted(tags);
}

void LegendView::copy() const
{
    QItemSelection selection = selectionModel()->selection();
    if (selection.isEmpty())
        selection.select(model()->index(0, 0),
                         model()->index(model()->rowCount() - 1, LegendModel::ColumnCount - 1));
    QGuiApplication::clipboard()->setText(tabSeparated(*model(), selection));
}

} // namespace ui
