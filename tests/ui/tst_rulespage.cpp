// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/closedport.h"
#include "tests/support/fakerelay.h"
#include "tests/support/legacyreceiver.h"
#include "transfer/demoreceiver.h"
#include "transfer/pushhistory.h"
#include "ui/events/eventlog.h"
#include "ui/rules/pushhistorymodel.h"
#include "ui/rules/pushstepsmodel.h"
#include "ui/rules/rulespage.h"

#include <QAbstractItemView>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDropEvent>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>

using support::LegacyFault;
using support::LegacyManner;
using support::LegacyReceiver;
using State = ui::PushStepsModel::State;

namespace {

const QByteArray kRule = "location /admin {\n    return 403;\n}\n";

/// A shown page with a folder of its own, worked as a user works it.
class Desk
{
public:
    Desk() { open(); }

    void open()
    {
        m_page = std::make_unique<ui::RulesPage>(m_events, historyPath());
        m_page->setGeometry(0, 0, 1366, 768);
        m_page->show();
        m_page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    }
    void close() { m_page.reset(); }

    ui::RulesPage &page() { return *m_page; }
    ui::EventLog &events() { return m_events; }
    QString historyPath() const { return pathOf(QStringLiteral("history.jsonl")); }
    QString pathOf(const QString &name) const { return m_folder.filePath(name); }

