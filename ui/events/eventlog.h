// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QDateTime>
#include <QList>
#include <functional>

namespace ui {

/// What happened, in words, newest last. Keeps the latest kMostEvents.
class EventLog : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum class Severity { Info, Warning, Error };
    enum Column { TimeColumn, SourceColumn, TextColumn, ColumnCount };
    enum Role {
        SeverityRole = Qt::UserRole, ///< Severity as int
        LineRole,                    ///< the event as one line, for the clipboard
    };
    static constexpr int kMostEvents = 10000;
    using Clock = std::function<QDateTime()>;

    explicit EventLog(QObject *parent = nullptr);
    explicit EventLog(Clock clock, QObject *parent = nullptr);

    /// `source` is a device, a receiver or a page; `text` a whole sentence with its remedy.
    /// The same source and text again within a second only counts up ("x 12").
    void append(Severity severity, const QString &source, const QString &text);
    void clear();

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;

    /// "Info", "Warning", "Error", translated.
    static QString severityName(Severity severity);

private:
    struct Event
    {
        QDateTime time;
        Severity severity = Severity::Info;
        QString source;
        QString text;
        int times = 1;
        QDateTime lastTime;
    };
    bool countUp(const QDateTime &now, Severity severity, const QString &source,
                 const QString &text);
    QString display(const Event &event, int column) const;

    Clock m_clock;
    QList<Event> m_events;
};

} // namespace ui
