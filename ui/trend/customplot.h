// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// QCustomPlot's header needs Qt's foreach, which this project switches off (QT_NO_FOREACH).
#define foreach(variable, container) for (variable : container)
#include <qcustomplot.h>
#undef foreach