    QString write(const QString &name, const QByteArray &content)
    {
        QFile file(pathOf(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write %s", qPrintable(name));
        return file.fileName();
    }

    template <typename Widget>
    Widget *find(const char *name) const
    {
        auto *found = m_page->findChild<Widget *>(QString::fromLatin1(name));
        if (!found)
            qFatal("there is no %s", name);
        return found;
    }
    QString text(const char *name) const { return find<QLabel>(name)->text(); }
    QPushButton *button(const char *name) const { return find<QPushButton>(name); }
    void click(const char *name) const { QTest::mouseClick(button(name), Qt::LeftButton); }

    void type(const char *name, const QString &text) const
    {
        auto *field = find<QWidget>(name);
        if (auto *box = qobject_cast<QComboBox *>(field))
            field = box->lineEdit();
        auto *line = qobject_cast<QLineEdit *>(field);
        line->setFocus();
        line->selectAll();
        QTest::keyClicks(line, text);
    }

    /// Types where it goes and opens what goes there.
    void prepare(quint16 port, const QByteArray &content = kRule,
                 const QString &name = QStringLiteral("bad-bots.conf"))
    {
        type("rulesReceiver", QStringLiteral("127.0.0.1:%1").arg(port));
        m_page->openFile(write(name, content));
    }

    State state(int step) const
    {
        return find<QAbstractItemView>("rulesSteps")
            ->model()
            ->index(step, 0)
            .data(ui::PushStepsModel::StateRole)
            .value<State>();
    }
    QList<State> states() const
    {
        QList<State> states;
        for (int step = 0; step < find<QAbstractItemView>("rulesSteps")->model()->rowCount();
             ++step)
            states.append(state(step));
        return states;
    }

    QString history(int row, int column) const
    {
        return find<QAbstractItemView>("rulesHistory")
            ->model()
            ->index(row, column)
            .data()
            .toString();
    }
    int historyRows() const { return find<QAbstractItemView>("rulesHistory")->model()->rowCount(); }

    bool hasEvent(ui::EventLog::Severity severity, const QString &part) const
    {
        for (int row = 0; row < m_events.rowCount(); ++row) {
            const QModelIndex index = m_events.index(row, ui::EventLog::TextColumn);
            if (index.data(ui::EventLog::SeverityRole).toInt() == static_cast<int>(severity) &&
                index.data().toString().contains(part))
                return true;
        }
        return false;
    }

private:
    QTemporaryDir m_folder;
    ui::EventLog m_events;
    std::unique_ptr<ui::RulesPage> m_page;
};

LegacyManner faulty(LegacyFault fault)
{
    LegacyManner manner;
    manner.fault = std::move(fault);
    return manner;
}

} // namespace

class TestRulesPage : public QObject
{
    Q_OBJECT

private slots:
    void anEmptyPageSaysWhatItIsForAndWhatIsMissing();
    void aRuleIsPushedWithKeysAndClicks();
    void exactBytesArriveAtALegacyReceiver_data();
    void exactBytesArriveAtALegacyReceiver();
    void theResultIsNeverMoreCertainThanItsEvidence_data();
    void theResultIsNeverMoreCertainThanItsEvidence();
    void aReloadErrorIsSaidWithTheReceiversWords();
    void relayAnswersAreToldApart_data();
    void relayAnswersAreToldApart();
    void aStalledPushCanBeCancelled_data();
    void aStalledPushCanBeCancelled();
    void theCountDownToTheNextAttemptCanBeCancelled();
    void attemptsThatFailAlikeAreLoggedOnce();
    void theQuestionIsAnsweredFromTheKeyboard();
    void itArrivesOnceTheReceiverListens();
    void aDoubtfulFileIsOnlyPushedAnyway_data();
    void aDoubtfulFileIsOnlyPushedAnyway();
    void aFileThatLostMostOfItsLinesAsksFirst();
    void aFileWithNulBytesIsRefused();
    void whatIsShownIsWhatIsPushed();
    void aChangeOnDiskIsNoticed();
    void aNameThatCannotBeIsExplained();
    void anUnreadableFileIsExplained();
    void aDroppedFileIsOpened();
    void aTypedPathIsOpened();
    void aPathThatIsNotOpenYetIsNotPushed();
    void largeFilesAreShownInPart();
    void theHistoryOutlivesTheProgram();
    void theHistoryIsFilteredAndCopied();
    void damagedHistoryIsSaid();
    void aPageClosedInMidPushKeepsARecord();
    void settingsComeBack();
    void theReportHasAllThatIsKnown();
    void everyInteractiveWidgetHasANameAndATooltip();
    void thePageFitsALaptop();
};

void TestRulesPage::anEmptyPageSaysWhatItIsForAndWhatIsMissing()
{
    Desk desk;
    QVERIFY(desk.button("rulesOpenFirst")->isVisible());
    QVERIFY(!desk.button("rulesPush")->isEnabled());
    QVERIFY(!desk.button("rulesCancel")->isEnabled());
    QCOMPARE(desk.text("rulesStatus"), QStringLiteral("Give the receiver's address: host:port."));
    desk.type("rulesReceiver", QStringLiteral("127.0.0.1:9000"));
    QCOMPARE(desk.text("rulesStatus"),
             QStringLiteral("Open a rule file, or drop one on this page."));
    desk.type("rulesReceiver", QStringLiteral("127.0.0.1:90000"));
    QVERIFY2(desk.text("rulesStatus").contains(QStringLiteral("\"90000\" is not a port")),
             qPrintable(desk.text("rulesStatus")));
}

void TestRulesPage::aRuleIsPushedWithKeysAndClicks()
{
    transfer::DemoReceiver receiver;
    const quint16 port = *receiver.listen(QHostAddress::LocalHost, 0);
    Desk desk;
    desk.type("rulesReceiver", QStringLiteral("127.0.0.1:%1").arg(port));
    desk.type("rulesFile", desk.write(QStringLiteral("draft.conf"), kRule));
    QTest::keyClick(desk.find<QLineEdit>("rulesFile"), Qt::Key_Return);
    QCOMPARE(desk.find<QLineEdit>("rulesName")->text(), QStringLiteral("draft.conf"));
    desk.type("rulesName", QStringLiteral("bad-bots.conf"));
    QCOMPARE(desk.find<QPlainTextEdit>("rulesPreview")->toPlainText(),
             QString::fromLatin1(kRule).trimmed());
    QVERIFY(desk.find<QPlainTextEdit>("rulesPreview")->isReadOnly());
    const QString facts = desk.text("rulesFacts");
    for (const char *part : {"36 bytes", "3 lines", "ASCII", "LF", "SHA-256"})
        QVERIFY2(facts.contains(QLatin1String(part)), qPrintable(facts));
    QVERIFY(!desk.find<QLabel>("rulesWarnings")->isVisible());

    QTest::keyClick(desk.find<QLineEdit>("rulesName"), Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(desk.historyRows(), 1); // a shortcut presses the button down for a while
    QVERIFY(!desk.page().isPushing());

    QCOMPARE(receiver.files().value(QStringLiteral("bad-bots.conf")), kRule);
    QCOMPARE(desk.text("rulesResult"),
             QStringLiteral("127.0.0.1:%1 reports: bad-bots.conf reloaded.").arg(port));
    QVERIFY(desk.text("rulesRemark").startsWith(QStringLiteral("Reported, not proved:")));
    QVERIFY(desk.text("rulesAnswer").contains(QStringLiteral("nginx reload succ")));
    QCOMPARE(desk.states(), QList<State>(5, State::Done));
    QVERIFY(desk.button("rulesPushAgain")->isVisible());
    QVERIFY(desk.hasEvent(ui::EventLog::Severity::Info, QStringLiteral("not proved")));
    QCOMPARE(desk.historyRows(), 1);
    QCOMPARE(desk.history(0, ui::PushHistoryModel::NameColumn), QStringLiteral("bad-bots.conf"));
    QCOMPARE(desk.history(0, ui::PushHistoryModel::OutcomeColumn),
             QStringLiteral("reported as reloaded"));

    // The same bytes again: said, but not in the way.
    QVERIFY(desk.text("rulesWarnings").startsWith(QStringLiteral("Note: ")));
    desk.click("rulesPushAgain");
    QTRY_COMPARE(desk.historyRows(), 2);
}

void TestRulesPage::exactBytesArriveAtALegacyReceiver_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("buffer");
    QTest::addColumn<int>("chunk");
    QByteArray tricky = "server {\r\n# \xe4\xbd\xa0\xe5\xa5\xbd end\n";
    for (int line = 0; line < 60; ++line)
        tricky += QByteArray(line, 'x') + "\nend of line " + QByteArray::number(line) + "\nend\n";
    QTest::newRow("a file full of traps, usual buffer") << tricky + "}" << 1024 << 1000;
    QTest::newRow("the same for the smallest buffer") << tricky + "}" << 100 << 99;
}

void TestRulesPage::exactBytesArriveAtALegacyReceiver()
{
    QFETCH(QByteArray, content);
    QFETCH(int, buffer);
    QFETCH(int, chunk);
    LegacyManner manner;
    manner.bufferBytes = buffer;
    LegacyReceiver receiver(manner);
    Desk desk;
    desk.prepare(receiver.port(), content);
    QTest::mouseClick(desk.find<QAbstractButton>("rulesShowOptions"), Qt::LeftButton);
    auto *box = desk.find<QSpinBox>("rulesChunk");
    QVERIFY(box->isVisible());
    box->setValue(chunk);
    desk.click("rulesPush");
    QTRY_VERIFY(!desk.page().isPushing());
    QCOMPARE(receiver.file("bad-bots.conf"), content);
    QCOMPARE(receiver.reloads(), 1);
}

void TestRulesPage::theResultIsNeverMoreCertainThanItsEvidence_data()
{
    using Kind = LegacyFault::Kind;
    using At = LegacyFault::At;
    QTest::addColumn<LegacyFault::Kind>("kind");
    QTest::addColumn<LegacyFault::At>("at");
    QTest::addColumn<QByteArray>("words");
    QTest::addColumn<QString>("headline");
    QTest::addColumn<QString>("outcome");
    QTest::addColumn<QList<State>>("states");
    const auto done = State::Done;
    const auto never = State::NotReached;
    QTest::newRow("closed after the end: unknown")
        << Kind::Close << At::End << QByteArray()
        << QStringLiteral("Unknown: the connection was lost after the file was sent.")
        << QStringLiteral("unknown") << QList<State>{done, done, done, done, State::Unknown};
    QTest::newRow("reset after the end: unknown")
        << Kind::Reset << At::End << QByteArray()
        << QStringLiteral("Unknown: the connection was lost after the file was sent.")
        << QStringLiteral("unknown") << QList<State>{done, done, done, done, State::Unknown};
    QTest::newRow("silent after the end: unknown")
        << Kind::Stall << At::End << QByteArray()
        << QStringLiteral("Unknown: the file was sent, but no answer came in time.")
        << QStringLiteral("unknown") << QList<State>{done, done, done, done, State::Unknown};
    QTest::newRow("a word after the end that nobody knows: unknown")
        << Kind::Say << At::End << QByteArray("nginx reload maybe")
        << QStringLiteral("Unknown: the file was sent, but the answer is not known.")
        << QStringLiteral("unknown") << QList<State>{done, done, done, done, State::Unknown};
    QTest::newRow("closed in mid-file: not completed")
        << Kind::Close << At::Chunk << QByteArray() << QStringLiteral("Not completed: 127.0.0.1:")
        << QStringLiteral("not sent") << QList<State>{done, done, State::Failed, never, never};
    QTest::newRow("a stranger's greeting instead of sendmsg")
        << Kind::Say << At::Name << QByteArray("220 mail.example.org ESMTP")
        << QStringLiteral("Not completed: 127.0.0.1:") << QStringLiteral("not sent")
        << QList<State>{done, State::Failed, never, never, never};
    QTest::newRow("silence after the name: not completed")
        << Kind::Stall << At::Name << QByteArray() << QStringLiteral("Not completed: 127.0.0.1:")
        << QStringLiteral("not sent") << QList<State>{done, State::Failed, never, never, never};
}

void TestRulesPage::theResultIsNeverMoreCertainThanItsEvidence()
{
    QFETCH(LegacyFault::Kind, kind);
    QFETCH(LegacyFault::At, at);
    QFETCH(QByteArray, words);
    LegacyFault fault;
    fault.kind = kind;
    fault.at = at;
    fault.words = words;
    LegacyReceiver receiver(faulty(fault));
    Desk desk;
    using namespace std::chrono_literals;
    desk.page().setOptions({.stepTimeout = 300ms, .reloadTimeout = 300ms, .connectRetries = 0});
    desk.prepare(receiver.port());
    desk.click("rulesPush");
    QTRY_VERIFY(!desk.page().isPushing());
    const QString result = desk.text("rulesResult");
    QFETCH(QString, headline);
    QVERIFY2(result.startsWith(headline), qPrintable(result));
    QFETCH(QString, outcome);
    QCOMPARE(desk.history(0, ui::PushHistoryModel::OutcomeColumn), outcome);
    QTEST(desk.states(), "states");
    QVERIFY(!desk.text("rulesRemark").isEmpty());
    QVERIFY(!result.contains(QStringLiteral("reloaded")));
    if (!words.isEmpty())
        QVERIFY2(desk.text("rulesAnswer").contains(QString::fromLatin1(words.left(8))),
                 qPrintable(desk.text("rulesAnswer")));
}

void TestRulesPage::aReloadErrorIsSaidWithTheReceiversWords()
{
    transfer::DemoReceiver receiver;
    const quint16 port = *receiver.listen(QHostAddress::LocalHost, 0);
    Desk desk;
    desk.prepare(port, "location /admin {\n    return 403\n}\n");
    desk.click("rulesPush");
    QTRY_VERIFY(!desk.page().isPushing());
    QCOMPARE(desk.text("rulesResult"),
             QStringLiteral("The receiver reports that nginx refused to reload with "
                            "bad-bots.conf."));
    QVERIFY(desk.text("rulesAnswer").contains(QStringLiteral("nginx reload error")));
    QCOMPARE(desk.state(4), State::Refused);
    QVERIFY(desk.hasEvent(ui::EventLog::Severity::Error, QStringLiteral("refused to reload")));
    QVERIFY(!desk.find<QLabel>("rulesWarnings")->isVisible());
}

void TestRulesPage::relayAnswersAreToldApart_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QString>("headline");
    QTest::addColumn<QString>("outcome");
    QTest::newRow("succ") << QByteArray("succ")
                          << QStringLiteral("reports: bad-bots.conf went to 192.168.0.20")
                          << QStringLiteral("reported as reloaded");
    QTest::newRow("send file error")
        << QByteArray("send file error") << QStringLiteral("could not send the file")
        << QStringLiteral("not sent");
    QTest::newRow("reload nginx error")
        << QByteArray("reload nginx error")
        << QStringLiteral("reports that nginx at 192.168.0.20 refused to reload")
        << QStringLiteral("reload refused");
}

void TestRulesPage::relayAnswersAreToldApart()
{
    QFETCH(QByteArray, answer);
    QFETCH(QString, headline);
    QFETCH(QString, outcome);
    support::FakeRelay relay(answer);
    Desk desk;
    desk.type("rulesReceiver", QStringLiteral("192.168.0.20:9000"));
    QTest::keyClick(desk.find<QCheckBox>("rulesUseRelay"), Qt::Key_Space);
    QCOMPARE(desk.find<QLineEdit>("rulesRelayReceiver")->text(), QStringLiteral("192.168.0.20"));
    desk.type("rulesRelay", QStringLiteral("127.0.0.1:%1").arg(relay.port()));
    desk.type("rulesRelayDirectory", QStringLiteral("/opt/rules"));
    desk.type("rulesName", QStringLiteral("bad-bots.conf"));
    QVERIFY(desk.find<QLabel>("rulesRelayNotice")->isVisible());
    QVERIFY(desk.text("rulesRelayNotice").contains(QStringLiteral("bytes are not known here")));
    desk.click("rulesPush");
    QTRY_VERIFY(!desk.page().isPushing());
    QCOMPARE(relay.messages(), QList<QByteArray>{"/opt/rules/ bad-bots.conf 192.168.0.20"});
    QVERIFY2(desk.text("rulesResult").contains(headline), qPrintable(desk.text("rulesResult")));
    QVERIFY(desk.text("rulesAnswer").contains(QString::fromLatin1(answer)));
    QCOMPARE(desk.states().size(), 3);
    QCOMPARE(desk.history(0, ui::PushHistoryModel::OutcomeColumn), outcome);
    QCOMPARE(desk.history(0, ui::PushHistoryModel::SizeColumn), QStringLiteral("not known"));
    QVERIFY(desk.history(0, ui::PushHistoryModel::ReceiverColumn)
                .startsWith(QStringLiteral("192.168.0.20 via relay 127.0.0.1:")));
}

void TestRulesPage::aStalledPushCanBeCancelled_data()
{
    QTest::addColumn<LegacyFault::At>("at");
    QTest::addColumn<int>("step");
    QTest::addColumn<bool>("byKey");
    QTest::addColumn<QString>("outcome");
    QTest::newRow("in mid-file, by the button")
        << LegacyFault::At::Chunk << 2 << false << QStringLiteral("not sent");
    QTest::newRow("after the end, by Esc: unknown")
        << LegacyFault::At::End << 4 << true << QStringLiteral("unknown");
}

void TestRulesPage::aStalledPushCanBeCancelled()
{
    QFETCH(LegacyFault::At, at);
    QFETCH(int, step);
    QFETCH(bool, byKey);
    QFETCH(QString, outcome);
    LegacyFault fault;
    fault.kind = LegacyFault::Kind::Stall;
    fault.at = at;
    LegacyReceiver receiver(faulty(fault));
    Desk desk;
    desk.prepare(receiver.port());
    desk.click("rulesPush");
    QTRY_COMPARE(desk.state(step), State::Running);
    QVERIFY(!desk.find<QWidget>("rulesReceiver")->isEnabled());
    QVERIFY(!desk.button("rulesPush")->isEnabled());
    if (byKey)
        QTest::keyClick(&desk.page(), Qt::Key_Escape);
    else
        desk.click("rulesCancel");
    QTRY_VERIFY(!desk.page().isPushing());
    QCOMPARE(desk.history(0, ui::PushHistoryModel::OutcomeColumn), outcome);
    QVERIFY2(desk.text("rulesResult").contains(QStringLiteral("cancelled")),
             qPrintable(desk.text("rulesResult")));
    QVERIFY(desk.button("rulesPush")->isEnabled());
    QVERIFY(desk.find<QWidget>("rulesReceiver")->isEnabled());
}

void TestRulesPage::theCountDownToTheNextAttemptCanBeCancelled()
{
    Desk desk;
    using namespace std::chrono_literals;
    desk.page().setOptions({.connectRetries = 5, .retryPause = 600s});
    const support::ClosedPort closed;
    desk.prepare(closed.number());
    desk.click("rulesPush");
    const QRegularExpression countDown(
        QStringLiteral("^Attempt 2 of 6 in \\d+\\.\\d s: 127\\.0\\.0\\.1:\\d+ refused"));
    QTRY_VERIFY2(countDown.match(desk.text("rulesStatus")).hasMatch(),
                 qPrintable(desk.text("rulesStatus")));
    QCOMPARE(desk.state(0), State::Pausing);
    QVERIFY(desk.hasEvent(ui::EventLog::Severity::Warning,
                          QStringLiteral("Attempt 1 of 6 to connect failed")));
    const QString before = desk.text("rulesStatus");
    QTRY_VERIFY(desk.text("rulesStatus") != before);
    desk.click("rulesCancel");
    QTRY_VERIFY(!desk.page().isPushing());
    QCOMPARE(desk.history(0, ui::PushHistoryModel::OutcomeColumn), QStringLiteral("not sent"));
    QCOMPARE(desk.state(0), State::Failed);
    QCOMPARE(desk.state(1), State::NotReached);
}

void TestRulesPage::attemptsThatFailAlikeAreLoggedOnce()
{
    Desk desk;
    using namespace std::chrono_literals;
    desk.page().setOptions({.connectRetries = 3, .retryPause = 0s});
    const support::ClosedPort closed;
    desk.prepare(closed.number());
    desk.click("rulesPush");
    QTRY_VERIFY(!desk.page().isPushing());
    int attempts = 0;
    for (int row = 0; row < desk.events().rowCount(); ++row) {
        const QString text = desk.events().index(row, ui::EventLog::TextColumn).data().toString();
        attempts += text.contains(QStringLiteral("to connect failed")) ? 1 : 0;
    }
    QCOMPARE(attempts, 1);
    QVERIFY(desk.hasEvent(ui::EventLog::Severity::Error, QStringLiteral("refused")));
}

void TestRulesPage::theQuestionIsAnsweredFromTheKeyboard()
{
    Desk desk;
    const support::ClosedPort closed;
    desk.prepare(closed.number());
    desk.page().openFile(desk.write(QStringLiteral("empty.conf"), {}));
    auto *question = desk.find<QWidget>("rulesConfirm");
    desk.click("rulesPush");
    QVERIFY(question->isVisible());
    desk.page().cancel();
    QVERIFY(!question->isVisible());

    desk.click("rulesPush");
    QTRY_VERIFY(desk.button("rulesDoNotPush")->hasFocus());
    QTest::keyClick(desk.button("rulesDoNotPush"), Qt::Key_Return);
    QVERIFY(!question->isVisible());
    QVERIFY(!desk.page().isPushing());
}

void TestRulesPage::itArrivesOnceTheReceiverListens()
{
    LegacyManner manner;
    manner.listensAtOnce = false;
    LegacyReceiver receiver(manner);
    Desk desk;
    using namespace std::chrono_literals;
    desk.page().setOptions({.connectRetries = 100, .retryPause = 50ms});
    desk.prepare(receiver.port());
    desk.click("rulesPush");
    QTRY_COMPARE(desk.state(0), State::Pausing);
    receiver.listen();
    QTRY_VERIFY(!desk.page().isPushing());
    QCOMPARE(desk.states(), QList<State>(5, State::Done));
    QCOMPARE(receiver.file("bad-bots.conf"), kRule);
}

void TestRulesPage::aDoubtfulFileIsOnlyPushedAnyway_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("warning");
    QTest::newRow("an empty file") << QByteArray("") << QStringLiteral("The file is empty.");
    QTest::newRow("a file of comments")
        << QByteArray("# a\n \t\n# b\n") << QStringLiteral("removes all rules of bad-bots.conf");
    QTest::newRow("a byte order mark")
        << QByteArray("\xEF\xBB\xBF") + kRule << QStringLiteral("byte order mark");
}

