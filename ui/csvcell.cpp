// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/csvcell.h"

namespace ui {

QString csvCell(QString text)
{
    if (!text.isEmpty() && QStringLiteral("=+-@").contains(text.front()))
        text.prepend(u'\'');
    text.replace(u'"', QStringLiteral("\"\""));
    return u'"' + text + u'"';
}

} // namespace ui
