// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registers/tablepanel.h"

#include "ui/events/eventlog.h"
#include "ui/registers/blockform.h"
#include "ui/registers/panelstatus.h"
#include "ui/registers/paneltools.h"
#include "ui/registers/readingspanel.h"
#include "ui/registers/registergrid.h"
#include "ui/registers/registermodel.h"
#include "ui/registers/statusline.h"
#include "ui/registers/tabletext.h"
#include "ui/registers/writeflow.h"

#include <QFileDialog>
#include <QSaveFile>
#include <QSplitter>
#include <QToolTip>
#include <QVBoxLayout>

namespace ui {

namespace {

constexpr std::chrono::milliseconds kStatusPeriod{250};
/// A reading that takes longer shows its progress and a way to end it.
constexpr qint64 kProgressAfter = 400;
constexpr int kFewestReadingRegisters = 4;
constexpr int kMostReadingRegisters = 125;

bool concernsTheBlock(const modbus::Error &error)
{
    using Kind = modbus::Error::Kind;
    return error.kind == Kind::Exception || error.kind == Kind::Timeout ||
           error.kind == Kind::BadReply || error.kind == Kind::InvalidRequest;
}

} // namespace

TablePanel::TablePanel(modbus::Table table, EventLog &events, const modbus::WriteJournal &journal,
                       QWidget *parent)
    : QWidget(parent)
    , m_table(table)
    , m_events(events)
    , m_poller(this)
    , m_model(new RegisterModel(this))
    , m_writeFlow(new WriteFlow(*m_model, events, journal, this))
    , m_tools(new PanelTools(table, this))
    , m_form(new BlockForm(table, m_tools, this))
    , m_grid(new RegisterGrid(*m_model, this))
    , m_splitter(new QSplitter(this))
    , m_statusLine(new StatusLine(table, this))
{
    const QString stem = tableKey(table);
    m_model->setShape(m_form->shape());
    m_grid->setObjectName(stem + QStringLiteral("Grid"));
    m_grid->setAccessibleName(tableTitle(table));
    m_splitter->addWidget(m_grid);
    if (!modbus::isBitTable(table)) {
        m_readings = new ReadingsPanel(stem, this);
        m_splitter->addWidget(m_readings);
        m_splitter->setStretchFactor(0, 1);
        m_splitter->setStretchFactor(1, 1);
    }

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 4);
    layout->setSpacing(6);
    layout->addWidget(m_form);
    layout->addWidget(m_splitter, 1);
    layout->addWidget(m_statusLine);

    setFocusProxy(m_grid);
    connectParts();
    followPoller();
    setTarget(nullptr, modbus::kDefaultUnit, BlockSettings::defaultsOf(table));
}

TablePanel::~TablePanel()
{
    // A reading under way ends with the poller, when there is no panel any more to show it.
    m_poller.disconnect(this);
}

void TablePanel::connectParts()
{
    connect(m_form, &BlockForm::shapeEdited, this, [this] {
        takeShape();
        read();
        emit edited();
    });
    connect(m_form, &BlockForm::readAsked, this, &TablePanel::read);
    connect(m_form, &BlockForm::pollAsked, this, &TablePanel::setPolling);
    connect(m_form, &BlockForm::periodEdited, this, [this] {
        if (!m_form->period())
            setPolling(false);
        else
            m_poller.setPeriod(*m_form->period());
        m_form->setEnabledForReading(m_connection);
        emit edited();
    });

    connect(m_tools, &PanelTools::notationChosen, this, [this](modbus::Notation notation) {
        m_model->setNotation(notation);
        showReadings();
        emit edited();
    });
    connect(m_tools, &PanelTools::filterEdited, this, [this](const QString &text) {
        m_model->setFilter(text);
        showReadings();
    });
    connect(m_tools, &PanelTools::severalAsked, this, &TablePanel::writeSeveral);
    connect(m_tools, &PanelTools::exportAsked, this, &TablePanel::exportCsv);

    connect(m_model, &RegisterModel::nameEdited, this, &TablePanel::edited);
    connect(m_model, &RegisterModel::writeRequested, this, &TablePanel::requestWrite);
    connect(m_model, &RegisterModel::sampled, this, &TablePanel::showReadings);
    connect(m_model, &RegisterModel::dataChanged, this, &TablePanel::showDetail);
    connect(m_grid, &RegisterGrid::selectionEdited, this, &TablePanel::showReadings);
    connect(m_grid, &RegisterGrid::selectionEdited, this, &TablePanel::showDetail);
    connect(m_grid, &RegisterGrid::lockedEditAttempted, this, &TablePanel::showLocked);
    connect(m_grid, &RegisterGrid::refused, this, [this](const QString &why) {
        m_events.append(EventLog::Severity::Warning, sourceName(), tr("Not written. %1").arg(why));
    });
    if (m_readings)
        connect(m_readings, &ReadingsPanel::formatChosen, m_form, &BlockForm::chooseFormat);
    connect(m_statusLine, &StatusLine::cancelAsked, this, &TablePanel::cancel);
    connect(&m_statusTimer, &QTimer::timeout, this, &TablePanel::showStatus);
    m_statusTimer.start(kStatusPeriod);
}

