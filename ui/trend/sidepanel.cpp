// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/trend/sidepanel.h"

#include "ui/icons.h"
#include "ui/registers/tabletext.h"
#include "ui/trend/axismodel.h"
#include "ui/trend/markermodel.h"
#include "ui/trend/pointpicker.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHeaderView>
#include <QStyledItemDelegate>
#include <QTableView>
#include <algorithm>

namespace ui {

namespace {

/// Offers both sides of the plot.
class SideDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem & /*option*/,
                          const QModelIndex & /*index*/) const override
    {
        auto *box = new QComboBox(parent);
        box->addItems({SidePanel::tr("left"), SidePanel::tr("right")});
        return box;
    }
    void setEditorData(QWidget *editor, const QModelIndex &index) const override
    {
        static_cast<QComboBox *>(editor)->setCurrentIndex(index.data(Qt::EditRole).toInt());
    }
    void setModelData(QWidget *editor, QAbstractItemModel *model,
                      const QModelIndex &index) const override
    {
        model->setData(index, static_cast<QComboBox *>(editor)->currentIndex() == 1, Qt::EditRole);
    }
};

} // namespace

SidePanel::SidePanel(PointChoice &choice, AxisModel &axes, MarkerModel &markers, QWidget *parent)
    : QTabWidget(parent)
    , m_markerModel(markers)
    , m_picker(new PointPicker(choice))
    , m_axes(makeTable(axes, QStringLiteral("trendAxes"), tr("Value axes")))
    , m_markers(makeTable(markers, QStringLiteral("trendMarkers"), tr("Markers")))
{
    setObjectName(QStringLiteral("trendSide"));
    setDocumentMode(true);
    addTab(m_picker, tr("Points"));
    addTab(m_axes, tr("Axes"));
    addTab(m_markers, tr("Markers"));

    m_axes->setItemDelegateForColumn(AxisModel::SideColumn, new SideDelegate(this));
    m_axes->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    for (const int column : {AxisModel::SideColumn, AxisModel::FixedColumn})
        m_axes->horizontalHeader()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    m_markers->setColumnWidth(
        MarkerModel::TimeColumn,
        fontMetrics().horizontalAdvance(QStringLiteral("00-00 00:00:00.000")) + 16);
    m_markers->horizontalHeader()->setStretchLastSection(true);
    connect(m_markers, &QTableView::activated, this, [this](const QModelIndex &index) {
        emit timeWanted(m_markerModel.markers().at(index.row()).time);
    });
    auto *remove = new QAction(icon(QStringLiteral("remove")), tr("Remove markers"), m_markers);
    remove->setObjectName(QStringLiteral("trendRemoveMarker"));
    remove->setShortcut(QKeySequence::Delete);
    remove->setShortcutContext(Qt::WidgetShortcut);
    connect(remove, &QAction::triggered, this, &SidePanel::removeMarkers);
    m_markers->addAction(remove);
}

QTableView *SidePanel::makeTable(QAbstractItemModel &model, const QString &name,
                                 const QString &title)
{
    auto *table = new QTableView;
    table->setObjectName(name);
    table->setAccessibleName(title);
    table->setModel(&model);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed |
                           QAbstractItemView::AnyKeyPressed);
    table->setTabKeyNavigation(false);
    table->setFrameShape(QFrame::NoFrame);
    table->setShowGrid(false);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
    table->horizontalHeader()->setHighlightSections(false);
    auto *copy = new QAction(icon(QStringLiteral("copy")), tr("Copy rows"), table);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    connect(copy, &QAction::triggered, table, [table] {
        QGuiApplication::clipboard()->setText(
            tabSeparated(*table->model(), table->selectionModel()->selection()));
    });
    table->addAction(copy);
    table->setContextMenuPolicy(Qt::ActionsContextMenu);
    return table;
}

void SidePanel::showPoints()
{
    setCurrentWidget(m_picker);
    m_picker->focusFilter();
}

void SidePanel::editMarker(int row)
{
    setCurrentWidget(m_markers);
    m_markers->setFocus();
    const QModelIndex note = m_markerModel.index(row, MarkerModel::NoteColumn);
    m_markers->setCurrentIndex(note);
    m_markers->edit(note);
}

void SidePanel::removeMarkers()
{
    QList<int> rows;
    const auto selected = m_markers->selectionModel()->selectedRows();
    for (const QModelIndex &index : selected)
        rows.append(index.row());
    std::ranges::sort(rows, std::ranges::greater());
    for (const int row : std::as_const(rows))
        m_markerModel.remove(row);
}

} // namespace ui
