// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/traffic/statisticspanel.h"

#include "modbus/utcclock.h"
#include "ui/icons.h"
#include "ui/registers/tabletext.h"
#include "ui/traffic/latencychart.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

namespace ui {

namespace {

constexpr std::chrono::milliseconds kPeriod{1000};
constexpr int kRowMargin = 6;
constexpr int kCellMargin = 16;

} // namespace

StatisticsPanel::StatisticsPanel(modbus::TrafficLog &log, QWidget *parent)
    : QWidget(parent)
    , m_log(log)
    , m_model(log.statistics())
    , m_table(makeTable())
    , m_chart(new LatencyChart)
    , m_empty(new QLabel(tr("Nothing was asked yet. Figures appear with the first request.")))
{
    m_chart->setObjectName(QStringLiteral("latencyChart"));
    m_chart->setAccessibleName(tr("Histogram of latencies"));
    m_empty->setObjectName(QStringLiteral("statisticsEmpty"));
    auto *reset = new QPushButton(icon(QStringLiteral("clear")), tr("&Reset statistics"));
    reset->setObjectName(QStringLiteral("resetStatistics"));
    reset->setToolTip(tr("Begin to count anew. The frames stay."));
    connect(reset, &QPushButton::clicked, this, [this] {
        m_log.clearStatistics();
        refresh();
    });
    auto *save = new QPushButton(tr("E&xport\u2026"));
    save->setObjectName(QStringLiteral("exportStatistics"));
    save->setToolTip(tr("Save the table as CSV"));
    connect(save, &QPushButton::clicked, this, &StatisticsPanel::exportAsked);

    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->addWidget(m_table);
    splitter->addWidget(m_chart);
    splitter->setChildrenCollapsible(false);
    auto *tools = new QHBoxLayout;
    tools->setContentsMargins(0, 4, 0, 0);
    tools->addWidget(m_empty, 1);
    tools->addStretch();
    tools->addWidget(reset);
    tools->addWidget(save);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(tools);
    layout->addWidget(splitter, 1);

    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &StatisticsPanel::showChart);
    connect(&m_timer, &QTimer::timeout, this, &StatisticsPanel::refresh);
    refresh();
}

QTableView *StatisticsPanel::makeTable()
{
    auto *table = new QTableView;
    table->setObjectName(QStringLiteral("statisticsTable"));
    table->setAccessibleName(tr("Statistics by connection and function"));
    table->setModel(&m_model);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setShowGrid(false);
    table->setAlternatingRowColors(true);
    table->setWordWrap(false);
    table->setTabKeyNavigation(false);
    table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->verticalHeader()->hide();
    table->verticalHeader()->setMinimumSectionSize(0);
    table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + kRowMargin);
    table->horizontalHeader()->setHighlightSections(false);
    for (int column = 0; column < StatisticsModel::ColumnCount; ++column) {
        QString widest = QStringLiteral("100.000 ms");
        if (column == StatisticsModel::ServerColumn)
            widest = QStringLiteral("192.168.100.100:502");
        else if (column == StatisticsModel::FunctionColumn)
            widest = QStringLiteral("03 Read Holding Registers");
        else if (column < StatisticsModel::LeastColumn)
            widest = QStringLiteral("10000000");
        table->setColumnWidth(column,
                              std::max(table->horizontalHeader()->sectionSizeHint(column),
                                       fontMetrics().horizontalAdvance(widest) + kCellMargin));
    }
    auto *copyAction = new QAction(icon(QStringLiteral("copy")), tr("&Copy"), table);
    copyAction->setObjectName(QStringLiteral("copyStatistics"));
    copyAction->setShortcut(QKeySequence::Copy);
    copyAction->setShortcutContext(Qt::WidgetShortcut);
    copyAction->setToolTip(tr("Copy the selected rows; they paste into a spreadsheet"));
    connect(copyAction, &QAction::triggered, this, &StatisticsPanel::copy);
    table->addAction(copyAction);
    table->setContextMenuPolicy(Qt::ActionsContextMenu);
    return table;
}

void StatisticsPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refresh();
    m_timer.start(kPeriod);
}

void StatisticsPanel::hideEvent(QHideEvent *event)
{
    m_timer.stop();
    QWidget::hideEvent(event);
}

void StatisticsPanel::refresh()
{
    m_model.refresh(modbus::utcNow());
    m_empty->setVisible(m_model.rowCount() == 0);
    if (!m_table->currentIndex().isValid() && m_model.rowCount() > 0)
        m_table->setCurrentIndex(m_model.index(0, 0));
    showChart();
}

void StatisticsPanel::showChart()
{
    const int row = m_table->currentIndex().row();
    const modbus::TrafficFigures *figures = m_model.figuresAt(row);
    if (!figures)
        m_chart->clear(tr("Select a row to see how its latencies spread."));
    else if (figures->latencies.count() == 0)
        m_chart->clear(tr("%1: no reply in time yet.").arg(m_model.nameAt(row)));
    else
        m_chart->show(m_model.nameAt(row), figures->latencies);
}

void StatisticsPanel::copy() const
{
    const QString text = tabSeparated(m_model, m_table->selectionModel()->selection());
    if (!text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

} // namespace ui
