// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rules/optionsform.h"

#include <QGridLayout>
#include <QLabel>
#include <QSettings>
#include <QSpinBox>

namespace ui {

namespace {

constexpr int kLongestMs = 600'000;
constexpr int kFieldsARow = 3;

int toInt(std::chrono::milliseconds duration)
{
    return static_cast<int>(duration.count());
}

QString keyOf(const QSpinBox *box)
{
    return QStringLiteral("rules/options/") + box->objectName();
}

} // namespace

OptionsForm::OptionsForm(QWidget *parent)
    : QWidget(parent)
{
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(4);
    const QString ms = tr(" ms");
    m_connect = addField(QStringLiteral("rulesConnectTimeout"), tr("Connect within"),
                         tr("How long one attempt to connect may take."), ms, 50, kLongestMs, 500);
    m_step = addField(QStringLiteral("rulesStepTimeout"), tr("Each answer within"),
                      tr("How long the receiver may take to answer the name and each chunk."), ms,
                      50, kLongestMs, 500);
    m_reload = addField(QStringLiteral("rulesReloadTimeout"), tr("Reload answer within"),
                        tr("How long the receiver may take to reload nginx and say so. After "
                           "that the outcome is unknown."),
                        ms, 50, kLongestMs, 1000);
    m_retries = addField(QStringLiteral("rulesRetries"), tr("Further attempts"),
                         tr("How often to try again when the connection is refused or takes too "
                            "long. Nothing is ever sent twice."),
                         {}, 0, 100, 1);
    m_pause = addField(QStringLiteral("rulesRetryPause"), tr("Pause between them"),
                       tr("How long to wait before the next attempt to connect."), ms, 0,
                       kLongestMs, 500);
    m_chunk = addField(QStringLiteral("rulesChunk"), tr("Chunk"),
                       tr("Bytes of the file in one step. It must be smaller than the receiver's "
                          "buffer: 1000 for the usual 1024, 99 for the smallest known."),
                       tr(" bytes"), 4, 65535, 100);
    setOptions({});
}

QSpinBox *OptionsForm::addField(const QString &objectName, const QString &title,
                                const QString &help, const QString &unit, int least, int most,
                                int step)
{
    auto *box = new QSpinBox;
    box->setObjectName(objectName);
    box->setAccessibleName(title);
    box->setToolTip(help);
    box->setSuffix(unit);
    box->setRange(least, most);
    box->setSingleStep(step);
    box->setAlignment(Qt::AlignRight);
    auto *label = new QLabel(title);
    label->setBuddy(box);
    label->setToolTip(help);
    auto *grid = static_cast<QGridLayout *>(layout());
    const int at = grid->count() / 2;
    const int column = at % kFieldsARow * 2;
    grid->addWidget(label, at / kFieldsARow, column);
    grid->addWidget(box, at / kFieldsARow, column + 1);
    grid->setColumnStretch(kFieldsARow * 2, 1);
    connect(box, &QSpinBox::valueChanged, this, &OptionsForm::changed);
    return box;
}

transfer::PushOptions OptionsForm::options() const
{
    using std::chrono::milliseconds;
    return {.connectTimeout = milliseconds(m_connect->value()),
            .stepTimeout = milliseconds(m_step->value()),
            .reloadTimeout = milliseconds(m_reload->value()),
            .connectRetries = m_retries->value(),
            .retryPause = milliseconds(m_pause->value()),
            .chunkBytes = m_chunk->value()};
}

void OptionsForm::setOptions(const transfer::PushOptions &options)
{
    m_connect->setValue(toInt(options.connectTimeout));
    m_step->setValue(toInt(options.stepTimeout));
    m_reload->setValue(toInt(options.reloadTimeout));
    m_retries->setValue(options.connectRetries);
    m_pause->setValue(toInt(options.retryPause));
    m_chunk->setValue(options.chunkBytes);
}

void OptionsForm::saveState(QSettings &settings) const
{
    const auto boxes = findChildren<QSpinBox *>();
    for (const QSpinBox *box : boxes)
        settings.setValue(keyOf(box), box->value());
}

void OptionsForm::restoreState(const QSettings &settings)
{
    const auto boxes = findChildren<QSpinBox *>();
    for (QSpinBox *box : boxes)
        box->setValue(settings.value(keyOf(box), box->value()).toInt());
}

} // namespace ui
