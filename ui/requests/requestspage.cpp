// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/requests/requestspage.h"

#include "ui/events/eventlog.h"
#include "ui/icons.h"
#include "ui/requests/changequestion.h"
#include "ui/requests/fieldsview.h"
#include "ui/requests/functionlist.h"
#include "ui/requests/identitycard.h"
#include "ui/requests/requestform.h"
#include "ui/requests/requestwords.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <functional>

namespace ui {

namespace {

const QString kFunctionKey = QStringLiteral("requests/function");

/// The MBAP header in front of a PDU (Messaging on TCP/IP V1.0b, section 3.1.3). The transaction
/// id is the client's to choose when it sends.
QString headerText(const modbus::Request &request)
{
    const auto length = quint16(1 + request.bytes().size());
    return QStringLiteral(".. .. 00 00 %1 %2 %3 | ")
        .arg(length >> 8, 2, 16, QLatin1Char('0'))
        .arg(length & 0xFF, 2, 16, QLatin1Char('0'))
        .arg(request.unit, 2, 16, QLatin1Char('0'))
        .toUpper();
}

} // namespace

RequestsPage::RequestsPage(EventLog &events, const QString &journalPath, QWidget *parent)
    : QWidget(parent)
    , m_events(events)
    , m_journal(journalPath)
    , m_functions(new FunctionList(this))
    , m_title(new QLabel(this))
    , m_note(new QLabel(this))
    , m_form(new RequestForm(this))
    , m_send(new QPushButton(icon(QStringLiteral("requests")), tr("Send"), this))
    , m_copy(new QPushButton(icon(QStringLiteral("copy")), tr("Copy reply"), this))
    , m_fault(new QLabel(this))
    , m_question(new ChangeQuestion(this))
    , m_status(new QLabel(this))
    , m_requestView(new FieldsView(QStringLiteral("request"), this))
    , m_answers(new QStackedWidget(this))
    , m_replyView(new FieldsView(QStringLiteral("reply"), this))
    , m_card(new IdentityCard(this))
    , m_history(new HistoryView(this))
{
    build();
    connect(m_functions, &FunctionList::chosen, this, [this] {
        showFunction();
        emit edited();
    });
    connect(m_form, &RequestForm::changed, this, &RequestsPage::showRequest);
    connect(m_send, &QPushButton::clicked, this, &RequestsPage::send);
    connect(m_copy, &QPushButton::clicked, this, &RequestsPage::copyAnswer);
    connect(m_question, &ChangeQuestion::confirmed, this, [this] {
        if (m_asked)
            run(modbus::Request(*m_asked)); // m_asked ends with it
    });
    connect(m_history, &HistoryView::chosen, this, [this](const PastRequest &past) {
        if (m_waiting)
            return;
        showPdu(past.request);
        showOutcome(past.request, past.outcome);
    });
    connect(m_history, &HistoryView::resendAsked, this, [this](const PastRequest &past) {
        modbus::Request request = past.request;
        request.unit = m_unit;
        submit(request);
    });
    for (const auto key : {Qt::CTRL | Qt::Key_Return, Qt::CTRL | Qt::Key_Enter}) {
        auto *shortcut = new QShortcut(key, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, &RequestsPage::send);
    }
    showFunction();
}

RequestsPage::~RequestsPage() = default;

Page RequestsPage::asPage()
{
    return {.name = QStringLiteral("requests"),
            .title = tr("Requests"),
            .icon = icon(QStringLiteral("requests")),
            .widget = this,
            .setTarget = std::bind_front(&RequestsPage::setTarget, this),
            .read = std::bind_front(&RequestsPage::send, this),
            .togglePolling = [] {},
            .isPolling = [] { return false; },
            .cancel = std::bind_front(&RequestsPage::cancel, this),
            .find = std::bind_front(&FunctionList::focusFilter, m_functions),
            .underWay = {},
            .saveState = std::bind_front(&RequestsPage::saveState, this),
            .restoreState = std::bind_front(&RequestsPage::restoreState, this)};
}

void RequestsPage::build()
{
    m_title->setObjectName(QStringLiteral("requestFunction"));
    m_title->setTextFormat(Qt::PlainText);
    QFont bold = m_title->font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_note->setObjectName(QStringLiteral("requestNote"));
    m_send->setObjectName(QStringLiteral("requestSend"));
    m_send->setToolTip(tr("Send the request (Ctrl+Return)"));
    m_copy->setObjectName(QStringLiteral("replyCopy"));
    m_copy->setToolTip(tr("Copy request and reply, bytes and fields"));
    m_fault->setObjectName(QStringLiteral("requestFault"));
    m_status->setObjectName(QStringLiteral("requestStatus"));
    for (QLabel *label : {m_note, m_fault, m_status}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
    }
    m_status->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_status->setMinimumHeight(2 * fontMetrics().lineSpacing()); // nothing jumps
    m_status->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_requestView->setTitle(tr("Request"));
    m_replyView->setTitle(tr("Reply"));
    m_replyView->showNothing(tr("Nothing was sent yet. Send the request with Ctrl+Return."));
    m_answers->addWidget(m_replyView);
    m_answers->addWidget(m_card);

    auto *pdus = new QSplitter(Qt::Horizontal, this);
    pdus->addWidget(m_requestView);
    pdus->addWidget(m_answers);
    pdus->setSizes({500, 500});
    pdus->setChildrenCollapsible(false);

    auto *exchange = new QWidget(this);
    auto *exchangeLayout = new QVBoxLayout(exchange);
    exchangeLayout->setContentsMargins(0, 0, 0, 0);
    exchangeLayout->addWidget(buildEntry());
    exchangeLayout->addWidget(m_question);
    exchangeLayout->addWidget(m_status);
    exchangeLayout->addWidget(pdus, 1);

    auto *right = new QSplitter(Qt::Vertical, this);
    right->addWidget(exchange);
    right->addWidget(m_history);
    right->setSizes({560, 160});
    right->setChildrenCollapsible(false);

    auto *all = new QSplitter(Qt::Horizontal, this);
    all->addWidget(m_functions);
    all->addWidget(right);
    all->setSizes({240, 860});
    all->setStretchFactor(1, 1);
    all->setChildrenCollapsible(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->addWidget(all);
    setFocusProxy(m_functions);
}

QWidget *RequestsPage::buildEntry()
{
    auto *entry = new QWidget(this);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_send);
    buttons->addWidget(m_copy);
    buttons->addWidget(m_fault, 1);
    auto *layout = new QVBoxLayout(entry);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_title);
    layout->addWidget(m_note);
    layout->addWidget(m_form);
    layout->addLayout(buttons);
    entry->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    return entry;
}

