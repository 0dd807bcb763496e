// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/points/writebar.h"

#include "ui/points/pointtext.h"
#include "ui/registers/period.h"
#include "ui/registers/plannedwrite.h"
#include "ui/tones.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPaintEvent>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace ui {

WriteBar::WriteBar(QWidget *parent)
    : QFrame(parent)
    , m_question(new QLabel)
    , m_remark(new QLabel)
    , m_confirm(new QPushButton(tr("&Write")))
    , m_cancel(new QPushButton(tr("Cancel")))
{
    setObjectName(QStringLiteral("pointWriteBar"));
    setAccessibleName(tr("Confirmation of a write"));
    m_question->setObjectName(QStringLiteral("pointWriteQuestion"));
    m_question->setTextFormat(Qt::RichText);
    m_question->setWordWrap(true);
    m_remark->setObjectName(QStringLiteral("pointWriteRemark"));
    m_remark->setWordWrap(true);
    m_confirm->setObjectName(QStringLiteral("pointWriteConfirm"));
    m_confirm->setToolTip(tr("Writes it and reads it back (Alt+W)"));
    m_cancel->setObjectName(QStringLiteral("pointWriteCancel"));
    m_cancel->setToolTip(tr("Writes nothing (Esc, Enter)"));
    connect(m_confirm, &QPushButton::clicked, this, [this] {
        hide();
        emit confirmed();
    });
    connect(m_cancel, &QPushButton::clicked, this, &WriteBar::dismiss);

    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(m_question);
    texts->addWidget(m_remark);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 6, 8, 6);
    layout->addLayout(texts, 1);
    layout->addWidget(m_confirm);
    layout->addWidget(m_cancel);
    hide();
}

void WriteBar::ask(const PointWrite &write, modbus::Connection &connection)
{
    if (m_connection)
        m_connection->disconnect(this);
    m_write = write;
    m_connection = &connection;
    connect(&connection, &modbus::Connection::armedChanged, this, &WriteBar::showArmed);
    connect(&connection, &QObject::destroyed, this, &WriteBar::dismiss);
    QPalette text = palette();
    text.setColor(QPalette::WindowText, armedText(palette()));
    m_question->setPalette(text);
    m_remark->setPalette(text);
    showQuestion();
    showArmed();
    show();
    m_cancel->setFocus();
}

void WriteBar::showOld(const modbus::PointValue &value)
{
    const QString before = oldText();
    m_write.old = value;
    if (oldText() != before)
        showQuestion();
}

QString WriteBar::oldText() const
{
    return m_write.old ? shownValue(m_write.point, *m_write.old) : QString();
}

void WriteBar::showQuestion()
{
    const modbus::Point &point = m_write.point;
    const auto registers = modbus::encode(point, m_write.newText, quint16(0));
    const modbus::WriteJob job{
        point.unit, point.address, registers.value_or(QList<quint16>{}), {}, false};
    const QString unit =
        point.engineeringUnit.isEmpty() ? QString() : u' ' + point.engineeringUnit.toHtmlEscaped();
    const QString old = oldText().isEmpty() ? tr("not known") : oldText().toHtmlEscaped() + unit;
    const QString fresh = shownText(point, m_write.newText).toHtmlEscaped() + unit;
    QString change = tr("now <b>%1</b> \u2192 new <b>%2</b>").arg(old, fresh);
    if (m_write.pulse)
        change += tr(" for <b>%1</b>, then back").arg(periodText(*m_write.pulse));
    m_question->setText(
        QStringLiteral("<b>%1</b> %2: %3<br>%4")
            .arg(nameOf(point).toHtmlEscaped(), point.description.toHtmlEscaped(), change,
                 tr("%1, %2, %3")
                     .arg(modbus::Target{m_connection->endpoint(), point.unit}
                              .toString()
                              .toHtmlEscaped(),
                          modbus::rangeText(point.address, point.size()), functionOf(job))));
}

void WriteBar::showArmed()
{
    const bool isArmed = m_connection && m_connection->isArmed();
    m_confirm->setEnabled(isArmed);
    QString remark;
    if (m_write.point.bit) {
        remark = tr("Bit %1 of a register: the whole register is read, changed and written back. "
                    "What the device changes in it between the two is lost.")
                     .arg(*m_write.point.bit);
    }
    if (!isArmed)
        remark = tr("\u26a0 Writes were locked meanwhile. Arm them to go on.");
    m_remark->setText(remark);
    m_remark->setVisible(!remark.isEmpty());
}

void WriteBar::dismiss()
{
    if (isHidden())
        return;
    hide();
    emit dismissed();
}

void WriteBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        dismiss();
        return;
    }
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
        if (auto *button = qobject_cast<QPushButton *>(focusWidget()))
            button->click();
        return;
    }
    QFrame::keyPressEvent(event);
}

void WriteBar::paintEvent(QPaintEvent *event)
{
    QPainter(this).fillRect(event->rect(), armedGround(palette()));
}

} // namespace ui
