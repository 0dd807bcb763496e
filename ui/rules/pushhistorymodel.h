// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/pushhistory.h"

#include <QAbstractTableModel>

namespace ui {

/// Past pushes, one a row, in the order of their file.
class PushHistoryModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column {
        TimeColumn,
        ReceiverColumn,
        NameColumn,
        OutcomeColumn,
        CauseColumn,
        AnswerColumn,
        SizeColumn,
        LinesColumn,
        Sha256Column,
        DurationColumn,
        WhoColumn,
        ColumnCount
    };
    /// What a column is sorted by.
    static constexpr int SortRole = Qt::UserRole;
    /// The value in full, unrounded, for copies and exports.
    static constexpr int ExportRole = Qt::UserRole + 1;

    explicit PushHistoryModel(transfer::PushHistory &history, QObject *parent = nullptr);

    /// Reads the history's file. Gives the reason why not.
    tl::expected<void, QString> load();
    /// Adds a push to the history. Gives the reason when its file did not take it.
    tl::expected<void, QString> append(const transfer::PushRecord &record);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    transfer::PushHistory &m_history;
};

} // namespace ui