QString RequestsPage::target() const
{
    return m_connection ? modbus::Target{m_connection->endpoint(), m_unit}.toString() : QString();
}

void RequestsPage::setTarget(modbus::Connection *connection, quint8 unit)
{
    if (connection && connection == m_connection && unit == m_unit)
        return;
    cancel();
    showStatus({});
    m_connection = connection;
    m_unit = unit;
    showRequest();
}

void RequestsPage::showFunction()
{
    const FunctionForm &form = m_functions->current();
    m_title->setText(form.title);
    m_note->setText(form.note);
    m_note->setVisible(!form.note.isEmpty());
    m_form->setForm(form);
    m_form->setVisible(!form.fields.isEmpty());
    showRequest();
}

void RequestsPage::showRequest()
{
    m_question->dismiss();
    m_asked.reset(); // another request: the question is void
    m_request.reset();
    const FunctionForm &form = m_functions->current();
    QString fault;
    if (!form.build) {
        m_requestView->showNothing(tr("Several requests, as many as the device's objects need. "
                                      "Each of them only reads."));
    } else if (const auto request = requestOf(form, m_unit, m_form->texts()); request) {
        m_request = *request;
        showPdu(*request);
    } else {
        fault = request.error();
        m_requestView->showNothing(tr("There is no request yet: %1").arg(fault));
    }
    if (!m_connection)
        fault = tr("Connect to a device first (Ctrl+L).");
    m_fault->setText(fault.isEmpty() ? QString() : QStringLiteral("\u26a0 ") + fault);
    m_send->setEnabled(fault.isEmpty() && !m_waiting);
}

void RequestsPage::showPdu(const modbus::Request &request)
{
    m_requestView->showPdu(headerText(request), request.bytes(),
                           modbus::requestFields(request.bytes()));
}

