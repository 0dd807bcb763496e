// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rules/figures.h"

#include <QCoreApplication>
#include <QLocale>

namespace ui {

QString sizeText(qint64 bytes)
{
    if (bytes == 1)
        return QCoreApplication::translate("ui::figures", "1 byte");
    if (bytes < 1000)
        return QCoreApplication::translate("ui::figures", "%1 bytes").arg(bytes);
    return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
}

QString durationText(std::chrono::milliseconds duration)
{
    const auto ms = duration.count();
    if (ms < 1)
        return QCoreApplication::translate("ui::figures", "< 1 ms");
    if (ms < 1000)
        return QCoreApplication::translate("ui::figures", "%1 ms").arg(ms);
    const double seconds = static_cast<double>(ms) / 1000.0;
    return QCoreApplication::translate("ui::figures", "%1 s")
        .arg(QLocale().toString(seconds, 'f', seconds < 60 ? 1 : 0));
}

QString linesText(qint64 lines)
{
    return lines == 1 ? QCoreApplication::translate("ui::figures", "1 line")
                      : QCoreApplication::translate("ui::figures", "%1 lines")
                            .arg(QLocale().toString(lines));
}

} // namespace ui