void TablePanel::followPoller()
{
    connect(&m_poller, &modbus::Poller::sampled, this, &TablePanel::takeSample);
    connect(&m_poller, &modbus::Poller::readingChanged, this, [this] {
        m_readingSince.start();
        m_repliedSince.start();
        m_itemsRead = 0;
        showStatus();
    });
    connect(&m_poller, &modbus::Poller::progressed, this, [this](int items, int) {
        m_itemsRead = items;
        m_repliedSince.start();
    });
}

void TablePanel::setTarget(modbus::Connection *connection, quint8 unit,
                           const BlockSettings &settings)
{
    if (m_connection)
        m_connection->disconnect(this);
    m_poller.stop();
    m_connection = connection;
    m_unit = unit;
    m_writeFlow->setTarget(connection, unit);
    m_lastRead = {};
    m_reported.clear();

    m_form->setSettings(settings);
    m_tools->setNotation(settings.notation);
    m_tools->clearFilter();
    m_model->setNotation(settings.notation);
    m_model->setNames(settings.names);
    m_model->forget();
    takeShape();
    m_form->setEnabledForReading(connection);
    if (connection) {
        connect(connection, &modbus::Connection::stateChanged, this, &TablePanel::followConnection);
        connect(connection, &modbus::Connection::armedChanged, this, &TablePanel::followArming);
        connect(connection, &QObject::destroyed, this,
                [this, kept = unit] { setTarget(nullptr, kept, this->settings()); });
    }
    m_wasConnected = connection && connection->state() == modbus::Connection::State::Connected;
    followArming();
    setPolling(connection && settings.isPolling);
    showStatus();
    showDetail();
}

BlockSettings TablePanel::settings() const
{
    BlockSettings block = BlockSettings::defaultsOf(m_table);
    m_form->store(block);
    block.notation = m_tools->notation();
    block.names = m_model->names();
    block.isPolling = isPolling();
    return block;
}

void TablePanel::takeShape()
{
    const RegisterShape &shape = m_form->shape();
    const bool fits = shape.format == m_model->shape().format;
    if (!(shape == m_model->shape()))
        m_tools->clearFilter();
    m_model->setShape(shape);
    if (!fits)
        m_grid->fitColumns();
    if (!m_grid->currentIndex().isValid() && m_model->rowCount() > 0)
        m_grid->selectionModel()->setCurrentIndex(m_model->index(0, RegisterModel::ValueColumn),
                                                  QItemSelectionModel::ClearAndSelect);
    if (m_readings)
        m_readings->setCurrentFormat(shape.format);
    m_poller.setTarget(m_connection, {m_unit, shape.first, shape.registerCount()});
}

void TablePanel::read()
{
    m_poller.readOnce();
}

void TablePanel::setPolling(bool on)
{
    const bool wasPolling = isPolling();
    if (on && m_connection && m_form->period()) {
        m_poller.setPeriod(*m_form->period());
        m_poller.start();
    } else {
        m_poller.stop();
    }
    m_form->setPolling(isPolling());
    showStatus();
    if (isPolling() != wasPolling) {
        emit pollingChanged(isPolling());
        emit edited();
    }
}

void TablePanel::cancel()
{
    m_poller.cancel();
}

QString TablePanel::underWay() const
{
    return m_writeFlow->underWay();
}

void TablePanel::takeSample(const modbus::BlockResult &result)
{
    m_model->take(result);
    if (!result.values.isEmpty()) {
        m_lastRead = QTime::currentTime();
        m_requests = result.requests;
        m_latency = result.lastLatency;
    }
    reportChange(result);
    showStatus();
}

/// The log gets a failure when it begins or changes, and its end, not every repetition. What
/// concerns the whole connection is reported by those who look after it.
void TablePanel::reportChange(const modbus::BlockResult &result)
{
    QString failure;
    if (!result.isComplete()) {
        const modbus::Error &error = result.failures.first().error;
        if (!concernsTheBlock(error))
            return;
        const modbus::Explanation why = modbus::explain(error);
        failure = why.text + QLatin1Char(' ') + why.remedy;
    }
    if (failure == m_reported)
        return;
    const bool isRecovery = failure.isEmpty();
    m_reported = failure;
    m_events.append(isRecovery ? EventLog::Severity::Info : EventLog::Severity::Error, sourceName(),
                    isRecovery ? tr("%1 can be read again.").arg(tableTitle(m_table)) : failure);
}

void TablePanel::followConnection()
{
    using State = modbus::Connection::State;
    const State state = m_connection->state();
    if (state == State::Connected && !m_wasConnected)
        read();
    if (state != State::Connected && m_wasConnected) {
        modbus::Error error;
        error.kind = modbus::Error::Kind::NotConnected;
        error.target = {m_connection->endpoint(), m_unit};
        m_model->fail(m_connection->lastError().value_or(error));
    }
    m_wasConnected = state == State::Connected;
    showStatus();
    showDetail();
}

