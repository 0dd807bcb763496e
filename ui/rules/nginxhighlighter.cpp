// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rules/nginxhighlighter.h"

#include "ui/tones.h"

namespace ui {

namespace {

/// Where a line of text begins, kept from block to block.
enum State { AtDirective = 0, InArguments = 1, InDoubleQuotes = 2, InSingleQuotes = 3 };

bool isVariableCharacter(QChar character)
{
    return character.isLetterOrNumber() || character == u'_' || character == u'{' ||
           character == u'}';
}

bool endsWord(QChar character)
{
    return character.isSpace() || character == u';' || character == u'{' || character == u'}';
}

} // namespace

NginxHighlighter::NginxHighlighter(QTextDocument *document, const QPalette &palette)
    : QSyntaxHighlighter(document)
{
    setPalette(palette);
}

void NginxHighlighter::setPalette(const QPalette &palette)
{
    m_comment.setForeground(toneColor(Tone::Quiet, palette));
    m_comment.setFontItalic(true);
    m_directive.setForeground(palette.color(QPalette::Link));
    m_string.setForeground(toneColor(Tone::Good, palette));
    m_variable.setForeground(toneColor(Tone::Warning, palette));
    m_punctuation.setFontWeight(QFont::Bold);
    rehighlight();
}

void NginxHighlighter::highlightBlock(const QString &text)
{
    int state = qMax(previousBlockState(), 0);
    qsizetype at = 0;
    const auto take = [&](qsizetype from, const QTextCharFormat &format) {
        setFormat(static_cast<int>(from), static_cast<int>(at - from), format);
    };
    while (at < text.size()) {
        const qsizetype from = at;
        const QChar character = text.at(at);
        if (state == InDoubleQuotes || state == InSingleQuotes) {
            const QChar quote = state == InDoubleQuotes ? u'"' : u'\'';
            while (at < text.size() && text.at(at) != quote)
                at += text.at(at) == u'\\' ? 2 : 1;
            const bool isClosed = at < text.size();
            at = qMin(at + 1, text.size());
            take(from, m_string);
            if (isClosed)
                state = InArguments;
            continue;
        }
        ++at;
        if (character.isSpace())
            continue;
        if (character == u'#') {
            at = text.size();
            take(from, m_comment);
        } else if (character == u';' || character == u'{' || character == u'}') {
            take(from, m_punctuation);
            state = AtDirective;
        } else if (character == u'"' || character == u'\'') {
            take(from, m_string);
            state = character == u'"' ? InDoubleQuotes : InSingleQuotes;
        } else if (character == u'$') {
            while (at < text.size() && isVariableCharacter(text.at(at)))
                ++at;
            take(from, m_variable);
            state = InArguments;
        } else {
            while (at < text.size() && !endsWord(text.at(at)) && text.at(at) != u'$')
                ++at;
            if (state == AtDirective)
                take(from, m_directive);
            state = InArguments;
        }
    }
    setCurrentBlockState(state);
}

} // namespace ui
