// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/pdu.h"

#include <QHash>
#include <functional>

namespace ui {

/// One thing that a function needs to know.
struct FormField
{
    enum class Kind {
        Address, ///< any notation
        Number,  ///< decimal or 0x, within least..most
        Words,   ///< several, each -32768..65535 or 0x
        Bits,    ///< several of 0, 1
        Choice,
        Bytes, ///< hexadecimal
    };
    struct Option
    {
        QString text;
        quint16 value = 0;
    };
    QString key; ///< for widgets and tests
    QString label;
    Kind kind = Kind::Number;
    QString initial;
    modbus::Table table = modbus::Table::HoldingRegisters; ///< of an address
    int least = 0;
    int most = 65535;
    QString hint = {};
    QList<Option> options = {};
};

/// What was entered, read.
struct FormValues
{
    QHash<QString, QList<quint16>> words;
    QByteArray bytes;
    quint16 number(const QString &key) const { return words.value(key).value(0); }
};

/// A function as the page offers it: what it needs, and how a request is made of that.
struct FunctionForm
{
    QString key;
    QString title; ///< "03 Read Holding Registers"
    QString note;  ///< what to know of it, a sentence or two; may be empty
    QList<FormField> fields;
    /// Empty for what is no single request: to ask a device who it is.
    std::function<tl::expected<modbus::Request, modbus::Error>(quint8 unit, const FormValues &)>
        build;
};

/// All functions in the order of their codes, between asking a device who it is and any PDU.
QList<FunctionForm> functionForms();

/// What a field's text means; the error is a sentence. Choices are their values in decimal.
tl::expected<QList<quint16>, QString> readField(const FormField &field, const QString &text);

/// The request that the texts make, by key; the error is a sentence.
tl::expected<modbus::Request, QString> requestOf(const FunctionForm &form, quint8 unit,
                                                 const QHash<QString, QString> &texts);

} // namespace ui
