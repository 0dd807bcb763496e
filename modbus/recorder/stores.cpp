// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/recorder/csvstore.h"
#include "modbus/recorder/postgresstore.h"
#include "modbus/recorder/sqlitestore.h"

namespace modbus::recorder {

std::unique_ptr<Store> makeStore(const Settings &settings)
{
    switch (settings.store.kind) {
    case StoreAddress::Kind::Csv:
        return std::make_unique<CsvStore>(settings);
    case StoreAddress::Kind::Postgres:
        return std::make_unique<PostgresStore>(settings);
    case StoreAddress::Kind::Sqlite:
        break;
    }
    return std::make_unique<SqliteStore>(settings);
}

} // namespace modbus::recorder
