// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/pointpoller.h"
#include "ui/page.h"

#include <QWidget>
#include <memory>

class QSettings;

namespace ui {

class EventLog;
class PointListModel;

/// The project's point list: the plant live in engineering units, the list to work on, and writes
/// from the row. What it lists is what the poller reads.
class PointsPage : public QWidget
{
    Q_OBJECT
public:
    /// Where the page keeps things; empty keeps none.
    struct Paths
    {
        QString list;    ///< the list as it was edited last
        QString journal; ///< of writes
    };
    /// The connection that a device has now; nullptr for none. Opens nothing.
    using Lookup = std::function<modbus::Connection *(const modbus::Endpoint &)>;

    /// `poller` outlives the page.
    PointsPage(EventLog &events, modbus::PointPoller &poller, Lookup lookup, const Paths &paths,
               QWidget *parent = nullptr);
    ~PointsPage() override;

    /// What the window needs to know of it.
    Page asPage();

    /// The device of points that name none.
    void setTarget(modbus::Connection *connection, quint8 unit);
    /// A list of our own, polled at once; it is not kept.
    void showDemo(const QByteArray &list);
    void openFile(const QString &path);
    /// Below those that are there; can be undone.
    void addPoints(const QList<modbus::Point> &points);
    void read();
    void togglePolling();
    bool isPolling() const;
    void cancel();
    void find();
    /// What closing the window would cut off or lose, as sentences; empty for nothing.
    QString underWay() const;
    void saveState(QSettings &settings) const;
    void restoreState(const QSettings &settings);

    PointListModel &model();

signals:
    /// Something that saveState() keeps has changed.
    void edited();
    void pollingChanged(bool isPolling);
    void demoWanted();
    void trendWanted(const QStringList &tags);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace ui
