// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/traffic/trafficview.h"

#include "ui/icons.h"
#include "ui/registers/tabletext.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QPainter>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <algorithm>

namespace ui {

namespace {

constexpr int kRowMargin = 6;
constexpr int kCellMargin = 16;

} // namespace

TrafficView::TrafficView(TrafficModel &model, QWidget *parent)
    : QTableView(parent)
    , m_model(model)
    , m_copyBytes(
          addCopyAction(QStringLiteral("copyBytes"), tr("&Copy as hex"), QKeySequence::Copy))
    , m_copyRows(addCopyAction(QStringLiteral("copyRows"), tr("Copy &rows"),
                               QKeySequence(tr("Ctrl+Shift+C"))))
{
    setModel(&model);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setWordWrap(false);
    setCornerButtonEnabled(false);
    setShowGrid(false);
    setAlternatingRowColors(true);
    setTabKeyNavigation(false);
    setTextElideMode(Qt::ElideRight);
    setVerticalScrollMode(ScrollPerItem);
    setHorizontalScrollMode(ScrollPerPixel);
    setContextMenuPolicy(Qt::ActionsContextMenu);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(0);
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + kRowMargin);
    horizontalHeader()->setStretchLastSection(true);
    horizontalHeader()->setHighlightSections(false);
    fitColumns();

    m_copyBytes->setToolTip(tr("Copy the bytes of the selected frames, a line each"));
    m_copyRows->setToolTip(tr("Copy the selected rows; they paste into a spreadsheet"));
    connect(m_copyBytes, &QAction::triggered, this, &TrafficView::copyBytes);
    connect(m_copyRows, &QAction::triggered, this, &TrafficView::copyRows);

    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &TrafficView::onScrolled);
    connect(&model, &QAbstractItemModel::rowsAboutToBeInserted, this,
            [this] { m_isChanging = true; });
    connect(&model, &QAbstractItemModel::rowsAboutToBeRemoved, this,
            [this] { m_isChanging = true; });
    connect(&model, &QAbstractItemModel::rowsInserted, this, [this] {
        if (m_isFollowing)
            scrollToBottom();
        m_isChanging = false;
    });
    connect(&model, &QAbstractItemModel::rowsRemoved, this,
            [this](const QModelIndex &, int first, int last) {
                // What is looked at has moved up by as many rows.
                if (!m_isFollowing)
                    verticalScrollBar()->setValue(verticalScrollBar()->value() -
                                                  (last - first + 1));
                m_isChanging = false;
            });
    connect(&model, &QAbstractItemModel::modelReset, this, [this] {
        if (m_isFollowing)
            scrollToBottom();
        emit currentFrameChanged(0);
    });
}

QAction *TrafficView::addCopyAction(const QString &name, const QString &text,
                                    const QKeySequence &keys)
{
    auto *action = new QAction(icon(QStringLiteral("copy")), text, this);
    action->setObjectName(name);
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WidgetShortcut);
    addAction(action);
    return action;
}

void TrafficView::fitColumns()
{
    const QFontMetrics metrics = fontMetrics();
    const auto fit = [&](int column, const QString &longest) {
        setColumnWidth(column, metrics.horizontalAdvance(longest) + kCellMargin);
    };
    fit(TrafficModel::NumberColumn, QStringLiteral("1234567"));
    fit(TrafficModel::TimeColumn, QStringLiteral("00:00:00.000000"));
    fit(TrafficModel::ServerColumn, QStringLiteral("192.168.100.100:502"));
    fit(TrafficModel::DirectionColumn, QStringLiteral("\u2190 received"));
    fit(TrafficModel::UnitColumn, QStringLiteral("Unit."));
    fit(TrafficModel::FunctionColumn, QStringLiteral("03 Read Holding Registers"));
    fit(TrafficModel::SummaryColumn, QString(54, u'0'));
    fit(TrafficModel::LatencyColumn, QStringLiteral("100.000 ms"));
}

void TrafficView::follow()
{
    scrollToBottom();
    setFollowing(true);
}

void TrafficView::goTo(quint64 number)
{
    const int row = m_model.rowOf(number);
    if (row < 0)
        return;
    setCurrentIndex(m_model.index(row, std::max(0, currentIndex().column())));
    setFollowing(verticalScrollBar()->value() == verticalScrollBar()->maximum());
}

void TrafficView::onScrolled()
{
    if (!m_isChanging)
        setFollowing(verticalScrollBar()->value() == verticalScrollBar()->maximum());
}

void TrafficView::setFollowing(bool isFollowing)
{
    if (isFollowing == m_isFollowing)
        return;
    m_isFollowing = isFollowing;
    emit followingChanged(isFollowing);
}

void TrafficView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    if (!m_isDropping)
        emit currentFrameChanged(currentFrame());
}

void TrafficView::rowsAboutToBeRemoved(const QModelIndex &parent, int first, int last)
{
    // Else the selection would go to the next row, and to the next again with each batch.
    if (currentIndex().isValid() && currentIndex().row() >= first && currentIndex().row() <= last) {
        const QScopedValueRollback dropping(m_isDropping, true);
        selectionModel()->clearCurrentIndex();
    }
    QTableView::rowsAboutToBeRemoved(parent, first, last);
}

quint64 TrafficView::currentFrame() const
{
    return m_model.numberAt(currentIndex().isValid() ? currentIndex().row() : -1);
}

void TrafficView::setEmptyText(const QString &text)
{
    if (text == m_emptyText)
        return;
    m_emptyText = text;
    setAccessibleDescription(text);
    viewport()->update();
}

void TrafficView::paintEvent(QPaintEvent *event)
{
    QTableView::paintEvent(event);
    if (m_model.rowCount() > 0)
        return;
    QPainter painter(viewport());
    painter.setPen(palette().color(QPalette::Text));
    painter.drawText(
        viewport()->rect().adjusted(kCellMargin, kCellMargin, -kCellMargin, -kCellMargin),
        Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, m_emptyText);
}

void TrafficView::copyBytes() const
{
    QModelIndexList rows = selectionModel()->selectedRows(TrafficModel::BytesColumn);
    std::sort(rows.begin(), rows.end());
    QStringList lines;
    for (const QModelIndex &row : std::as_const(rows)) {
        if (const QString bytes = row.data().toString(); !bytes.isEmpty())
            lines += bytes;
    }
    if (!lines.isEmpty())
        QGuiApplication::clipboard()->setText(lines.join(u'\n'));
}

void TrafficView::copyRows() const
{
    const QString text = tabSeparated(m_model, selectionModel()->selection());
    if (!text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

} // namespace ui
