// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/points/pointarrangement.h"

#include "ui/points/pointlistmodel.h"

#include <QCollator>
#include <algorithm>
#include <numeric>

namespace ui {

namespace {

QCollator tagCollator()
{
    // The C locale, which terminals and tests often have, knows no numbers in texts.
    const bool isPlain = QLocale().language() == QLocale::C;
    QCollator collator(isPlain ? QLocale(QLocale::English) : QLocale());
    collator.setNumericMode(true);
    collator.setCaseSensitivity(Qt::CaseInsensitive);
    return collator;
}

/// Numbers before texts, texts as people count: TT-9 before TT-10.
bool isLess(const QVariant &one, const QVariant &other, const QCollator &collator)
{
    const bool isText = one.metaType().id() == QMetaType::QString;
    const bool isOtherText = other.metaType().id() == QMetaType::QString;
    if (isText != isOtherText)
        return isOtherText;
    return isText ? collator.compare(one.toString(), other.toString()) < 0
                  : one.toDouble() < other.toDouble();
}

} // namespace

PointArrangement::PointArrangement(PointListModel &model, QObject *parent)
    : QAbstractProxyModel(parent)
    , m_model(model)
{
    setSourceModel(&model);
    arrange();
    connect(&model, &QAbstractItemModel::modelAboutToBeReset, this,
            &PointArrangement::beginResetModel);
    connect(&model, &QAbstractItemModel::modelReset, this, [this] {
        arrange();
        endResetModel();
    });
    connect(&model, &QAbstractItemModel::rowsAboutToBeInserted, this,
            &PointArrangement::beginRearranging);
    connect(&model, &QAbstractItemModel::rowsAboutToBeRemoved, this,
            &PointArrangement::beginRearranging);
    connect(&model, &QAbstractItemModel::rowsInserted, this, &PointArrangement::endRearranging);
    connect(&model, &QAbstractItemModel::rowsRemoved, this, &PointArrangement::endRearranging);
    connect(&model, &QAbstractItemModel::dataChanged, this, &PointArrangement::forwardChange);
}

void PointArrangement::setGrouping(Grouping grouping)
{
    if (grouping == m_grouping)
        return;
    beginRearranging();
    m_grouping = grouping;
    m_folded.clear();
    endRearranging();
}

void PointArrangement::setFilter(const QString &text)
{
    const QStringList words = text.split(u' ', Qt::SkipEmptyParts);
    if (words == m_words && words.isEmpty())
        return;
    beginRearranging();
    m_words = words;
    endRearranging();
}

void PointArrangement::sort(int column, Qt::SortOrder order)
{
    beginRearranging();
    m_sortColumn = column;
    m_sortOrder = order;
    endRearranging();
}

QList<int> PointArrangement::headings() const
{
    QList<int> rows;
    if (m_groups.isEmpty())
        return rows;
    for (int row = 0; row < m_rows.size(); ++row) {
        if (m_rows.at(row).point < 0)
            rows += row;
    }
    return rows;
}

void PointArrangement::toggle(int headingRow)
{
    const QString name = m_groups.at(m_rows.at(headingRow).group).name;
    beginRearranging();
    if (!m_folded.remove(name))
        m_folded.insert(name);
    endRearranging();
}

void PointArrangement::reveal(int point)
{
    if (m_grouping == Grouping::None || !m_folded.contains(groupOf(point)))
        return;
    beginRearranging();
    m_folded.remove(groupOf(point));
    endRearranging();
}

void PointArrangement::beginRearranging()
{
    emit layoutAboutToBeChanged();
    m_keptProxies = persistentIndexList();
    for (const QModelIndex &proxy : std::as_const(m_keptProxies)) {
        const Row &row = m_rows.at(proxy.row());
        m_keptSources += mapToSource(proxy);
        m_keptHeadings += row.point < 0 ? m_groups.at(row.group).name : QString();
    }
}

void PointArrangement::endRearranging()
{
    arrange();
    QHash<QString, int> headingRows;
    for (const int row : headings())
        headingRows.insert(m_groups.at(m_rows.at(row).group).name, row);
    QModelIndexList now;
    for (qsizetype i = 0; i < m_keptProxies.size(); ++i) {
        const int column = m_keptProxies.at(i).column();
        const QModelIndex source = m_keptSources.at(i);
        const int heading = headingRows.value(m_keptHeadings.at(i), -1);
        if (source.isValid())
            now += mapFromSource(source);
        else
            now += heading >= 0 ? index(heading, column) : QModelIndex();
    }
    changePersistentIndexList(m_keptProxies, now);
    m_keptProxies.clear();
    m_keptSources.clear();
    m_keptHeadings.clear();
    emit layoutChanged();
}

QString PointArrangement::groupOf(int point) const
{
    const modbus::Point &it = m_model.points().at(point);
    if (m_grouping == Grouping::Area)
        return it.area.isEmpty() ? tr("No area") : it.area;
    const QString device = it.device.isEmpty() ? tr("Selected device") : it.device;
    return tr("%1, unit %2").arg(device).arg(it.unit);
}

bool PointArrangement::matches(int point) const
{
    static constexpr PointColumn kSearched[] = {
        PointColumn::Tag,    PointColumn::Description,     PointColumn::Area,
        PointColumn::Device, PointColumn::EngineeringUnit, PointColumn::Address,
        PointColumn::Note,   PointColumn::Value,           PointColumn::State};
    QString texts;
    for (const PointColumn column : kSearched)
        texts += m_model.index(point, int(column)).data().toString() + u'\n';
    return std::all_of(m_words.cbegin(), m_words.cend(), [&texts](const QString &word) {
        return texts.contains(word, Qt::CaseInsensitive);
    });
}

void PointArrangement::arrange()
{
    const int all = m_model.rowCount();
    QList<int> points;
    points.reserve(all);
    for (int point = 0; point < all; ++point) {
        if (m_words.isEmpty() || matches(point))
            points += point;
    }
    m_shownPoints = int(points.size());
    const QCollator collator = tagCollator();
    if (m_sortColumn >= 0) {
        QList<QVariant> keys(all);
        for (const int point : std::as_const(points))
            keys[point] = m_model.index(point, m_sortColumn).data(PointListModel::SortRole);
        std::stable_sort(points.begin(), points.end(), [&](int one, int other) {
            return m_sortOrder == Qt::AscendingOrder
                       ? isLess(keys.at(one), keys.at(other), collator)
                       : isLess(keys.at(other), keys.at(one), collator);
        });
    }
    m_rows.clear();
    m_groups.clear();
    m_rowOf.fill(-1, all);
    m_isPlain = m_grouping == Grouping::None && m_words.isEmpty() && m_sortColumn < 0;
    if (m_grouping == Grouping::None) {
        m_rows.reserve(points.size());
        for (const int point : std::as_const(points)) {
            m_rowOf[point] = int(m_rows.size());
            m_rows += {point, 0};
        }
        return;
    }
    QHash<QString, QList<int>> members;
    for (const int point : std::as_const(points))
        members[groupOf(point)] += point;
    QStringList names = members.keys();
    std::sort(names.begin(), names.end(), collator);
    for (const QString &name : std::as_const(names)) {
        const int group = int(m_groups.size());
        m_groups += {name, int(members[name].size())};
        m_rows += {-1, group};
        if (m_folded.contains(name))
            continue;
        for (const int point : std::as_const(members[name])) {
            m_rowOf[point] = int(m_rows.size());
            m_rows += {point, group};
        }
    }
}

void PointArrangement::forwardChange(const QModelIndex &first, const QModelIndex &last,
                                     const QList<int> &roles)
{
    const bool isDefinitionChange = first.column() == 0 && last.column() == kPointColumns - 1;
    if (isDefinitionChange && m_grouping != Grouping::None) {
        beginRearranging();
        endRearranging();
    }
    if (m_rows.isEmpty())
        return;
    int firstRow = 0;
    int lastRow = int(m_rows.size()) - 1;
    if (first.row() == last.row() || m_isPlain) {
        firstRow = rowOf(first.row());
        lastRow = rowOf(last.row());
    }
    if (firstRow >= 0 && lastRow >= 0)
        emit dataChanged(index(firstRow, first.column()), index(lastRow, last.column()), roles);
}

QModelIndex PointArrangement::index(int row, int column, const QModelIndex &parent) const
{
    return hasIndex(row, column, parent) ? createIndex(row, column) : QModelIndex();
}

QModelIndex PointArrangement::parent(const QModelIndex & /*index*/) const
{
    return {};
}

int PointArrangement::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int PointArrangement::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : kPointColumns;
}

