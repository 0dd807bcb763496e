// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/connection.h"

#include <QIcon>
#include <QString>
#include <functional>

class QSettings;
class QWidget;

namespace ui {

/// What the window knows of a page. Functions that a page has no use for stay empty.
struct Page
{
    QString name; ///< for settings and tests
    QString title;
    QIcon icon;
    QWidget *widget = nullptr;
    /// Follows the selected connection; a page that does is replaced by the welcome page while
    /// there is none.
    std::function<void(modbus::Connection *, quint8 unit)> setTarget;
    bool worksOffline = false; ///< shown without a connection though it follows one
    std::function<void()> read;
    std::function<void()> togglePolling;
    std::function<bool()> isPolling;
    std::function<void()> cancel;
    std::function<void()> find = {}; ///< Ctrl+F; without it that filters the events
    /// What closing the window now would cut off, as sentences; empty for nothing.
    std::function<QString()> underWay;
    std::function<void(QSettings &)> saveState;
    std::function<void(const QSettings &)> restoreState;
};

} // namespace ui
