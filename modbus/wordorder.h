// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/datatype.h"

namespace modbus {

/// A value's registers from wire order to most significant first, or back: it is its own inverse.
QList<quint16> reordered(std::span<const quint16> registers, const ValueFormat &format);

} // namespace modbus
