// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/connectfield.h"

#include "ui/icons.h"

#include <QAbstractItemView>
#include <QAction>
#include <QCompleter>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QSettings>
#include <QToolButton>
#include <QVBoxLayout>

namespace ui {

namespace {

constexpr QLatin1StringView kHistoryKey("connect/history");

}

ConnectField::ConnectField(QWidget *parent)
    : QWidget(parent)
    , m_text(new QLineEdit)
    , m_button(new QToolButton)
    , m_error(new QLabel)
    , m_completer(new QCompleter(&m_history, this))
{
    m_text->setObjectName(QStringLiteral("connectField"));
    m_text->setAccessibleName(tr("Device to connect to"));
    m_text->setPlaceholderText(tr("host, host:port or host:port/unit"));
    m_text->setToolTip(tr("Host name or IP address, then :port (502) and /unit (1) where they "
                          "differ, for example 192.168.0.10:502/7. Enter connects and reads "
                          "(Ctrl+L)"));
    m_text->setMinimumWidth(
        m_text->fontMetrics().horizontalAdvance(QStringLiteral("192.168.100.100:502 mmm")));
    m_text->installEventFilter(this);
    QAction *history =
        m_text->addAction(icon(QStringLiteral("history")), QLineEdit::TrailingPosition);
    history->setObjectName(QStringLiteral("connectHistory"));
    history->setText(tr("Devices that were connected before"));
    history->setToolTip(tr("Devices that were connected before (Down)"));
    connect(history, &QAction::triggered, this, &ConnectField::showHistory);

    m_completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_completer->setFilterMode(Qt::MatchContains);
    m_completer->popup()->setObjectName(QStringLiteral("connectCompletions"));
    m_text->setCompleter(m_completer);

    m_button->setObjectName(QStringLiteral("connectButton"));
    m_button->setText(tr("Connect"));
    m_button->setIcon(icon(QStringLiteral("connect")));
    m_button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_button->setToolTip(tr("Connect and read holding registers (Enter)"));

    m_error->setObjectName(QStringLiteral("connectError"));
    m_error->setAccessibleName(tr("Why the address is not understood"));
    m_error->setWordWrap(true);
    m_error->setMinimumWidth(1); // it quotes what was typed, however long
    m_error->setTextFormat(Qt::PlainText);
    m_error->hide();

    m_submit.setSingleShot(true);
    m_submit.setInterval(0);
    connect(&m_submit, &QTimer::timeout, this, &ConnectField::submit);
    const auto submitSoon = qOverload<>(&QTimer::start);
    connect(m_text, &QLineEdit::returnPressed, &m_submit, submitSoon);
    connect(m_button, &QToolButton::clicked, &m_submit, submitSoon);
    connect(m_completer, qOverload<const QString &>(&QCompleter::activated), &m_submit, submitSoon);
    connect(m_text, &QLineEdit::textEdited, this, [this] { showError({}); });

    auto *row = new QHBoxLayout;
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    row->addWidget(m_text, 1);
    row->addWidget(m_button);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 2, 4, 2);
    layout->setSpacing(2);
    layout->addLayout(row);
    layout->addWidget(m_error);
    setFocusProxy(m_text);
}

QSize ConnectField::sizeHint() const
{
    const int text =
        fontMetrics().horizontalAdvance(m_text->placeholderText() + QStringLiteral(" mmmmmm"));
    const QSize size = QWidget::sizeHint();
    return {size.width() - m_text->sizeHint().width() + text, size.height()};
}

void ConnectField::submit()
{
    m_completer->popup()->hide();
    const auto target = modbus::parseTarget(m_text->text());
    if (!target) {
        showError(target.error());
        focusField();
        return;
    }
    showError({});
    emit connectRequested(*target);
}

void ConnectField::showError(const QString &error)
{
    QPalette palette = m_error->palette();
    palette.setColor(m_error->foregroundRole(), toneColor(Tone::Bad, this->palette()));
    m_error->setPalette(palette);
    m_error->setText(error);
    m_error->setVisible(!error.isEmpty());
}

void ConnectField::remember(const modbus::Target &target)
{
    QStringList history = m_history.stringList();
    history.removeAll(target.toString());
    history.prepend(target.toString());
    history.resize(qMin<qsizetype>(history.size(), kMostRemembered));
    m_history.setStringList(history);
}

void ConnectField::setText(const QString &text)
{
    m_text->setText(text);
    showError({});
}

void ConnectField::focusField()
{
    m_text->setFocus(Qt::ShortcutFocusReason);
    m_text->selectAll();
}

void ConnectField::showHistory()
{
    m_text->setFocus();
    m_completer->setCompletionPrefix({});
    m_completer->complete();
}

bool ConnectField::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent *>(event)->key() == Qt::Key_Down &&
        !m_completer->popup()->isVisible()) {
        showHistory();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void ConnectField::saveState(QSettings &settings) const
{
    settings.setValue(kHistoryKey, m_history.stringList());
}

void ConnectField::restoreState(const QSettings &settings)
{
    const QStringList history = settings.value(kHistoryKey).toStringList();
    m_history.setStringList(history);
    if (m_text->text().isEmpty() && !history.isEmpty())
        setText(history.constFirst());
}

} // namespace ui
