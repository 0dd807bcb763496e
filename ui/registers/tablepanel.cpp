// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registers/tablepanel.h"

#include "ui/events/eventlog.h"
#include "ui/registers/blockform.h"
#include "ui/registers/panelstatus.h"
#include "ui/registers/readingspanel.h"
#include "ui/registers/registergrid.h"
#include "ui/registers/registermodel.h"
#include "ui/registers/tabletext.h"
#include "ui/registers/writeflow.h"

#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSaveFile>
#include <QSplitter>
#include <QToolTip>

namespace ui {

namespace {

constexpr std::chrono::milliseconds kStatusPeriod{250};
constexpr std::chrono::milliseconds kFilterDelay{250};
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
{
    const QString stem = tableKey(table);
    m_form = new BlockForm(table, buildTools(), this);
    m_model->setShape(m_form->shape());

    m_grid = new RegisterGrid(*m_model, this);
    m_grid->setObjectName(stem + QStringLiteral("Grid"));
    m_grid->setAccessibleName(tableTitle(table));
    m_splitter = new QSplitter(this);
    m_splitter->setChildrenCollapsible(true);
    m_splitter->addWidget(m_grid);
    if (!modbus::isBitTable(table)) {
        m_readings = new ReadingsPanel(stem, this);
        m_splitter->addWidget(m_readings);
        m_splitter->setStretchFactor(0, 11);
        m_splitter->setStretchFactor(1, 9);
    }

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 4);
    layout->setSpacing(6);
    layout->addWidget(m_form);
    layout->addWidget(m_splitter, 1);
    layout->addWidget(buildStatusLine());

    setFocusProxy(m_grid);
    connectParts();
    setTarget(nullptr, modbus::kDefaultUnit, BlockSettings::defaultsOf(table));
}

QWidget *TablePanel::buildTools()
{
    const QString stem = tableKey(m_table);
    auto *tools = new QWidget(this);
    auto *layout = new QHBoxLayout(tools);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);

    m_filter = new QLineEdit(tools);
    m_filter->setObjectName(stem + QStringLiteral("Filter"));
    m_filter->setAccessibleName(tr("Filter rows"));
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setToolTip(tr("Shows the rows whose address, name, value or status has this text "
                            "now. Enter looks again."));
    m_filter->setFixedWidth(m_filter->fontMetrics().averageCharWidth() * 18);

    m_notation = new QComboBox(tools);
    m_notation->setObjectName(stem + QStringLiteral("Notation"));
    m_notation->setAccessibleName(tr("Address notation"));
    m_notation->setToolTip(tr("How addresses are shown"));
    for (const modbus::Notation notation : allNotations())
        m_notation->addItem(notationTitle(notation), static_cast<int>(notation));

    m_several = new QPushButton(tr("&Write several\u2026"), tools);
    m_several->setObjectName(stem + QStringLiteral("WriteSeveral"));
    m_several->setVisible(modbus::isWritable(m_table));
    m_export = new QPushButton(tr("E&xport\u2026"), tools);
    m_export->setObjectName(stem + QStringLiteral("Export"));
    m_export->setToolTip(tr("Saves the rows shown as CSV"));

    auto *label = new QLabel(tr("S&how as"), tools);
    label->setBuddy(m_notation);
    layout->addWidget(label);
    layout->addWidget(m_notation);
    layout->addWidget(m_filter);
    layout->addWidget(m_several);
    layout->addWidget(m_export);
    return tools;
}