void TestRulesPage::aDoubtfulFileIsOnlyPushedAnyway()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, warning);
    LegacyReceiver receiver;
    Desk desk;
    desk.prepare(receiver.port(), content);
    QVERIFY2(desk.text("rulesWarnings").contains(warning), qPrintable(desk.text("rulesWarnings")));
    desk.click("rulesPush");
    QVERIFY(!desk.page().isPushing());
    QVERIFY(desk.find<QWidget>("rulesConfirm")->isVisible());
    QVERIFY(desk.button("rulesDoNotPush")->hasFocus());
    desk.click("rulesDoNotPush");
    QVERIFY(!desk.find<QWidget>("rulesConfirm")->isVisible());

    desk.click("rulesPush");
    desk.click("rulesPushAnyway");
    QTRY_VERIFY(!desk.page().isPushing());
    QCOMPARE(desk.historyRows(), 1);
    QCOMPARE(receiver.file("bad-bots.conf"), content);
}

void TestRulesPage::aFileThatLostMostOfItsLinesAsksFirst()
{
    LegacyReceiver receiver;
    Desk desk;
    const QByteArray line = "allow 192.168.0.1;\n";
    desk.prepare(receiver.port(), line.repeated(340));
    desk.click("rulesPush");
    QTRY_COMPARE(desk.historyRows(), 1);

    desk.prepare(receiver.port(), line.repeated(12));
    QVERIFY2(desk.text("rulesWarnings").contains(QStringLiteral("12 of 340 lines")),
             qPrintable(desk.text("rulesWarnings")));
    desk.click("rulesPush");
    QVERIFY(!desk.page().isPushing());
    QVERIFY(desk.find<QWidget>("rulesConfirm")->isVisible());

    // Under another name there is nothing to compare with.
    desk.type("rulesName", QStringLiteral("other.conf"));
    QVERIFY(!desk.find<QLabel>("rulesWarnings")->isVisible());
    QVERIFY(!desk.find<QWidget>("rulesConfirm")->isVisible());

    // The comparison outlives the program.
    desk.close();
    desk.open();
    desk.prepare(receiver.port(), line.repeated(12));
    QVERIFY(desk.text("rulesWarnings").contains(QStringLiteral("12 of 340 lines")));
}

