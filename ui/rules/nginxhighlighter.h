// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPalette>
#include <QSyntaxHighlighter>

namespace ui {

/// Shows the bones of an nginx configuration: directives, strings, variables, comments, braces.
class NginxHighlighter : public QSyntaxHighlighter
{
    Q_OBJECT
public:
    NginxHighlighter(QTextDocument *document, const QPalette &palette);
    void setPalette(const QPalette &palette);

protected:
    void highlightBlock(const QString &text) override;

private:
    QTextCharFormat m_comment;
    QTextCharFormat m_directive;
    QTextCharFormat m_string;
    QTextCharFormat m_variable;
    QTextCharFormat m_punctuation;
};

} // namespace ui
