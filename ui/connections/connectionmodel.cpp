// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/connectionmodel.h"

#include "ui/connections/connectionreport.h"
#include "ui/connections/words.h"
#include "ui/icons.h"

#include <utility>

namespace ui {

namespace {

constexpr std::chrono::milliseconds kRefreshPeriod{500};

QIcon stateIcon(modbus::Connection::State state)
{
    switch (state) {
    case modbus::Connection::State::Offline:
        break;
    case modbus::Connection::State::Connecting:
        return icon(QStringLiteral("state-connecting"));
    case modbus::Connection::State::Connected:
        return icon(QStringLiteral("state-connected"), Tone::Good);
    case modbus::Connection::State::Waiting:
        return icon(QStringLiteral("state-waiting"), Tone::Bad);
    }
    return icon(QStringLiteral("state-offline"), Tone::Quiet);
}

} // namespace

ConnectionModel::ConnectionModel(EventLog &events, QObject *parent)
    : QAbstractItemModel(parent)
    , m_events(events)
{
    m_refresh.setInterval(kRefreshPeriod);
    connect(&m_refresh, &QTimer::timeout, this, &ConnectionModel::changedAll);
}

ConnectionModel::~ConnectionModel() = default;

QModelIndex ConnectionModel::open(const modbus::Target &target)
{
    int row = rowOf(target.endpoint);
    if (row < 0)
        row = addConnection(target.endpoint);
    const QModelIndex unit = addUnit(row, target.unit);
    Entry &entry = m_entries[row];
    modbus::Connection &connection = *entry.connection;
    if (connection.state() == modbus::Connection::State::Connected) {
        emit connected(target);
        return unit;
    }
    entry.awaited.removeAll(target.unit);
    entry.awaited.append(target.unit);
    if (connection.state() == modbus::Connection::State::Offline)
        connection.open();
    else
        connection.retryNow();
    return unit;
}

modbus::Connection *ConnectionModel::provide(const modbus::Endpoint &device)
{
    if (modbus::Connection *there = find(device))
        return there;
    const int row = addConnection(device);
    addUnit(row, modbus::kDefaultUnit);
    modbus::Connection *connection = m_entries.at(row).connection;
    connection->open();
    return connection;
}

modbus::Connection *ConnectionModel::find(const modbus::Endpoint &device) const
{
    const int row = rowOf(device);
    return row < 0 ? nullptr : m_entries.at(row).connection;
}

int ConnectionModel::addConnection(const modbus::Endpoint &endpoint)
{
    const int row = int(m_entries.size());
    auto *connection = new modbus::Connection(endpoint, m_options.of(endpoint), this);
    new ConnectionReport(*connection, m_events);
    connect(connection, &modbus::Connection::stateChanged, this,
            [this, connection](modbus::Connection::State state) {
                changed(rowOf(connection));
                if (state != modbus::Connection::State::Connected)
                    return;
                const auto units = std::exchange(m_entries[rowOf(connection)].awaited, {});
                for (const quint8 unit : units)
                    emit connected({connection->endpoint(), unit});
            });
    connect(connection, &modbus::Connection::armedChanged, this,
            [this, connection] { changed(rowOf(connection)); });
    beginInsertRows({}, row, row);
    m_entries.append({++m_lastId, connection, {}, {}});
    endInsertRows();
    m_refresh.start();
    emit connectionAdded(connection);
    return row;
}

QModelIndex ConnectionModel::addUnit(int row, quint8 unit)
{
    Entry &entry = m_entries[row];
    const auto found = std::lower_bound(entry.units.cbegin(), entry.units.cend(), unit);
    const int at = int(found - entry.units.cbegin());
    if (found == entry.units.cend() || *found != unit) {
        beginInsertRows(index(row, 0), at, at);
        entry.units.insert(at, unit);
        endInsertRows();
    }
    return index(at, 0, index(row, 0));
}

void ConnectionModel::remove(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    if (!index.parent().isValid()) {
        removeConnection(index.row());
        return;
    }
    const int row = index.parent().row();
    if (m_entries.at(row).units.size() == 1) {
        removeConnection(row);
        return;
    }
    beginRemoveRows(index.parent(), index.row(), index.row());
    const quint8 unit = m_entries[row].units.takeAt(index.row());
    m_entries[row].awaited.removeAll(unit);
    endRemoveRows();
}

void ConnectionModel::removeConnection(int row)
{
    modbus::Connection *connection = m_entries.at(row).connection;
    beginRemoveRows({}, row, row);
    m_entries.removeAt(row);
    endRemoveRows();
    connection->disconnect(this);
    connection->close();
    connection->deleteLater();
    if (m_entries.isEmpty())
        m_refresh.stop();
}

int ConnectionModel::rowOf(const modbus::Connection *connection) const
{
    for (int row = 0; row < m_entries.size(); ++row) {
        if (m_entries.at(row).connection == connection)
            return row;
    }
    return -1;
}

int ConnectionModel::rowOf(const modbus::Endpoint &endpoint) const
{
    for (int row = 0; row < m_entries.size(); ++row) {
        if (m_entries.at(row).connection->endpoint() == endpoint)
            return row;
    }
    return -1;
}

int ConnectionModel::rowOfId(quintptr id) const
{
    for (int row = 0; row < m_entries.size(); ++row) {
        if (m_entries.at(row).id == id)
            return row;
    }
    return -1;
}

const ConnectionModel::Entry *ConnectionModel::entryAt(const QModelIndex &index) const
{
    if (!index.isValid())
        return nullptr;
    return &m_entries.at(index.internalId() == 0 ? index.row() : rowOfId(index.internalId()));
}

QModelIndex ConnectionModel::indexOf(const modbus::Target &target) const
{
    const int row = rowOf(target.endpoint);
    if (row < 0)
        return {};
    const int unit = int(m_entries.at(row).units.indexOf(target.unit));
    return unit < 0 ? QModelIndex() : index(unit, 0, index(row, 0));
}

modbus::Connection *ConnectionModel::connectionAt(const QModelIndex &index) const
{
    const Entry *entry = entryAt(index);
    return entry ? entry->connection : nullptr;
}

modbus::Target ConnectionModel::targetAt(const QModelIndex &index) const
{
    const Entry *entry = entryAt(index);
    if (!entry)
        return {};
    return {entry->connection->endpoint(),
            entry->units.at(index.internalId() == 0 ? 0 : index.row())};
}

QModelIndex ConnectionModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? m_entries.at(parent.row()).id : 0);
}

