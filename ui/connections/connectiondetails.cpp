// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/connectiondetails.h"

#include "ui/connections/optionspanel.h"
#include "ui/connections/words.h"
#include "ui/icons.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QScrollArea>
#include <QTabWidget>
#include <QTableWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace ui {

namespace {

constexpr std::chrono::milliseconds kRefreshPeriod{250};

QLabel *makeLabel(const QString &name)
{
    auto *label = new QLabel;
    label->setObjectName(name);
    label->setWordWrap(true);
    label->setMinimumWidth(1); // a long host name is no word to make the window wider for
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

ConnectionDetails::ConnectionDetails(QWidget *parent)
    : QWidget(parent)
    , m_state(makeLabel(QStringLiteral("connectionState")))
    , m_error(makeLabel(QStringLiteral("connectionError")))
    , m_remedy(makeLabel(QStringLiteral("connectionRemedy")))
    , m_options(new OptionsPanel)
    , m_counters(new QTableWidget)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->setSpacing(4);
    layout->addWidget(m_state);
    layout->addWidget(m_error);
    layout->addWidget(m_remedy);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(4);
    layout->addLayout(buttons);
    m_retry = addButtonAction(QStringLiteral("retryNow"), QStringLiteral("retry"), tr("&Retry now"),
                              tr("Try to connect without waiting"));
    m_toggle = addButtonAction(QStringLiteral("toggleConnection"), QStringLiteral("disconnect"),
                               tr("&Disconnect"), tr("End the connection, or make it again"));
    m_copyError = addButtonAction(QStringLiteral("copyError"), QStringLiteral("copy"),
                                  tr("Copy &error"), tr("Copy the error with its remedy"));
    for (QAction *action : {m_retry, m_toggle, m_copyError}) {
        auto *button = new QToolButton;
        button->setObjectName(action->objectName() + QStringLiteral("Button"));
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        buttons->addWidget(button);
    }
    buttons->addStretch();
    layout->addWidget(makeTabs(), 1);
    connect(m_retry, &QAction::triggered, this, [this] {
        if (m_connection)
            m_connection->retryNow();
    });
    connect(m_toggle, &QAction::triggered, this, &ConnectionDetails::toggle);
    connect(m_copyError, &QAction::triggered, this, &ConnectionDetails::copyError);
    connect(m_options, &OptionsPanel::optionsChanged, this, &ConnectionDetails::optionsChanged);
    connect(&m_timer, &QTimer::timeout, this, &ConnectionDetails::refresh);
    setConnection(nullptr);
}

QAction *ConnectionDetails::addButtonAction(const QString &name, const QString &iconName,
                                            const QString &text, const QString &toolTip)
{
    auto *action = new QAction(icon(iconName), text, this);
    action->setObjectName(name);
    action->setToolTip(toolTip);
    return action;
}

QWidget *ConnectionDetails::makeTabs()
{
    m_counters->setObjectName(QStringLiteral("counters"));
    m_counters->setAccessibleName(tr("What the line has shown"));
    m_counters->setColumnCount(2);
    m_counters->horizontalHeader()->hide();
    m_counters->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_counters->horizontalHeader()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_counters->verticalHeader()->hide();
    m_counters->verticalHeader()->setDefaultSectionSize(m_counters->fontMetrics().height() + 4);
    m_counters->setShowGrid(false);
    m_counters->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_counters->setSelectionBehavior(QAbstractItemView::SelectRows);

    auto *options = new QScrollArea;
    options->setObjectName(QStringLiteral("optionsScroller"));
    options->setWidget(m_options);
    options->setWidgetResizable(true);
    options->setFrameShape(QFrame::NoFrame);

    auto *tabs = new QTabWidget;
    tabs->setObjectName(QStringLiteral("connectionTabs"));
    tabs->setDocumentMode(true);
    tabs->addTab(m_counters, tr("Counters"));
    tabs->addTab(options, tr("Options"));
    return tabs;
}

void ConnectionDetails::setConnection(modbus::Connection *connection)
{
    if (m_connection)
        m_connection->disconnect(this);
    m_connection = connection;
    m_options->setConnection(connection);
    if (connection) {
        connect(connection, &modbus::Connection::stateChanged, this, &ConnectionDetails::refresh);
        connect(connection, &modbus::Connection::failed, this, &ConnectionDetails::refresh);
        m_timer.start(kRefreshPeriod);
    } else {
        m_timer.stop();
    }
    refresh();
}

void ConnectionDetails::toggle()
{
    if (!m_connection)
        return;
    if (m_connection->state() == modbus::Connection::State::Offline)
        m_connection->open();
    else
        m_connection->close();
}

void ConnectionDetails::copyError() const
{
    if (!m_connection || !m_connection->lastError())
        return;
    const modbus::Error &error = *m_connection->lastError();
    QStringList lines{m_connection->endpoint().toString(), errorSentence(error)};
    if (!error.detail.isEmpty())
        lines.append(error.detail);
    QGuiApplication::clipboard()->setText(lines.join(u'\n'));
}

void ConnectionDetails::refresh()
{
    const bool isOffline =
        !m_connection || m_connection->state() == modbus::Connection::State::Offline;
    const bool isWaiting =
        m_connection && m_connection->state() == modbus::Connection::State::Waiting;
    m_state->setText(m_connection ? tr("%1: %2").arg(m_connection->endpoint().toString(),
                                                     stateText(*m_connection))
                                  : tr("No connection selected"));
    m_retry->setEnabled(isWaiting);
    m_toggle->setEnabled(m_connection != nullptr);
    m_toggle->setText(isOffline ? tr("&Connect") : tr("&Disconnect"));
    m_toggle->setIcon(icon(isOffline ? QStringLiteral("connect") : QStringLiteral("disconnect")));
    m_copyError->setEnabled(m_connection && m_connection->lastError());
    refreshError();
    refreshCounters();
    m_options->refresh();
}

void ConnectionDetails::refreshError()
{
    modbus::Explanation explanation;
    if (m_connection && m_connection->lastError())
        explanation = modbus::explain(*m_connection->lastError());
    QPalette palette = m_error->palette();
    palette.setColor(m_error->foregroundRole(), toneColor(Tone::Bad, this->palette()));
    m_error->setPalette(palette);
    m_error->setText(explanation.text);
    m_error->setVisible(!explanation.text.isEmpty());
    m_remedy->setText(explanation.remedy);
    m_remedy->setVisible(!explanation.remedy.isEmpty());
}

void ConnectionDetails::refreshCounters()
{
    const QList<Counter> counters =
        m_connection ? countersOf(m_connection->statistics()) : QList<Counter>();
    m_counters->setRowCount(int(counters.size()));
    for (int row = 0; row < counters.size(); ++row) {
        const Counter &counter = counters.at(row);
        if (!m_counters->item(row, 0)) {
            m_counters->setItem(row, 0, new QTableWidgetItem);
            m_counters->setItem(row, 1, new QTableWidgetItem);
            m_counters->item(row, 1)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        }
        m_counters->item(row, 0)->setText(counter.name);
        m_counters->item(row, 0)->setIcon(
            counter.isSuspicious ? icon(QStringLiteral("warning"), Tone::Warning) : QIcon());
        m_counters->item(row, 0)->setToolTip(counter.meaning);
        m_counters->item(row, 1)->setText(counter.value);
        m_counters->item(row, 1)->setToolTip(counter.meaning);
    }
}

} // namespace ui
