// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/discover/scanframe.h"

#include "ui/discover/findingsview.h"
#include "ui/icons.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>

namespace ui {

ScanFrame::ScanFrame(const QString &stem, const QString &purpose, const QString &startText,
                     QWidget *parent)
    : QWidget(parent)
    , m_settings(new QHBoxLayout)
    , m_start(new QPushButton(icon(QStringLiteral("discover")), startText))
    , m_cancel(new QPushButton(icon(QStringLiteral("cancel")), tr("Cancel")))
    , m_progress(new QProgressBar)
    , m_status(new QLabel)
    , m_startTip(purpose)
{
    auto *what = new QLabel(purpose);
    what->setObjectName(stem + QStringLiteral("Purpose"));
    what->setWordWrap(true);
    m_start->setObjectName(stem + QStringLiteral("Start"));
    m_start->setToolTip(purpose);
    m_cancel->setObjectName(stem + QStringLiteral("Cancel"));
    m_cancel->setToolTip(tr("Ends it at once and keeps what is there (Esc)"));
    m_progress->setObjectName(stem + QStringLiteral("Progress"));
    m_progress->setAccessibleName(tr("Progress"));
    m_progress->setMaximumWidth(200);
    m_status->setObjectName(stem + QStringLiteral("Status"));
    m_status->setWordWrap(true);
    m_status->setTextFormat(Qt::PlainText);
    m_status->setTextInteractionFlags(Qt::TextSelectableByMouse);
    connect(m_start, &QPushButton::clicked, this, [this] { start(); });
    connect(m_cancel, &QPushButton::clicked, this, [this] { cancel(); });

    m_settings->setSpacing(8);
    m_settings->addStretch();
    m_settings->addWidget(m_start);
    m_settings->addWidget(m_cancel);
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(m_status, 1);
    line->addWidget(m_progress);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    layout->addWidget(what);
    layout->addLayout(m_settings);
    layout->addLayout(line);
    showRunning(false);
}

void ScanFrame::addSetting(const QString &label, QWidget *widget, int stretch)
{
    const int at = m_settings->count() - 3; // before the stretch and the two buttons
    if (label.isEmpty()) {
        m_settings->insertWidget(at, widget, stretch);
    } else {
        auto *name = new QLabel(label);
        name->setBuddy(widget);
        m_settings->insertWidget(at, name);
        m_settings->insertWidget(at + 1, widget, stretch);
        if (widget->accessibleName().isEmpty())
            widget->setAccessibleName(QString(label).remove(QLatin1Char('&')));
    }
    if (auto *field = qobject_cast<QLineEdit *>(widget)) {
        connect(field, &QLineEdit::returnPressed, this, [this] {
            if (m_start->isEnabled())
                start();
        });
    }
}

void ScanFrame::setBody(QWidget *body)
{
    static_cast<QVBoxLayout *>(layout())->addWidget(body, 1);
}

void ScanFrame::setFindings(FindingsView *findings)
{
    setBody(findings);
    connect(findings, &FindingsView::exported, this,
            [this](const QString &text) { showStatus(text); });
}

void ScanFrame::setStartable(bool isStartable, const QString &why)
{
    m_isStartable = isStartable;
    m_start->setToolTip(isStartable ? m_startTip : why);
    m_start->setEnabled(isStartable && !isRunning());
}

void ScanFrame::showRunning(bool isRunning)
{
    // Where the keyboard was on one of the two buttons it goes to the other, not astray.
    QPushButton *const possible = isRunning ? m_cancel : m_start;
    const bool hadFocus = m_start->hasFocus() || m_cancel->hasFocus();
    possible->setEnabled(isRunning || m_isStartable);
    if (hadFocus && possible->isEnabled())
        possible->setFocus();
    (isRunning ? m_start : m_cancel)->setEnabled(false);
    m_progress->setVisible(isRunning);
    if (isRunning)
        m_progress->setRange(0, 0);
}

void ScanFrame::showProgress(int done, int total)
{
    m_progress->setRange(0, total);
    m_progress->setValue(done);
}

void ScanFrame::showStatus(const QString &text, Tone tone)
{
    m_status->setText(text);
    QPalette colors = palette();
    colors.setColor(QPalette::WindowText, toneColor(tone, palette()));
    m_status->setPalette(colors);
}

} // namespace ui
