// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/welcomepage.h"

#include <QAction>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace ui {

namespace {

QPushButton *buttonFor(QAction *action, const QString &name, const QString &text)
{
    auto *button = new QPushButton(action->icon(), text);
    button->setObjectName(name);
    button->setToolTip(action->toolTip());
    QObject::connect(button, &QPushButton::clicked, action, &QAction::trigger);
    return button;
}

QLabel *centred(const QString &text)
{
    auto *label = new QLabel(text);
    label->setAlignment(Qt::AlignCenter);
    label->setWordWrap(true);
    return label;
}

} // namespace

WelcomePage::WelcomePage(QAction *connectAction, QAction *demoAction, QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("welcomePage"));
    QLabel *title = centred(tr("Not connected"));
    QFont large = title->font();
    large.setPointSizeF(large.pointSizeF() * 1.6);
    title->setFont(large);

    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(buttonFor(connectAction, QStringLiteral("welcomeConnect"), tr("Connect")));
    buttons->addWidget(buttonFor(demoAction, QStringLiteral("welcomeDemo"), tr("Open demo")));
    buttons->addStretch();

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(32, 32, 32, 32);
    layout->setSpacing(8);
    layout->addStretch(2);
    layout->addWidget(title);
    layout->addWidget(
        centred(tr("Type the address of a Modbus TCP device in the field at the top "
                   "and press Enter: its holding registers 0 to 9 are read at once.")));
    layout->addWidget(centred(tr("No device at hand? The demo runs one inside this program, with "
                                 "a receiver for rule files.")));
    layout->addSpacing(8);
    layout->addLayout(buttons);
    layout->addStretch(3);
}

} // namespace ui
