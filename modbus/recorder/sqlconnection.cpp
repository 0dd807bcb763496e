// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/recorder/sqlconnection.h"

#include <QDir>
#include <QSqlDriver>
#include <QSqlError>
#include <QUuid>

namespace modbus::recorder {

namespace {

const QString kSqlite = QStringLiteral("QSQLITE");
const QString kPostgres = QStringLiteral("QPSQL");

// A server that hangs must not hold the writer for longer than this: libpq's connect_timeout in
// seconds, the others so that a line that went dead is noticed.
const QString kPostgresOptions =
    QStringLiteral("connect_timeout=4;keepalives_idle=5;keepalives_interval=2;keepalives_count=3;"
                   "tcp_user_timeout=10000;application_name=Loopcheck;client_encoding=UTF8");

/// True for what the server says when it was reached and will go on refusing.
bool isRefusal(const QString &text)
{
    static const QStringList words{
        QStringLiteral("password authentication failed"), QStringLiteral("no password supplied"),
        QStringLiteral("no pg_hba.conf entry"), QStringLiteral("does not exist"),
        QStringLiteral("does not support SSL")};
    return std::any_of(words.cbegin(), words.cend(),
                       [&text](const QString &word) { return text.contains(word); });
}

} // namespace

SqlConnection::~SqlConnection()
{
    close();
}

void SqlConnection::close()
{
    if (m_name.isEmpty())
        return;
    m_database.close();
    m_database = {};
    QSqlDatabase::removeDatabase(std::exchange(m_name, {}));
}

Result<void> SqlConnection::open(const StoreAddress &address, Mode mode, const QString &path)
{
    close();
    m_isFile = address.isFile();
    const QString driver = m_isFile ? kSqlite : kPostgres;
    if (!QSqlDatabase::isDriverAvailable(driver)) {
        return unusable(Text::tr("Qt's driver %1 is not installed.").arg(driver),
                        Text::tr("Install the package %1.")
                            .arg(m_isFile ? QStringLiteral("libqt6sql6-sqlite")
                                          : QStringLiteral("libqt6sql6-psql")));
    }
    m_name = QUuid::createUuid().toString(QUuid::Id128);
    m_database = QSqlDatabase::addDatabase(driver, m_name);
    if (m_isFile) {
        m_database.setDatabaseName(path.isEmpty() ? address.path : path);
        m_database.setConnectOptions(
            QStringLiteral("QSQLITE_BUSY_TIMEOUT=2000") +
            (mode == Mode::ReadOnly ? QStringLiteral(";QSQLITE_OPEN_READONLY") : QString()));
    } else {
        const PostgresAddress &server = address.server;
        m_password = server.password;
        m_database.setHostName(server.host);
        m_database.setPort(server.port);
        m_database.setDatabaseName(server.database);
        m_database.setUserName(server.user);
        m_database.setPassword(server.password);
        m_database.setConnectOptions(
            kPostgresOptions +
            (server.sslMode.isEmpty() ? QString() : QStringLiteral(";sslmode=") + server.sslMode));
    }
    if (!m_database.open())
        return cannotOpen(address, m_database.databaseName());
    return {};
}

tl::unexpected<Problem> SqlConnection::cannotOpen(const StoreAddress &address,
                                                  const QString &path) const
{
    const QString reason = withoutPassword(m_database.lastError().databaseText()).simplified();
    if (m_isFile) {
        return away(
            Text::tr("%1 cannot be opened: %2.").arg(QDir::toNativeSeparators(path), reason),
            Text::tr("Check the folder's permissions and its disk."));
    }
    const QString text = Text::tr("No connection to %1: %2").arg(address.toString(), reason);
    if (isRefusal(reason)) {
        return unusable(text, Text::tr("Check user, password and database, and that the server "
                                       "lets this machine in (pg_hba.conf)."));
    }
    return away(text, Text::tr("Check that the server runs, and host and port."));
}

QString SqlConnection::withoutPassword(QString text) const
{
    constexpr qsizetype kShortest = 3; // a shorter one would only blot ordinary words
    return m_password.size() < kShortest ? text : text.replace(m_password, QStringLiteral("***"));
}

tl::unexpected<Problem> SqlConnection::problemOf(const QSqlQuery &query) const
{
    const QString reason = withoutPassword(query.lastError().databaseText()).simplified();
    if (m_isFile) {
        return away(Text::tr("%1 cannot be read or written: %2.")
                        .arg(QDir::toNativeSeparators(m_database.databaseName()), reason),
                    Text::tr("Check the space on that disk, and whether another program keeps the "
                             "file busy."));
    }
    return away(Text::tr("The PostgreSQL server %1 did not do as asked: %2")
                    .arg(m_database.hostName(), reason),
                Text::tr("Check that the server runs, that its disk has space, and that the user "
                         "may create and write tables there."));
}

Result<QSqlQuery> SqlConnection::run(const QString &statement, const QVariantList &values)
{
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    if (values.isEmpty()) {
        if (!query.exec(statement))
            return problemOf(query);
        return query;
    }
    if (!query.prepare(statement))
        return problemOf(query);
    for (const QVariant &value : values)
        query.addBindValue(value);
    if (!query.exec())
        return problemOf(query);
    return query;
}

Result<void> SqlConnection::transaction()
{
    // SQLite's plain BEGIN would find out only in the middle that another program writes.
    return run(m_isFile ? QStringLiteral("BEGIN IMMEDIATE") : QStringLiteral("BEGIN"))
        .map([](const QSqlQuery &) {});
}

Result<void> SqlConnection::commit()
{
    return run(QStringLiteral("COMMIT")).map([](const QSqlQuery &) {});
}

void SqlConnection::rollback()
{
    if (m_database.isOpen()) // a line that broke has rolled back already
        static_cast<void>(run(QStringLiteral("ROLLBACK")));
}

} // namespace modbus::recorder
