// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/hostileserver.h"
#include "tests/ui/pointsdesk.h"

#include "ui/points/pointwriter.h"

#include <QSignalSpy>

using ui::PointColumn;

namespace {

const QByteArray kPlant =
    "tag,table,address,type,bit,scale,unit,low limit,high limit,period,writable\n"
    "SP-1,holding,200,uint16,,0.1,%,0,100,200 ms,yes\n"
    "CMD-2,coil,300,bool,,,,,,200 ms,yes\n"
    "BIT-3,holding,400,uint16,3,,,,,200 ms,yes\n"
    "PT-4,holding,500,uint16,,,,,,200 ms,no\n"
    "IN-5,input,500,uint16,,,,,,200 ms,no\n";

enum Row { Setpoint, Command, Bit, ReadOnly, Input };

} // namespace

/// Writing from the row, against a real device.
class TestPointWrites : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void cleanup() { m_desk.reset(); }

    void lockedValueSaysHowToArm();
    void f2AnywhereInARowEditsItsValue();
    void engineeringValueIsConfirmedWrittenAndReadBack();
    void journalKnowsWhatWasThereBefore();
    void keyOfTheQuestionWrites();
    void enterOnTheQuestionWritesNothing();
    void valueBeyondALimitStaysInTheEditor();
    void lockingMeanwhileLocksTheQuestion();
    void pointThatIsNotWritableSaysSo();
    void coilIsInverted();
    void coilIsSetAndReset();
    void pulseGoesThereAndBack();
    void pulseWhoseBeginningIsNotAnsweredIsTakenBack();
    void bitIsWrittenWithoutTouchingItsNeighbours();
    void lostConnectionLocksTheQuestion();
    void writeUnderWayIsSaid();

private:
    std::unique_ptr<PointsDesk> m_desk;
};

void TestPointWrites::init()
{
    m_desk = std::make_unique<PointsDesk>();
    m_desk->openList(kPlant);
    m_desk->page->read();
    QTRY_COMPARE(m_desk->value(Input), QStringLiteral("65035"));
    QTRY_COMPARE(m_desk->value(Setpoint), QStringLiteral("20"));
    QTRY_COMPARE(m_desk->value(Command), QStringLiteral("on"));
}

void TestPointWrites::lockedValueSaysHowToArm()
{
    QVERIFY(!m_desk->edit(Setpoint, PointColumn::Value));
    QVERIFY(m_desk->hasEvent(QStringLiteral("arm them")));
    m_desk->trigger("pointsSetOff");
    QVERIFY(!m_desk->isAsked());
}

void TestPointWrites::f2AnywhereInARowEditsItsValue()
{
    m_desk->arm();
    const QWidget *editor = m_desk->edit(Setpoint, PointColumn::Tag);
    QVERIFY(editor);
    QCOMPARE(editor->accessibleName(), QStringLiteral("Value"));
}

void TestPointWrites::engineeringValueIsConfirmedWrittenAndReadBack()
{
    m_desk->arm();
    m_desk->enter(Setpoint, PointColumn::Value, QStringLiteral("42.5"));
    QVERIFY(m_desk->isAsked());
    for (const char *part : {"SP-1", "20 %", "42.5 %", "127.0.0.1", "FC 6"})
        QVERIFY2(m_desk->question().contains(QLatin1StringView(part)),
                 qPrintable(m_desk->question()));
    QCOMPARE(m_desk->holding(200), quint16(200));
    m_desk->confirm();
    QTRY_COMPARE(m_desk->holding(200), quint16(425));
    QTRY_VERIFY(m_desk->state(Setpoint).contains(QStringLiteral("verified by reading back")));
    QTRY_COMPARE(m_desk->value(Setpoint), QStringLiteral("42.5"));
    QVERIFY(m_desk->hasEvent(QStringLiteral("SP-1, FC 6")));
    QFile journal(m_desk->folder.filePath(QStringLiteral("writes.jsonl")));
    QVERIFY(journal.open(QIODevice::ReadOnly));
    QVERIFY(journal.readAll().contains("425"));
}

