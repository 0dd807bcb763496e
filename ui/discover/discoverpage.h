// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/connection.h"
#include "modbus/sample.h"
#include "ui/page.h"

#include <QWidget>

class QListWidget;

namespace ui {

class AddressesTab;
class DoctorTab;
class HostsTab;
class IdentifyTab;
class MeasureTab;
class PageStack;
class ScanFrame;
class SnapshotsTab;
class SolverPanel;
class UnitsTab;

/// The tools that find out what is there: a list of them at the left, the one chosen beside it.
class DiscoverPage : public QWidget
{
    Q_OBJECT
public:
    explicit DiscoverPage(QWidget *parent = nullptr);

    /// What the window needs to know of it.
    Page asPage();

    /// Another device; what runs on the one before is ended.
    void setTarget(modbus::Connection *connection, quint8 unit);
    /// Ends what runs, at once (Esc).
    void cancel();
    /// Adds a tool of another folder's at the end of the list.
    void addTool(const QString &name, const QString &title, QWidget *tool);

public slots:
    void setPoints(const QList<modbus::Point> &points);
    void take(const QList<modbus::Sample> &samples);

signals:
    /// To be added to the point list.
    void pointsFound(const QList<modbus::Point> &points);
    /// The user wants to work with a device that was found.
    void connectWanted(const modbus::Target &target);
    /// A connection has got options that were measured.
    void optionsUsed(modbus::Connection *connection);
    /// Something that saveState() keeps has changed.
    void edited();

private:
    QString underWay() const;
    void find();
    void addScan(const QString &name, const QString &title, ScanFrame *scan);
    void saveState(QSettings &settings) const;
    void restoreState(const QSettings &settings);

    QListWidget *m_list;
    PageStack *m_stack;
    HostsTab *m_hosts;
    UnitsTab *m_units;
    IdentifyTab *m_identify;
    AddressesTab *m_addresses;
    DoctorTab *m_doctor;
    MeasureTab *m_measure;
    SnapshotsTab *m_snapshots;
    SolverPanel *m_solver;
    QList<ScanFrame *> m_scans;
};

} // namespace ui
