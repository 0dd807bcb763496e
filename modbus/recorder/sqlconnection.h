// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/recorder/storeaddress.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariantList>

namespace modbus::recorder {

/// One connection of Qt SQL, for the thread that opens it.
class SqlConnection
{
public:
    SqlConnection() = default;
    ~SqlConnection();
    SqlConnection(const SqlConnection &) = delete;
    SqlConnection &operator=(const SqlConnection &) = delete;

    enum class Mode { ReadWrite, ReadOnly };
    /// SQLite: `path`, else the address's own.
    Result<void> open(const StoreAddress &address, Mode mode, const QString &path = {});
    void close();
    bool isOpen() const { return m_database.isOpen(); }

    /// Runs one statement with its values.
    Result<QSqlQuery> run(const QString &statement, const QVariantList &values = {});
    /// All or nothing.
    Result<void> transaction();
    Result<void> commit();
    void rollback();

    QSqlQuery query() const { return QSqlQuery(m_database); }
    /// What the last error of a query means to the user.
    tl::unexpected<Problem> problemOf(const QSqlQuery &query) const;

private:
    tl::unexpected<Problem> cannotOpen(const StoreAddress &address, const QString &path) const;
    QString withoutPassword(QString text) const;

    QSqlDatabase m_database;
    QString m_name;
    QString m_password;
    bool m_isFile = true;
};

} // namespace modbus::recorder
