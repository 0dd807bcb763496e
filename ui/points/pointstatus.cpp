// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/points/pointstatus.h"

#include "ui/icons.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace ui {

PointStatus::PointStatus(QWidget *parent)
    : QWidget(parent)
    , m_detail(new QLabel)
    , m_summary(new QLabel)
    , m_rates(new QLabel)
    , m_findings(new QToolButton)
{
    m_detail->setObjectName(QStringLiteral("pointDetail"));
    m_detail->setAccessibleName(tr("State of the point in full"));
    m_detail->setTextFormat(Qt::PlainText);
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_detail->setWordWrap(true);
    m_detail->hide();
    m_summary->setObjectName(QStringLiteral("pointSummary"));
    m_summary->setAccessibleName(tr("The list"));
    m_summary->setTextFormat(Qt::PlainText);
    m_rates->setObjectName(QStringLiteral("pointRates"));
    m_rates->setAccessibleName(tr("Poll rates"));
    m_rates->setTextFormat(Qt::PlainText);
    m_findings->setObjectName(QStringLiteral("pointFindingsButton"));
    m_findings->setCheckable(true);
    m_findings->setAutoRaise(true);
    m_findings->setIcon(icon(QStringLiteral("warning"), Tone::Warning));
    m_findings->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_findings->setToolTip(tr("Shows what was found in the list; a click on a finding goes there"));
    m_findings->hide();
    connect(m_findings, &QToolButton::toggled, this, &PointStatus::findingsToggled);

    auto *line = new QHBoxLayout;
    line->setSpacing(16);
    line->addWidget(m_summary, 1);
    line->addWidget(m_findings);
    line->addWidget(m_rates, 1);
    // However long they get, the page does not grow wider than the window.
    for (QLabel *label : {m_summary, m_rates})
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_rates->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_detail);
    layout->addLayout(line);
}

void PointStatus::showDetail(const QString &text)
{
    m_detail->setText(text);
    m_detail->setVisible(!text.isEmpty());
}

void PointStatus::showSummary(const QString &file, const PointListModel::Summary &summary,
                              int shown, int all)
{
    QStringList parts{shown == all ? tr("%L1 points").arg(all)
                                   : tr("%L1 of %L2 points").arg(shown).arg(all)};
    if (summary.beyondLimits > 0)
        parts += tr("\u25b2\u25bc %L1 beyond limits").arg(summary.beyondLimits);
    if (summary.failed > 0)
        parts += tr("\u2717 %L1 not read").arg(summary.failed);
    if (summary.notAvailable > 0)
        parts += tr("\u25cb %L1 not available").arg(summary.notAvailable);
    m_summary->setText(QStringLiteral("%1: %2").arg(file, parts.join(QStringLiteral(", "))));
}

void PointStatus::showRates(const QString &inLine, const QString &inFull)
{
    m_ratesText = inLine;
    m_rates->setToolTip(inFull);
    fitRates();
}

void PointStatus::fitRates()
{
    m_rates->setText(
        m_rates->fontMetrics().elidedText(m_ratesText, Qt::ElideRight, m_rates->width()));
}

void PointStatus::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    // The layout has not placed the label yet.
    QMetaObject::invokeMethod(this, &PointStatus::fitRates, Qt::QueuedConnection);
}

void PointStatus::showFindings(const QString &text, bool areThere)
{
    m_findings->setText(text);
    m_findings->setVisible(areThere);
    if (!areThere)
        m_findings->setChecked(false);
}

} // namespace ui
