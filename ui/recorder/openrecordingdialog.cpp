// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recorder/openrecordingdialog.h"

#include "ui/recorder/storefields.h"
#include "ui/tones.h"

#include <QCheckBox>
#include <QDateTimeEdit>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace ui {

using modbus::recorder::Query;
using modbus::recorder::StoreAddress;

namespace {

constexpr qint64 kUsualPartSeconds = 24 * 3600;
constexpr int kWidth = 640;

} // namespace

OpenRecordingDialog::OpenRecordingDialog(const std::optional<StoreAddress> &store, QWidget *parent)
    : QDialog(parent)
    , m_store(new StoreFields(StoreFields::Purpose::Open))
    , m_isPart(new QCheckBox(tr("Only &from")))
    , m_from(timeEdit(QStringLiteral("openingFrom"), tr("From, local time"),
                      QDateTime::currentDateTime().addSecs(-kUsualPartSeconds)))
    , m_to(
          timeEdit(QStringLiteral("openingTo"), tr("To, local time"), QDateTime::currentDateTime()))
    , m_problem(new QLabel)
{
    setObjectName(QStringLiteral("openRecordingDialog"));
    setWindowTitle(tr("Open a recording"));
    if (store)
        m_store->setAddress(*store);
    auto *label = new QLabel(tr("Recorded &to"));
    label->setBuddy(m_store);
    m_isPart->setObjectName(QStringLiteral("openingIsPart"));
    m_isPart->setToolTip(tr("Show a part of the recording; a long one may be too much at once"));
    connect(m_isPart, &QCheckBox::toggled, m_from, &QWidget::setEnabled);
    connect(m_isPart, &QCheckBox::toggled, m_to, &QWidget::setEnabled);
    m_problem->setObjectName(QStringLiteral("openingProblem"));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_problem->hide();
    connect(m_store, &StoreFields::edited, m_problem, &QWidget::hide);

    auto *part = new QHBoxLayout;
    part->addWidget(m_isPart);
    part->addWidget(m_from);
    part->addWidget(new QLabel(tr("to")));
    part->addWidget(m_to);
    part->addStretch(1);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Open | QDialogButtonBox::Cancel);
    buttons->button(QDialogButtonBox::Open)->setObjectName(QStringLiteral("openingOpen"));
    connect(buttons, &QDialogButtonBox::accepted, this, &OpenRecordingDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(label);
    layout->addWidget(m_store);
    layout->addLayout(part);
    layout->addWidget(m_problem);
    layout->addStretch(1);
    layout->addWidget(buttons);
    resize(kWidth, sizeHint().height());
}

QDateTimeEdit *OpenRecordingDialog::timeEdit(const QString &name, const QString &spoken,
                                             const QDateTime &time)
{
    auto *edit = new QDateTimeEdit(time);
    edit->setObjectName(name);
    edit->setAccessibleName(spoken);
    edit->setToolTip(spoken);
    edit->setDisplayFormat(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    edit->setCalendarPopup(true);
    edit->setEnabled(false);
    return edit;
}

Query OpenRecordingDialog::part() const
{
    Query part;
    if (m_isPart->isChecked()) {
        part.from = m_from->dateTime().toMSecsSinceEpoch();
        part.to = m_to->dateTime().toMSecsSinceEpoch() + 999; // all of its last second
    }
    return part;
}

void OpenRecordingDialog::accept()
{
    const auto store = m_store->address();
    if (!store) {
        complain(store.error().text + u' ' + store.error().remedy);
        return;
    }
    const Query wanted = part();
    if (wanted.from > wanted.to) {
        complain(tr("The end is before the beginning. Exchange the two times."));
        return;
    }
    emit chosen(*store, wanted);
    QDialog::accept();
}

void OpenRecordingDialog::complain(const QString &text)
{
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, toneColor(Tone::Bad, colours));
    m_problem->setPalette(colours);
    m_problem->setText(text);
    m_problem->show();
    resize(width(), std::max(height(), layout()->totalHeightForWidth(width())));
}

} // namespace ui
