// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/poller.h"
#include "tests/ui/armeddesk.h"
#include "ui/registers/plannedwrite.h"

#include <QCheckBox>
#include <QDialog>
#include <QSignalSpy>

using namespace std::chrono_literals;
using modbus::Table;

class TestRegisterWrites : public QObject
{
    Q_OBJECT
private slots:
    void mergesNeighboursIntoOneJob();
    void locksEditingUntilArmed();
    void keepsTheEditorAndItsTextWhilePolling();
    void showsWhyATextIsNoValueAndKeepsTheEditor();
    void confirmsOldAndNewThenVerifies();
    void sendsNothingWhenCancelled();
    void writesAFloatWithSeveralRegisters();
    void writesACoilByItsBox();
    void usesTheFunctionForSeveralOnRequest();
    void showsAMismatch();
    void showsARefusal();
    void locksTheConfirmationWhenDisarmed();
    void keepsTheJournal();
    void closesTheEditorWhenAnotherUnitIsShown();
    void carriesOutWhatWasConfirmedWhileAnotherUnitIsShown();
    void asksToWaitForTheVerdictBefore();
};

void TestRegisterWrites::mergesNeighboursIntoOneJob()
{
    const QList<ui::PlannedWrite> writes{
        {{Table::HoldingRegisters, 10}, {1, 2}, {3, 4}},
        {{Table::HoldingRegisters, 12}, {5, 6}, {7, 8}},
        {{Table::HoldingRegisters, 20}, {}, {9}},
    };
    const QList<modbus::WriteJob> jobs = ui::writeJobs(writes, 3, false);
    QCOMPARE(jobs.size(), 2);
    QCOMPARE(jobs[0].unit, 3);
    QCOMPARE(jobs[0].first.offset, 10);
    QCOMPARE(jobs[0].values, (QList<quint16>{3, 4, 7, 8}));
    QCOMPARE(jobs[0].oldValues, (QList<quint16>{1, 2, 5, 6}));
    QCOMPARE(jobs[1].first.offset, 20);
    QVERIFY(jobs[1].oldValues.isEmpty());
    QVERIFY(ui::functionOf(jobs[0]).startsWith(QLatin1String("FC 16")));
    QVERIFY(ui::functionOf(jobs[1]).startsWith(QLatin1String("FC 6")));
}

void TestRegisterWrites::locksEditingUntilArmed()
{
    ArmedDesk desk;
    desk.connection->disarm();
    QVERIFY(!desk.edit(0));
    auto *hint = desk.find<QLabel>("holdingWriting");
    QVERIFY2(hint->text().contains(QLatin1String("locked")), qPrintable(hint->text()));
    QVERIFY(!desk.find<QPushButton>("holdingWriteSeveral")->isEnabled());

    desk.connection->arm();
    QVERIFY2(hint->text().contains(QLatin1String("armed")), qPrintable(hint->text()));
    QVERIFY(desk.edit(0));
    QVERIFY(desk.find<QPushButton>("holdingWriteSeveral")->isEnabled());
}

void TestRegisterWrites::keepsTheEditorAndItsTextWhilePolling()
{
    ArmedDesk desk;
    desk.type(desk.find<QComboBox>("holdingPeriod")->lineEdit(), QStringLiteral("50 ms"));
    desk.page.togglePolling();
    auto *editor = qobject_cast<QLineEdit *>(desk.edit(2));
    QVERIFY(editor);
    editor->selectAll();
    QTest::keyClicks(editor, QStringLiteral("12"));
    auto *poller = desk.find<QWidget>("holdingPanel")->findChild<modbus::Poller *>();
    QSignalSpy polls(poller, &modbus::Poller::sampled);
    desk.server.setBehaviour([&desk](const support::Asked &asked) {
        support::Answer answer = desk.server.answerTo(asked);
        if (answer.pdu.size() > 7)
            answer.pdu[7] = static_cast<char>(desk.server.asked().size());
        support::HostileServer::send(asked, answer.bytes());
    });
    QTRY_VERIFY(polls.count() >= 5);
    QVERIFY(desk.value(2) != QLatin1String("202"));
    QCOMPARE(desk.grid()->findChild<QLineEdit *>(QStringLiteral("valueEditor")), editor);
    QVERIFY(editor->isVisible());
    QCOMPARE(editor->text(), QStringLiteral("12"));
    QTest::keyClicks(editor, QStringLiteral("3"));
    QCOMPARE(editor->text(), QStringLiteral("123"));
    QTest::keyClick(editor, Qt::Key_Escape);
    QTRY_VERIFY(!desk.grid()->findChild<QLineEdit *>(QStringLiteral("valueEditor")));
    QVERIFY(!desk.confirmation());
}