void TestRulesPage::aFileWithNulBytesIsRefused()
{
    Desk desk;
    desk.prepare(9000, QByteArray("a\0b", 3));
    QVERIFY2(desk.text("rulesWarnings").startsWith(QStringLiteral("Refused: ")),
             qPrintable(desk.text("rulesWarnings")));
    QVERIFY(!desk.button("rulesPush")->isEnabled());
    QVERIFY(desk.find<QPlainTextEdit>("rulesPreview")->toPlainText().contains(QChar(0x2400)));
    desk.page().push();
    QVERIFY(!desk.page().isPushing());
}

void TestRulesPage::whatIsShownIsWhatIsPushed()
{
    LegacyReceiver receiver;
    Desk desk;
    desk.prepare(receiver.port());
    const QByteArray newer = kRule + "deny all;\n";
    desk.write(QStringLiteral("bad-bots.conf"), newer);
    desk.click("rulesPush"); // no event loop since: the push itself looks at the disk
    QVERIFY(!desk.page().isPushing());
    QVERIFY(desk.text("rulesWarnings").contains(QStringLiteral("file on disk has changed")));
    QVERIFY(desk.button("rulesReloadFirst")->isVisible());
    desk.click("rulesPushAnyway");
    QTRY_VERIFY(!desk.page().isPushing());
    QCOMPARE(receiver.file("bad-bots.conf"), kRule);

    desk.click("rulesPush");
    desk.click("rulesReloadFirst");
    QVERIFY(!desk.page().isPushing());
    QVERIFY(desk.find<QPlainTextEdit>("rulesPreview")
                ->toPlainText()
                .contains(QStringLiteral("deny all;")));
    desk.click("rulesPush");
    QTRY_VERIFY(!desk.page().isPushing());
    QCOMPARE(receiver.file("bad-bots.conf"), newer);
}

