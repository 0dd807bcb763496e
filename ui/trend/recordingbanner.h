// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/trend/timeview.h"

#include <QWidget>
#include <optional>

class QLabel;

namespace ui {

/// Says that what is shown is a recording, with the way back.
class RecordingBanner : public QWidget
{
    Q_OBJECT
public:
    explicit RecordingBanner(QWidget *parent = nullptr);

    /// `name` may be empty; no span for a recording without readings.
    void showRecording(const QString &name, const std::optional<TimeRange> &span);

signals:
    void liveWanted();

private:
    QLabel *m_text;
};

} // namespace ui
