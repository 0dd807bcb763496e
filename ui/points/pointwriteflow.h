// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/points/pointwriter.h"

#include <functional>

namespace ui {

class PointListModel;
class WriteBar;

/// From the wish to write a point to the verdict in its row: limits, arming, one confirmation with
/// the old and the new value, then the write.
class PointWriteFlow : public QObject
{
    Q_OBJECT
public:
    /// The connection that a device has now; nullptr for none. Opens nothing.
    using Lookup = std::function<modbus::Connection *(const modbus::Endpoint &)>;

    PointWriteFlow(PointListModel &model, WriteBar &bar, EventLog &events, Lookup lookup,
                   const modbus::WriteJournal &journal, QObject *parent);

    /// Of points that name no device.
    void setDefaultDevice(const std::optional<modbus::Endpoint> &device);
    /// Why a row cannot be written now, a sentence; empty when it can.
    QString whyNot(int row) const;

    void ask(int row, const QString &text);
    /// The opposite of what the point is now; with a time, back after it.
    void askInvert(int row, std::optional<std::chrono::milliseconds> pulse = {});
    /// Ends a question, not a write.
    void dismiss();
    QString underWay() const { return m_writer.underWay(); }

signals:
    void refused(const QString &why);

private:
    modbus::Connection *connectionOf(const modbus::Point &point) const;
    std::optional<modbus::Endpoint> deviceOf(const modbus::Point &point) const;
    void askAbout(const PointWrite &write);
    void followValue();

    PointListModel &m_model;
    WriteBar &m_bar;
    Lookup m_lookup;
    std::optional<modbus::Endpoint> m_defaultDevice;
    PointWriter m_writer;
};

} // namespace ui
