// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registers/registermodel.h"

#include "ui/registers/registertext.h"

#include <QDateTime>
#include <algorithm>

namespace ui {

namespace {

constexpr size_t kMostRegistersShownRaw = 16;

} // namespace

RegisterModel::RegisterModel(QObject *parent)
    : RegisterModel(RegisterStore::steadyClock(), parent)
{
}

RegisterModel::RegisterModel(RegisterStore::Clock clock, QObject *parent)
    : QAbstractTableModel(parent)
    , m_store(std::move(clock))
{
}

void RegisterModel::setShape(const RegisterShape &shape)
{
    if (shape == m_shape)
        return;
    const bool sameRegisters =
        shape.first == m_shape.first && shape.registerCount() == m_shape.registerCount();
    beginResetModel();
    m_shape = shape;
    m_filtered.reset();
    m_filter.clear();
    if (!sameRegisters)
        m_store.reset(shape.registerCount());
    m_notes.clear();
    endResetModel();
    emit sampled();
}

void RegisterModel::setNotation(modbus::Notation notation)
{
    m_notation = notation;
    emitAllChanged();
}

void RegisterModel::setNames(const QHash<quint16, QString> &names)
{
    m_names = names;
    emitAllChanged();
}

void RegisterModel::setFilter(const QString &text)
{
    const QString wanted = text.trimmed();
    if (wanted.isEmpty() && m_filter.isEmpty())
        return;
    beginResetModel();
    m_filter = wanted;
    m_filtered.reset();
    if (!wanted.isEmpty()) {
        std::vector<int> shown;
        for (int value = 0; value < m_shape.count; ++value) {
            if (matches(value, wanted))
                shown.push_back(value);
        }
        m_filtered = std::move(shown);
    }
    endResetModel();
}

void RegisterModel::setEditable(bool isEditable)
{
    m_isEditable = isEditable;
}

void RegisterModel::take(const modbus::BlockResult &result)
{
    const bool hasValues = !result.values.isEmpty();
    if (hasValues && result.values.size() != m_store.size())
        return;

    const std::span fresh(result.values);
    QList<RegisterStore::Gap> gaps;
    int begin = 0;
    for (const modbus::BlockResult::Failure &failure : result.failures) {
        if (hasValues)
            store(begin, fresh.subspan(begin, failure.begin - begin));
        begin = failure.begin + failure.count;
        const modbus::Explanation why = modbus::explain(failure.error);
        gaps.append({failure.begin, begin, why.text, why.remedy});
    }
    if (hasValues)
        store(begin, fresh.subspan(begin));

    const bool isAnyStale = !gaps.isEmpty() || !m_store.gaps().isEmpty();
    m_store.setGaps(std::move(gaps));
    if (isAnyStale)
        emitAllChanged();
    emit sampled();
}

void RegisterModel::fail(const modbus::Error &error)
{
    const modbus::Explanation why = modbus::explain(error);
    m_store.setGaps({{0, m_store.size(), why.text, why.remedy}});
    emitAllChanged();
}

void RegisterModel::patch(modbus::Address first, const QList<quint16> &registers)
{
    const int begin = first.offset - m_shape.first.offset;
    if (first.table != m_shape.first.table || begin < 0 ||
        begin + registers.size() > m_store.size())
        return;
    store(begin, {registers.constData(), static_cast<size_t>(registers.size())});
    emit sampled();
}

void RegisterModel::setNote(modbus::Address address, const QString &note)
{
    m_notes.insert(address.offset, note);
    if (const auto row = rowOf(address))
        emit dataChanged(index(*row, StatusColumn), index(*row, StatusColumn));
}

void RegisterModel::forget()
{
    beginResetModel();
    m_store.reset(m_store.size());
    m_filter.clear();
    m_filtered.reset();
    m_notes.clear();
    endResetModel();
    emit sampled();
}

void RegisterModel::store(int begin, std::span<const quint16> fresh)
{
    const int each = m_shape.registersPerValue();
    if (const auto places = m_store.store(begin, fresh))
        emitValuesChanged(places->first / each, places->last / each);
}

void RegisterModel::emitValuesChanged(int firstValue, int lastValue)
{
    const int first = firstRowFrom(firstValue);
    const int last = firstRowFrom(lastValue + 1) - 1;
    if (first <= last)
        emit dataChanged(index(first, RawColumn), index(last, StatusColumn));
}

void RegisterModel::emitAllChanged()
{
    if (rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int RegisterModel::valueIndex(int row) const
{
    return m_filtered ? (*m_filtered)[static_cast<size_t>(row)] : row;
}

/// The row of the first value shown that is not before this one; rowCount() when there is none.
int RegisterModel::firstRowFrom(int value) const
{
    if (!m_filtered)
        return value;
    const auto found = std::lower_bound(m_filtered->begin(), m_filtered->end(), value);
    return static_cast<int>(found - m_filtered->begin());
}

modbus::Address RegisterModel::addressAt(int row) const
{
    return m_shape.addressOf(valueIndex(row));
}

QString RegisterModel::addressText(modbus::Address address) const
{
    return modbus::formatAddress(address, m_notation);
}

std::optional<int> RegisterModel::rowOf(modbus::Address address) const
{
    const int distance = address.offset - m_shape.first.offset;
    if (address.table != m_shape.first.table || distance < 0 || distance >= m_store.size())
        return {};
    const int value = distance / m_shape.registersPerValue();
    const int row = firstRowFrom(value);
    return row < rowCount() && valueIndex(row) == value ? std::optional(row) : std::nullopt;
}

std::span<const quint16> RegisterModel::registersOf(int value) const
{
    return m_store.registers(placeOf(value), m_shape.registersPerValue());
}

bool RegisterModel::wasRead(int value) const
{
    return m_store.wasRead(placeOf(value), m_shape.registersPerValue());
}

std::chrono::milliseconds RegisterModel::age(int value) const
{
    return m_store.age(placeOf(value), m_shape.registersPerValue());
}

const RegisterStore::Gap *RegisterModel::gapOf(int value) const
{
    return m_store.gap(placeOf(value), m_shape.registersPerValue());
}

QList<quint16> RegisterModel::registersAt(int row) const
{
    const int value = valueIndex(row);
    if (!wasRead(value))
        return {};
    const auto registers = registersOf(value);
    return {registers.begin(), registers.end()};
}

QList<quint16> RegisterModel::registersFrom(int row, int count) const
{
    QList<quint16> registers;
    for (int place = placeOf(valueIndex(row));
         place < m_store.size() && registers.size() < count && m_store.wasRead(place, 1); ++place)
        registers.append(m_store.registers(place, 1).front());
    return registers;
}

std::optional<int> RegisterModel::firstStaleRow() const
{
    for (const RegisterStore::Gap &gap : m_store.gaps()) {
        const int row = firstRowFrom(gap.begin / m_shape.registersPerValue());
        if (row < rowCount() && placeOf(valueIndex(row)) < gap.end)
            return row;
    }
    return {};
}

int RegisterModel::rowCount(const QModelIndex &parent) const
{
    if (parent.isValid())
        return 0;
    return m_filtered ? static_cast<int>(m_filtered->size()) : m_shape.count;
}

int RegisterModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RegisterModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const int value = valueIndex(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return display(value, column);
    case Qt::EditRole:
        if (column == ValueColumn && !wasRead(value))
            return QString();
        return display(value, column);
    case ExportRole:
        if (column == AgeColumn && wasRead(value)) {
            return QDateTime::currentDateTime()
                .addMSecs(-age(value).count())
                .toString(Qt::ISODateWithMs);
        }
        return display(value, column);
    case Qt::TextAlignmentRole:
        if (column == NameColumn || column == StatusColumn)
            return QVariant::fromValue(Qt::AlignLeft | Qt::AlignVCenter);
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    case FreshnessRole:
        return column == RawColumn || column == ValueColumn
                   ? m_store.freshness(placeOf(value), m_shape.registersPerValue())
                   : 0.0;
    case StaleRole:
        return gapOf(value) != nullptr;
    case Qt::ToolTipRole:
        return toolTip(value, column);
    default:
        return {};
    }
}

QString RegisterModel::display(int value, int column) const
{
    switch (column) {
    case AddressColumn:
        return addressText(m_shape.addressOf(value));
    case NameColumn:
        return m_names.value(m_shape.addressOf(value).offset);
    case RawColumn:
        return rawText(value);
    case ValueColumn: {
        if (!wasRead(value))
            return QStringLiteral("\u2013");
        const auto decoded = modbus::decode(registersOf(value), m_shape.format);
        return decoded ? modbus::toText(*decoded, m_shape.format.type) : tr("no value");
    }
    case AgeColumn:
        return wasRead(value) ? ageText(age(value)) : QString();
    case StatusColumn:
        return statusText(value);
    default:
        return {};
    }
}

QString RegisterModel::rawText(int value) const
{
    if (!wasRead(value))
        return {};
    const auto registers = registersOf(value);
    if (modbus::isBitTable(m_shape.first.table))
        return QString::number(registers.front());
    if (registers.size() <= kMostRegistersShownRaw)
        return hexText(registers);
    return hexText(registers.first(kMostRegistersShownRaw)) + QStringLiteral(" \u2026");
}

QString RegisterModel::note(int value) const
{
    return m_notes.value(m_shape.addressOf(value).offset);
}

QString RegisterModel::statusText(int value) const
{
    QStringList parts;
    if (const RegisterStore::Gap *gap = gapOf(value)) {
        parts += gap->text;
    } else if (wasRead(value)) {
        if (const auto decoded = modbus::decode(registersOf(value), m_shape.format); !decoded)
            parts += decoded.error().detail;
    }
    if (const QString written = note(value); !written.isEmpty())
        parts += written;
    return parts.join(QStringLiteral(" \u00b7 "));
}

QString RegisterModel::detail(int row) const
{
    const int value = valueIndex(row);
    const RegisterStore::Gap *gap = gapOf(value);
    if (!gap)
        return statusText(value);
    const QString written = note(value);
    const QString failure = gap->text + QLatin1Char(' ') + gap->remedy;
    return written.isEmpty() ? failure : failure + QLatin1Char('\n') + written;
}

QString RegisterModel::toolTip(int value, int column) const
{
    const modbus::Address address = m_shape.addressOf(value);
    if (column == AddressColumn) {
        QStringList all;
        for (const modbus::Notation notation : allNotations())
            all += QStringLiteral("%1: %2").arg(notationTitle(notation),
                                                modbus::formatAddress(address, notation));
        return all.join(QLatin1Char('\n'));
    }
    if (const RegisterStore::Gap *gap = gapOf(value))
        return gap->text + QLatin1Char('\n') + gap->remedy;
    return column == StatusColumn ? statusText(value) : QString();
}

bool RegisterModel::matches(int value, const QString &text) const
{
    for (const int column : {AddressColumn, NameColumn, ValueColumn, StatusColumn}) {
        if (display(value, column).contains(text, Qt::CaseInsensitive))
            return true;
    }
    return false;
}

QVariant RegisterModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole) {
        const bool isText = section == NameColumn || section == StatusColumn;
        return QVariant::fromValue((isText ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole && role != ExportRole)
        return {};
    switch (section) {
    case AddressColumn:
        return tr("Address");
    case NameColumn:
        return tr("Name");
    case RawColumn:
        return modbus::isBitTable(m_shape.first.table) ? tr("Raw") : tr("Raw (hex)");
    case ValueColumn:
        return tr("Value");
    case AgeColumn:
        return role == ExportRole ? tr("Read at") : tr("Age");
    case StatusColumn:
        return tr("Status");
    default:
        return {};
    }
}

Qt::ItemFlags RegisterModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (!index.isValid())
        return flags;
    flags |= Qt::ItemNeverHasChildren;
    const bool mayWrite = m_isEditable && modbus::isWritable(m_shape.first.table);
    if (index.column() == NameColumn || (index.column() == ValueColumn && mayWrite))
        flags |= Qt::ItemIsEditable;
    return flags;
}

bool RegisterModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!index.isValid() || role != Qt::EditRole || !(flags(index) & Qt::ItemIsEditable))
        return false;
    const modbus::Address address = addressAt(index.row());
    if (index.column() == NameColumn) {
        const QString name = value.toString().simplified();
        if (name.isEmpty())
            m_names.remove(address.offset);
        else
            m_names.insert(address.offset, name);
        emit dataChanged(index, index);
        emit nameEdited();
        return true;
    }
    const auto registers = modbus::encode(value.toString(), m_shape.format);
    if (!registers)
        return false;
    emit writeRequested(index.row(), *registers);
    return true;
}

} // namespace ui
