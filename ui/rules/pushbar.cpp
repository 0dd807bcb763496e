// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rules/pushbar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>

namespace ui {

namespace {
constexpr int kFull = 1000;
constexpr int kProgressWidth = 180;
} // namespace

PushBar::PushBar(QWidget *parent)
    : QWidget(parent)
    , m_push(new QPushButton(tr("Push")))
    , m_cancel(new QPushButton(tr("Cancel")))
    , m_status(new QLabel)
    , m_progress(new QProgressBar)
    , m_options(new QToolButton)
{
    m_push->setObjectName(QStringLiteral("rulesPush"));
    m_push->setAccessibleName(tr("Push the rule file"));
    m_push->setShortcut(Qt::CTRL | Qt::Key_Return);
    m_cancel->setObjectName(QStringLiteral("rulesCancel"));
    m_cancel->setAccessibleName(tr("Cancel the push"));
    m_cancel->setToolTip(tr("Ends the push as soon as can be (Esc). Once the end of the file has "
                            "been sent, the outcome is unknown."));
    m_cancel->setEnabled(false);
    m_status->setObjectName(QStringLiteral("rulesStatus"));
    m_status->setAccessibleName(tr("What the push waits for"));
    m_status->setTextFormat(Qt::PlainText);
    m_status->setWordWrap(true);
    m_status->setMinimumHeight(2 * fontMetrics().lineSpacing()); // two lines move nothing
    m_progress->setObjectName(QStringLiteral("rulesProgress"));
    m_progress->setAccessibleName(tr("Share of the file that the receiver acknowledged"));
    m_progress->setFixedWidth(kProgressWidth);
    QSizePolicy keepsItsPlace = m_progress->sizePolicy();
    keepsItsPlace.setRetainSizeWhenHidden(true);
    m_progress->setSizePolicy(keepsItsPlace);
    m_progress->hide();
    m_options->setObjectName(QStringLiteral("rulesShowOptions"));
    m_options->setText(tr("Options"));
    m_options->setAccessibleName(tr("Show the options of the push"));
    m_options->setToolTip(tr("Time limits, retries and chunk size."));
    m_options->setFocusPolicy(Qt::StrongFocus);
    m_options->setCheckable(true);
    m_options->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_options->setArrowType(Qt::RightArrow);
    m_options->setAutoRaise(true);

    connect(m_push, &QPushButton::clicked, this, &PushBar::pushWanted);
    connect(m_cancel, &QPushButton::clicked, this, &PushBar::cancelWanted);
    connect(m_options, &QToolButton::toggled, this, [this](bool isOpen) {
        m_options->setArrowType(isOpen ? Qt::DownArrow : Qt::RightArrow);
        emit optionsToggled(isOpen);
    });

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_push);
    row->addWidget(m_cancel);
    row->addWidget(m_status, 1);
    row->addWidget(m_progress);
    row->addWidget(m_options);
}

void PushBar::setPushable(bool isPushable, const QString &why)
{
    m_push->setEnabled(isPushable);
    m_push->setToolTip(why);
}

bool PushBar::isPushable() const
{
    return m_push->isEnabled();
}

void PushBar::beginProgress(bool isTotalKnown)
{
    m_cancel->setEnabled(true);
    m_progress->setRange(0, isTotalKnown ? kFull : 0);
    m_progress->setValue(0);
    m_progress->show();
}

void PushBar::setProgress(qint64 bytes, qint64 total)
{
    m_progress->setValue(total > 0 ? static_cast<int>(bytes * kFull / total) : kFull);
}

void PushBar::endProgress()
{
    m_cancel->setEnabled(false);
    m_progress->hide();
}

void PushBar::setStatus(const QString &text)
{
    m_status->setText(text);
}

} // namespace ui
