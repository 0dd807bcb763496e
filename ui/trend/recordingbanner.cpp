// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/trend/recordingbanner.h"

#include "ui/icons.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace ui {

namespace {

QDateTime timeOf(double seconds)
{
    return QDateTime::fromMSecsSinceEpoch(qint64(seconds * 1000));
}

QString spanText(const TimeRange &span)
{
    const QDateTime from = timeOf(span.from);
    const QDateTime to = timeOf(span.to);
    const QString full = QStringLiteral("yyyy-MM-dd hh:mm:ss");
    return QStringLiteral("%1 .. %2")
        .arg(from.toString(full),
             to.toString(from.date() == to.date() ? QStringLiteral("hh:mm:ss") : full));
}

} // namespace

RecordingBanner::RecordingBanner(QWidget *parent)
    : QWidget(parent)
    , m_text(new QLabel)
{
    setObjectName(QStringLiteral("trendRecordingBanner"));
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Highlight);
    m_text->setObjectName(QStringLiteral("trendRecordingText"));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setForegroundRole(QPalette::HighlightedText);
    m_text->setWordWrap(true);
    QFont font = m_text->font();
    font.setBold(true);
    m_text->setFont(font);
    auto *back = new QPushButton(icon(QStringLiteral("trend-live")), tr("Back to live"));
    back->setObjectName(QStringLiteral("trendBackToLive"));
    back->setToolTip(tr("Closes the recording and follows the plant again"));
    connect(back, &QPushButton::clicked, this, &RecordingBanner::liveWanted);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->addWidget(m_text, 1);
    layout->addWidget(back);
    hide();
}

void RecordingBanner::showRecording(const QString &name, const std::optional<TimeRange> &span)
{
    const QString times = span ? spanText(*span) : tr("without readings");
    m_text->setText(name.isEmpty() ? tr("Recording of %1").arg(times)
                                   : tr("Recording %1 of %2").arg(name, times));
    show();
}

} // namespace ui
