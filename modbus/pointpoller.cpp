// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/pointpoller.h"
#include "modbus/devicepoller.h"

#include <QCoreApplication>
#include <QDateTime>
#include <cmath>

namespace modbus {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(modbus)
};

constexpr auto kRatesPause = std::chrono::seconds(1);

} // namespace

class PointPoller::Private
{
public:
    Private(PointPoller *poller, Connector connector)
        : m_poller(poller)
        , m_connector(std::move(connector))
        , m_ratesTimer(poller)
    {
        QObject::connect(&m_ratesTimer, &QTimer::timeout, poller, &PointPoller::ratesChanged);
    }

    void rebuild();
    void reportUnreadable();
    tl::expected<Endpoint, QString> deviceOf(const Point &point) const;

    PointPoller *m_poller;
    Connector m_connector;
    QList<Point> m_points;
    std::optional<Endpoint> m_defaultDevice;
    int m_mostGap = kAnyGap;
    bool m_isRunning = false;
    std::map<Endpoint, DeviceFacts> m_facts; ///< outlive a change of the list
    std::vector<DevicePoller *> m_devices;
    std::vector<std::pair<int, QString>> m_unreadable; ///< points that can't be asked, and why
    QTimer m_ratesTimer;
};

tl::expected<Endpoint, QString> PointPoller::Private::deviceOf(const Point &point) const
{
    if (point.address.offset + point.size() > kTableSize) {
        return tl::make_unexpected(
            Text::tr("%1 values from PDU address %2 on reach past the end of the table, 65535. "
                     "Correct the address or the type in the point list.")
                .arg(point.size())
                .arg(point.address.offset));
    }
    if (!point.device.isEmpty())
        return parseTarget(point.device).map([](const Target &target) { return target.endpoint; });
    if (m_defaultDevice)
        return *m_defaultDevice;
    return tl::make_unexpected(Text::tr("The point names no device and none is selected. Select a "
                                        "connection, or name the device in the point list."));
}

void PointPoller::Private::rebuild()
{
    for (DevicePoller *const device : std::exchange(m_devices, {})) {
        device->abandon(); // a sample of its may be on the stack
        device->deleteLater();
    }
    m_unreadable.clear();
    std::map<Endpoint, std::vector<int>> byDevice;
    for (int i = 0; i < int(m_points.size()); ++i) {
        const Point &point = m_points.at(i);
        const auto device = deviceOf(point);
        if (device)
            byDevice[*device].push_back(i);
        else
            m_unreadable.emplace_back(i, device.error());
    }
    for (const auto &[device, which] : byDevice) {
        auto *poller = new DevicePoller(device, m_connector, m_points, which, m_facts[device],
                                        m_mostGap, m_poller);
        QObject::connect(poller, &DevicePoller::sampled, m_poller, &PointPoller::sampled);
        m_devices.push_back(poller);
    }
    if (m_isRunning) {
        const auto origin = DevicePoller::Clock::now();
        for (DevicePoller *const device : m_devices)
            device->start(origin);
        QMetaObject::invokeMethod(
            m_poller, [this] { reportUnreadable(); }, Qt::QueuedConnection);
    }
}

void PointPoller::Private::reportUnreadable()
{
    QList<Sample> samples;
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    for (const auto &[point, reason] : m_unreadable)
        samples.append({point, now, {Quality::Failed, {}, std::nan(""), reason}});
    if (!samples.isEmpty())
        emit m_poller->sampled(samples);
}

PointPoller::PointPoller(Connector connector, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, std::move(connector)))
{
}

PointPoller::~PointPoller()
{
    for (DevicePoller *const device : d->m_devices)
        device->abandon();
}

void PointPoller::setPoints(const QList<Point> &points)
{
    if (points == d->m_points)
        return;
    d->m_points = points;
    d->rebuild();
    emit pointsChanged();
}

const QList<Point> &PointPoller::points() const
{
    return d->m_points;
}

void PointPoller::setDefaultDevice(const std::optional<Endpoint> &device)
{
    if (device == d->m_defaultDevice)
        return;
    d->m_defaultDevice = device;
    const auto namesNone = [](const Point &point) { return point.device.isEmpty(); };
    if (std::any_of(d->m_points.cbegin(), d->m_points.cend(), namesNone))
        d->rebuild();
}

void PointPoller::setMostGap(int items)
{
    if (items == d->m_mostGap)
        return;
    d->m_mostGap = items;
    d->rebuild();
}

void PointPoller::start()
{
    if (d->m_isRunning)
        return;
    d->m_isRunning = true;
    d->m_facts.clear(); // starting over is how a user says that something was mended
    d->rebuild();
    d->m_ratesTimer.start(kRatesPause);
    emit runningChanged(true);
}

void PointPoller::stop()
{
    if (!d->m_isRunning)
        return;
    d->m_isRunning = false;
    for (DevicePoller *const device : d->m_devices)
        device->stop();
    d->m_ratesTimer.stop();
    emit ratesChanged();
    emit runningChanged(false);
}

bool PointPoller::isRunning() const
{
    return d->m_isRunning;
}

void PointPoller::readOnce()
{
    for (DevicePoller *const device : d->m_devices)
        device->readOnce();
    QMetaObject::invokeMethod(
        this, [this] { d->reportUnreadable(); }, Qt::QueuedConnection);
}

std::chrono::milliseconds PointPoller::untilNextStart() const
{
    using std::chrono::milliseconds;
    const auto now = DevicePoller::Clock::now();
    auto next = now + std::chrono::hours(24);
    for (const DevicePoller *const device : d->m_devices)
        next = std::min(next, device->nextStart());
    return std::max(std::chrono::ceil<milliseconds>(next - now), milliseconds(0));
}

QList<PollRate> PointPoller::rates() const
{
    QList<PollRate> rates;
    for (const DevicePoller *const device : d->m_devices)
        rates += device->rates();
    return rates;
}

} // namespace modbus
