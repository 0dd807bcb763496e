// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registers/confirmwritedialog.h"

#include "modbus/connection.h"
#include "ui/registers/plannedwritesmodel.h"
#include "ui/registers/registermodel.h"
#include "ui/tones.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace ui {

ConfirmWriteDialog::ConfirmWriteDialog(const RegisterModel &values, modbus::Connection &connection,
                                       quint8 unit, QList<PlannedWrite> writes, QWidget *parent)
    : QDialog(parent)
    , m_first(writes.first().address)
    , m_unit(unit)
    , m_target(modbus::Target{connection.endpoint(), unit}.toString())
    , m_model(new PlannedWritesModel(values, std::move(writes), this))
    , m_heading(new QLabel(this))
    , m_locked(new QLabel(this))
    , m_alwaysMultiple(new QCheckBox(this))
    , m_write(new QPushButton(tr("&Write"), this))
{
    setObjectName(QStringLiteral("confirmWrite"));
    setWindowTitle(tr("Write to %1?").arg(m_target));
    setAttribute(Qt::WA_DeleteOnClose);

    m_heading->setObjectName(QStringLiteral("confirmHeading"));
    m_heading->setWordWrap(true);

    auto *table = new QTableView(this);
    table->setObjectName(QStringLiteral("confirmTable"));
    table->setAccessibleName(tr("Old and new values"));
    table->setModel(m_model);
    table->setSelectionMode(QAbstractItemView::NoSelection);
    table->setFocusPolicy(Qt::NoFocus);
    table->setShowGrid(false);
    table->setAlternatingRowColors(true);
    table->verticalHeader()->hide();
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table->verticalHeader()->setDefaultSectionSize(table->fontMetrics().height() + 8);
    table->horizontalHeader()->setStretchLastSection(true);
    for (const int column : {PlannedWritesModel::OldColumn, PlannedWritesModel::NewColumn})
        table->setColumnWidth(column, table->fontMetrics().averageCharWidth() * 22);

    const bool isBits = modbus::isBitTable(m_first.table);
    m_alwaysMultiple->setObjectName(QStringLiteral("confirmAlwaysMultiple"));
    m_alwaysMultiple->setText(isBits ? tr("Use FC 15 for a single coil too")
                                     : tr("Use FC 16 for a single register too"));
    m_alwaysMultiple->setToolTip(tr("Some devices know only the function for several"));
    connect(m_alwaysMultiple, &QCheckBox::toggled, this, &ConfirmWriteDialog::showFunctions);

    m_locked->setObjectName(QStringLiteral("confirmLocked"));
    m_locked->setText(tr("\u26a0 Writes were locked meanwhile. Arm them to go on."));
    QPalette warning = m_locked->palette();
    warning.setColor(QPalette::WindowText, toneColor(Tone::Warning, palette()));
    m_locked->setPalette(warning);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_write->setObjectName(QStringLiteral("confirmWriteButton"));
    m_write->setAutoDefault(false);
    buttons->addButton(m_write, QDialogButtonBox::AcceptRole);
    QPushButton *cancel = buttons->button(QDialogButtonBox::Cancel);
    cancel->setObjectName(QStringLiteral("confirmCancelButton"));
    cancel->setDefault(true);
    cancel->setFocus();
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *keys = new QLabel(tr("Enter and Esc cancel. Alt+W or a click writes."), this);
    keys->setObjectName(QStringLiteral("confirmKeys"));

    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_heading);
    layout->addWidget(table, 1);
    layout->addWidget(m_alwaysMultiple);
    layout->addWidget(m_locked);
    auto *last = new QHBoxLayout;
    last->addWidget(keys, 1);
    last->addWidget(buttons);
    layout->addLayout(last);
    resize(640, m_model->rowCount() > 4 ? 420 : 280);

    showFunctions();
    showArmed(connection.isArmed());
    connect(&connection, &modbus::Connection::armedChanged, this, &ConfirmWriteDialog::showArmed);
    connect(&connection, &QObject::destroyed, this, &QDialog::reject);
}

QList<PlannedWrite> ConfirmWriteDialog::writes() const
{
    return m_model->writes();
}

bool ConfirmWriteDialog::isAlwaysMultiple() const
{
    return m_alwaysMultiple->isChecked();
}

void ConfirmWriteDialog::showFunctions()
{
    QStringList functions;
    bool hasSingle = false;
    for (const modbus::WriteJob &job : writeJobs(m_model->writes(), m_unit, isAlwaysMultiple())) {
        hasSingle = hasSingle || job.values.size() == 1;
        functions += functionOf(job);
    }
    functions.removeDuplicates();
    m_alwaysMultiple->setVisible(hasSingle);
    const QString values =
        m_model->rowCount() == 1 ? tr("One value") : tr("%L1 values").arg(m_model->rowCount());
    m_heading->setText(tr("%1 will be written to <b>%2</b> (%3) with %4.")
                           .arg(values, m_target.toHtmlEscaped(), tableTitle(m_first.table),
                                functions.join(tr(" and "))));
}

void ConfirmWriteDialog::showArmed(bool isArmed)
{
    m_write->setEnabled(isArmed);
    m_locked->setVisible(!isArmed);
}

} // namespace ui