QModelIndex ConnectionModel::parent(const QModelIndex &index) const
{
    if (!index.isValid() || index.internalId() == 0)
        return {};
    return createIndex(rowOfId(index.internalId()), 0, quintptr(0));
}

int ConnectionModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return int(m_entries.size());
    return parent.internalId() == 0 ? int(m_entries.at(parent.row()).units.size()) : 0;
}

int ConnectionModel::columnCount(const QModelIndex & /*parent*/) const
{
    return 1;
}

QVariant ConnectionModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Entry &entry = *entryAt(index);
    return index.internalId() == 0 ? connectionData(entry, role)
                                   : unitData(entry, entry.units.at(index.row()), role);
}

QVariant ConnectionModel::connectionData(const Entry &entry, int role) const
{
    const modbus::Connection &connection = *entry.connection;
    const QString name = connection.endpoint().toString();
    switch (role) {
    case Qt::DisplayRole:
        return name;
    case Qt::DecorationRole:
        return stateIcon(connection.state());
    case Qt::ToolTipRole:
        return connection.lastError() ? errorSentence(*connection.lastError())
                                      : tr("%1: %2").arg(name, stateText(connection));
    case Qt::AccessibleTextRole:
        return tr("%1: %2").arg(name, stateText(connection));
    case StateRole:
        return int(connection.state());
    case StateTextRole:
        return stateText(connection);
    case LatencyRole:
        return connection.state() == modbus::Connection::State::Connected
                   ? latencyText(connection.statistics().lastLatency)
                   : QString();
    case ArmedRole:
        return connection.isArmed();
    default:
        return {};
    }
}

QVariant ConnectionModel::unitData(const Entry &entry, quint8 unit, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return tr("unit %1").arg(unit);
    case Qt::DecorationRole:
        return icon(QStringLiteral("unit"), Tone::Quiet);
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return tr("Unit %1 at %2").arg(unit).arg(entry.connection->endpoint().toString());
    default:
        return {};
    }
}

void ConnectionModel::changed(int row)
{
    if (row >= 0)
        emit dataChanged(index(row, 0), index(row, 0));
}

void ConnectionModel::changedAll()
{
    emit dataChanged(index(0, 0), index(int(m_entries.size()) - 1, 0));
}

} // namespace ui
