// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/points/rowactions.h"

#include "ui/points/pointbar.h"
#include "ui/points/pointclipboard.h"
#include "ui/points/pointfileflow.h"
#include "ui/points/pointgrid.h"
#include "ui/points/pointwriteflow.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>

namespace ui {

RowActions::RowActions(const PointActions &actions, const Page &page, QObject *parent)
    : QObject(parent)
    , m_actions(actions)
    , m_model(page.model)
    , m_shown(page.shown)
    , m_grid(page.grid)
    , m_bar(page.bar)
    , m_files(page.files)
    , m_writes(page.writes)
{
    wireList();
    wireWrites();
}

void RowActions::wireList()
{
    connect(m_actions.insert, &QAction::triggered, this, &RowActions::insertPoint);
    connect(m_actions.duplicate, &QAction::triggered, this,
            [this] { m_model.duplicate(m_grid.selectedPoints()); });
    connect(m_actions.remove, &QAction::triggered, this,
            [this] { m_model.remove(m_grid.selectedPoints()); });
    connect(m_actions.paste, &QAction::triggered, this, &RowActions::paste);
    connect(m_actions.resetStatistics, &QAction::triggered, &m_model,
            &PointListModel::resetStatistics);
    connect(m_actions.sort, &QAction::triggered, &m_grid, &PointGrid::sortByCurrent);
    connect(m_actions.showTrend, &QAction::triggered, this, &RowActions::showTrend);
}

void RowActions::wireWrites()
{
    connect(m_actions.writeValue, &QAction::triggered, this, &RowActions::writeValue);
    connect(m_actions.setOn, &QAction::triggered, this, [this] { setTo(QStringLiteral("1")); });
    connect(m_actions.setOff, &QAction::triggered, this, [this] { setTo(QStringLiteral("0")); });
    connect(m_actions.invert, &QAction::triggered, this,
            [this] { onCurrent([this](int row) { m_writes.askInvert(row); }); });
    connect(m_actions.pulse, &QAction::triggered, this, [this] {
        onCurrent([this](int row) { m_writes.askInvert(row, m_bar.pulseLength()); });
    });
}

void RowActions::insertPoint()
{
    m_bar.clearFilter();
    const int current = m_grid.currentPoint();
    const int row = current < 0 ? m_model.rowCount() : current + 1;
    modbus::Point point;
    if (current >= 0) { // its neighbour is most often of the same device
        const modbus::Point &before = m_model.points().at(current);
        point.device = before.device;
        point.unit = before.unit;
        point.area = before.area;
        point.address.table = before.address.table;
        point.format = before.format;
        point.notation = before.notation;
        point.period = before.period;
        point.address.offset = quint16(qMin(65535, before.address.offset + before.size()));
    }
    m_actions.editList->setChecked(true);
    m_model.insert(row, {point});
    goTo(row);
    if (m_grid.isVisible())
        m_grid.QAbstractItemView::edit(m_grid.currentIndex());
}

void RowActions::paste()
{
    const QString text = QGuiApplication::clipboard()->text();
    if (text.isEmpty() || m_files.takeText(text))
        return;
    if (m_model.rowCount() == 0) {
        emit refused(tr("The clipboard has no point list: its first row must name the columns, at "
                        "least tag and address."));
        return;
    }
    const QList<PointListModel::Cell> cells = placedCells(m_grid, text);
    const QStringList complaints = m_model.setCells(cells, tr("paste"));
    if (cells.isEmpty()) {
        emit refused(
            tr("Nothing was pasted: live columns take no cells. Choose Edit list (Ctrl+E)."));
    } else if (!complaints.isEmpty()) {
        emit refused(tr("Some cells were not taken. %1").arg(complaints.join(u' ')));
    }
}

void RowActions::goTo(int point)
{
    m_shown.reveal(point);
    if (m_shown.rowOf(point) < 0)
        m_bar.clearFilter();
    m_grid.showPoint(point);
}

void RowActions::writeValue()
{
    onCurrent([this](int row) {
        m_grid.setCurrentIndex(m_grid.currentIndex().siblingAtColumn(int(PointColumn::Value)));
        const QString why = m_model.whyNotWritable(row);
        if (why.isEmpty())
            m_grid.QAbstractItemView::edit(m_grid.currentIndex());
        else
            emit refused(why);
    });
}

void RowActions::setTo(const QString &text)
{
    onCurrent([this, text](int row) {
        if (m_model.points().at(row).isBool())
            m_writes.ask(row, text);
        else
            emit refused(tr("Only a point that is on or off can be set. Type a value (F2)."));
    });
}

void RowActions::onCurrent(const std::function<void(int row)> &write)
{
    if (const int row = m_grid.currentPoint(); row >= 0)
        write(row);
    else
        emit refused(tr("Select a point first."));
}

void RowActions::showTrend()
{
    QStringList tags;
    const QList<int> selected = m_grid.selectedPoints();
    for (const int row : selected)
        tags += m_model.points().at(row).tag;
    tags.removeAll(QString());
    if (tags.isEmpty())
        emit refused(tr("Select points that have a tag first."));
    else
        emit trendWanted(tags);
}

} // namespace ui
