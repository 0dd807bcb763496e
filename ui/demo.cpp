// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/demo.h"

#include <QDir>
#include <QFile>

namespace ui {

namespace {

constexpr QLatin1StringView kRuleName("bad-bots.conf");
constexpr int kLiveRegisters = 100;
constexpr std::chrono::milliseconds kPeriod{500};

} // namespace

Demo::Demo(QObject *parent)
    : QObject(parent)
    , m_device(modbus::DemoDevice::Signals::Live)
{
}

tl::expected<void, QString> Demo::start()
{
    const QHostAddress loopback(QHostAddress::LocalHost);
    const auto devicePort = m_device.listen(loopback, 0);
    if (!devicePort)
        return tl::make_unexpected(tr("The demo device cannot listen on this machine: %1. Check "
                                      "whether a firewall blocks loopback.")
                                       .arg(devicePort.error()));
    const auto receiverPort = m_receiver.listen(loopback, 0);
    if (!receiverPort)
        return tl::make_unexpected(tr("The demo receiver cannot listen on this machine: %1. Check "
                                      "whether a firewall blocks loopback.")
                                       .arg(receiverPort.error()));
    m_target.endpoint = {loopback.toString(), *devicePort};
    m_peer = {loopback.toString(), *receiverPort};

    if (!QFile::copy(QStringLiteral(":/demo/") + kRuleName, ruleFile()))
        return tl::make_unexpected(tr("The sample rule cannot be written to %1. Check the space "
                                      "on its disk.")
                                       .arg(QDir::toNativeSeparators(ruleFile())));
    QFile::setPermissions(ruleFile(), QFile::ReadOwner | QFile::WriteOwner);
    return {};
}

BlockSettings Demo::registers()
{
    BlockSettings block = BlockSettings::defaultsOf(modbus::Table::HoldingRegisters);
    block.count = kLiveRegisters;
    block.format.type = modbus::DataType::Int16;
    block.period = kPeriod;
    block.isPolling = true;
    block.names = {{0, tr("Sine, 10 s")},  {1, tr("Ramp")},        {2, tr("Counter")},
                   {3, tr("Noise")},       {4, tr("Running bit")}, {5, tr("Seconds")},
                   {6, tr("Toggle")},      {7, tr("Sine, 60 s")},  {10, tr("Temp. ABCD")},
                   {12, tr("Temp. CDAB")}, {14, tr("Temp. BADC")}, {16, tr("Temp. DCBA")},
                   {20, tr("Flow ABCD")},  {22, tr("Flow CDAB")},  {24, tr("Flow BADC")},
                   {26, tr("Flow DCBA")}};
    return block;
}

QByteArray Demo::pointList()
{
    QFile list(QStringLiteral(":/demo/plant.csv"));
    return list.open(QIODevice::ReadOnly) ? list.readAll() : QByteArray();
}

QStringList Demo::trend()
{
    return {QStringLiteral("TT-101"), QStringLiteral("FT-204"), QStringLiteral("LT-110"),
            QStringLiteral("PT-103"), QStringLiteral("AT-310")};
}

QString Demo::ruleFile() const
{
    return m_folder.filePath(kRuleName);
}

} // namespace ui
