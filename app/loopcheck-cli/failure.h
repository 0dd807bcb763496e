// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/error.h"
#include "transfer/error.h"

#include <QCoreApplication>
#include <QJsonObject>
#include <QString>

namespace cli {

/// Text of the command line, for translation.
struct Text
{
    Q_DECLARE_TR_FUNCTIONS(cli)
};

/// What the process ends with.
enum ExitCode {
    Done = 0,
    Refused = 1,    ///< by the peer: exception, reload error, read-back mismatch
    WrongUsage = 2, ///< or wrong input
    NoAnswer = 3,   ///< no connection, no answer in time, or none that can be believed
};

/// What went wrong, in the form that every command reports.
struct Failure
{
    QString kind;          ///< stable name
    int exceptionCode = 0; ///< 0 where there was no exception
    QString text;
    QString remedy;
    ExitCode exitCode = WrongUsage;
};

Failure usageFailure(const QString &text, const QString &remedy = {});
Failure failureOf(const modbus::Error &error);
Failure failureOf(const transfer::Error &error);

/// kind, exceptionCode (null where there was none), text, remedy.
QJsonObject toJson(const Failure &failure);

/// Without what could steer a terminal.
QString printable(QString text);

/// Prints a JSON object on one line of stdout.
void printJson(const QJsonObject &object);

/// Tells of a failure: on stderr, or as {"error": ...} with what is in `around` on stdout.
/// Gives its exit code.
int report(const Failure &failure, bool asJson, QJsonObject around = {});

} // namespace cli
