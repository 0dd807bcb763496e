// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/armbar.h"

#include "ui/connections/armswitch.h"
#include "ui/connections/words.h"
#include "ui/tones.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>

namespace ui {

namespace {

constexpr int kHazardWidth = 72;
constexpr int kStripe = 12;

void paintHazard(QPainter &painter, const QRect &rect, const QColor &color)
{
    painter.save();
    painter.setClipRect(rect);
    for (int x = rect.left() - rect.height(); x < rect.right() + kStripe; x += 2 * kStripe) {
        QPainterPath stripe;
        stripe.moveTo(x, rect.bottom() + 1);
        stripe.lineTo(x + rect.height(), rect.top());
        stripe.lineTo(x + rect.height() + kStripe, rect.top());
        stripe.lineTo(x + kStripe, rect.bottom() + 1);
        painter.fillPath(stripe, color);
    }
    painter.restore();
}

} // namespace

ArmBar::ArmBar(ArmSwitch &armSwitch, QWidget *parent)
    : QWidget(parent)
    , m_switch(armSwitch)
    , m_text(new QLabel)
{
    setObjectName(QStringLiteral("armBar"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_text->setObjectName(QStringLiteral("armBarText"));
    m_text->setAlignment(Qt::AlignCenter);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    QFont bold = m_text->font();
    bold.setBold(true);
    m_text->setFont(bold);

    auto *disarm = new QPushButton(tr("Lock writes"));
    disarm->setObjectName(QStringLiteral("disarmButton"));
    disarm->setToolTip(tr("Lock writes now"));
    connect(disarm, &QPushButton::clicked, this, [this] {
        if (m_switch.isArmed())
            m_switch.connection()->disarm();
    });

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(kHazardWidth + 8, 4, kHazardWidth + 8, 4);
    layout->addWidget(m_text, 1);
    layout->addWidget(disarm);
    connect(&armSwitch, &ArmSwitch::refreshed, this, &ArmBar::refresh);
}

/// As much of it as there is room for: the bar must never be wider than the window.
QString ArmBar::sentence() const
{
    const QFontMetrics metrics = m_text->fontMetrics();
    const QString host = m_switch.connection()->endpoint().toString();
    const QString left = remainingText(m_switch.connection()->armedFor());
    QString whole =
        tr("WRITES ARMED at %1: what you write changes the device. Locks by itself in %2.")
            .arg(host, left);
    if (metrics.horizontalAdvance(whole) <= m_text->width())
        return whole;
    const QString brief = tr("WRITES ARMED at %1, locks in %2");
    const int room = m_text->width() - metrics.horizontalAdvance(brief.arg(QString(), left));
    const int least = metrics.horizontalAdvance(QStringLiteral("192.168.100.100:50200"));
    return brief.arg(metrics.elidedText(host, Qt::ElideMiddle, qMax(least, room)), left);
}

void ArmBar::refresh()
{
    const bool armed = m_switch.isArmed();
    if (armed) {
        QPalette palette = m_text->palette();
        palette.setColor(m_text->foregroundRole(), armedText(this->palette()));
        m_text->setPalette(palette);
        m_text->setText(sentence());
    }
    if (armed != m_isShown) {
        m_isShown = armed;
        emit shownChanged(armed);
    }
}

void ArmBar::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    painter.fillRect(rect(), armedGround(palette()));
    const QColor dark = armedText(palette());
    paintHazard(painter, {0, 0, kHazardWidth, height()}, dark);
    paintHazard(painter, {width() - kHazardWidth, 0, kHazardWidth, height()}, dark);
}

} // namespace ui
