// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recorder/recorderform.h"

#include "ui/recorder/storefields.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QSettings>
#include <QSpinBox>

namespace ui {

using modbus::recorder::Result;
using modbus::recorder::Settings;

namespace {

constexpr QLatin1StringView kRotateMegabytesKey("recorder/rotateMegabytes");
constexpr QLatin1StringView kRotateHoursKey("recorder/rotateHours");
constexpr QLatin1StringView kKeepMegabytesKey("recorder/keepMegabytes");
constexpr QLatin1StringView kKeepDaysKey("recorder/keepDays");
constexpr qint64 kMegabyte = 1'000'000;

} // namespace

RecorderForm::RecorderForm(QWidget *parent)
    : QWidget(parent)
    , m_store(new StoreFields(StoreFields::Purpose::Record))
{
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(1, 1);
    auto *label = new QLabel(tr("Record &to"));
    label->setBuddy(m_store);
    grid->addWidget(label, 0, 0);
    grid->addWidget(m_store, 0, 1);
    addLimitsRow(grid);
    connect(m_store, &StoreFields::kindChanged, this, &RecorderForm::showKind);
    connect(m_store, &StoreFields::edited, this, &RecorderForm::edited);
    showKind();
}

QSpinBox *RecorderForm::limitBox(const QString &name, const QString &spoken, const QString &toolTip,
                                 const QString &suffix, const QString &anything, int most, int step)
{
    auto *box = new QSpinBox;
    box->setObjectName(name);
    box->setAccessibleName(spoken);
    box->setToolTip(toolTip);
    box->setRange(0, most);
    box->setSingleStep(step);
    box->setSuffix(suffix);
    box->setSpecialValueText(anything);
    box->setAlignment(Qt::AlignRight);
    connect(box, &QSpinBox::valueChanged, this, &RecorderForm::edited);
    return box;
}

void RecorderForm::addLimitsRow(QGridLayout *grid)
{
    m_rotateMegabytes =
        limitBox(QStringLiteral("recorderRotateMegabytes"), tr("New file at this size"),
                 tr("A new file begins when this one has grown so large"), tr(" MB"),
                 tr("any size"), 1'000'000, 50);
    m_rotateHours = limitBox(QStringLiteral("recorderRotateHours"), tr("New file at this age"),
                             tr("A new file begins when this one is so old"), tr(" h"),
                             tr("any age"), 10'000, 1);
    m_keepMegabytes =
        limitBox(QStringLiteral("recorderKeepMegabytes"), tr("Keep at most this much"),
                 tr("The oldest files are deleted when all together are larger; a new file begins "
                    "early enough for that"),
                 tr(" MB"), tr("any size"), 10'000'000, 500);
    m_keepDays = limitBox(QStringLiteral("recorderKeepDays"), tr("Keep at most so long"),
                          tr("What is older is deleted: whole files, or rows of a database that "
                             "this machine recorded"),
                          tr(" days"), tr("any age"), 10'000, 1);
    m_rotateLabel = new QLabel(tr("&New file at"));
    m_rotateLabel->setBuddy(m_rotateMegabytes);
    m_keepLabel = new QLabel(tr("&Keep at most"));
    m_keepLabel->setBuddy(m_keepMegabytes);
    auto *row = new QHBoxLayout;
    row->setSpacing(4);
    row->addWidget(m_rotateMegabytes);
    row->addWidget(m_rotateHours);
    row->addSpacing(12);
    row->addWidget(m_keepLabel);
    row->addWidget(m_keepMegabytes);
    row->addWidget(m_keepDays);
    row->addStretch(1);
    grid->addWidget(m_rotateLabel, 1, 0);
    grid->addLayout(row, 1, 1);
}

void RecorderForm::showKind()
{
    for (QWidget *widget :
         {static_cast<QWidget *>(m_rotateLabel), static_cast<QWidget *>(m_rotateMegabytes),
          static_cast<QWidget *>(m_rotateHours), static_cast<QWidget *>(m_keepMegabytes)})
        widget->setVisible(m_store->isFile());
}

Result<Settings> RecorderForm::settings() const
{
    const auto address = m_store->address();
    if (!address)
        return tl::make_unexpected(address.error());
    Settings settings;
    settings.store = *address;
    if (address->isFile()) {
        settings.rotation.bytes = m_rotateMegabytes->value() * kMegabyte;
        settings.rotation.age = std::chrono::hours(m_rotateHours->value());
        settings.retention.bytes = m_keepMegabytes->value() * kMegabyte;
    }
    settings.retention.age = std::chrono::hours(24) * m_keepDays->value();
    return settings;
}

void RecorderForm::saveState(QSettings &settings) const
{
    m_store->saveState(settings);
    settings.setValue(kRotateMegabytesKey, m_rotateMegabytes->value());
    settings.setValue(kRotateHoursKey, m_rotateHours->value());
    settings.setValue(kKeepMegabytesKey, m_keepMegabytes->value());
    settings.setValue(kKeepDaysKey, m_keepDays->value());
}

void RecorderForm::restoreState(const QSettings &settings)
{
    m_store->restoreState(settings);
    m_rotateMegabytes->setValue(settings.value(kRotateMegabytesKey).toInt());
    m_rotateHours->setValue(settings.value(kRotateHoursKey).toInt());
    m_keepMegabytes->setValue(settings.value(kKeepMegabytesKey).toInt());
    m_keepDays->setValue(settings.value(kKeepDaysKey).toInt());
}

} // namespace ui
