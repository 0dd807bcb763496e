// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/loopcheck-cli/failure.h"
#include "modbus/pointpoller.h"

#include <QFile>
#include <vector>

namespace cli {

/// Tells what polling brings as it comes: each sample as one JSON object on a line of its own, or,
/// for people, a line for each point that shows something new, at most one a second.
class PollReport
{
public:
    PollReport(QList<modbus::Point> points, bool asJson);

    void take(const QList<modbus::Sample> &samples);
    /// Points with no value now: the last sample failed, or none came.
    std::vector<int> unread() const;
    /// Points whose registers hold no value of their type.
    bool hasUndecodable() const;

    /// What was reached, as the last object or lines.
    void finish(const QList<modbus::PollRate> &rates, std::chrono::milliseconds ran);

private:
    struct State
    {
        bool isRead = false;
        modbus::Quality quality = modbus::Quality::Failed;
        qint64 shownAt = 0; ///< UTC, milliseconds; 0: never
        QString shown;
    };

    void printLine(const modbus::Sample &sample, const QString &text);
    QString textOf(const modbus::Sample &sample) const;
    QJsonObject toJson(const modbus::Sample &sample) const;
    void printRates(const QList<modbus::PollRate> &rates, std::chrono::milliseconds ran);

    QList<modbus::Point> m_points;
    bool m_asJson;
    QFile m_out;
    std::vector<State> m_states;
    qsizetype m_tagWidth = 0;
    qint64 m_samples = 0;
    qint64 m_good = 0;
};

} // namespace cli