void TestRegisterWrites::showsWhyATextIsNoValueAndKeepsTheEditor()
{
    ArmedDesk desk;
    desk.enter(0, QStringLiteral("70000"));
    auto *editor = desk.grid()->findChild<QLineEdit *>(QStringLiteral("valueEditor"));
    QVERIFY(editor);
    QCOMPARE(editor->text(), QStringLiteral("70000"));
    QVERIFY(!editor->accessibleDescription().isEmpty());
    QVERIFY(!desk.confirmation());
    QVERIFY(desk.lastEvent().contains(editor->accessibleDescription()));
}

void TestRegisterWrites::confirmsOldAndNewThenVerifies()
{
    ArmedDesk desk;
    desk.enter(3, QStringLiteral("4711"));
    QVERIFY(desk.confirmation());
    QVERIFY(desk.confirmation()->isVisible());
    const QString heading = desk.heading();
    QVERIFY2(heading.contains(QLatin1String("127.0.0.1")), qPrintable(heading));
    QVERIFY2(heading.contains(QLatin1String("FC 6")), qPrintable(heading));
    QCOMPARE(desk.shownInConfirmation(0, 0), QStringLiteral("203"));
    QCOMPARE(desk.shownInConfirmation(0, 2), QStringLiteral("203"));
    QCOMPARE(desk.shownInConfirmation(0, 3), QStringLiteral("4711"));
    QVERIFY(desk.writeFunctions().isEmpty());

    desk.confirm();
    QTRY_VERIFY(desk.status(3).contains(QLatin1String("verified")));
    QCOMPARE(desk.value(3), QStringLiteral("4711"));
    QCOMPARE(desk.server.holding(203), 4711);
    QCOMPARE(desk.writeFunctions(), QList<int>{6});
    QVERIFY2(desk.lastEvent().contains(QLatin1String("4711")), qPrintable(desk.lastEvent()));
    QVERIFY2(desk.lastEvent().contains(QLatin1String("verified")), qPrintable(desk.lastEvent()));
}

void TestRegisterWrites::sendsNothingWhenCancelled()
{
    ArmedDesk desk;
    desk.enter(3, QStringLiteral("4711"));
    QVERIFY(desk.confirmation());
    QTest::keyClick(desk.confirmation(), Qt::Key_Return);
    QTRY_VERIFY(!desk.confirmation());
    desk.page.read();
    QTRY_COMPARE(desk.value(3), QStringLiteral("203"));
    QVERIFY(desk.writeFunctions().isEmpty());
}

void TestRegisterWrites::writesAFloatWithSeveralRegisters()
{
    ArmedDesk desk;
    desk.choose("holdingType", QStringLiteral("float32"));
    desk.choose("holdingOrder", QStringLiteral("CDAB"));
    desk.enter(1, QStringLiteral("100.5"));
    QVERIFY(desk.heading().contains(QLatin1String("FC 16")));
    desk.confirm();
    QTRY_VERIFY(desk.status(1).contains(QLatin1String("verified")));
    QCOMPARE(desk.value(1), QStringLiteral("100.5"));
    QCOMPARE(desk.server.holding(202), 0x0000);
    QCOMPARE(desk.server.holding(203), 0x42C9);
    QCOMPARE(desk.writeFunctions(), QList<int>{16});
}

void TestRegisterWrites::writesACoilByItsBox()
{
    ArmedDesk desk;
    desk.openTab(QStringLiteral("Coils"));
    desk.click("coilRead");
    QTRY_COMPARE(desk.value(2, "coilGrid"), QStringLiteral("false"));
    auto *box = qobject_cast<QComboBox *>(desk.edit(2, "coilGrid"));
    QVERIFY(box);
    QTest::keyClick(box, Qt::Key_Down);
    QCOMPARE(box->currentText(), QStringLiteral("true"));
    QTest::keyClick(box, Qt::Key_Return);
    QVERIFY(desk.heading().contains(QLatin1String("FC 5")));
    desk.confirm();
    QTRY_COMPARE(desk.value(2, "coilGrid"), QStringLiteral("true"));
    QVERIFY(desk.status(2, "coilGrid").contains(QLatin1String("verified")));

    desk.enter(3, QStringLiteral("off"), "coilGrid");
    desk.confirm();
    QTRY_COMPARE(desk.value(3, "coilGrid"), QStringLiteral("false"));
    QCOMPARE(desk.writeFunctions(), (QList<int>{5, 5}));
}

void TestRegisterWrites::usesTheFunctionForSeveralOnRequest()
{
    ArmedDesk desk;
    desk.enter(3, QStringLiteral("1"));
    auto *several =
        desk.confirmation()->findChild<QCheckBox *>(QStringLiteral("confirmAlwaysMultiple"));
    QVERIFY(several->isVisible());
    several->click();
    QVERIFY(desk.heading().contains(QLatin1String("FC 16")));
    desk.confirm();
    QTRY_VERIFY(desk.status(3).contains(QLatin1String("verified")));
    QCOMPARE(desk.writeFunctions(), QList<int>{16});
}

