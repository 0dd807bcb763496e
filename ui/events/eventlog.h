// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QDateTime>
#include <QList>

namespace ui {

/// What happened, in words, newest last. Keeps the latest kMostEvents.
class EventLog : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum class Severity { Info, Warning, Error };
    enum Column { TimeColumn, SourceColumn, TextColumn, ColumnCount };
    static constexpr int kMostEvents = 10000;

    explicit EventLog(QObject *parent = nullptr);

    /// `source` is a device, a receiver or a page; `text` a whole sentence with its remedy.
    /// The same source and text again within a second only counts up ("x 12").
    void append(Severity severity, const QString &source, const QString &text);
    void clear();

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Event
    {
        QDateTime time;
        Severity severity = Severity::Info;
        QString source;
        QString text;
        int times = 1;
    };
    QList<Event> m_events;
};

} // namespace ui
