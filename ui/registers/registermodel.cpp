// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registers/registermodel.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <algorithm>

namespace ui {

namespace {

constexpr auto kNever = std::chrono::milliseconds::min();
constexpr int kMostRegistersShownRaw = 16;

RegisterModel::Clock steadyClock()
{
    QElapsedTimer timer;
    timer.start();
    return [timer] { return std::chrono::milliseconds(timer.elapsed()); };
}

} // namespace

RegisterModel::RegisterModel(QObject *parent)
    : RegisterModel(steadyClock(), parent)
{
}

RegisterModel::RegisterModel(Clock clock, QObject *parent)
    : QAbstractTableModel(parent)
    , m_clock(std::move(clock))
    , m_lastChange(kNever)
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
    if (!sameRegisters) {
        const auto size = static_cast<size_t>(shape.registerCount());
        m_registers.assign(size, 0);
        m_readAt.assign(size, kNever);
        m_changedAt.assign(size, kNever);
        m_gaps.clear();
    }
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
    if (hasValues && result.values.size() != static_cast<qsizetype>(m_registers.size()))
        return;

    const bool hadGaps = !m_gaps.isEmpty();
    m_gaps.clear();
    const std::span fresh(result.values);
    int begin = 0;
    for (const modbus::BlockResult::Failure &failure : result.failures) {
        if (hasValues)
            store(begin, fresh.subspan(begin, failure.begin - begin));
        begin = failure.begin + failure.count;
        const modbus::Explanation why = modbus::explain(failure.error);
        m_gaps.append({failure.begin, begin, why.text, why.remedy});
    }
    if (hasValues)
        store(begin, fresh.subspan(begin));

    if (hadGaps || !m_gaps.isEmpty())
        emitAllChanged();
    emit sampled();
}

void RegisterModel::fail(const modbus::Error &error)
{
    const modbus::Explanation why = modbus::explain(error);
    m_gaps = {{0, static_cast<int>(m_registers.size()), why.text, why.remedy}};
    emitAllChanged();
}

void RegisterModel::patch(modbus::Address first, const QList<quint16> &registers)
{
    const int begin = first.offset - m_shape.first.offset;
    if (first.table != m_shape.first.table || begin < 0 ||
        begin + registers.size() > static_cast<int>(m_registers.size()))
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
    std::fill(m_readAt.begin(), m_readAt.end(), kNever);
    std::fill(m_changedAt.begin(), m_changedAt.end(), kNever);
    m_gaps.clear();
    m_notes.clear();
    emitAllChanged();
    emit sampled();
}

void RegisterModel::store(int begin, std::span<const quint16> fresh)
{
    const auto now = m_clock();
    int firstChanged = -1;
    int lastChanged = -1;
    for (size_t i = 0; i < fresh.size(); ++i) {
        const size_t at = static_cast<size_t>(begin) + i;
        const bool isFirst = m_readAt[at] == kNever;
        if (isFirst || m_registers[at] != fresh[i]) {
            m_registers[at] = fresh[i];
            if (!isFirst)
                m_changedAt[at] = m_lastChange = now;
            lastChanged = static_cast<int>(at);
            firstChanged = firstChanged < 0 ? lastChanged : firstChanged;
        }
        m_readAt[at] = now;
    }
    if (firstChanged >= 0) {
        const int each = m_shape.registersPerValue();
        emitValuesChanged(firstChanged / each, lastChanged / each);
    }
}

void RegisterModel::emitValuesChanged(int firstValue, int lastValue)
{
    int first = firstValue;
    int last = lastValue;
    if (m_filtered) {
        const auto begin = m_filtered->begin();
        first = static_cast<int>(std::lower_bound(begin, m_filtered->end(), firstValue) - begin);
        last = static_cast<int>(std::upper_bound(begin, m_filtered->end(), lastValue) - begin) - 1;
    }
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
    if (address.table != m_shape.first.table || distance < 0 ||
        distance >= static_cast<int>(m_registers.size()))
        return {};
    const int value = distance / m_shape.registersPerValue();
    if (!m_filtered)
        return value;
    const auto found = std::lower_bound(m_filtered->begin(), m_filtered->end(), value);
    if (found == m_filtered->end() || *found != value)
        return {};
    return static_cast<int>(found - m_filtered->begin());
}

std::span<const quint16> RegisterModel::span(int value) const
{
    const auto each = static_cast<size_t>(m_shape.registersPerValue());
    return std::span(m_registers).subspan(static_cast<size_t>(value) * each, each);
}

