// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/recorder/meters.h"

#include <QDateTime>

namespace modbus::recorder {

void Meters::tell(const Problem &problem)
{
    change([&problem](Status &status) {
        status.problem = problem;
        status.problemTime = QDateTime::currentMSecsSinceEpoch();
    });
}

} // namespace modbus::recorder
