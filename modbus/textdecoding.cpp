// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/textdecoding.h"

#include <QCoreApplication>
#include <QStringDecoder>

namespace modbus {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(modbus)
};

/// The bytes are all there is: a character cut short at the end is an error.
constexpr auto kWhole = QStringConverter::Flag::Stateless;

/// Empty where the bytes are not all of that encoding.
QString decoded(QStringDecoder decoder, QByteArrayView bytes)
{
    if (!decoder.isValid())
        return {};
    QString text = decoder(bytes);
    return decoder.hasError() ? QString() : text;
}

bool isBeyondAscii(char c)
{
    return static_cast<uchar>(c) >= 0x80;
}

/// Chinese text has its bytes beyond ASCII in pairs; "°C" and "m³/h" have them one at a time.
bool hasOnlyLoneBytesBeyondAscii(const QByteArray &bytes)
{
    for (qsizetype i = 1; i < bytes.size(); ++i) {
        if (isBeyondAscii(bytes.at(i - 1)) && isBeyondAscii(bytes.at(i)))
            return false;
    }
    return true;
}

DecodedText refused(const QString &fault)
{
    return {{}, {}, fault};
}

DecodedText withoutMark(const QByteArray &bytes)
{
    if (bytes.contains('\0')) {
        return refused(Text::tr("This is no text: it holds NUL bytes. In a spreadsheet choose "
                                "\"Save as\" and the format CSV UTF-8."));
    }
    if (QString text = decoded(QStringDecoder(QStringDecoder::Utf8, kWhole), bytes);
        !text.isEmpty())
        return {text, QStringLiteral("UTF-8"), {}};
    if (hasOnlyLoneBytesBeyondAscii(bytes))
        return {QString::fromLatin1(bytes), QStringLiteral("ISO 8859-1"), {}};
    if (!QStringDecoder("GB18030").isValid()) {
        return refused(Text::tr("This is not UTF-8, and this build of Qt reads no GB18030: it was "
                                "made without ICU. Save the list as CSV UTF-8."));
    }
    if (QString text = decoded(QStringDecoder("GB18030", kWhole), bytes); !text.isEmpty())
        return {text, QStringLiteral("GB18030"), {}};
    return refused(Text::tr("This is neither UTF-8 nor GB18030. Save the list as CSV UTF-8."));
}

} // namespace

DecodedText decodeText(const QByteArray &bytes)
{
    if (bytes.startsWith("PK\x03\x04") || bytes.startsWith("\xd0\xcf\x11\xe0")) {
        return refused(Text::tr("This is a workbook, not a text file. Open it in the spreadsheet, "
                                "choose \"Save as\" and the format CSV UTF-8."));
    }
    if (bytes.startsWith("\xef\xbb\xbf")) {
        const QString text =
            decoded(QStringDecoder(QStringDecoder::Utf8, kWhole), QByteArrayView(bytes).sliced(3));
        if (text.isEmpty() && bytes.size() > 3) {
            return refused(Text::tr("This begins as UTF-8 and holds bytes that are none: it is "
                                    "damaged or was put together from two files. Save it again as "
                                    "CSV UTF-8."));
        }
        return {text, QStringLiteral("UTF-8 with BOM"), {}};
    }
    if (bytes.startsWith("\xff\xfe") || bytes.startsWith("\xfe\xff")) {
        const QString text = decoded(QStringDecoder(QStringDecoder::Utf16, kWhole), bytes);
        if (text.isEmpty() && bytes.size() > 2) {
            return refused(Text::tr("This begins as UTF-16 and does not go on so: it is damaged. "
                                    "Save it again as CSV UTF-8."));
        }
        return {text, QStringLiteral("UTF-16"), {}};
    }
    return withoutMark(bytes);
}

} // namespace modbus
