// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/demodevice.h"

#include "modbus/address.h"
#include "modbus/datatype.h"

#include <QModbusDeviceIdentification>
#include <QModbusTcpServer>
#include <QRandomGenerator>
#include <QTcpServer>
#include <QTcpSocket>
#include <QVariant>
#include <cmath>

namespace modbus {

namespace {

constexpr int kLiveItems = 100;
constexpr int kWaveBegin = 56;
constexpr int kNameBegin = 88; ///< the wave's end
constexpr int kNotConnected = 96;
constexpr quint16 kNoValue = 0x8000; ///< what many transmitters send without a sensor
constexpr std::chrono::milliseconds kTick{100};
constexpr double kTicksPerSecond = 10.0;
constexpr int kDemoUnit = 1;
constexpr double kTwoPi = 6.283185307179586;

void place(QList<quint16> &registers, int address, const QString &text, DataType type,
           WordOrder order)
{
    const auto words = encode(text, {type, order});
    Q_ASSERT(words);
    for (int i = 0; i < words->size(); ++i)
        registers[address + i] = words->at(i);
}

QString number(double value)
{
    return QString::number(value, 'g', 9);
}

/// The live part of a register table; `phase` (in turns) sets input registers apart from holding
/// registers.
QList<quint16> liveRegisters(quint64 ticks, double phase)
{
    QList<quint16> registers(kLiveItems);
    const double seconds = double(ticks) / kTicksPerSecond;
    const auto sine = [&](double period, double shift) {
        return std::sin(kTwoPi * (seconds / period + shift + phase));
    };
    registers[0] = quint16(qint16(std::lround(1000.0 * sine(10, 0))));
    registers[1] = quint16(ticks % 1000);
    registers[2] = quint16(ticks);
    registers[3] = quint16(QRandomGenerator::global()->bounded(1001));
    registers[4] = quint16(1U << (ticks / 5 % 16));
    registers[5] = quint16(seconds);
    registers[6] = ticks / 10 % 2 ? 0xFFFF : 0x0000;
    registers[7] = quint16(std::lround(32767.5 + 32767.5 * sine(60, 0)));

    const QString temperature = number(20.0 + 5.0 * sine(20, 0));
    const QString flow = number(200.0 + 200.0 * sine(30, 0.25));
    const QString counter = QString::number(ticks % 4294967296ULL);
    int address = 10;
    for (const WordOrder order : allOrders()) {
        place(registers, address, temperature, DataType::Float32, order);
        place(registers, address + 10, flow, DataType::Float32, order);
        place(registers, address + 20, counter, DataType::UInt32, order);
        address += 2;
    }
    int wideAddress = 40;
    for (const WordOrder order : allOrders()) {
        place(registers, wideAddress, temperature, DataType::Float64, order);
        wideAddress += 4;
    }
    for (int i = kWaveBegin; i < kNameBegin; ++i) {
        const double share = double(i - kWaveBegin) / double(kNameBegin - kWaveBegin);
        registers[i] = quint16(qint16(std::lround(10000.0 * sine(15, share))));
    }
    place(registers, kNameBegin, QStringLiteral("LOOPCHECK DEMO"), DataType::Ascii,
          WordOrder::ABCD);
    registers[kNotConnected] = kNoValue;
    return registers;
}

QList<quint16> liveBits(quint64 ticks, bool isInverted)
{
    QList<quint16> bits(kLiveItems);
    for (int i = 0; i < kLiveItems; ++i) {
        const bool isOn = ticks / quint64(5 * (i % 10 + 1)) % 2;
        bits[i] = isOn != isInverted ? 1 : 0;
    }
    return bits;
}

/// QModbusTcpServer refuses what the specification has for serial lines only. Function 17 is among
/// it, and yet devices answer it over TCP.
class Server : public QModbusTcpServer
{
public:
    using QModbusTcpServer::QModbusTcpServer;

protected:
    QModbusResponse processRequest(const QModbusPdu &request) override
    {
        if (request.functionCode() != QModbusPdu::ReportServerId)
            return QModbusTcpServer::processRequest(request);
        return QModbusServer::processRequest(request); // NOLINT(bugprone-parent-virtual-call)
    }
};

/// What it answers to functions 17 and 43/14.
void introduce(QModbusServer &server)
{
    QModbusDeviceIdentification identity;
    identity.setConformityLevel(QModbusDeviceIdentification::ExtendedIndividualConformityLevel);
    identity.insert(QModbusDeviceIdentification::VendorNameObjectId, "Loopcheck");
    identity.insert(QModbusDeviceIdentification::ProductCodeObjectId, "LC-DEMO");
    identity.insert(QModbusDeviceIdentification::MajorMinorRevisionObjectId, LOOPCHECK_VERSION);
    identity.insert(QModbusDeviceIdentification::ProductNameObjectId, "Demo device");
    identity.insert(QModbusDeviceIdentification::ModelNameObjectId, "Four tables, one unit");
    identity.insert(QModbusDeviceIdentification::UserApplicationNameObjectId, "Try things on");
    identity.insert(0x80, "No hardware was needed");
    server.setValue(QModbusServer::DeviceIdentification, QVariant::fromValue(identity));
    server.setValue(QModbusServer::ServerIdentifier, quint8(0x4C));
    server.setValue(QModbusServer::RunIndicatorStatus, quint8(0xFF));
    server.setValue(QModbusServer::AdditionalData, QByteArray("Loopcheck demo"));
}

} // namespace

DemoDevice::DemoDevice(Signals liveness, QObject *parent)
    : QObject(parent)
    , m_server(new Server(this))
{
    QList<quint16> coils(kTableSize);
    QList<quint16> discreteInputs(kTableSize);
    QList<quint16> inputRegisters(kTableSize);
    QList<quint16> holdingRegisters(kTableSize);
    for (int i = 0; i < kTableSize; ++i) {
        coils[i] = i % 3 == 0;
        discreteInputs[i] = i % 2 == 0;
        inputRegisters[i] = quint16(kTableSize - 1 - i);
        holdingRegisters[i] = quint16(i);
    }
    QModbusDataUnitMap map;
    map.insert(QModbusDataUnit::Coils, {QModbusDataUnit::Coils, 0, coils});
    map.insert(QModbusDataUnit::DiscreteInputs,
               {QModbusDataUnit::DiscreteInputs, 0, discreteInputs});
    map.insert(QModbusDataUnit::InputRegisters,
               {QModbusDataUnit::InputRegisters, 0, inputRegisters});
    map.insert(QModbusDataUnit::HoldingRegisters,
               {QModbusDataUnit::HoldingRegisters, 0, holdingRegisters});
    m_server->setMap(map);
    m_server->setServerAddress(kDemoUnit);
    introduce(*m_server);

    if (liveness == Signals::Live) {
        connect(&m_timer, &QTimer::timeout, this, &DemoDevice::tick);
        m_timer.start(kTick);
        tick();
    }
}

DemoDevice::~DemoDevice() = default;

tl::expected<quint16, QString> DemoDevice::listen(const QHostAddress &address, quint16 port)
{
    // Not connectDevice(): it takes address and port through a URL and hides the port it got.
    auto *const tcpServer = m_server->findChild<QTcpServer *>();
    if (!tcpServer->listen(address, port))
        return tl::unexpected(tcpServer->errorString());
    return tcpServer->serverPort();
}

void DemoDevice::close()
{
    auto *const tcpServer = m_server->findChild<QTcpServer *>();
    tcpServer->close();
    for (QObject *socket : tcpServer->children())
        if (auto *tcpSocket = qobject_cast<QTcpSocket *>(socket))
            tcpSocket->abort();
}

void DemoDevice::tick()
{
    ++m_ticks;
    m_server->setData({QModbusDataUnit::HoldingRegisters, 0, liveRegisters(m_ticks, 0.0)});
    m_server->setData({QModbusDataUnit::InputRegisters, 0, liveRegisters(m_ticks, 0.5)});
    m_server->setData({QModbusDataUnit::Coils, 0, liveBits(m_ticks, false)});
    m_server->setData({QModbusDataUnit::DiscreteInputs, 0, liveBits(m_ticks, true)});
}

} // namespace modbus
