// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/discover/doctortab.h"

#include "ui/discover/ladderview.h"
#include "ui/icons.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

namespace ui {

namespace {

using namespace modbus::discovery;

} // namespace

DoctorTab::DoctorTab(QWidget *parent)
    : ScanFrame(QStringLiteral("doctor"),
                tr("Why does a device not answer? Looks step by step: name, way there, TCP, a "
                   "Modbus answer, other unit identifiers, a smaller block, RTU framing, UDP. "
                   "Reads only."),
                tr("&Look for the cause"), parent)
    , m_device(new QLineEdit)
    , m_ladder(new LadderView)
    , m_paragraph(new QPlainTextEdit)
    , m_copy(new QPushButton(icon(QStringLiteral("copy")), tr("&Copy")))
{
    m_device->setObjectName(QStringLiteral("doctorDevice"));
    m_device->setPlaceholderText(tr("192.168.0.10:502/1"));
    m_device->setMinimumWidth(220);
    addSetting(tr("&Device"), m_device, 1);
    m_paragraph->setObjectName(QStringLiteral("doctorParagraph"));
    m_paragraph->setAccessibleName(tr("The findings in a paragraph, for a mail"));
    m_paragraph->setReadOnly(true);
    m_paragraph->setPlaceholderText(
        tr("At the end all of it stands here in one paragraph, to be pasted into a mail."));
    m_paragraph->setMaximumHeight(fontMetrics().lineSpacing() * 6);
    m_paragraph->setTabChangesFocus(true);
    m_copy->setObjectName(QStringLiteral("doctorCopy"));
    m_copy->setToolTip(tr("Copy the paragraph"));
    m_copy->setEnabled(false);
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_paragraph->toPlainText()); });

    auto *body = new QWidget;
    auto *layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_ladder, 1);
    auto *mail = new QHBoxLayout;
    mail->setSpacing(8);
    mail->addWidget(m_paragraph, 1);
    mail->addWidget(m_copy, 0, Qt::AlignTop);
    layout->addLayout(mail);
    setBody(body);
}

void DoctorTab::setTarget(modbus::Connection *connection, quint8 unit)
{
    m_connection = connection;
    if (connection && !m_doctor)
        m_device->setText(modbus::Target{connection->endpoint(), unit}.toString());
}

void DoctorTab::start()
{
    if (m_doctor)
        return;
    const auto target = modbus::parseTarget(m_device->text());
    if (!target) {
        showStatus(target.error(), Tone::Bad);
        m_device->setFocus();
        return;
    }
    LinkDoctor::Options options;
    options.target = *target;
    if (m_connection && m_connection->endpoint() == target->endpoint) {
        options.connectTimeout = m_connection->options().connectTimeout;
        options.deadline = m_connection->options().responseDeadline;
        options.ownSessionIsOpen = m_connection->state() == modbus::Connection::State::Connected;
    }
    m_ladder->begin();
    m_paragraph->clear();
    m_copy->setEnabled(false);
    showStatus(tr("Looking at %1 ...").arg(target->toString()));
    m_doctor = new LinkDoctor(options, this);
    connect(m_doctor, &LinkDoctor::reported, this, [this](const RungReport &report) {
        m_ladder->showReport(report);
        showProgress(int(report.rung) + (report.state == RungState::Running ? 0 : 1), kRungs);
    });
    connect(m_doctor, &LinkDoctor::finished, this, &DoctorTab::finish);
    showRunning(true);
    m_doctor->start();
}

void DoctorTab::cancel()
{
    if (m_doctor)
        m_doctor->cancel();
}

void DoctorTab::finish(const Diagnosis &diagnosis)
{
    m_doctor->deleteLater();
    m_doctor = nullptr;
    showRunning(false);
    for (const RungReport &report : diagnosis.rungs)
        m_ladder->showReport(report);
    QString conclusion = diagnosis.conclusion;
    if (!conclusion.isEmpty())
        conclusion[0] = conclusion[0].toUpper();
    showStatus(diagnosis.advice.isEmpty() ? conclusion : conclusion + u' ' + diagnosis.advice,
               diagnosis.isHealthy      ? Tone::Good
               : diagnosis.wasCancelled ? Tone::Plain
                                        : Tone::Bad);
    m_paragraph->setPlainText(paragraph(diagnosis));
    m_copy->setEnabled(true);
}

} // namespace ui