void TablePanel::followArming()
{
    const bool isArmed = m_connection && m_connection->isArmed();
    m_model->setEditable(isArmed);
    m_tools->setArmed(isArmed);
    m_statusLine->showArmed(isArmed);
}

void TablePanel::showLocked(const QModelIndex &index)
{
    const QString hint =
        modbus::isWritable(m_table)
            ? tr("Writes are locked. Arm them with the switch at the top right, then edit.")
            : tr("%1 can only be read.").arg(tableTitle(m_table));
    const QRect cell = m_grid->visualRect(index);
    QToolTip::showText(m_grid->viewport()->mapToGlobal(cell.bottomLeft()), hint, m_grid);
}

void TablePanel::showStatus()
{
    PanelSituation now;
    if (m_connection) {
        now.connection = m_connection->state();
        now.connectionError = m_connection->lastError();
        now.untilNextAttempt = m_connection->untilNextAttempt();
    }
    now.isPolling = isPolling();
    now.period = m_form->period();
    now.isReading = m_poller.isReading();
    if (now.isReading) {
        now.readingFor = std::chrono::milliseconds(m_readingSince.elapsed());
        now.sinceReply = std::chrono::milliseconds(m_repliedSince.elapsed());
        now.itemsRead = m_itemsRead;
        now.itemsAsked = m_poller.block().count;
    }
    now.lastRead = m_lastRead;
    now.requests = m_requests;
    now.latency = m_latency;
    now.values = m_model->shape().count;
    now.staleValues = m_model->staleCount();

    m_statusLine->showStatus(describe(now));
    if (now.isReading && now.readingFor.count() > kProgressAfter)
        m_statusLine->showProgress(now.itemsRead, now.itemsAsked);
    else
        m_statusLine->hideProgress();
}

/// The current row's status, or that of the first row that could not be read. While there is no
/// connection the status line says why already.
void TablePanel::showDetail()
{
    QString detail;
    if (m_wasConnected) {
        const QModelIndex current = m_grid->currentIndex();
        std::optional<int> row;
        if (current.isValid() && !m_model->detail(current.row()).isEmpty())
            row = current.row();
        else
            row = m_model->firstStaleRow();
        if (row) {
            detail = QStringLiteral("%1: %2").arg(m_model->addressText(m_model->addressAt(*row)),
                                                  m_model->detail(*row));
        }
    }
    m_statusLine->showDetail(detail);
}

void TablePanel::showReadings()
{
    if (!m_readings || !m_readings->isVisible())
        return;
    const QList<int> rows = m_grid->selectedRows();
    if (rows.isEmpty()) {
        m_readings->showRegisters({}, {});
        return;
    }
    const modbus::Address first = m_model->addressAt(rows.first());
    const modbus::Address last = m_model->addressAt(rows.last());
    const int selected = last.offset - first.offset + m_model->shape().registersPerValue();
    const QList<quint16> registers = m_model->registersFrom(
        rows.first(), qBound(kFewestReadingRegisters, selected, kMostReadingRegisters));
    const modbus::Address end{m_table, static_cast<quint16>(first.offset + registers.size() - 1)};
    m_readings->showRegisters(
        tr("%1 to %2").arg(m_model->addressText(first), m_model->addressText(end)), registers);
}

void TablePanel::requestWrite(int row, const QList<quint16> &registers)
{
    m_writeFlow->confirm({{m_model->addressAt(row), m_model->registersAt(row), registers}});
}

void TablePanel::writeSeveral()
{
    const QList<int> rows = m_grid->selectedRows();
    if (rows.isEmpty()) {
        QToolTip::showText(m_tools->mapToGlobal(QPoint(0, m_tools->height())),
                           tr("Select the rows to write to first."), m_tools);
        return;
    }
    m_writeFlow->askForSeveral(rows);
}

void TablePanel::exportCsv()
{
    auto *dialog = new QFileDialog(this, tr("Export as CSV"));
    dialog->setObjectName(QStringLiteral("exportDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    dialog->setNameFilter(tr("CSV files (*.csv)"));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        QSaveFile file(path);
        const QByteArray csv = commaSeparated(*m_model, RegisterModel::ExportRole);
        const bool isSaved =
            file.open(QIODevice::WriteOnly) && file.write(csv) == csv.size() && file.commit();
        m_events.append(isSaved ? EventLog::Severity::Info : EventLog::Severity::Error,
                        tableTitle(m_table),
                        isSaved ? tr("%1 rows exported to %2.").arg(m_model->rowCount()).arg(path)
                                : tr("%1 could not be written: %2. Choose another folder.")
                                      .arg(path, file.errorString()));
    });
    dialog->open();
}

QString TablePanel::sourceName() const
{
    return m_connection ? modbus::Target{m_connection->endpoint(), m_unit}.toString()
                        : tableTitle(m_table);
}

void TablePanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    showReadings();
}

QByteArray TablePanel::saveLayout() const
{
    return m_splitter->saveState();
}

void TablePanel::restoreLayout(const QByteArray &layout)
{
    m_splitter->restoreState(layout);
}

} // namespace ui
