// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rules/rulepreview.h"

#include "ui/rules/nginxhighlighter.h"
#include "ui/tones.h"

#include <QFontDatabase>
#include <QPaintEvent>
#include <QPainter>
#include <QStringDecoder>
#include <QTextBlock>

namespace ui {

namespace {

QString decoded(const QByteArray &bytes, transfer::RuleFileFacts::Encoding encoding)
{
    using Encoding = transfer::RuleFileFacts::Encoding;
    if (encoding == Encoding::Other)
        return QString::fromLatin1(bytes);
    if (encoding == Encoding::Utf16) {
        QStringDecoder decoder(QStringDecoder::Utf16);
        return decoder.decode(bytes);
    }
    return QString::fromUtf8(bytes);
}

/// Signs that would vanish, or turn the text that follows round, stand as themselves.
QString withVisibleControls(QString text)
{
    for (QChar &sign : text) {
        const char16_t code = sign.unicode();
        if (code < 0x20 && code != '\n' && code != '\t')
            sign = QChar(0x2400 + code);
        else if ((code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069))
            sign = QChar(0xFFFD);
    }
    return text;
}

/// The margin that the numbers stand in.
class Numbers : public QWidget
{
public:
    explicit Numbers(RulePreview *preview)
        : QWidget(preview)
        , m_preview(preview)
    {
    }
    QSize sizeHint() const override { return {m_preview->numbersWidth(), 0}; }

protected:
    void paintEvent(QPaintEvent *event) override { m_preview->paintNumbers(event); }

private:
    RulePreview *m_preview;
};

} // namespace

PreviewText previewText(const QByteArray &content, const transfer::RuleFileFacts &facts)
{
    PreviewText preview;
    QByteArray head = content.left(PreviewText::kMostBytes);
    if (head.size() < content.size()) {
        preview.isWhole = false;
        const qsizetype lineEnd = head.lastIndexOf('\n');
        if (lineEnd > 0)
            head.truncate(lineEnd);
    }
    QString text = decoded(head, facts.encoding);
    text.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
    text.replace(u'\r', u'\n');
    QStringList lines = text.split(u'\n');
    if (lines.constLast().isEmpty())
        lines.removeLast();
    for (QString &line : lines) {
        if (line.size() > PreviewText::kMostColumns) {
            line.truncate(PreviewText::kMostColumns);
            line.append(u'\u2026');
            preview.hasCutLine = true;
        }
    }
    preview.lines = lines.size();
    preview.text = withVisibleControls(lines.join(u'\n'));
    return preview;
}

RulePreview::RulePreview(QWidget *parent)
    : QPlainTextEdit(parent)
    , m_numbers(new Numbers(this))
    , m_highlighter(new NginxHighlighter(document(), palette()))
{
    setReadOnly(true);
    setAcceptDrops(false);
    setFrameShape(QFrame::NoFrame);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    setTabStopDistance(fontMetrics().horizontalAdvance(u' ') * 4);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setTabChangesFocus(true);
    connect(this, &QPlainTextEdit::blockCountChanged, this, &RulePreview::makeRoomForNumbers);
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect &area, int dy) {
        if (dy != 0)
            m_numbers->scroll(0, dy);
        else
            m_numbers->update(0, area.y(), m_numbers->width(), area.height());
    });
    makeRoomForNumbers();
}

int RulePreview::numbersWidth() const
{
    const auto digits = QString::number(qMax(blockCount(), 100)).size();
    return fontMetrics().horizontalAdvance(u'9') * static_cast<int>(digits) + 16;
}

void RulePreview::makeRoomForNumbers()
{
    setViewportMargins(numbersWidth(), 0, 0, 0);
    const QRect area = contentsRect();
    m_numbers->setGeometry(area.left(), area.top(), numbersWidth(), area.height());
}

void RulePreview::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    makeRoomForNumbers();
}

void RulePreview::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        m_highlighter->setPalette(palette());
}

void RulePreview::paintNumbers(QPaintEvent *event)
{
    QPainter painter(m_numbers);
    painter.fillRect(event->rect(), palette().color(QPalette::AlternateBase));
    if (document()->isEmpty())
        return;
    painter.setPen(toneColor(Tone::Quiet, palette()));
    painter.setFont(font());
    const int lineHeight = fontMetrics().height();
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const double top = blockBoundingGeometry(block).translated(contentOffset()).top();
        if (top > event->rect().bottom())
            break;
        painter.drawText(QRectF(0, top, m_numbers->width() - 8, lineHeight), Qt::AlignRight,
                         QString::number(block.blockNumber() + 1));
    }
}

} // namespace ui
