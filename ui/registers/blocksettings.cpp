// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registers/blocksettings.h"

#include <QCoreApplication>
#include <QSettings>

namespace ui {

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("ui::BlockSettings", text);
}

QString notationKey(modbus::Notation notation)
{
    switch (notation) {
    case modbus::Notation::Pdu:
        return QStringLiteral("pdu");
    case modbus::Notation::Hex:
        return QStringLiteral("hex");
    case modbus::Notation::Number:
        return QStringLiteral("number");
    case modbus::Notation::Modicon:
        return QStringLiteral("modicon");
    case modbus::Notation::Iec:
        return QStringLiteral("iec");
    }
    return {};
}

} // namespace

modbus::Address RegisterShape::addressOf(int value) const
{
    return {first.table, static_cast<quint16>(first.offset + value * registersPerValue())};
}

BlockSettings BlockSettings::defaultsOf(modbus::Table table)
{
    BlockSettings block;
    if (modbus::isBitTable(table))
        block.format.type = modbus::DataType::Bool;
    return block;
}

void save(QSettings &settings, const QString &prefix, const BlockSettings &block)
{
    const auto put = [&settings, &prefix](const char *key, const QVariant &value) {
        settings.setValue(prefix + QLatin1String(key), value);
    };
    put("start", block.start);
    put("count", block.count);
    put("type", modbus::typeName(block.format.type));
    put("order", modbus::orderName(block.format.order));
    put("stringRegisters", block.format.stringRegisters);
    put("notation", notationKey(block.notation));
    put("period", block.period ? static_cast<qlonglong>(block.period->count()) : 0);
    put("polling", block.isPolling);
    QStringList names;
    for (auto it = block.names.begin(); it != block.names.end(); ++it)
        names += QStringLiteral("%1=%2").arg(it.key()).arg(it.value());
    names.sort();
    put("names", names);
}

BlockSettings loadBlockSettings(const QSettings &settings, const QString &prefix,
                                modbus::Table table)
{
    const auto get = [&settings, &prefix](const char *key, const QVariant &fallback = {}) {
        return settings.value(prefix + QLatin1String(key), fallback);
    };
    BlockSettings block = BlockSettings::defaultsOf(table);
    block.start = get("start", block.start).toString();
    block.count = qBound(1, get("count", block.count).toInt(), modbus::kTableSize);
    if (!modbus::isBitTable(table)) {
        if (const auto type = modbus::typeFromName(get("type").toString()))
            block.format.type = *type;
        if (const auto order = modbus::orderFromName(get("order").toString()))
            block.format.order = *order;
        block.format.stringRegisters =
            qBound(1, get("stringRegisters", block.format.stringRegisters).toInt(), 125);
    }
    const QString notation = get("notation").toString();
    for (const modbus::Notation candidate : allNotations()) {
        if (notationKey(candidate) == notation)
            block.notation = candidate;
    }
    if (const QVariant period = get("period"); period.isValid()) {
        const std::chrono::milliseconds ms(period.toLongLong());
        block.period = ms.count() > 0 ? Period{ms} : Period{};
    }
    block.isPolling = get("polling", block.isPolling).toBool();
    for (const QString &name : get("names").toStringList()) {
        bool isAddress = false;
        const quint16 offset = name.section(QLatin1Char('='), 0, 0).toUShort(&isAddress);
        if (isAddress)
            block.names.insert(offset, name.section(QLatin1Char('='), 1));
    }
    return block;
}

QString tableKey(modbus::Table table)
{
    switch (table) {
    case modbus::Table::Coils:
        return QStringLiteral("coil");
    case modbus::Table::DiscreteInputs:
        return QStringLiteral("discrete");
    case modbus::Table::InputRegisters:
        return QStringLiteral("input");
    case modbus::Table::HoldingRegisters:
        return QStringLiteral("holding");
    }
    return {};
}

QString tableTitle(modbus::Table table)
{
    switch (table) {
    case modbus::Table::Coils:
        return translated("Coils");
    case modbus::Table::DiscreteInputs:
        return translated("Discrete inputs");
    case modbus::Table::InputRegisters:
        return translated("Input registers");
    case modbus::Table::HoldingRegisters:
        return translated("Holding registers");
    }
    return {};
}

QString tableItem(modbus::Table table)
{
    switch (table) {
    case modbus::Table::Coils:
        return translated("coil");
    case modbus::Table::DiscreteInputs:
        return translated("discrete input");
    case modbus::Table::InputRegisters:
        return translated("input register");
    case modbus::Table::HoldingRegisters:
        return translated("holding register");
    }
    return {};
}

QString notationTitle(modbus::Notation notation)
{
    switch (notation) {
    case modbus::Notation::Pdu:
        return translated("PDU");
    case modbus::Notation::Hex:
        return translated("PDU, hex");
    case modbus::Notation::Number:
        return translated("Number");
    case modbus::Notation::Modicon:
        return translated("Modicon");
    case modbus::Notation::Iec:
        return translated("IEC");
    }
    return {};
}

QList<modbus::Notation> allNotations()
{
    return {modbus::Notation::Pdu, modbus::Notation::Hex, modbus::Notation::Number,
            modbus::Notation::Modicon, modbus::Notation::Iec};
}

} // namespace ui
