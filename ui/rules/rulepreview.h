// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/rulefile.h"

#include <QPlainTextEdit>

namespace ui {

class NginxHighlighter;

/// What of a file is shown.
struct PreviewText
{
    static constexpr qint64 kMostBytes = 512 * 1024;
    static constexpr qsizetype kMostColumns = 4000;
    QString text;            ///< bytes that do not show otherwise as signs, such as a NUL as U+2400
    qint64 lines = 0;        ///< lines shown
    bool isWhole = true;     ///< false: the file goes on
    bool hasCutLine = false; ///< a line was longer than kMostColumns
};
PreviewText previewText(const QByteArray &content, const transfer::RuleFileFacts &facts);

/// The file to push, read only, with line numbers.
class RulePreview : public QPlainTextEdit
{
    Q_OBJECT
public:
    explicit RulePreview(QWidget *parent = nullptr);
    void paintNumbers(QPaintEvent *event);
    int numbersWidth() const;

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void makeRoomForNumbers();
    QWidget *m_numbers;
    NginxHighlighter *m_highlighter;
};

} // namespace ui
