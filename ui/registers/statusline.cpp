// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registers/statusline.h"

#include "ui/registers/blocksettings.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace ui {

namespace {

void makeReadable(QLabel *label)
{
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setWordWrap(true);
}

} // namespace

StatusLine::StatusLine(modbus::Table table, QWidget *parent)
    : QWidget(parent)
    , m_detail(new QLabel(this))
    , m_status(new QLabel(this))
    , m_progress(new QProgressBar(this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
    , m_writing(new QLabel(this))
{
    const QString stem = tableKey(table);
    m_detail->setObjectName(stem + QStringLiteral("Detail"));
    m_detail->setAccessibleName(tr("Status of the row in full"));
    makeReadable(m_detail);
    m_detail->hide();
    m_status->setObjectName(stem + QStringLiteral("Status"));
    makeReadable(m_status);
    m_progress->setObjectName(stem + QStringLiteral("Progress"));
    m_progress->setAccessibleName(tr("Progress of the reading"));
    m_progress->setMaximumWidth(160);
    m_cancel->setObjectName(stem + QStringLiteral("Cancel"));
    m_cancel->setToolTip(tr("Ends the reading (Esc)"));
    m_writing->setObjectName(stem + QStringLiteral("Writing"));
    m_writing->setVisible(modbus::isWritable(table));
    hideProgress();
    connect(m_cancel, &QPushButton::clicked, this, &StatusLine::cancelAsked);

    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(m_status, 1);
    line->addWidget(m_progress);
    line->addWidget(m_cancel);
    line->addWidget(m_writing, 0, Qt::AlignTop);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_detail);
    layout->addLayout(line);
}

void StatusLine::showStatus(const PanelStatus &status)
{
    m_status->setText(status.text);
    const QColor color = toneColor(status.tone, palette());
    if (m_status->palette().color(QPalette::WindowText) != color) {
        QPalette colors = palette();
        colors.setColor(QPalette::WindowText, color);
        m_status->setPalette(colors);
    }
}

void StatusLine::showDetail(const QString &text)
{
    m_detail->setText(text);
    m_detail->setVisible(!text.isEmpty());
}

void StatusLine::showProgress(int items, int total)
{
    m_progress->setMaximum(total);
    m_progress->setValue(items);
    m_progress->show();
    m_cancel->show();
}

void StatusLine::hideProgress()
{
    m_progress->hide();
    m_cancel->hide();
}

void StatusLine::showArmed(bool isArmed)
{
    m_writing->setText(isArmed ? tr("Writes armed: F2 or a double click edits a value")
                               : tr("Writes locked: arm them with the switch at the top right"));
    QFont font = m_writing->font();
    font.setBold(isArmed);
    m_writing->setFont(font);
}

} // namespace ui
