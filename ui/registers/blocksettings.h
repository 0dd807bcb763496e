// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/address.h"
#include "modbus/datatype.h"
#include "ui/registers/period.h"

#include <QHash>

class QSettings;

namespace ui {

/// A run of values of one format: what a grid shows, a row a value.
struct RegisterShape
{
    modbus::Address first;
    int count = 0; ///< values
    modbus::ValueFormat format;

    int registersPerValue() const { return modbus::registersPerValue(format); }
    int registerCount() const { return count * registersPerValue(); }
    modbus::Address addressOf(int value) const;
    friend bool operator==(const RegisterShape &, const RegisterShape &) = default;
};

/// What the user has set for one table of one target, as it is kept.
struct BlockSettings
{
    QString start = QStringLiteral("0"); ///< as typed
    int count = 10;                      ///< values
    modbus::ValueFormat format;
    modbus::Notation notation = modbus::Notation::Pdu;
    Period period = std::chrono::seconds(1);
    bool isPolling = false;
    QHash<quint16, QString> names; ///< by PDU address

    static BlockSettings defaultsOf(modbus::Table table);
    friend bool operator==(const BlockSettings &, const BlockSettings &) = default;
};

/// Under keys that begin with `prefix`. What can't be read keeps its default.
void save(QSettings &settings, const QString &prefix, const BlockSettings &block);
BlockSettings loadBlockSettings(const QSettings &settings, const QString &prefix,
                                modbus::Table table);

/// "holding", "input", "coil", "discrete": the stem of object names and settings keys.
QString tableKey(modbus::Table table);
/// "Holding registers", ...
QString tableTitle(modbus::Table table);
/// "holding register", ...: within a sentence.
QString tableItem(modbus::Table table);
/// "PDU", "Modicon", ...
QString notationTitle(modbus::Notation notation);
/// Every notation, in the order in which a list should offer them.
QList<modbus::Notation> allNotations();

} // namespace ui
