// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/connection.h"
#include "ui/connections/optionsmemory.h"

#include <QAbstractItemModel>
#include <QList>
#include <QTimer>

namespace ui {

class EventLog;

/// The open connections and, below each, the units that are asked through it. Owns them: one
/// modbus::Connection for a host and port, shared by its units.
class ConnectionModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Role {
        StateRole = Qt::UserRole, ///< modbus::Connection::State as int, connections only
        StateTextRole,            ///< the state in words
        LatencyRole,              ///< "1.8 ms", empty while not connected
        ArmedRole,                ///< bool
    };

    explicit ConnectionModel(EventLog &events, QObject *parent = nullptr);
    ~ConnectionModel() override;

    /// Connects, or tries again at once, and gives the unit's row. A connection that is already
    /// there is used.
    QModelIndex open(const modbus::Target &target);
    /// The connection to a device, opened with its usual unit where there was none. One that the
    /// user has closed stays closed.
    modbus::Connection *provide(const modbus::Endpoint &device);
    /// The connection to a device; nullptr for none.
    modbus::Connection *find(const modbus::Endpoint &device) const;
    /// A connection with all its units, or one unit; the last unit takes its connection with it.
    void remove(const QModelIndex &index);

    /// What connections that are yet to be opened begin with.
    OptionsMemory &options() { return m_options; }

    QModelIndex indexOf(const modbus::Target &target) const;
    /// For a connection's row and for those of its units; nullptr for no row.
    modbus::Connection *connectionAt(const QModelIndex &index) const;
    /// A connection's row stands for its first unit.
    modbus::Target targetAt(const QModelIndex &index) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

signals:
    /// What open() was asked for has come about. Not said again when it reconnects by itself.
    void connected(const modbus::Target &target);
    /// One more was made and is not open yet; whoever watches lines can begin to.
    void connectionAdded(modbus::Connection *connection);

private:
    struct Entry
    {
        quintptr id = 0; ///< what its units' indexes carry
        modbus::Connection *connection = nullptr;
        QList<quint8> units;
        QList<quint8> awaited; ///< units whose connected() is still to be said
    };
    int rowOf(const modbus::Connection *connection) const;
    int rowOf(const modbus::Endpoint &endpoint) const;
    int rowOfId(quintptr id) const;
    const Entry *entryAt(const QModelIndex &index) const;
    int addConnection(const modbus::Endpoint &endpoint);
    QModelIndex addUnit(int row, quint8 unit);
    void removeConnection(int row);
    void changed(int row);
    void changedAll();
    QVariant connectionData(const Entry &entry, int role) const;
    QVariant unitData(const Entry &entry, quint8 unit, int role) const;

    EventLog &m_events;
    OptionsMemory m_options;
    QList<Entry> m_entries;
    quintptr m_lastId = 0;
    QTimer m_refresh; ///< latencies and countdowns change faster than anybody reads
};

} // namespace ui
