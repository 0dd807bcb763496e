// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registers/registerspage.h"

#include "ui/icons.h"
#include "ui/registers/tablepanel.h"

#include <QLabel>
#include <QScopedValueRollback>
#include <QSettings>
#include <QStackedLayout>
#include <QTabWidget>

namespace ui {

namespace {

// The order of the tabs: what is asked for most comes first.
constexpr modbus::Table kTables[] = {modbus::Table::HoldingRegisters, modbus::Table::InputRegisters,
                                     modbus::Table::Coils, modbus::Table::DiscreteInputs};

QString settingsPrefix(qsizetype target, modbus::Table table)
{
    return QStringLiteral("registers/%1/%2/").arg(target).arg(tableKey(table));
}

QString currentKey(qsizetype target)
{
    return QStringLiteral("registers/%1/current").arg(target);
}

QString layoutKey(modbus::Table table)
{
    return QStringLiteral("registers/layout/") + tableKey(table);
}

} // namespace

RegistersPage::RegistersPage(EventLog &events, const QString &journalPath, QWidget *parent)
    : QWidget(parent)
    , m_tabs(new QTabWidget(this))
    , m_stack(new QStackedLayout(this))
{
    auto *empty = new QLabel(tr("No device is connected.\n\nType its address into the connect "
                                "field (Ctrl+L), for example 192.168.0.10 or "
                                "192.168.0.10:502/1, and press Enter: its holding registers are "
                                "read at once."),
                             this);
    empty->setObjectName(QStringLiteral("registersEmpty"));
    empty->setAlignment(Qt::AlignCenter);
    empty->setWordWrap(true);
    m_stack->addWidget(empty);
    m_stack->addWidget(m_tabs);

    m_tabs->setObjectName(QStringLiteral("tables"));
    m_tabs->setAccessibleName(tr("Tables"));
    m_tabs->setDocumentMode(true);
    const modbus::WriteJournal journal(journalPath);
    for (const modbus::Table table : kTables) {
        auto *panel = new TablePanel(table, events, journal, this);
        panel->setObjectName(tableKey(table) + QStringLiteral("Panel"));
        m_tabs->addTab(panel, tableTitle(table));
        m_panels += panel;
        connect(panel, &TablePanel::pollingChanged, this, &RegistersPage::showPollingMarks);
        connect(panel, &TablePanel::edited, this, [this] {
            if (!m_isChanging)
                emit edited();
        });
    }
    setFocusProxy(m_tabs);
    const auto focusPanel = [this] { m_tabs->setFocusProxy(currentPanel()); };
    connect(m_tabs, &QTabWidget::currentChanged, this, focusPanel);
    focusPanel();
}

RegistersPage::~RegistersPage() = default;

Page RegistersPage::asPage()
{
    return {.name = QStringLiteral("registers"),
            .title = tr("Registers"),
            .icon = icon(QStringLiteral("registers")),
            .widget = this,
            .setTarget = std::bind_front(&RegistersPage::setTarget, this),
            .read = std::bind_front(&RegistersPage::read, this),
            .togglePolling = std::bind_front(&RegistersPage::togglePolling, this),
            .isPolling = std::bind_front(&RegistersPage::isPolling, this),
            .cancel = std::bind_front(&RegistersPage::cancel, this),
            .underWay = std::bind_front(&RegistersPage::underWay, this),
            .saveState = std::bind_front(&RegistersPage::saveState, this),
            .restoreState = std::bind_front(&RegistersPage::restoreState, this)};
}

RegistersPage::Memory RegistersPage::firstMemory()
{
    Memory memory;
    for (const modbus::Table table : kTables)
        memory.blocks[table] = BlockSettings::defaultsOf(table);
    memory.blocks[modbus::Table::HoldingRegisters].isPolling = true;
    return memory;
}

/// What is shown now, as it is to be remembered.
RegistersPage::Memory RegistersPage::shown() const
{
    Memory memory;
    for (const TablePanel *panel : m_panels)
        memory.blocks[panel->table()] = panel->settings();
    memory.current = currentPanel()->table();
    return memory;
}

void RegistersPage::setTarget(modbus::Connection *connection, quint8 unit)
{
    const QString target =
        connection ? modbus::Target{connection->endpoint(), unit}.toString() : QString();
    if (connection == m_connection && target == m_target)
        return;
    if (m_connection)
        m_memories[m_target] = shown();
    const QScopedValueRollback changing(m_isChanging, true);
    m_connection = connection;
    m_unit = unit;
    m_target = target;
    m_stack->setCurrentIndex(connection ? 1 : 0);
    const auto remembered = m_memories.find(target);
    const Memory known = remembered == m_memories.end() ? firstMemory() : remembered->second;
    for (TablePanel *panel : std::as_const(m_panels)) {
        panel->setTarget(connection, unit, known.blocks.at(panel->table()));
        if (connection && panel->table() == known.current)
            m_tabs->setCurrentWidget(panel);
    }
    if (connection && !currentPanel()->isPolling())
        currentPanel()->read();
    showPollingMarks();
}

void RegistersPage::prepare(const modbus::Target &target, const BlockSettings &holdingRegisters)
{
    Memory memory = firstMemory();
    memory.blocks[modbus::Table::HoldingRegisters] = holdingRegisters;
    m_memories[target.toString()] = memory;
}

TablePanel *RegistersPage::currentPanel() const
{
    return m_panels.at(m_tabs->currentIndex());
}

void RegistersPage::read()
{
    currentPanel()->read();
}

void RegistersPage::togglePolling()
{
    currentPanel()->setPolling(!currentPanel()->isPolling());
}

bool RegistersPage::isPolling() const
{
    return currentPanel()->isPolling();
}

void RegistersPage::cancel()
{
    for (TablePanel *panel : std::as_const(m_panels))
        panel->cancel();
}

QString RegistersPage::underWay() const
{
    QStringList risks;
    for (const TablePanel *panel : m_panels)
        risks.append(panel->underWay());
    risks.removeAll(QString());
    return risks.join(u'\n');
}

void RegistersPage::showPollingMarks()
{
    for (qsizetype i = 0; i < m_panels.size(); ++i) {
        const QString title = tableTitle(m_panels[i]->table());
        m_tabs->setTabText(static_cast<int>(i),
                           m_panels[i]->isPolling() ? QStringLiteral("\u25b6 ") + title : title);
    }
}

void RegistersPage::saveState(QSettings &settings) const
{
    auto memories = m_memories;
    if (m_connection)
        memories[m_target] = shown();
    settings.remove(QStringLiteral("registers"));
    QStringList targets;
    for (const auto &[target, memory] : memories) {
        for (const auto &[table, block] : memory.blocks)
            save(settings, settingsPrefix(targets.size(), table), block);
        settings.setValue(currentKey(targets.size()), tableKey(memory.current));
        targets += target;
    }
    settings.setValue(QStringLiteral("registers/targets"), targets);
    for (const TablePanel *panel : m_panels)
        settings.setValue(layoutKey(panel->table()), panel->saveLayout());
}

void RegistersPage::restoreState(const QSettings &settings)
{
    const QStringList targets = settings.value(QStringLiteral("registers/targets")).toStringList();
    for (qsizetype i = 0; i < targets.size(); ++i) {
        Memory memory;
        for (const modbus::Table table : kTables) {
            memory.blocks[table] = loadBlockSettings(settings, settingsPrefix(i, table), table);
            if (settings.value(currentKey(i)).toString() == tableKey(table))
                memory.current = table;
        }
        m_memories[targets[i]] = memory;
    }
    for (TablePanel *panel : std::as_const(m_panels)) {
        const QByteArray layout = settings.value(layoutKey(panel->table())).toByteArray();
        if (!layout.isEmpty())
            panel->restoreLayout(layout);
    }
}

} // namespace ui