void TestPointWrites::journalKnowsWhatWasThereBefore()
{
    m_desk->arm();
    m_desk->enter(Setpoint, PointColumn::Value, QStringLiteral("42.5"));
    m_desk->confirm();
    QTRY_VERIFY(m_desk->page->underWay().isEmpty());
    m_desk->select(Command, PointColumn::Tag);
    m_desk->trigger("pointsInvert");
    m_desk->confirm();
    QTRY_VERIFY(m_desk->page->underWay().isEmpty());
    QFile journal(m_desk->folder.filePath(QStringLiteral("writes.jsonl")));
    QVERIFY(journal.open(QIODevice::ReadOnly));
    const QList<QByteArray> lines = journal.readAll().split('\n');
    QVERIFY2(lines.at(0).contains("\"old\":[200]"), lines.at(0));
    QVERIFY2(lines.at(1).contains("\"old\":[1]"), lines.at(1));
}

void TestPointWrites::keyOfTheQuestionWrites()
{
    m_desk->arm();
    m_desk->enter(Setpoint, PointColumn::Value, QStringLiteral("50"));
    auto *cancel = m_desk->find<QPushButton>("pointWriteCancel");
    QTRY_VERIFY(cancel->hasFocus());
    QTest::keyClick(cancel, Qt::Key_W, Qt::AltModifier);
    QTRY_COMPARE(m_desk->holding(200), quint16(500));
}

void TestPointWrites::enterOnTheQuestionWritesNothing()
{
    m_desk->arm();
    m_desk->enter(Setpoint, PointColumn::Value, QStringLiteral("50"));
    QVERIFY(m_desk->isAsked());
    auto *cancel = m_desk->find<QPushButton>("pointWriteCancel");
    QTRY_VERIFY(cancel->hasFocus());
    QTest::keyClick(cancel, Qt::Key_Return);
    QVERIFY(!m_desk->isAsked());
    QCOMPARE(m_desk->holding(200), quint16(200));
}

void TestPointWrites::valueBeyondALimitStaysInTheEditor()
{
    m_desk->arm();
    m_desk->enter(Setpoint, PointColumn::Value, QStringLiteral("101"));
    QVERIFY(!m_desk->isAsked());
    auto *editor = m_desk->grid()->findChild<QLineEdit *>(QStringLiteral("pointEditor"));
    QVERIFY(editor);
    QVERIFY2(editor->accessibleDescription().contains(QStringLiteral("100")),
             qPrintable(editor->accessibleDescription()));
    // Neither does a number that the type cannot hold.
    editor->selectAll();
    QTest::keyClicks(editor, QStringLiteral("-1"));
    QTest::keyClick(editor, Qt::Key_Return);
    QVERIFY(!m_desk->isAsked());
}

void TestPointWrites::lockingMeanwhileLocksTheQuestion()
{
    m_desk->arm();
    m_desk->enter(Setpoint, PointColumn::Value, QStringLiteral("50"));
    QVERIFY(m_desk->isAsked());
    m_desk->connection->disarm();
    QTRY_VERIFY(!m_desk->find<QPushButton>("pointWriteConfirm")->isEnabled());
    QVERIFY(m_desk->find<QLabel>("pointWriteRemark")->text().contains(QStringLiteral("locked")));
}

void TestPointWrites::pointThatIsNotWritableSaysSo()
{
    m_desk->arm();
    QVERIFY(!m_desk->edit(ReadOnly, PointColumn::Value));
    QVERIFY(m_desk->hasEvent(QStringLiteral("PT-4 is not marked as writable")));
    QVERIFY(!m_desk->edit(Input, PointColumn::Value));
    QVERIFY(m_desk->hasEvent(QStringLiteral("IN-5 is in a table that can only be read")));
}

void TestPointWrites::coilIsInverted()
{
    m_desk->arm();
    m_desk->select(Command, PointColumn::Tag);
    m_desk->trigger("pointsInvert");
    QVERIFY(m_desk->isAsked());
    QVERIFY2(m_desk->question().contains(QStringLiteral("off")), qPrintable(m_desk->question()));
    m_desk->confirm();
    QTRY_VERIFY(!m_desk->coil(300));
    QTRY_COMPARE(m_desk->value(Command), QStringLiteral("off"));
    // A number has no opposite.
    m_desk->select(Setpoint, PointColumn::Tag);
    m_desk->trigger("pointsInvert");
    QVERIFY(!m_desk->isAsked());
}

void TestPointWrites::coilIsSetAndReset()
{
    m_desk->arm();
    m_desk->select(Command, PointColumn::Tag);
    m_desk->trigger("pointsSetOff");
    m_desk->confirm();
    QTRY_VERIFY(!m_desk->coil(300));
    QTRY_VERIFY(m_desk->page->underWay().isEmpty());
    m_desk->trigger("pointsSetOn");
    m_desk->confirm();
    QTRY_VERIFY(m_desk->coil(300));
}