void TestRulesPage::aChangeOnDiskIsNoticed()
{
    Desk desk;
    desk.prepare(9000);
    const QString name = QStringLiteral("bad-bots.conf");
    desk.write(name, kRule + "deny all;\n");
    QTRY_VERIFY(desk.text("rulesWarnings").contains(QStringLiteral("has changed")));
    desk.write(name, kRule);
    QTRY_VERIFY(!desk.find<QLabel>("rulesWarnings")->isVisible());
    // An editor that replaces the file.
    const QString draft = desk.write(QStringLiteral("draft"), "deny all;\n");
    QVERIFY(QFile::remove(desk.pathOf(name)));
    QVERIFY(QFile::rename(draft, desk.pathOf(name)));
    QTRY_VERIFY(desk.text("rulesWarnings").contains(QStringLiteral("has changed")));
    QVERIFY(QFile::remove(desk.pathOf(name)));
    QTRY_VERIFY(desk.text("rulesWarnings").contains(QStringLiteral("no longer on disk")));
    QVERIFY(desk.button("rulesPush")->isEnabled());
}

void TestRulesPage::aNameThatCannotBeIsExplained()
{
    Desk desk;
    desk.prepare(9000);
    desk.type("rulesName", QStringLiteral("../nginx.conf"));
    QVERIFY(desk.find<QLabel>("rulesNameReason")->isVisible());
    QVERIFY(desk.text("rulesNameReason").contains(QStringLiteral("slash")));
    QVERIFY(!desk.button("rulesPush")->isEnabled());
    desk.type("rulesName", QStringLiteral("ok.conf"));
    QVERIFY(!desk.find<QLabel>("rulesNameReason")->isVisible());
    QVERIFY(desk.button("rulesPush")->isEnabled());
}

