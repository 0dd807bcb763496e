// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/discovery/blocksweep.h"
#include "modbus/discovery/changelog.h"
#include "modbus/discovery/snapshot.h"
#include "modbus/sample.h"
#include "ui/discover/devicetool.h"

#include <QTimer>

class QComboBox;
class QPushButton;

namespace ui {

class FindingsView;
class RangeFields;
struct Comparison;

/// Keeps values, compares them, and shows what changes while the user turns the knob.
class SnapshotsTab : public DeviceTool
{
    Q_OBJECT
public:
    explicit SnapshotsTab(QWidget *parent = nullptr);

    /// Of the addresses scan: can be taken as a whole.
    void setBlocks(const QList<modbus::Block> &blocks);
    void setPoints(const QList<modbus::Point> &points);
    void take(const QList<modbus::Sample> &samples);
    void cancel() override;
    bool isRunning() const override { return m_sweep != nullptr; }

    /// Adds a snapshot to the list, as if it had been taken.
    void add(const modbus::discovery::Snapshot &snapshot);

protected:
    void start() override;
    void forget() override;
    void showTarget() override;

private:
    enum What { Range, Blocks, Points };
    QWidget *makeBody();
    void showWhat();
    /// What the user wants to be read; empty, and said why, where that makes no sense.
    QList<modbus::Block> wantedBlocks();
    void sweep(modbus::discovery::BlockSweep::Mode mode, const QList<modbus::Block> &blocks);
    void startWatch();
    void finish(bool wasCancelled);
    void addPoints();
    void compare();
    void present(const Comparison &comparison);
    void showWatch();
    void saveShown();
    void openFile();

    QList<modbus::Block> m_blocks;
    QList<modbus::Point> m_points;
    QList<std::optional<modbus::PointValue>> m_latest;
    QList<modbus::discovery::Snapshot> m_snapshots;
    modbus::discovery::Snapshot m_taking;
    modbus::discovery::ChangeLog m_log;
    QPointer<modbus::discovery::BlockSweep> m_sweep;
    bool m_isWatching = false;
    std::optional<modbus::Error> m_fault; ///< why the latest block could not be read at all
    QTimer m_refresh;

    QComboBox *m_what;
    RangeFields *m_range;
    QComboBox *m_before;
    QComboBox *m_after;
    QPushButton *m_watch;
    QPushButton *m_leaveOut;
    QPushButton *m_save;
    FindingsView *m_findings;
};

} // namespace ui