void TestPointWrites::pulseGoesThereAndBack()
{
    m_desk->arm();
    QList<bool> seen;
    QObject::connect(&m_desk->device.server(), &QModbusServer::dataWritten, this,
                     [&](QModbusDataUnit::RegisterType table, int address, int) {
                         if (table == QModbusDataUnit::Coils && address == 300)
                             seen += m_desk->coil(300);
                     });
    m_desk->select(Command, PointColumn::Tag);
    m_desk->trigger("pointsPulse");
    QVERIFY(m_desk->isAsked());
    QVERIFY2(m_desk->question().contains(QStringLiteral("1 s")), qPrintable(m_desk->question()));
    m_desk->confirm();
    QTRY_COMPARE(seen, QList<bool>{false});
    QVERIFY(m_desk->page->underWay().contains(QStringLiteral("pulse")));
    QTRY_COMPARE(seen, (QList<bool>{false, true}));
    QTRY_VERIFY(m_desk->page->underWay().isEmpty());
    QTRY_COMPARE(m_desk->value(Command), QStringLiteral("on"));
}

void TestPointWrites::pulseWhoseBeginningIsNotAnsweredIsTakenBack()
{
    using namespace std::chrono_literals;
    support::HostileServer device;
    QList<QByteArray> writes;
    device.setBehaviour([&](const support::Asked &asked) {
        const bool isWrite = asked.pdu.at(0) == 5;
        if (isWrite)
            writes += asked.pdu.mid(3, 2);
        if (!isWrite || writes.size() > 1)
            device.answerWell(asked);
    });
    modbus::Connection connection(modbus::Endpoint{QStringLiteral("127.0.0.1"), device.listen()});
    modbus::Connection::Options options;
    options.responseDeadline = 200ms;
    connection.setOptions(options);
    connection.open();
    QTRY_COMPARE(connection.state(), modbus::Connection::State::Connected);
    connection.arm();
    ui::PointWriter writer(m_desk->events, modbus::WriteJournal(QString()));
    ui::PointWrite pulse;
    pulse.point.address = {modbus::Table::Coils, 4};
    pulse.point.format.type = modbus::DataType::Bool;
    pulse.newText = QStringLiteral("1");
    pulse.pulse = 10ms;
    writer.start(pulse, connection);
    QTRY_VERIFY(!writer.isBusy());
    QCOMPARE(writes, (QList<QByteArray>{QByteArray::fromHex("ff00"), QByteArray::fromHex("0000")}));
}

void TestPointWrites::bitIsWrittenWithoutTouchingItsNeighbours()
{
    // 400 is 0x0190: bit 3 is off.
    m_desk->arm();
    QTRY_COMPARE(m_desk->value(Bit), QStringLiteral("off"));
    m_desk->select(Bit, PointColumn::Tag);
    m_desk->trigger("pointsSetOn");
    QVERIFY(m_desk->find<QLabel>("pointWriteRemark")
                ->text()
                .contains(QStringLiteral("whole register")));
    // What the device has by then counts, not what was read last.
    m_desk->device.server().setData(QModbusDataUnit::HoldingRegisters, 400, quint16(0x8001));
    m_desk->confirm();
    QTRY_COMPARE(m_desk->holding(400), quint16(0x8009));
    QTRY_COMPARE(m_desk->value(Bit), QStringLiteral("on"));
}

void TestPointWrites::lostConnectionLocksTheQuestion()
{
    m_desk->arm();
    m_desk->enter(Setpoint, PointColumn::Value, QStringLiteral("50"));
    m_desk->device.close();
    QTRY_VERIFY(!m_desk->connection->isArmed());
    QTRY_VERIFY(!m_desk->find<QPushButton>("pointWriteConfirm")->isEnabled());
    QCOMPARE(m_desk->holding(200), quint16(200));
}

void TestPointWrites::writeUnderWayIsSaid()
{
    m_desk->arm();
    QVERIFY(m_desk->page->underWay().isEmpty());
    m_desk->enter(Setpoint, PointColumn::Value, QStringLiteral("50"));
    m_desk->confirm();
    QVERIFY2(m_desk->page->underWay().contains(QStringLiteral("SP-1")),
             qPrintable(m_desk->page->underWay()));
    QTRY_VERIFY(m_desk->page->underWay().isEmpty());
}

QTEST_MAIN(TestPointWrites)
#include "tst_pointwrites.moc"