QModelIndex PointArrangement::mapToSource(const QModelIndex &index) const
{
    if (!index.isValid() || index.row() >= m_rows.size() || isHeading(index.row()))
        return {};
    return m_model.index(pointAt(index.row()), index.column());
}

QModelIndex PointArrangement::mapFromSource(const QModelIndex &index) const
{
    if (!index.isValid() || rowOf(index.row()) < 0)
        return {};
    return this->index(rowOf(index.row()), index.column());
}

QVariant PointArrangement::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Row &row = m_rows.at(index.row());
    if (role == HeadingRole)
        return row.point < 0;
    if (row.point >= 0)
        return mapToSource(index).data(role);
    if (index.column() != 0)
        return {};
    const Group &group = m_groups.at(row.group);
    if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole) {
        return QStringLiteral("%1 %2  (%3)")
            .arg(
                m_folded.contains(group.name) ? QStringLiteral("\u25b8") : QStringLiteral("\u25be"),
                group.name, group.points == 1 ? tr("1 point") : tr("%L1 points").arg(group.points));
    }
    return {};
}

QVariant PointArrangement::headerData(int section, Qt::Orientation orientation, int role) const
{
    return m_model.headerData(section, orientation, role);
}

Qt::ItemFlags PointArrangement::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return {};
    return isHeading(index.row()) ? Qt::ItemIsEnabled | Qt::ItemNeverHasChildren
                                  : mapToSource(index).flags();
}

} // namespace ui
