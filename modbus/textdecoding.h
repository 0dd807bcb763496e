// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace modbus {

/// A file's bytes as text.
struct DecodedText
{
    QString text;
    QString encoding; ///< "UTF-8", "UTF-8 with BOM", "UTF-16", "GB18030", "ISO 8859-1"
    QString fault;    ///< why there is no text, cause and remedy; empty where there is
};

/// Finds the encoding by itself: a byte order mark, then UTF-8 where every byte fits it, then
/// GB18030 (Windows in Chinese), or ISO 8859-1 where characters beyond ASCII stand alone ("°C").
/// GB18030 needs a Qt that was built with ICU; without it such files are refused with a remedy.
DecodedText decodeText(const QByteArray &bytes);

} // namespace modbus
