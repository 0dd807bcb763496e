// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/connection.h"

#include <map>

class QSettings;

namespace ui {

/// The options that the user has set, by connection. What stands at its default is not kept.
class OptionsMemory
{
public:
    modbus::Connection::Options of(const modbus::Endpoint &endpoint) const;
    void keep(const modbus::Endpoint &endpoint, const modbus::Connection::Options &options);

    void saveState(QSettings &settings) const;
    /// Lines that make no sense are left out.
    void restoreState(const QSettings &settings);

private:
    std::map<QString, modbus::Connection::Options> m_options; ///< by Endpoint::toString()
};

} // namespace ui
