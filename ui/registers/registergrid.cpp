// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registers/registergrid.h"

#include "ui/registers/registermodel.h"
#include "ui/registers/tabletext.h"
#include "ui/registers/valuedelegate.h"

#include <QClipboard>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <set>

namespace ui {

namespace {

constexpr std::chrono::milliseconds kTick{200};
constexpr int kCellMargin = 12;
constexpr int kRowMargin = 6;

int charactersOf(const modbus::ValueFormat &format)
{
    switch (format.type) {
    case modbus::DataType::Float64:
    case modbus::DataType::Int64:
    case modbus::DataType::UInt64:
    case modbus::DataType::Binary16:
    case modbus::DataType::Ascii:
    case modbus::DataType::Utf8:
        return 20;
    case modbus::DataType::Bool:
    case modbus::DataType::Int16:
    case modbus::DataType::UInt16:
    case modbus::DataType::Hex16:
    case modbus::DataType::Bcd16:
        return 8;
    default:
        return 14;
    }
}

} // namespace

RegisterGrid::RegisterGrid(RegisterModel &model, QWidget *parent)
    : QTableView(parent)
    , m_model(model)
{
    auto *delegate = new ValueDelegate(model, this);
    connect(delegate, &ValueDelegate::refused, this, &RegisterGrid::refused);
    setItemDelegate(delegate);
    setModel(&model);
    setWordWrap(false);
    setCornerButtonEnabled(false);
    setShowGrid(false);
    setAlternatingRowColors(true);
    setTabKeyNavigation(false);
    setEditTriggers(DoubleClicked | EditKeyPressed);
    setVerticalScrollMode(ScrollPerItem);
    setHorizontalScrollMode(ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(0);
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + kRowMargin);
    horizontalHeader()->setStretchLastSection(true);
    horizontalHeader()->setHighlightSections(false);
    fitColumns();
    connect(&m_timer, &QTimer::timeout, this, &RegisterGrid::tick);
}

void RegisterGrid::fitColumns()
{
    const QFontMetrics fixed(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    const RegisterShape &shape = m_model.shape();
    const int digit = fixed.horizontalAdvance(QLatin1Char('0'));
    const int rawCharacters = 5 * qBound(2, shape.registersPerValue(), 4);
    setColumnWidth(RegisterModel::AddressColumn,
                   fontMetrics().horizontalAdvance(QStringLiteral("%MW65535")) + 2 * kCellMargin);
    setColumnWidth(RegisterModel::NameColumn, fontMetrics().averageCharWidth() * 16);
    setColumnWidth(RegisterModel::RawColumn, digit * rawCharacters + kCellMargin);
    setColumnWidth(RegisterModel::ValueColumn, digit * charactersOf(shape.format) + kCellMargin);
    setColumnWidth(RegisterModel::AgeColumn,
                   fontMetrics().horizontalAdvance(QStringLiteral("100 min")) + kCellMargin);
    // It takes what is left; as its own it wants no more than its title.
    setColumnWidth(RegisterModel::StatusColumn,
                   horizontalHeader()->sectionSizeHint(RegisterModel::StatusColumn));
}

QList<int> RegisterGrid::selectedRows() const
{
    std::set<int> rows;
    const QItemSelection selection = selectionModel()->selection();
    for (const QItemSelectionRange &range : selection) {
        for (int row = range.top(); row <= range.bottom(); ++row)
            rows.insert(row);
    }
    return {rows.begin(), rows.end()};
}

void RegisterGrid::copySelection() const
{
    const QString text = tabSeparated(m_model, selectionModel()->selection());
    if (!text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

bool RegisterGrid::edit(const QModelIndex &index, EditTrigger trigger, QEvent *event)
{
    const bool isAsked = trigger == DoubleClicked || trigger == EditKeyPressed;
    const bool isLocked = index.isValid() && index.column() == RegisterModel::ValueColumn &&
                          !(index.flags() & Qt::ItemIsEditable);
    if (isAsked && isLocked)
        emit lockedEditAttempted(index);
    return QTableView::edit(index, trigger, event);
}

void RegisterGrid::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        copySelection();
        return;
    }
    // F2 anywhere in a row edits what the row is about.
    const QModelIndex current = currentIndex();
    if (event->key() == Qt::Key_F2 && current.isValid() &&
        current.column() != RegisterModel::NameColumn)
        setCurrentIndex(current.siblingAtColumn(RegisterModel::ValueColumn));
    QTableView::keyPressEvent(event);
}

void RegisterGrid::showEvent(QShowEvent *event)
{
    QTableView::showEvent(event);
    m_timer.start(kTick);
}

void RegisterGrid::hideEvent(QHideEvent *event)
{
    m_timer.stop();
    QTableView::hideEvent(event);
}

void RegisterGrid::selectionChanged(const QItemSelection &selected,
                                    const QItemSelection &deselected)
{
    QTableView::selectionChanged(selected, deselected);
    emit selectionEdited();
}

void RegisterGrid::repaintColumn(int column)
{
    viewport()->update(columnViewportPosition(column), 0, columnWidth(column),
                       viewport()->height());
}

void RegisterGrid::tick()
{
    repaintColumn(RegisterModel::AgeColumn);
    const bool isFading = m_model.isFading();
    if (isFading || m_wasFading) {
        repaintColumn(RegisterModel::RawColumn);
        repaintColumn(RegisterModel::ValueColumn);
    }
    m_wasFading = isFading;
}

} // namespace ui
