// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/traffic/trafficmodel.h"

#include <QTimer>

namespace ui {

/// Looks through the frames that a model shows for a text in what they say, or for bytes in
/// hexadecimal, a few at a time so that the window stays alive.
class TrafficSearch : public QObject
{
    Q_OBJECT
public:
    enum class Direction { Forward, Backward };

    explicit TrafficSearch(const TrafficModel &model, QObject *parent = nullptr);

    /// From the frame after (before) `from`, around the end to it again; 0: from the beginning
    /// (the end). A search under way ends without a word.
    void start(const QString &text, quint64 from, Direction direction);
    void cancel();
    bool isRunning() const { return m_timer.isActive(); }

signals:
    void found(quint64 number);
    void notFound();

private:
    void goOn();
    bool matches(const modbus::TrafficEntry &entry) const;

    const TrafficModel &m_model;
    QString m_text;
    QByteArray m_bytes; ///< what the text says in hexadecimal; empty where it is no such thing
    Direction m_direction = Direction::Forward;
    int m_row = 0;
    int m_left = 0; ///< rows still to be looked at
    QTimer m_timer;
};

} // namespace ui
