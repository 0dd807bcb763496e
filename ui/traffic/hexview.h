// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QPlainTextEdit>

namespace ui {

/// Bytes in hexadecimal and as text, sixteen a line, a part of them highlighted.
class HexView : public QPlainTextEdit
{
    Q_OBJECT
public:
    explicit HexView(QWidget *parent = nullptr);

    void setBytes(const QByteArray &bytes);
    /// Highlights bytes, and shows where they begin; none for length 0.
    void highlight(int offset, int length);
    /// What is highlighted, in hexadecimal.
    QString highlighted() const;

private:
    QTextEdit::ExtraSelection part(int from, int length) const;

    QByteArray m_bytes;
};

} // namespace ui