void TestRulesPage::anUnreadableFileIsExplained()
{
    Desk desk;
    desk.prepare(9000);
    desk.type("rulesFile", desk.pathOf(QStringLiteral("missing.conf")));
    QTest::keyClick(desk.find<QLineEdit>("rulesFile"), Qt::Key_Return);
    QVERIFY(desk.find<QLabel>("rulesFileError")->isVisible());
    QVERIFY(desk.text("rulesFileError").contains(QStringLiteral("cannot be read")));
    QVERIFY(desk.hasEvent(ui::EventLog::Severity::Error, QStringLiteral("missing.conf")));
}

void TestRulesPage::aDroppedFileIsOpened()
{
    Desk desk;
    QMimeData dropped;
    dropped.setUrls({QUrl::fromLocalFile(desk.write(QStringLiteral("dropped.conf"), kRule))});
    QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &dropped, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&desk.page(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &dropped, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&desk.page(), &drop);
    QCOMPARE(desk.find<QLineEdit>("rulesName")->text(), QStringLiteral("dropped.conf"));
    QVERIFY(desk.find<QPlainTextEdit>("rulesPreview")->isVisible());
}

void TestRulesPage::aTypedPathIsOpened()
{
    Desk desk;
    desk.type("rulesFile", desk.write(QStringLiteral(".hidden"), kRule));
    QTest::keyClick(desk.find<QLineEdit>("rulesFile"), Qt::Key_Tab); // leaving the field does, too
    QVERIFY(desk.find<QPlainTextEdit>("rulesPreview")->isVisible());
    QVERIFY(desk.find<QLabel>("rulesNameReason")->isVisible());
}