void RequestsPage::send()
{
    if (!m_send->isEnabled())
        return;
    if (!m_functions->current().build)
        identify();
    else if (m_request)
        submit(*m_request);
}

void RequestsPage::submit(const modbus::Request &request)
{
    if (!m_connection || m_waiting)
        return;
    showPdu(request);
    if (request.isWrite())
        ask(request);
    else
        run(request);
}

/// Looks at what is there first, so that the question can say what will change.
void RequestsPage::ask(const modbus::Request &request)
{
    const auto question = [this, request](const QList<quint16> &before) {
        end();
        showStatus({});
        if (m_connection && m_asked)
            m_question->ask(*m_connection, target(), changeText(request, before));
    };
    const modbus::WriteEffect effect = modbus::effectOf(request);
    begin(tr("Reading what is there now\u2026"));
    m_asked = request;
    modbus::readEffect(*m_connection, effect, m_waiting.get(), question);
}

void RequestsPage::run(const modbus::Request &request)
{
    if (!m_connection || m_waiting)
        return;
    begin(tr("Waiting for the reply\u2026"), request.isWrite());
    m_replyView->showNothing({});
    m_answers->setCurrentWidget(m_replyView);
    modbus::run(*m_connection, request, m_journal, m_waiting.get(),
                [this, request](const modbus::RequestOutcome &outcome) { take(request, outcome); });
}

void RequestsPage::identify()
{
    if (!m_connection || m_waiting)
        return;
    begin(tr("Asking the device who it is\u2026"));
    modbus::identify(*m_connection, m_unit, m_waiting.get(),
                     [this](const modbus::Identification &identification) {
                         end();
                         m_card->showIdentification(target(), identification);
                         m_answers->setCurrentWidget(m_card);
                         showStatus({});
                     });
}

void RequestsPage::take(const modbus::Request &request, const modbus::RequestOutcome &outcome)
{
    end();
    showOutcome(request, outcome);
    m_history->append({QDateTime::currentDateTime(), target(), request, outcome});
    if (request.isWrite() || isBad(outcome)) {
        const QString name = modbus::functionName(quint8(request.pdu.functionCode()));
        m_events.append(isBad(outcome) ? EventLog::Severity::Error : EventLog::Severity::Info,
                        target(), name + QStringLiteral(": ") + outcomeText(request, outcome));
    }
}

void RequestsPage::showOutcome(const modbus::Request &request,
                               const modbus::RequestOutcome &outcome)
{
    m_answers->setCurrentWidget(m_replyView);
    const QByteArray reply = replyOf(outcome);
    if (reply.isEmpty())
        m_replyView->showNothing(tr("No reply."));
    else
        m_replyView->showPdu({}, reply, modbus::replyFields(reply, request.bytes()));
    showStatus(outcomeText(request, outcome), isBad(outcome));
}

void RequestsPage::begin(const QString &text, bool mayChange)
{
    m_mayChange = mayChange;
    m_asked.reset();
    m_question->dismiss();
    m_waiting = std::make_unique<QObject>();
    m_send->setEnabled(false);
    showStatus(text);
}

void RequestsPage::end()
{
    if (m_waiting)
        m_waiting.release()->deleteLater(); // its callback is on the stack
    m_send->setEnabled(m_connection && (m_request || !m_functions->current().build));
}

void RequestsPage::cancel()
{
    m_question->dismiss();
    if (!m_waiting)
        return;
    m_waiting.reset(); // what comes now finds nobody
    end();
    showStatus(m_mayChange
                   ? tr("You did not wait for the reply. The write may have been carried out: read "
                        "the values before you repeat it.")
                   : tr("You did not wait for the reply."));
}

void RequestsPage::showStatus(const QString &text, bool isBad)
{
    m_status->setText(isBad ? QStringLiteral("\u2716 ") + text : text);
}

void RequestsPage::copyAnswer() const
{
    const QString answer = m_answers->currentWidget() == m_card
                               ? m_card->text()
                               : m_requestView->text() + u'\n' + m_replyView->text();
    QGuiApplication::clipboard()->setText(answer);
}

void RequestsPage::saveState(QSettings &settings) const
{
    settings.setValue(kFunctionKey, m_functions->current().key);
}

void RequestsPage::restoreState(const QSettings &settings)
{
    m_functions->select(settings.value(kFunctionKey).toString());
}

} // namespace ui
