// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/requests/changequestion.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace ui {

ChangeQuestion::ChangeQuestion(QWidget *parent)
    : QFrame(parent)
    , m_question(new QLabel(this))
    , m_locked(new QLabel(this))
    , m_write(new QPushButton(tr("&Write"), this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
{
    setObjectName(QStringLiteral("changeQuestion"));
    setAccessibleName(tr("Confirm what will change"));
    setFrameShape(QFrame::StyledPanel);
    m_question->setObjectName(QStringLiteral("changeText"));
    m_question->setWordWrap(true);
    m_question->setTextFormat(Qt::PlainText);
    m_locked->setObjectName(QStringLiteral("changeLocked"));
    m_locked->setWordWrap(true);
    m_write->setObjectName(QStringLiteral("changeWrite"));
    m_write->setAutoDefault(false);
    m_write->setToolTip(tr("Send the request (Alt+W)"));
    m_cancel->setObjectName(QStringLiteral("changeCancel"));
    m_cancel->setAutoDefault(false);
    connect(m_write, &QPushButton::clicked, this, [this] {
        dismiss();
        emit confirmed();
    });
    connect(m_cancel, &QPushButton::clicked, this, &ChangeQuestion::dismiss);

    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_locked, 1);
    buttons->addWidget(m_write);
    buttons->addWidget(m_cancel);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_question);
    layout->addLayout(buttons);
    hide();
}

void ChangeQuestion::ask(modbus::Connection &connection, const QString &target,
                         const QString &change)
{
    dismiss();
    m_connection = &connection;
    connect(&connection, &modbus::Connection::armedChanged, this, &ChangeQuestion::showArmed);
    m_question->setText(tr("Write to %1? %2").arg(target, change));
    showArmed(connection.isArmed());
    show();
    m_cancel->setFocus();
}

void ChangeQuestion::dismiss()
{
    if (m_connection)
        disconnect(m_connection, nullptr, this, nullptr);
    m_connection = nullptr;
    hide();
}

void ChangeQuestion::showArmed(bool isArmed)
{
    m_write->setEnabled(isArmed);
    m_locked->setText(isArmed ? QString()
                              : tr("\u26a0 Writes are locked. Arm them for this connection to go "
                                   "on."));
}

} // namespace ui