void TestRulesPage::aPathThatIsNotOpenYetIsNotPushed()
{
    Desk desk;
    desk.prepare(9000);
    const QString other = desk.write(QStringLiteral("other.conf"), kRule);
    desk.type("rulesFile", other);
    QVERIFY(!desk.button("rulesPush")->isEnabled());
    QVERIFY(desk.text("rulesStatus").contains(QStringLiteral("press Enter")));
    QTest::keyClick(desk.find<QLineEdit>("rulesFile"), Qt::Key_Return);
    QVERIFY(desk.button("rulesPush")->isEnabled());
    QCOMPARE(desk.find<QLineEdit>("rulesName")->text(), QStringLiteral("other.conf"));
}

void TestRulesPage::largeFilesAreShownInPart()
{
    transfer::DemoReceiver receiver;
    const quint16 port = *receiver.listen(QHostAddress::LocalHost, 0);
    Desk desk;
    const QByteArray content = QByteArray("allow 192.168.0.1;\n").repeated(60000);
    desk.prepare(port, content);
    QVERIFY(desk.find<QLabel>("rulesPreviewNote")->isVisible());
    QVERIFY2(desk.text("rulesPreviewNote").contains(QStringLiteral("of 60,000 lines")),
             qPrintable(desk.text("rulesPreviewNote")));
    desk.page().setOptions({.chunkBytes = 65535});
    desk.click("rulesPush");
    QTRY_VERIFY(!desk.page().isPushing());
    QCOMPARE(receiver.files().value(QStringLiteral("bad-bots.conf")), content);
}

void TestRulesPage::theHistoryOutlivesTheProgram()
{
    LegacyReceiver receiver;
    Desk desk;
    desk.prepare(receiver.port());
    desk.click("rulesPush");
    QTRY_COMPARE(desk.historyRows(), 1);
    const QString time = desk.history(0, ui::PushHistoryModel::TimeColumn);
    desk.close();
    desk.open();
    QCOMPARE(desk.historyRows(), 1);
    QCOMPARE(desk.history(0, ui::PushHistoryModel::TimeColumn), time);
    QCOMPARE(desk.history(0, ui::PushHistoryModel::LinesColumn), QStringLiteral("3"));
    QCOMPARE(desk.history(0, ui::PushHistoryModel::AnswerColumn),
             QStringLiteral("nginx reload succ"));
}

void TestRulesPage::theHistoryIsFilteredAndCopied()
{
    LegacyReceiver receiver;
    Desk desk;
    desk.prepare(receiver.port());
    for (const auto &name : {QStringLiteral("first.conf"), QStringLiteral("second.conf")}) {
        const int before = desk.historyRows();
        desk.type("rulesName", name);
        desk.click("rulesPush");
        QTRY_COMPARE(desk.historyRows(), before + 1);
    }
    QCOMPARE(desk.history(0, ui::PushHistoryModel::NameColumn), QStringLiteral("second.conf"));
    desk.find<QTabWidget>("rulesTabs")->setCurrentIndex(1);
    desk.type("rulesHistoryFilter", QStringLiteral("FIRST"));
    QCOMPARE(desk.historyRows(), 1);
    auto *table = desk.find<QAbstractItemView>("rulesHistory");
    table->setFocus();
    table->selectAll();
    QTest::keySequence(table, QKeySequence::Copy);
    const QStringList cells = QGuiApplication::clipboard()->text().trimmed().split(u'\t');
    QCOMPARE(cells.size(), int(ui::PushHistoryModel::ColumnCount));
    QCOMPARE(cells.at(ui::PushHistoryModel::NameColumn), QStringLiteral("first.conf"));
    QCOMPARE(cells.at(ui::PushHistoryModel::Sha256Column).size(), 64);
}

