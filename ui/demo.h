// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/demodevice.h"
#include "modbus/endpoint.h"
#include "transfer/demoreceiver.h"
#include "transfer/push.h"
#include "ui/registers/blocksettings.h"

#include <QTemporaryDir>
#include <tl/expected.hpp>

namespace ui {

/// A lively device and a receiver inside this program, on loopback and free ports, and a rule file
/// to push.
class Demo : public QObject
{
    Q_OBJECT
public:
    explicit Demo(QObject *parent = nullptr);

    /// Gives the reason why not, in words.
    tl::expected<void, QString> start();

    const modbus::Target &device() const { return m_target; }
    /// The device's live holding registers, polled, with names.
    static BlockSettings registers();
    /// The device's plant as a point list (CSV).
    static QByteArray pointList();
    /// Tags of that list whose trend shows that they live.
    static QStringList trend();
    const transfer::Peer &receiver() const { return m_peer; }
    /// A copy of the sample rule, to be edited as one likes; it goes with the demo.
    QString ruleFile() const;

private:
    modbus::DemoDevice m_device;
    transfer::DemoReceiver m_receiver;
    QTemporaryDir m_folder;
    modbus::Target m_target;
    transfer::Peer m_peer;
};

} // namespace ui
