// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/closequestion.h"

#include <QPushButton>

namespace ui {

CloseQuestion::CloseQuestion(const QString &risk, QWidget *parent)
    : QMessageBox(Warning, tr("Close Loopcheck?"), risk, NoButton, parent)
{
    setObjectName(QStringLiteral("closeQuestion"));
    setAttribute(Qt::WA_DeleteOnClose);
    setTextFormat(Qt::PlainText);
    QPushButton *cutOff = addButton(tr("Cut it off and close"), DestructiveRole);
    cutOff->setObjectName(QStringLiteral("cutOffAndClose"));
    QPushButton *keep = addButton(tr("Keep it running"), RejectRole);
    keep->setObjectName(QStringLiteral("keepRunning"));
    setDefaultButton(keep);
    setEscapeButton(keep);
    connect(cutOff, &QPushButton::clicked, this, &CloseQuestion::closeWanted);
}

} // namespace ui
