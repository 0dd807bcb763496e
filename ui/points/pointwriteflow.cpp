// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/points/pointwriteflow.h"

#include "ui/points/pointlistmodel.h"
#include "ui/points/pointtext.h"
#include "ui/points/writebar.h"

#include <QDateTime>

namespace ui {

PointWriteFlow::PointWriteFlow(PointListModel &model, WriteBar &bar, EventLog &events,
                               Lookup lookup, const modbus::WriteJournal &journal, QObject *parent)
    : QObject(parent)
    , m_model(model)
    , m_bar(bar)
    , m_lookup(std::move(lookup))
    , m_writer(events, journal)
{
    model.setWriteGate([this](int row) { return whyNot(row); });
    connect(&model, &PointListModel::writeRequested, this, &PointWriteFlow::ask);
    connect(&model, &PointListModel::dataChanged, this, &PointWriteFlow::followValue);
    connect(&model, &PointListModel::pointsEdited, this, [this] {
        dismiss();
        m_writer.forgetRow();
    });
    connect(&bar, &WriteBar::confirmed, this, [this] {
        if (m_bar.connection())
            m_writer.start(m_bar.write(), *m_bar.connection());
    });
    connect(&m_writer, &PointWriter::noted, &model, &PointListModel::setWriteNote);
    connect(&m_writer, &PointWriter::readBack, this,
            [this](int row, const modbus::PointValue &value) {
                m_model.take({{row, QDateTime::currentMSecsSinceEpoch(), value}});
            });
}

void PointWriteFlow::setDefaultDevice(const std::optional<modbus::Endpoint> &device)
{
    if (device != m_defaultDevice)
        dismiss();
    m_defaultDevice = device;
}

std::optional<modbus::Endpoint> PointWriteFlow::deviceOf(const modbus::Point &point) const
{
    if (point.device.isEmpty())
        return m_defaultDevice;
    const auto target = modbus::parseTarget(point.device);
    return target ? std::optional(target->endpoint) : std::nullopt;
}

modbus::Connection *PointWriteFlow::connectionOf(const modbus::Point &point) const
{
    const auto device = deviceOf(point);
    return device ? m_lookup(*device) : nullptr;
}

QString PointWriteFlow::whyNot(int row) const
{
    const modbus::Point &point = m_model.points().at(row);
    const modbus::Connection *connection = connectionOf(point);
    if (!connection) {
        const auto device = deviceOf(point);
        return device ? tr("There is no connection to %1. Start polling (Space), or connect it "
                           "(Ctrl+L).")
                            .arg(device->toString())
                      : tr("No device is selected. Connect one (Ctrl+L).");
    }
    if (!connection->isArmed()) {
        return tr("Writes to %1 are locked. Select it on the left and arm them with the switch at "
                  "the top right (Ctrl+Shift+W).")
            .arg(connection->endpoint().toString());
    }
    return {};
}

void PointWriteFlow::ask(int row, const QString &text)
{
    const PointLive &live = m_model.liveAt(row);
    const modbus::Point &point = m_model.points().at(row);
    askAbout({row, point, live.goodTime ? std::optional(live.lastGood) : std::nullopt, text, {}});
}

void PointWriteFlow::askInvert(int row, std::optional<std::chrono::milliseconds> pulse)
{
    const PointLive &live = m_model.liveAt(row);
    const modbus::Point &point = m_model.points().at(row);
    if (!point.isBool()) {
        emit refused(tr("%1 is not on or off. Type its new value (F2).").arg(nameOf(point)));
        return;
    }
    if (!live.wasSampled || live.latest.quality != modbus::Quality::Good) {
        emit refused(tr("What %1 is now is not known. Read it first (F5).").arg(nameOf(point)));
        return;
    }
    const bool isOn = live.latest.number != 0;
    askAbout({row, point, live.latest, isOn ? QStringLiteral("0") : QStringLiteral("1"), pulse});
}

void PointWriteFlow::askAbout(const PointWrite &write)
{
    QString why = m_model.whyNotWritable(write.row);
    if (why.isEmpty())
        why = whyNotSendable(write.point, write.newText);
    if (why.isEmpty() && m_writer.isBusy()) {
        why = tr("The write before is still under way. Wait for its verdict, then enter the value "
                 "again.");
    }
    if (!why.isEmpty()) {
        emit refused(why);
        return;
    }
    m_bar.ask(write, *connectionOf(write.point));
}

void PointWriteFlow::followValue()
{
    if (m_bar.isHidden() || m_bar.write().row >= m_model.rowCount())
        return;
    const PointLive &live = m_model.liveAt(m_bar.write().row);
    // What an inversion is about is what the user saw: it must not turn round under the question.
    if (live.goodTime != 0)
        m_bar.showOld(live.lastGood);
}

void PointWriteFlow::dismiss()
{
    m_bar.dismiss();
}

} // namespace ui
