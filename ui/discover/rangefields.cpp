// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/discover/rangefields.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <algorithm>

namespace ui {

namespace {

constexpr modbus::Table kTables[] = {modbus::Table::HoldingRegisters, modbus::Table::InputRegisters,
                                     modbus::Table::Coils, modbus::Table::DiscreteInputs};

} // namespace

RangeFields::RangeFields(const QString &stem, int count, QWidget *parent)
    : QWidget(parent)
    , m_table(new QComboBox)
    , m_first(new QLineEdit(QStringLiteral("0")))
    , m_count(new QSpinBox)
{
    m_table->setObjectName(stem + QStringLiteral("Table"));
    m_table->setAccessibleName(tr("Table"));
    for (const modbus::Table table : kTables) {
        QString title = modbus::itemsInWords(table);
        title[0] = title[0].toUpper();
        m_table->addItem(title, int(table));
    }
    m_first->setObjectName(stem + QStringLiteral("First"));
    m_first->setAccessibleName(tr("First address"));
    m_first->setToolTip(tr("First address: PDU address, 40001, 0x64 or %MW100"));
    m_first->setMaximumWidth(90);
    m_count->setObjectName(stem + QStringLiteral("Count"));
    m_count->setAccessibleName(tr("Number of addresses"));
    m_count->setRange(1, modbus::kTableSize);
    m_count->setValue(count);
    connect(m_first, &QLineEdit::returnPressed, this, &RangeFields::entered);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_table);
    const auto add = [&](const QString &label, QWidget *widget) {
        auto *name = new QLabel(label);
        name->setBuddy(widget);
        layout->addWidget(name);
        layout->addWidget(widget);
        return name;
    };
    add(tr("fr&om"), m_first);
    m_countLabel = add(tr("co&unt"), m_count);
}

modbus::Table RangeFields::table() const
{
    return modbus::Table(m_table->currentData().toInt());
}

void RangeFields::hideCount()
{
    m_count->hide();
    m_countLabel->hide();
}

std::optional<modbus::Address> RangeFields::first(QString *why) const
{
    const auto reading = modbus::parseAddress(m_first->text(), table());
    if (reading)
        return reading->address;
    *why = reading.error().detail;
    m_first->setFocus();
    return {};
}

int RangeFields::countFrom(modbus::Address first) const
{
    return std::min(m_count->value(), modbus::kTableSize - first.offset);
}

} // namespace ui
