// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/pointlint.h"
#include "ui/points/pointcolumn.h"
#include "ui/points/pointlivestore.h"

#include <QAbstractTableModel>
#include <QElapsedTimer>
#include <QTimer>
#include <QUndoStack>
#include <functional>
#include <map>

namespace ui {

/// A point list, a row a point in the list's order, and what is live of it. Every change of the
/// list can be undone. Live values are signalled together, at most ten times a second; they never
/// move a row. Ages go on without a signal: the view repaints them.
class PointListModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    static constexpr int kMostPoints = 100'000;
    enum Role {
        PointIndexRole = Qt::UserRole, ///< int: the row in this model, through any proxy
        SortRole,                      ///< number or text to sort by
        ExportRole,                    ///< as shown, times in place of ages
        BelievedRole,                  ///< bool: the value is good and recent; false greys it
        LimitRole,                     ///< modbus::LimitState as int
        QualityRole,                   ///< modbus::Quality as int; invalid before the first sample
        SeverityRole, ///< of the worst finding: modbus::Finding::Severity as int; invalid: none
    };
    /// What points are dragged as: their tags in UTF-8, one a line.
    static constexpr QLatin1StringView kMimeType{"application/x-loopcheck-points"};
    using Clock = std::function<qint64()>; ///< UTC milliseconds
    /// Why a row cannot be written now, a sentence; empty when it can.
    using WriteGate = std::function<QString(int row)>;

    explicit PointListModel(QObject *parent = nullptr);
    explicit PointListModel(Clock clock, QObject *parent = nullptr);
    ~PointListModel() override;

    const QList<modbus::Point> &points() const { return m_points; }
    const PointLive &liveAt(int row) const { return m_live.at(row); }
    /// Another list: what was done to the old one cannot be undone any more.
    void load(const QList<modbus::Point> &points);
    QUndoStack &undoStack() { return m_undo; }

    // Each of these is one step to undo.
    void insert(int row, const QList<modbus::Point> &points);
    void remove(QList<int> rows);
    void replaceAll(const QList<modbus::Point> &points, const QString &stepName);
    void duplicate(QList<int> rows);
    /// Puts texts into cells, as far as they fit: sentences about those that don't, at most
    /// kMostComplaints. Rows past the end become new points.
    struct Cell
    {
        int row = 0;
        PointColumn column = PointColumn::Tag;
        QString text;
    };
    static constexpr int kMostComplaints = 5;
    QStringList setCells(const QList<Cell> &cells, const QString &stepName);

    void take(const QList<modbus::Sample> &samples);
    /// While it is not running, old values are just old; running, they are stale.
    void setRunning(bool isRunning);
    void resetStatistics();
    void setWriteNote(int row, const QString &note);
    void setFindings(const QList<modbus::Finding> &findings);
    void setWriteGate(WriteGate gate) { m_writeGate = std::move(gate); }
    QString whyNotWritable(int row) const;

    /// The state in full, with every reason: what the State column may cut off.
    QString detail(int row) const;
    /// Points by what the user should look at.
    struct Summary
    {
        int good = 0;
        int beyondLimits = 0;
        int notAvailable = 0;
        int failed = 0;
        int unread = 0;
    };
    Summary summary() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    /// A value is not stored but asked for by writeRequested().
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;
    QStringList mimeTypes() const override;
    /// The tags of the points concerned, one a line.
    QMimeData *mimeData(const QModelIndexList &indexes) const override;

signals:
    /// The list has another content: points() anew.
    void pointsEdited();
    void writeRequested(int row, const QString &text);
    /// What was typed into a cell does not fit; a sentence.
    void refused(const QString &why);

private:
    friend class SpliceCommand;
    friend class ReplaceCommand;
    void splice(int first, int removed, const QList<modbus::Point> &added);
    void replace(const QList<int> &rows, const QList<modbus::Point> &points);
    void sayChanges();
    bool isStale(int row) const;
    bool isBelieved(int row) const;
    QString valueText(int row) const;
    QString rawText(int row) const;
    QString stateText(int row) const;
    QString display(int row, PointColumn column) const;
    QString exported(int row, PointColumn column) const;
    QVariant sortKey(int row, PointColumn column) const;
    QString toolTip(int row, PointColumn column) const;

    Clock m_clock;
    QList<modbus::Point> m_points;
    PointLiveStore m_live;
    QUndoStack m_undo;
    WriteGate m_writeGate;
    QList<modbus::Finding> m_findings;
    std::map<int, QList<int>> m_findingsOf; ///< by row: indexes into m_findings
    bool m_isRunning = false;
    bool m_isLoading = false;
    QTimer m_sayTimer;
    QElapsedTimer m_saidAt;
    int m_firstChanged = -1;
    int m_lastChanged = -1;
};

} // namespace ui
