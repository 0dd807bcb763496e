// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/points/pointgrid.h"

#include "ui/points/pointarrangement.h"
#include "ui/points/pointclipboard.h"
#include "ui/points/pointdelegate.h"

#include <QClipboard>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QSettings>
#include <set>

namespace ui {

namespace {

constexpr std::chrono::milliseconds kTick{250};
constexpr int kRowMargin = 8;
constexpr int kCellMargin = 14;

/// A text about as wide as what the column holds.
QString typicalText(PointColumn column)
{
    switch (column) {
    case PointColumn::Tag:
        return QStringLiteral("PT-1001-AA0");
    case PointColumn::Description:
        return QStringLiteral("Feed pump discharge press");
    case PointColumn::Value:
        return QStringLiteral("-123456.789");
    case PointColumn::State:
        return QStringLiteral("\u25b2 high, limit 100.55 m3/h");
    case PointColumn::Trend:
        return QStringLiteral("MMMMMMMMMM");
    case PointColumn::Age:
        return QStringLiteral("100 min");
    case PointColumn::Device:
        return QStringLiteral("192.168.100.100");
    case PointColumn::Area:
    case PointColumn::Table:
        return QStringLiteral("discrete 00");
    case PointColumn::Count:
    case PointColumn::Address:
        return QStringLiteral("%MW65535");
    case PointColumn::Raw:
    case PointColumn::Minimum:
    case PointColumn::Maximum:
    case PointColumn::Mean:
        return QStringLiteral("-123456.7");
    case PointColumn::Note:
        return QStringLiteral("commissioned, see loop sheet 12");
    default:
        return QStringLiteral("0x80000");
    }
}

/// Another number of columns is another version of the program: what it kept does not fit.
QString columnsKey(PointGrid::Mode mode)
{
    const auto name =
        mode == PointGrid::Mode::Watch ? QStringLiteral("watch") : QStringLiteral("edit");
    return QStringLiteral("points/columns%1/%2").arg(kPointColumns).arg(name);
}

} // namespace

PointGrid::PointGrid(PointListModel &model, PointArrangement &shown, QWidget *parent)
    : QTableView(parent)
    , m_model(model)
    , m_shown(shown)
{
    setObjectName(QStringLiteral("pointGrid"));
    setAccessibleName(tr("Points"));
    setItemDelegate(new PointDelegate(model, this));
    setModel(&shown);
    setWordWrap(false);
    setCornerButtonEnabled(false);
    setShowGrid(false);
    setAlternatingRowColors(true);
    setTabKeyNavigation(false);
    setVerticalScrollMode(ScrollPerItem);
    setHorizontalScrollMode(ScrollPerPixel);
    setDragEnabled(true);
    setDragDropMode(DragOnly);
    setDefaultDropAction(Qt::CopyAction);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(0);
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + kRowMargin);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionsMovable(true);
    horizontalHeader()->setSectionsClickable(true);
    horizontalHeader()->setSortIndicatorShown(false);
    fitColumns();
    arrangeColumns();
    connect(horizontalHeader(), &QHeaderView::sectionClicked, this, &PointGrid::sortBy);
    connect(horizontalHeader(), &QHeaderView::sectionResized, this, &PointGrid::columnsEdited);
    connect(horizontalHeader(), &QHeaderView::sectionMoved, this, &PointGrid::columnsEdited);
    connect(&shown, &QAbstractItemModel::layoutChanged, this, &PointGrid::spanHeadings);
    connect(&shown, &QAbstractItemModel::modelReset, this, &PointGrid::spanHeadings);
    connect(&m_timer, &QTimer::timeout, viewport(), qOverload<>(&QWidget::update));
}

