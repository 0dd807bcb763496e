// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/rules/symbols.h"

#include <QAbstractTableModel>
#include <QList>
#include <QStringList>

namespace ui {

/// A row of findings as text. Its symbol says beside the words, not instead of them, how good it
/// is.
struct FindingRow
{
    QStringList cells;
    Symbol symbol = Symbol::Ring;
    Tone tone = Tone::Plain;
    QVariant origin; ///< what it was made of, for whoever made it
};

/// Findings as they come, in columns of text.
class FindingsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Role {
        OriginRole = Qt::UserRole,
        SortRole, ///< figures as figures
    };

    explicit FindingsModel(QStringList headings, QObject *parent = nullptr);

    void add(const FindingRow &row);
    /// As many as before: they are told as changed, and selections stay.
    void setRows(const QList<FindingRow> &rows);
    void clear() { setRows({}); }
    const QStringList &headings() const { return m_headings; }
    /// Takes the rows away.
    void setHeadings(const QStringList &headings);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QStringList m_headings;
    QList<FindingRow> m_rows;
};

} // namespace ui