bool RegisterModel::wasRead(int value) const
{
    const auto each = static_cast<std::ptrdiff_t>(m_shape.registersPerValue());
    const auto begin = m_readAt.begin() + value * each;
    return std::find(begin, begin + each, kNever) == begin + each;
}

QList<quint16> RegisterModel::registersAt(int row) const
{
    const int value = valueIndex(row);
    if (!wasRead(value))
        return {};
    const auto registers = span(value);
    return {registers.begin(), registers.end()};
}

QList<quint16> RegisterModel::registersFrom(int row, int count) const
{
    const int begin = valueIndex(row) * m_shape.registersPerValue();
    QList<quint16> registers;
    for (auto i = static_cast<size_t>(begin);
         i < m_registers.size() && registers.size() < count && m_readAt[i] != kNever; ++i)
        registers.append(m_registers[i]);
    return registers;
}

QString RegisterModel::valueText(const QList<quint16> &registers) const
{
    const auto value =
        modbus::decode({registers.data(), static_cast<size_t>(registers.size())}, m_shape.format);
    return value ? modbus::toText(*value, m_shape.format.type) : value.error().detail;
}

std::chrono::milliseconds RegisterModel::age(int value) const
{
    const auto each = static_cast<std::ptrdiff_t>(m_shape.registersPerValue());
    const auto begin = m_readAt.begin() + value * each;
    return m_clock() - *std::min_element(begin, begin + each);
}

const RegisterModel::Gap *RegisterModel::gapOf(int value) const
{
    const int begin = value * m_shape.registersPerValue();
    const int end = begin + m_shape.registersPerValue();
    const auto gap = std::upper_bound(m_gaps.begin(), m_gaps.end(), begin,
                                      [](int at, const Gap &other) { return at < other.end; });
    return gap != m_gaps.end() && gap->begin < end ? &*gap : nullptr;
}

qreal RegisterModel::freshness(int value) const
{
    const auto each = static_cast<std::ptrdiff_t>(m_shape.registersPerValue());
    const auto begin = m_changedAt.begin() + value * each;
    const auto changed = *std::max_element(begin, begin + each);
    if (changed == kNever)
        return 0;
    const auto since = m_clock() - changed;
    return qMax(0.0, 1.0 - static_cast<qreal>(since.count()) / kFadeTime.count());
}

bool RegisterModel::isFading() const
{
    return m_lastChange != kNever && m_clock() - m_lastChange < kFadeTime;
}

int RegisterModel::staleCount() const
{
    const int each = m_shape.registersPerValue();
    int stale = 0;
    int counted = 0;
    for (const Gap &gap : m_gaps) {
        const int begin = qMax(counted, gap.begin / each);
        const int end = (gap.end + each - 1) / each;
        stale += qMax(0, end - begin);
        counted = qMax(counted, end);
    }
    return stale;
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
        return column == RawColumn || column == ValueColumn ? freshness(value) : 0.0;
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
        const auto decoded = modbus::decode(span(value), m_shape.format);
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
    const auto registers = span(value);
    if (modbus::isBitTable(m_shape.first.table))
        return QString::number(registers.front());
    QString text;
    const size_t shown = qMin<size_t>(registers.size(), kMostRegistersShownRaw);
    for (size_t i = 0; i < shown; ++i) {
        if (i > 0)
            text += QLatin1Char(' ');
        text += QStringLiteral("%1").arg(registers[i], 4, 16, QLatin1Char('0')).toUpper();
    }
    return shown < registers.size() ? text + QStringLiteral(" \u2026") : text;
}

QString RegisterModel::statusText(int value) const
{
    QStringList parts;
    if (const Gap *gap = gapOf(value))
        parts += gap->text;
    else if (wasRead(value)) {
        if (const auto decoded = modbus::decode(span(value), m_shape.format); !decoded)
            parts += decoded.error().detail;
    }
    if (const QString note = m_notes.value(m_shape.addressOf(value).offset); !note.isEmpty())
        parts += note;
    return parts.join(QStringLiteral(" \u00b7 "));
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
    if (const Gap *gap = gapOf(value))
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

QString ageText(std::chrono::milliseconds age)
{
    const qint64 ms = qMax<qint64>(0, age.count());
    if (ms < 10'000)
        return QStringLiteral("%1 s").arg(static_cast<double>(ms) / 1000, 0, 'f', 1);
    if (ms < 120'000)
        return QStringLiteral("%1 s").arg(ms / 1000);
    if (ms < 7'200'000)
        return QStringLiteral("%1 min").arg(ms / 60'000);
    return QStringLiteral("%1 h").arg(ms / 3'600'000);
}

} // namespace ui
