// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/recorder/rows.h"
#include "modbus/recorder/sqlconnection.h"

namespace modbus::recorder {

/// In the header of our SQLite files (PRAGMA application_id): "LPCK".
inline constexpr int kSqliteApplicationId = 0x4c50434b;
inline constexpr int kSqliteSchemaVersion = 1;

/// By its header, without opening it as a database.
bool isOurSqliteFile(const QString &path);
/// True for a file that isn't there or has nothing in it.
bool isBlankFile(const QString &path);

/// Makes the tables in a blank file, within the transaction that runs.
Result<void> makeSqliteTables(SqlConnection &sql, qint64 created);
/// Adds a session; gives its number in the file.
Result<qint64> addSqliteSession(SqlConnection &sql, const Session &session, quint64 storedThrough);

/// Definitions from `from` on, in the columns of both databases: session number, index, then what
/// pointColumns() names.
QString pointColumns();
QVariantList pointValues(qint64 session, qsizetype index, const Point &point);
Point pointFromValues(const QSqlQuery &query, int firstColumn);

} // namespace modbus::recorder