void TestRegisterWrites::showsAMismatch()
{
    ArmedDesk desk;
    desk.server.setBehaviour([&desk](const support::Asked &asked) {
        if (asked.pdu.at(0) == 6)
            support::HostileServer::send(
                asked, support::Answer{asked.transactionId, 0, asked.unit, asked.pdu}.bytes());
        else
            desk.server.answerWell(asked);
    });
    desk.enter(3, QStringLiteral("4711"));
    desk.confirm();
    QTRY_VERIFY(desk.status(3).contains(QLatin1String("reads back 203")));
    QCOMPARE(desk.value(3), QStringLiteral("203"));
    QVERIFY(desk.lastEvent().contains(QLatin1String("reads back 203")));
}

void TestRegisterWrites::showsARefusal()
{
    ArmedDesk desk;
    desk.server.setBehaviour([&desk](const support::Asked &asked) {
        if (asked.pdu.at(0) != 6) {
            desk.server.answerWell(asked);
            return;
        }
        const support::Answer refusal{asked.transactionId, 0, asked.unit,
                                      QByteArray::fromHex("8604")};
        support::HostileServer::send(asked, refusal.bytes());
    });
    desk.enter(3, QStringLiteral("4711"));
    desk.confirm();
    QTRY_VERIFY(desk.status(3).contains(QLatin1String("refused")));
    QVERIFY2(desk.status(3).contains(QLatin1String("device failure"), Qt::CaseInsensitive),
             qPrintable(desk.status(3)));
    QCOMPARE(desk.value(3), QStringLiteral("203"));
}

void TestRegisterWrites::locksTheConfirmationWhenDisarmed()
{
    ArmedDesk desk;
    desk.enter(3, QStringLiteral("4711"));
    auto *write =
        desk.confirmation()->findChild<QPushButton *>(QStringLiteral("confirmWriteButton"));
    auto *locked = desk.confirmation()->findChild<QLabel *>(QStringLiteral("confirmLocked"));
    QVERIFY(write->isEnabled());
    QVERIFY(!locked->isVisible());
    desk.connection->disarm();
    QVERIFY(!write->isEnabled());
    QVERIFY(locked->isVisible());
    desk.connection->arm();
    QVERIFY(write->isEnabled());
}

void TestRegisterWrites::keepsTheJournal()
{
    ArmedDesk desk;
    desk.enter(3, QStringLiteral("4711"));
    desk.confirm();
    QTRY_VERIFY(desk.status(3).contains(QLatin1String("verified")));
    QFile journal(desk.folder.filePath(QStringLiteral("writes.jsonl")));
    QVERIFY(journal.open(QIODevice::ReadOnly));
    const QByteArray line = journal.readAll();
    QVERIFY2(line.contains("4711") && line.contains("203"), line.constData());
}

void TestRegisterWrites::closesTheEditorWhenAnotherUnitIsShown()
{
    ArmedDesk desk(QStringLiteral("0"));
    QVERIFY(desk.edit(2));
    desk.page.setTarget(desk.connection.get(), 7);
    QTRY_VERIFY(!desk.grid()->findChild<QLineEdit *>(QStringLiteral("valueEditor")));
    QVERIFY(!desk.confirmation());
}

void TestRegisterWrites::carriesOutWhatWasConfirmedWhileAnotherUnitIsShown()
{
    ArmedDesk desk(QStringLiteral("0"));
    std::optional<support::Asked> held;
    desk.server.setBehaviour([&desk, &held](const support::Asked &asked) {
        if (asked.pdu.at(0) == 6)
            held = asked;
        else
            desk.server.answerWell(asked);
    });
    desk.enter(3, QStringLiteral("4711"));
    desk.confirm();
    QTRY_VERIFY(held);
    desk.page.setTarget(desk.connection.get(), 7);
    desk.server.answerWell(*held);
    QTRY_VERIFY(desk.hasEvent(QStringLiteral("Wrote 4711, verified")));
    QCOMPARE(desk.status(3), QString());
}

void TestRegisterWrites::asksToWaitForTheVerdictBefore()
{
    ArmedDesk desk;
    std::optional<support::Asked> held;
    desk.server.setBehaviour([&desk, &held](const support::Asked &asked) {
        if (asked.pdu.at(0) == 6)
            held = asked;
        else
            desk.server.answerWell(asked);
    });
    desk.enter(3, QStringLiteral("4711"));
    desk.confirm();
    QTRY_VERIFY(held);
    QTRY_VERIFY(!desk.confirmation());
    desk.enter(4, QStringLiteral("5"));
    QVERIFY(!desk.confirmation());
    QVERIFY2(desk.lastEvent().contains(QLatin1String("under way")), qPrintable(desk.lastEvent()));
    desk.server.setBehaviour({});
    desk.server.answerWell(*held);
    QTRY_VERIFY(desk.status(3).contains(QLatin1String("verified")));
    desk.enter(4, QStringLiteral("5"));
    QVERIFY(desk.confirmation());
}

QTEST_MAIN(TestRegisterWrites)
#include "tst_registerwrites.moc"