void PointGrid::fitColumns()
{
    const QFontMetrics fixed(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    for (int i = 0; i < kPointColumns; ++i) {
        const auto column = static_cast<PointColumn>(i);
        const QFontMetrics &metrics = isFigure(column) ? fixed : fontMetrics();
        const int title = fontMetrics().horizontalAdvance(columnTitle(column));
        const int text = metrics.horizontalAdvance(typicalText(column));
        setColumnWidth(i, std::max(title, text) + kCellMargin);
    }
}

void PointGrid::setMode(Mode mode)
{
    if (mode == m_mode)
        return;
    m_columns.at(size_t(m_mode)) = horizontalHeader()->saveState();
    m_mode = mode;
    arrangeColumns();
}

void PointGrid::arrangeColumns()
{
    // As in a spreadsheet one types over a cell, but not while one only looks at the plant.
    setEditTriggers(m_mode == Mode::Edit ? DoubleClicked | EditKeyPressed | AnyKeyPressed
                                         : DoubleClicked | EditKeyPressed);
    const QList<PointColumn> columns = m_mode == Mode::Watch ? watchColumns() : editColumns();
    QHeaderView *header = horizontalHeader();
    if (header->restoreState(m_columns.at(size_t(m_mode)))) {
        showSorting(); // which is not remembered
        spanHeadings();
        return;
    }
    for (int column = 0; column < kPointColumns; ++column)
        header->setSectionHidden(column, !columns.contains(static_cast<PointColumn>(column)));
    for (qsizetype i = 0; i < columns.size(); ++i)
        header->moveSection(header->visualIndex(static_cast<int>(columns.at(i))), int(i));
    spanHeadings();
}

/// A group's heading has the row to itself, as far as columns are shown.
void PointGrid::spanHeadings()
{
    clearSpans();
    for (const int row : m_shown.headings())
        setSpan(row, 0, 1, kPointColumns);
}

/// Up, down, then the list's own order.
void PointGrid::sortBy(int column)
{
    if (column != m_sortColumn) {
        m_sortColumn = column;
        m_sortOrder = Qt::AscendingOrder;
    } else if (m_sortOrder == Qt::AscendingOrder) {
        m_sortOrder = Qt::DescendingOrder;
    } else {
        m_sortColumn = -1;
    }
    showSorting();
    m_shown.sort(m_sortColumn, m_sortOrder);
}

void PointGrid::sortByCurrent()
{
    if (currentIndex().isValid())
        sortBy(currentIndex().column());
}

void PointGrid::showSorting()
{
    horizontalHeader()->setSortIndicatorShown(m_sortColumn >= 0);
    horizontalHeader()->setSortIndicator(m_sortColumn, m_sortOrder);
}

void PointGrid::saveColumns(QSettings &settings) const
{
    for (const Mode mode : {Mode::Watch, Mode::Edit}) {
        const QByteArray columns =
            mode == m_mode ? horizontalHeader()->saveState() : m_columns.at(size_t(mode));
        if (!columns.isEmpty())
            settings.setValue(columnsKey(mode), columns);
    }
}

void PointGrid::restoreColumns(const QSettings &settings)
{
    for (const Mode mode : {Mode::Watch, Mode::Edit})
        m_columns.at(size_t(mode)) = settings.value(columnsKey(mode)).toByteArray();
    arrangeColumns();
}

QList<int> PointGrid::selectedPoints() const
{
    std::set<int> points;
    const QItemSelection selection = selectionModel()->selection();
    for (const QItemSelectionRange &range : selection) {
        for (int row = range.top(); row <= range.bottom(); ++row) {
            if (!m_shown.isHeading(row))
                points.insert(m_shown.pointAt(row));
        }
    }
    return {points.begin(), points.end()};
}

int PointGrid::currentPoint() const
{
    const QModelIndex current = currentIndex();
    return current.isValid() ? m_shown.pointAt(current.row()) : -1;
}

void PointGrid::showPoint(int point)
{
    const int row = m_shown.rowOf(point);
    if (row < 0)
        return;
    const QModelIndex index = m_shown.index(row, int(PointColumn::Tag));
    setCurrentIndex(index);
    scrollTo(index, PositionAtCenter);
    setFocus();
}

void PointGrid::copySelection() const
{
    const QString text = copiedCells(*this);
    if (!text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

bool PointGrid::edit(const QModelIndex &index, EditTrigger trigger, QEvent *event)
{
    const bool isAsked = trigger == DoubleClicked || trigger == EditKeyPressed;
    if (isAsked && index.isValid() && !m_shown.isHeading(index.row()) &&
        index.column() == int(PointColumn::Value) && !(index.flags() & Qt::ItemIsEditable))
        emit lockedEditAttempted(index);
    return QTableView::edit(index, trigger, event);
}

void PointGrid::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        copySelection();
        return;
    }
    const QModelIndex current = currentIndex();
    if (current.isValid() && m_shown.isHeading(current.row())) {
        if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
            m_shown.toggle(current.row());
            return;
        }
    } else if (event->key() == Qt::Key_F2 && current.isValid() && m_mode == Mode::Watch) {
        // F2 anywhere in a row edits what the row is about.
        setCurrentIndex(current.siblingAtColumn(int(PointColumn::Value)));
    }
    QTableView::keyPressEvent(event);
}

void PointGrid::mousePressEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->pos());
    if (event->button() == Qt::LeftButton && index.isValid() && m_shown.isHeading(index.row())) {
        m_shown.toggle(index.row());
        return;
    }
    QTableView::mousePressEvent(event);
}

void PointGrid::showEvent(QShowEvent *event)
{
    QTableView::showEvent(event);
    m_timer.start(kTick);
}

void PointGrid::hideEvent(QHideEvent *event)
{
    m_timer.stop();
    QTableView::hideEvent(event);
}

void PointGrid::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    QTableView::selectionChanged(selected, deselected);
    emit selectionEdited();
}

} // namespace ui
