// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/blockread.h"
#include "ui/registers/blocksettings.h"
#include "ui/registers/registerstore.h"

#include <QAbstractTableModel>

namespace ui {

/// The values of a run of registers or bits, a row a value. Holds the registers as they came and
/// makes text only of the cells that are looked at, so that a whole table can be refreshed often.
/// While the shape stays, samples never reset the model. What a view must repaint because time
/// goes by (ages, fading marks of change) is not signalled: the view asks for it when it shows it.
class RegisterModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column {
        AddressColumn,
        NameColumn,
        RawColumn,
        ValueColumn,
        AgeColumn,
        StatusColumn,
        ColumnCount
    };
    enum Role {
        FreshnessRole = Qt::UserRole, ///< qreal: 1 the value changed just now, 0 long ago or never
        StaleRole,                    ///< bool: the last attempt to read it failed
        ExportRole,                   ///< as shown, but the time of reading in place of the age
    };
    explicit RegisterModel(QObject *parent = nullptr);
    explicit RegisterModel(RegisterStore::Clock clock, QObject *parent = nullptr);

    /// Keeps what was read when the registers are the same and only their format differs.
    void setShape(const RegisterShape &shape);
    const RegisterShape &shape() const { return m_shape; }
    void setNotation(modbus::Notation notation);
    void setNames(const QHash<quint16, QString> &names);
    const QHash<quint16, QString> &names() const { return m_names; }
    /// Shows only the rows whose address, name, value or status contains `text` now. Later samples
    /// don't move rows in or out.
    void setFilter(const QString &text);
    /// Whether values may be edited. Names always may.
    void setEditable(bool isEditable);

    /// A reading of the whole shape, or what could be read of it: failed parts keep their values.
    void take(const modbus::BlockResult &result);
    /// Nothing can be read, for example because the connection is lost: everything is stale.
    void fail(const modbus::Error &error);
    /// Registers that were read otherwise, by a write's read back.
    void patch(modbus::Address first, const QList<quint16> &registers);
    /// What became of the last write to the value at this address. Kept until the shape changes.
    void setNote(modbus::Address address, const QString &note);
    /// Forgets what was read, noted and filtered, and closes editors: what comes is of others.
    void forget();

    modbus::Address addressAt(int row) const;
    /// In the notation chosen.
    QString addressText(modbus::Address address) const;
    /// The row of an address; empty when it isn't shown.
    std::optional<int> rowOf(modbus::Address address) const;
    /// The registers of a row in wire order; empty when one was never read.
    QList<quint16> registersAt(int row) const;
    /// At most `count` registers from a row's first one, as far as they were read.
    QList<quint16> registersFrom(int row, int count) const;
    /// What there is to say of a row, in full: why it can't be read and what to try, and what
    /// became of the last write. Empty when all is well.
    QString detail(int row) const;
    /// The first row shown that the last attempt could not read.
    std::optional<int> firstStaleRow() const;
    /// True while a change is marked somewhere.
    bool isFading() const { return m_store.isFading(); }
    /// Values of the shape that the last attempt could not read.
    int staleCount() const { return m_store.staleValues(m_shape.registersPerValue()); }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    /// A value is not stored but asked for by writeRequested(); a name is.
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;

signals:
    /// Registers changed or were read anew.
    void sampled();
    void nameEdited();
    void writeRequested(int row, const QList<quint16> &registers);

private:
    int valueIndex(int row) const;
    int firstRowFrom(int value) const;
    int placeOf(int value) const { return value * m_shape.registersPerValue(); }
    std::span<const quint16> registersOf(int value) const;
    bool wasRead(int value) const;
    std::chrono::milliseconds age(int value) const;
    const RegisterStore::Gap *gapOf(int value) const;
    QString display(int value, int column) const;
    QString rawText(int value) const;
    QString statusText(int value) const;
    QString toolTip(int value, int column) const;
    bool matches(int value, const QString &text) const;
    QString note(int value) const;
    void store(int begin, std::span<const quint16> fresh);
    void emitValuesChanged(int firstValue, int lastValue);
    void emitAllChanged();

    RegisterStore m_store;
    RegisterShape m_shape;
    modbus::Notation m_notation = modbus::Notation::Pdu;
    QHash<quint16, QString> m_names;
    QHash<quint16, QString> m_notes;
    bool m_isEditable = false;
    QString m_filter;
    std::optional<std::vector<int>> m_filtered; ///< values shown, ascending
};

} // namespace ui
