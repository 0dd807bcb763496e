// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/logtext.h"

#include <QList>
#include <QStringDecoder>
#include <cerrno>
#include <system_error>

namespace transfer::receiver {

using namespace Qt::StringLiterals;

namespace {

bool isHarmless(char32_t character)
{
    switch (QChar::category(character)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Other_PrivateUse:
    case QChar::Other_NotAssigned:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return false;
    default:
        return true;
    }
}

QString escaped(char32_t character)
{
    switch (character) {
    case U'\\':
        return u"\\\\"_s;
    case U'\n':
        return u"\\n"_s;
    case U'\r':
        return u"\\r"_s;
    case U'\t':
        return u"\\t"_s;
    default:
        return character < 0x100 ? u"\\x%1"_s.arg(uint(character), 2, 16, QLatin1Char('0'))
                                 : u"\\u{%1}"_s.arg(uint(character), 0, 16);
    }
}

} // namespace

QString oneLine(QStringView text)
{
    QString result;
    for (const char32_t character : text.toUcs4()) {
        if (isHarmless(character))
            result += QChar::fromUcs4(character);
        else
            result += escaped(character);
    }
    return result;
}

QString printable(QStringView text, qsizetype most)
{
    const bool isCut = text.size() > most;
    QString result;
    for (const char32_t character : text.first(qMin(most, text.size())).toUcs4()) {
        if (isHarmless(character) && character != U'\\')
            result += QChar::fromUcs4(character);
        else
            result += escaped(character);
    }
    if (isCut)
        result += u" [... %1 more]"_s.arg(text.size() - most);
    return result;
}

QString printable(const QByteArray &bytes, qsizetype most)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder.decode(bytes);
    if (!decoder.hasError())
        return printable(text, most);
    QString result;
    for (const char byte : bytes.first(qMin(most, bytes.size()))) {
        const auto code = uchar(byte);
        if (code >= 0x20 && code < 0x7f && byte != '\\')
            result += QLatin1Char(byte);
        else
            result += escaped(code);
    }
    if (bytes.size() > most)
        result += u" [... %1 more]"_s.arg(bytes.size() - most);
    return result;
}

QString systemError(const QString &what)
{
    const int code = errno;
    return what + u": "_s + QString::fromStdString(std::generic_category().message(code));
}

} // namespace transfer::receiver