QWidget *TablePanel::buildStatusLine()
{
    const QString stem = tableKey(m_table);
    auto *line = new QWidget(this);
    auto *layout = new QHBoxLayout(line);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    m_status = new QLabel(line);
    m_status->setObjectName(stem + QStringLiteral("Status"));
    m_status->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_status->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_progress = new QProgressBar(line);
    m_progress->setObjectName(stem + QStringLiteral("Progress"));
    m_progress->setAccessibleName(tr("Progress of the reading"));
    m_progress->setMaximumWidth(160);
    m_cancel = new QPushButton(tr("Cancel"), line);
    m_cancel->setObjectName(stem + QStringLiteral("Cancel"));
    m_cancel->setToolTip(tr("Ends the reading (Esc)"));
    m_writing = new QLabel(line);
    m_writing->setObjectName(stem + QStringLiteral("Writing"));
    m_writing->setVisible(modbus::isWritable(m_table));
    layout->addWidget(m_status, 1);
    layout->addWidget(m_progress);
    layout->addWidget(m_cancel);
    layout->addWidget(m_writing);
    return line;
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

    connect(m_notation, &QComboBox::activated, this, [this] {
        m_model->setNotation(static_cast<modbus::Notation>(m_notation->currentData().toInt()));
        showReadings();
        emit edited();
    });
    m_filterSoon.setSingleShot(true);
    m_filterSoon.setInterval(kFilterDelay);
    const auto applyFilter = [this] {
        m_filterSoon.stop();
        m_model->setFilter(m_filter->text());
        showReadings();
    };
    connect(m_filter, &QLineEdit::textChanged, &m_filterSoon, qOverload<>(&QTimer::start));
    connect(m_filter, &QLineEdit::returnPressed, this, applyFilter);
    connect(&m_filterSoon, &QTimer::timeout, this, applyFilter);
    connect(m_several, &QPushButton::clicked, this, &TablePanel::writeSeveral);
    connect(m_export, &QPushButton::clicked, this, &TablePanel::exportCsv);
    connect(m_cancel, &QPushButton::clicked, this, &TablePanel::cancel);

    connect(m_model, &RegisterModel::nameEdited, this, &TablePanel::edited);
    connect(m_model, &RegisterModel::writeRequested, this, &TablePanel::requestWrite);
    connect(m_model, &RegisterModel::sampled, this, &TablePanel::showReadings);
    connect(m_grid, &RegisterGrid::selectionEdited, this, &TablePanel::showReadings);
    connect(m_grid, &RegisterGrid::lockedEditAttempted, this, &TablePanel::showLocked);
    connect(m_grid, &RegisterGrid::refused, this, [this](const QString &why) {
        m_events.append(EventLog::Severity::Warning, sourceName(), tr("Not written. %1").arg(why));
    });
    if (m_readings) {
        connect(m_readings, &ReadingsPanel::formatChosen, m_form, &BlockForm::chooseFormat);
    }
    connect(&m_statusTimer, &QTimer::timeout, this, &TablePanel::showStatus);
    m_statusTimer.start(kStatusPeriod);
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
    m_notation->setCurrentIndex(m_notation->findData(static_cast<int>(settings.notation)));
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
}

BlockSettings TablePanel::settings() const
{
    BlockSettings block = BlockSettings::defaultsOf(m_table);
    m_form->store(block);
    block.notation = static_cast<modbus::Notation>(m_notation->currentData().toInt());
    block.names = m_model->names();
    block.isPolling = isPolling();
    return block;
}

void TablePanel::takeShape()
{
    const RegisterShape &shape = m_form->shape();
    const bool fits = shape.format == m_model->shape().format;
    if (!(shape == m_model->shape()))
        m_filter->clear();
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
}

void TablePanel::followArming()
{
    const bool isArmed = m_connection && m_connection->isArmed();
    m_model->setEditable(isArmed);
    m_several->setEnabled(isArmed);
    m_several->setToolTip(isArmed ? tr("Writes one value, or a list, to the selected rows")
                                  : tr("Arm writes first, with the switch at the top right"));
    m_writing->setText(isArmed ? tr("Writes armed: F2 or a double click edits a value")
                               : tr("Writes locked: arm them with the switch at the top right"));
    QFont font = m_writing->font();
    font.setBold(isArmed);
    m_writing->setFont(font);
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

    const PanelStatus status = describe(now);
    if (m_status->text() != status.text) {
        m_status->setText(status.text);
        m_status->setToolTip(status.text);
    }
    const QColor color = toneColor(status.tone, palette());
    if (m_status->palette().color(QPalette::WindowText) != color) {
        QPalette colors = palette();
        colors.setColor(QPalette::WindowText, color);
        m_status->setPalette(colors);
    }

    const bool isLong = now.isReading && now.readingFor.count() > kProgressAfter;
    m_progress->setVisible(isLong);
    m_cancel->setVisible(isLong);
    if (isLong) {
        m_progress->setMaximum(now.itemsAsked);
        m_progress->setValue(now.itemsRead);
    }
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
    m_writeFlow->askForSeveral(m_grid->selectedRows());
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
        file.open(QIODevice::WriteOnly);
        file.write(commaSeparated(*m_model, RegisterModel::ExportRole));
        const bool isSaved = file.commit();
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

QByteArray TablePanel::saveLayout() const
{
    return m_splitter->saveState();
}

void TablePanel::restoreLayout(const QByteArray &layout)
{
    m_splitter->restoreState(layout);
}

} // namespace ui
