// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/identify.h"
#include "ui/page.h"
#include "ui/requests/historyview.h"

#include <QPointer>
#include <QWidget>
#include <memory>

class QLabel;
class QPushButton;
class QSettings;
class QStackedWidget;

namespace ui {

class ChangeQuestion;
class EventLog;
class FieldsView;
class FunctionList;
class IdentityCard;
class RequestForm;

/// Every function of the specification, and any PDU: chosen, filled in, shown byte by byte before
/// it is sent, and the reply taken apart beside it.
class RequestsPage : public QWidget
{
    Q_OBJECT
public:
    /// `journalPath`: where writes are kept; empty keeps none.
    RequestsPage(EventLog &events, const QString &journalPath, QWidget *parent = nullptr);
    ~RequestsPage() override;

    /// What the window needs to know of it.
    Page asPage();

    void setTarget(modbus::Connection *connection, quint8 unit);
    /// Sends what is filled in (Ctrl+Return); asks first where it may change the device.
    void send();
    /// Takes back a question, or waits no more for a reply (Esc).
    void cancel();
    void saveState(QSettings &settings) const;
    void restoreState(const QSettings &settings);

signals:
    /// Something that saveState() keeps has changed.
    void edited();

private:
    void build();
    QWidget *buildEntry();
    void showFunction();
    void showRequest();
    void showPdu(const modbus::Request &request);
    void submit(const modbus::Request &request);
    void ask(const modbus::Request &request);
    void run(const modbus::Request &request);
    void identify();
    void take(const modbus::Request &request, const modbus::RequestOutcome &outcome);
    void showOutcome(const modbus::Request &request, const modbus::RequestOutcome &outcome);
    void begin(const QString &text, bool mayChange = false);
    void end();
    void showStatus(const QString &text, bool isBad = false);
    void copyAnswer() const;
    QString target() const;

    EventLog &m_events;
    modbus::WriteJournal m_journal;
    QPointer<modbus::Connection> m_connection;
    quint8 m_unit = modbus::kDefaultUnit;
    std::optional<modbus::Request> m_request; ///< what is filled in, where it is lawful
    std::optional<modbus::Request> m_asked;   ///< what the question is about
    std::unique_ptr<QObject> m_waiting;       ///< context of what is under way
    bool m_mayChange = false;                 ///< it may change the device

    FunctionList *m_functions;
    QLabel *m_title;
    QLabel *m_note;
    RequestForm *m_form;
    QPushButton *m_send;
    QPushButton *m_copy;
    QLabel *m_fault;
    ChangeQuestion *m_question;
    QLabel *m_status;
    FieldsView *m_requestView;
    QStackedWidget *m_answers;
    FieldsView *m_replyView;
    IdentityCard *m_card;
    HistoryView *m_history;
};

} // namespace ui
