// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/recorder/problem.h"

#include <QByteArray>

namespace modbus::recorder {

/// A PostgreSQL database and who asks for it.
struct PostgresAddress
{
    QString host; ///< name, address, or the folder of a Unix socket; empty: libpq's default
    quint16 port = 5432;
    QString user;     ///< empty: libpq's default
    QString password; ///< never in messages, settings or logs
    QString database;
    QString sslMode; ///< libpq's sslmode; empty: its default
    friend bool operator==(const PostgresAddress &, const PostgresAddress &) = default;
};

/// Where samples are recorded.
struct StoreAddress
{
    enum class Kind { Sqlite, Csv, Postgres };
    Kind kind = Kind::Sqlite;
    QString path;           ///< of the first file, absolute; files only
    PostgresAddress server; ///< Postgres only

    bool isFile() const { return kind != Kind::Postgres; }
    /// As parseStoreAddress() takes it, but without the password.
    QString toString() const;
    /// The same for the same store, whatever the password; fit for a file name.
    QString key() const;
    friend bool operator==(const StoreAddress &, const StoreAddress &) = default;
};

/// Reads a file name that ends in .sqlite, .sqlite3, .db or .csv, or
/// postgresql://[USER[:PASSWORD]@][HOST][:PORT]/DATABASE[?sslmode=MODE&host=SOCKETFOLDER].
/// What is reserved in a URL is percent-encoded. The problem's text never repeats the URL.
Result<StoreAddress> parseStoreAddress(const QString &text);

} // namespace modbus::recorder
