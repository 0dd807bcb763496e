// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/optionspanel.h"

#include <QFormLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>

namespace ui {

using std::chrono::milliseconds;

OptionsPanel::OptionsPanel(QWidget *parent)
    : QWidget(parent)
{
    auto *form = new QFormLayout(this);
    form->setContentsMargins(4, 4, 4, 4);
    form->setSpacing(4);
    m_connectTimeout =
        addField(QStringLiteral("connectTimeout"), tr("Connect within"),
                 tr("How long an attempt to connect may take"), 100, 60000, tr(" ms"));
    m_deadline =
        addField(QStringLiteral("responseDeadline"), tr("Reply within"),
                 tr("How long the device may take to answer one request"), 20, 60000, tr(" ms"));
    m_retries = addField(QStringLiteral("retries"), tr("Repeat reads"),
                         tr("How often a read without an answer is repeated. Writes never are"), 0,
                         10, tr(" x"));
    m_window = addField(QStringLiteral("window"), tr("At once"),
                        tr("Requests on the wire at the same time, all units together. Many "
                           "devices and most gateways take one"),
                        1, 16, {});
    m_gap = addField(QStringLiteral("gap"), tr("Gap"),
                     tr("Pause between an answer and the next request, for devices that lose what "
                        "comes too early. The Discover page measures what a device needs"),
                     0, 1000, tr(" ms"));
    m_largestBlock = addField(QStringLiteral("largestBlock"), tr("Longest read"),
                              tr("Registers in one request at most, and 16 times as many bits. The "
                                 "specification allows 125; some devices give fewer"),
                              1, modbus::kMostRegistersRead, tr(" registers"));
    m_backoffMost = addField(QStringLiteral("backoffMost"), tr("Longest pause"),
                             tr("The pause between two attempts to connect doubles up to this"),
                             500, 600000, tr(" ms"));
    m_effectiveWindow = new QLabel;
    m_effectiveWindow->setObjectName(QStringLiteral("effectiveWindow"));
    m_effectiveWindow->setWordWrap(true);
    form->addRow(m_effectiveWindow);
    m_effectiveWindow->hide();
    setEnabled(false);
}

QSpinBox *OptionsPanel::addField(const QString &name, const QString &label, const QString &toolTip,
                                 int least, int most, const QString &suffix)
{
    auto *box = new QSpinBox;
    box->setObjectName(name);
    box->setAccessibleName(label);
    box->setToolTip(toolTip);
    box->setRange(least, most);
    box->setSuffix(suffix);
    box->setAlignment(Qt::AlignRight);
    box->setKeyboardTracking(false);
    box->setStepType(most > 1000 ? QAbstractSpinBox::AdaptiveDecimalStepType
                                 : QAbstractSpinBox::DefaultStepType);
    connect(box, &QSpinBox::valueChanged, this, &OptionsPanel::apply);
    static_cast<QFormLayout *>(layout())->addRow(label, box);
    return box;
}

void OptionsPanel::setConnection(modbus::Connection *connection)
{
    m_connection = connection;
    setEnabled(connection != nullptr);
    show(connection ? connection->options() : modbus::Connection::Options());
    refresh();
}

void OptionsPanel::show(const modbus::Connection::Options &options)
{
    const auto set = [](QSpinBox *box, qint64 value) {
        const QSignalBlocker quiet(box);
        box->setValue(int(value));
    };
    set(m_connectTimeout, options.connectTimeout.count());
    set(m_deadline, options.responseDeadline.count());
    set(m_retries, options.retries);
    set(m_window, options.window);
    set(m_backoffMost, options.backoffMost.count());
    set(m_gap, options.gap.count());
    set(m_largestBlock, options.largestBlock);
}

void OptionsPanel::apply()
{
    if (!m_connection)
        return;
    modbus::Connection::Options options = m_connection->options();
    options.connectTimeout = milliseconds(m_connectTimeout->value());
    options.responseDeadline = milliseconds(m_deadline->value());
    options.retries = m_retries->value();
    options.window = m_window->value();
    options.backoffMost = milliseconds(m_backoffMost->value());
    options.gap = milliseconds(m_gap->value());
    options.largestBlock = m_largestBlock->value();
    m_connection->setOptions(options);
    show(m_connection->options());
    refresh();
    emit optionsChanged();
}

void OptionsPanel::refresh()
{
    const bool isReduced =
        m_connection && m_connection->effectiveWindow() < m_connection->options().window;
    m_effectiveWindow->setVisible(isReduced);
    if (isReduced)
        m_effectiveWindow->setText(
            tr("Down to %1 by itself: the device stopped answering several requests at once.")
                .arg(m_connection->effectiveWindow()));
}

} // namespace ui