void TestRulesPage::damagedHistoryIsSaid()
{
    Desk desk;
    desk.close();
    desk.write(QStringLiteral("history.jsonl"), "rubbish\n");
    desk.open();
    desk.find<QTabWidget>("rulesTabs")->setCurrentIndex(1);
    QVERIFY(desk.find<QLabel>("rulesHistoryComplaint")->isVisible());
    QVERIFY(desk.text("rulesHistoryComplaint").contains(QStringLiteral("1 line cannot be read")));
    QVERIFY(desk.hasEvent(ui::EventLog::Severity::Warning, QStringLiteral("skipped")));
}

void TestRulesPage::aPageClosedInMidPushKeepsARecord()
{
    LegacyFault fault;
    fault.kind = LegacyFault::Kind::Stall;
    fault.at = LegacyFault::At::End;
    LegacyReceiver receiver(faulty(fault));
    Desk desk;
    desk.prepare(receiver.port());
    desk.click("rulesPush");
    QTRY_COMPARE(desk.state(4), State::Running);
    desk.close();
    transfer::PushHistory history(desk.historyPath());
    QVERIFY(history.load());
    QCOMPARE(history.records().size(), 1);
    QCOMPARE(history.records().constFirst().outcome, transfer::Outcome::Unknown);
}

void TestRulesPage::settingsComeBack()
{
    LegacyReceiver receiver;
    Desk desk;
    QSignalSpy changed(&desk.page(), &ui::RulesPage::stateChanged);
    desk.prepare(receiver.port());
    desk.find<QSpinBox>("rulesRetries")->setValue(2);
    desk.click("rulesPush");
    QTRY_VERIFY(!desk.page().isPushing());
    QVERIFY(!changed.isEmpty());
    desk.find<QLineEdit>("rulesRelayDirectory")->setText(QStringLiteral("/opt/rules/"));
    QSettings settings(desk.pathOf(QStringLiteral("settings.ini")), QSettings::IniFormat);
    desk.page().saveState(settings);

    desk.close();
    desk.open();
    desk.page().restoreState(settings);
    const auto *box = desk.find<QComboBox>("rulesReceiver");
    QCOMPARE(box->currentText(), QStringLiteral("127.0.0.1:%1").arg(receiver.port()));
    QCOMPARE(box->count(), 1);
    QCOMPARE(desk.find<QSpinBox>("rulesRetries")->value(), 2);
    QCOMPARE(desk.find<QLineEdit>("rulesRelayDirectory")->text(), QStringLiteral("/opt/rules/"));
    QCOMPARE(desk.find<QLineEdit>("rulesName")->text(), QStringLiteral("bad-bots.conf"));
    QVERIFY(desk.button("rulesPush")->isEnabled());
}

void TestRulesPage::theReportHasAllThatIsKnown()
{
    LegacyReceiver receiver;
    Desk desk;
    desk.prepare(receiver.port());
    desk.click("rulesPush");
    QTRY_VERIFY(!desk.page().isPushing());
    desk.click("rulesCopyReport");
    const QString report = QGuiApplication::clipboard()->text();
    const QString sha256 = QString::fromLatin1(transfer::factsOf(kRule).sha256);
    for (const QString &part :
         {desk.text("rulesResult"), desk.text("rulesRemark"), sha256,
          QStringLiteral("Answer: nginx reload succ"), QStringLiteral("Outcome: reloaded"),
          QStringLiteral("Connect: done"), QStringLiteral("36 bytes, 3 lines")})
        QVERIFY2(report.contains(part), qPrintable(report));
}

void TestRulesPage::everyInteractiveWidgetHasANameAndATooltip()
{
    Desk desk;
    const auto widgets = desk.page().findChildren<QWidget *>();
    for (const QWidget *widget : widgets) {
        const bool isInteractive =
            qobject_cast<const QPushButton *>(widget) || qobject_cast<const QComboBox *>(widget) ||
            qobject_cast<const QSpinBox *>(widget) || qobject_cast<const QCheckBox *>(widget) ||
            (qobject_cast<const QLineEdit *>(widget) &&
             !qobject_cast<const QComboBox *>(widget->parentWidget()) &&
             !qobject_cast<const QAbstractSpinBox *>(widget->parentWidget()));
        if (!isInteractive)
            continue;
        QVERIFY2(widget->objectName().startsWith(QStringLiteral("rules")),
                 widget->metaObject()->className());
        QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
        QVERIFY2(!widget->toolTip().isEmpty(), qPrintable(widget->objectName()));
        QVERIFY2(widget->focusPolicy() & Qt::TabFocus, qPrintable(widget->objectName()));
    }
}

void TestRulesPage::thePageFitsALaptop()
{
    Desk desk;
    desk.find<QCheckBox>("rulesUseRelay")->setChecked(true);
    desk.find<QAbstractButton>("rulesShowOptions")->click();
    const QSize least = desk.page().minimumSizeHint();
    QVERIFY2(least.width() <= 1100 && least.height() <= 560,
             qPrintable(QStringLiteral("%1 x %2").arg(least.width()).arg(least.height())));
}

QTEST_MAIN(TestRulesPage)
#include "tst_rulespage.moc"
