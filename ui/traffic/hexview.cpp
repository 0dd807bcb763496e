// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/traffic/hexview.h"

#include <QFontDatabase>
#include <QStringList>
#include <QTextBlock>

namespace ui {

namespace {

constexpr int kPerLine = 16;
constexpr int kOffsetCharacters = 5; // "0000 "
constexpr int kTextBegin = kOffsetCharacters + 3 * kPerLine + 1;

QString lineOf(const QByteArray &bytes, qsizetype offset)
{
    const QByteArray part = bytes.mid(offset, kPerLine);
    QString text;
    for (const char byte : part)
        text += byte >= 0x20 && byte < 0x7F ? QLatin1Char(byte) : QLatin1Char('.');
    return QStringLiteral("%1 %2 %3")
        .arg(offset, 4, 16, QLatin1Char('0'))
        .arg(QString::fromLatin1(part.toHex(' ').toUpper()), -3 * kPerLine)
        .arg(text);
}

} // namespace

HexView::HexView(QWidget *parent)
    : QPlainTextEdit(parent)
{
    setReadOnly(true);
    setLineWrapMode(NoWrap);
    setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setTabChangesFocus(true);
}

void HexView::setBytes(const QByteArray &bytes)
{
    m_bytes = bytes;
    QStringList lines;
    for (qsizetype offset = 0; offset < bytes.size(); offset += kPerLine)
        lines += lineOf(bytes, offset);
    setPlainText(lines.join(u'\n'));
    setExtraSelections({});
}

QTextEdit::ExtraSelection HexView::part(int from, int length) const
{
    QTextEdit::ExtraSelection part;
    part.format.setBackground(palette().highlight());
    part.format.setForeground(palette().highlightedText());
    part.cursor = textCursor();
    part.cursor.setPosition(from);
    part.cursor.setPosition(from + length, QTextCursor::KeepAnchor);
    return part;
}

void HexView::highlight(int offset, int length)
{
    QList<QTextEdit::ExtraSelection> parts;
    const int end = std::min(offset + length, int(m_bytes.size()));
    while (offset < end) {
        const QTextBlock line = document()->findBlockByNumber(offset / kPerLine);
        const int column = offset % kPerLine;
        const int count = std::min(end - offset, kPerLine - column);
        parts += part(line.position() + kOffsetCharacters + 3 * column, 3 * count - 1);
        parts += part(line.position() + kTextBegin + column, count);
        offset += count;
    }
    setExtraSelections(parts);
    if (parts.isEmpty())
        return;
    QTextCursor begin = parts.first().cursor;
    begin.setPosition(begin.anchor());
    setTextCursor(begin);
    ensureCursorVisible();
}

QString HexView::highlighted() const
{
    QStringList parts;
    const auto selections = extraSelections();
    for (qsizetype i = 0; i < selections.size(); i += 2)
        parts += selections[i].cursor.selectedText();
    return parts.join(u' ');
}

} // namespace ui
