// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/armeddesk.h"

#include <QPlainTextEdit>

using ui::RegisterModel;

class TestRegisterSeveral : public QObject
{
    Q_OBJECT
private slots:
    void fillsTheSelection();
    void writesAListDownwards();
    void refusesListsThatDoNotFit();
    void writesSelectedCoilsInRuns();
    void saysWhatWasNotSentAfterAFailure();
};

void TestRegisterSeveral::fillsTheSelection()
{
    ArmedDesk desk;
    const QItemSelection rows(desk.model()->index(2, RegisterModel::ValueColumn),
                              desk.model()->index(5, RegisterModel::ValueColumn));
    desk.grid()->selectionModel()->select(rows, QItemSelectionModel::ClearAndSelect);
    desk.click("holdingWriteSeveral");
    auto *dialog = desk.page.findChild<QDialog *>(QStringLiteral("writeSeveral"));
    QVERIFY(dialog);
    QTest::keyClicks(dialog->findChild<QPlainTextEdit *>(), QStringLiteral("7"));
    auto *next = dialog->findChild<QPushButton *>(QStringLiteral("severalNext"));
    QVERIFY(next->isEnabled());
    QTest::mouseClick(next, Qt::LeftButton);
    QVERIFY(desk.confirmation());
    QCOMPARE(desk.shownInConfirmation(0, 2), QStringLiteral("202"));
    QCOMPARE(desk.shownInConfirmation(3, 3), QStringLiteral("7"));
    desk.confirm();
    for (int row = 2; row <= 5; ++row)
        QTRY_VERIFY(desk.status(row).contains(QLatin1String("verified")));
    QCOMPARE(desk.value(5), QStringLiteral("7"));
    QCOMPARE(desk.value(6), QStringLiteral("206"));
    QCOMPARE(desk.writeFunctions(), QList<int>{16});
}

void TestRegisterSeveral::writesAListDownwards()
{
    ArmedDesk desk;
    desk.choose("holdingType", QStringLiteral("int32"));
    desk.select(1);
    desk.click("holdingWriteSeveral");
    auto *dialog = desk.page.findChild<QDialog *>(QStringLiteral("writeSeveral"));
    QVERIFY(dialog);
    dialog->findChild<QPlainTextEdit *>()->setPlainText(QStringLiteral("-1\n70000\n\n3\n"));
    QTest::mouseClick(dialog->findChild<QPushButton *>(QStringLiteral("severalNext")),
                      Qt::LeftButton);
    desk.confirm();
    QTRY_VERIFY(desk.status(3).contains(QLatin1String("verified")));
    QCOMPARE(desk.value(1), QStringLiteral("-1"));
    QCOMPARE(desk.value(2), QStringLiteral("70000"));
    QCOMPARE(desk.value(3), QStringLiteral("3"));
    QCOMPARE(desk.server.holding(202), 0xFFFF);
}

void TestRegisterSeveral::refusesListsThatDoNotFit()
{
    ArmedDesk desk;
    desk.select(8);
    desk.click("holdingWriteSeveral");
    auto *dialog = desk.page.findChild<QDialog *>(QStringLiteral("writeSeveral"));
    auto *values = dialog->findChild<QPlainTextEdit *>();
    auto *next = dialog->findChild<QPushButton *>(QStringLiteral("severalNext"));
    auto *result = dialog->findChild<QLabel *>(QStringLiteral("severalResult"));
    QVERIFY(!next->isEnabled());
    values->setPlainText(QStringLiteral("1\n2\n3"));
    QVERIFY(!next->isEnabled());
    QVERIFY2(result->text().contains(QLatin1String("2 rows")), qPrintable(result->text()));
    values->setPlainText(QStringLiteral("1\nx"));
    QVERIFY(!next->isEnabled());
    QVERIFY2(result->text().contains(QLatin1String("\"x\"")), qPrintable(result->text()));
    values->setPlainText(QStringLiteral("1;2"));
    QVERIFY(next->isEnabled());
}

void TestRegisterSeveral::writesSelectedCoilsInRuns()
{
    ArmedDesk desk;
    desk.openTab(QStringLiteral("Coils"));
    desk.click("coilRead");
    QTRY_COMPARE(desk.value(9, "coilGrid"), QStringLiteral("true"));
    QItemSelectionModel *selection = desk.grid("coilGrid")->selectionModel();
    selection->clear();
    for (const int row : {0, 2, 3, 4}) {
        selection->select(desk.model("coilGrid")->index(row, RegisterModel::ValueColumn),
                          QItemSelectionModel::Select);
    }
    desk.click("coilWriteSeveral");
    auto *dialog = desk.page.findChild<QDialog *>(QStringLiteral("writeSeveral"));
    dialog->findChild<QPlainTextEdit *>()->setPlainText(QStringLiteral("on"));
    QTest::mouseClick(dialog->findChild<QPushButton *>(QStringLiteral("severalNext")),
                      Qt::LeftButton);
    desk.confirm();
    QTRY_VERIFY(desk.status(4, "coilGrid").contains(QLatin1String("verified")));
    QCOMPARE(desk.writeFunctions(), (QList<int>{5, 15}));
    QCOMPARE(desk.value(0, "coilGrid"), QStringLiteral("true"));
    QCOMPARE(desk.value(4, "coilGrid"), QStringLiteral("true"));
}

void TestRegisterSeveral::saysWhatWasNotSentAfterAFailure()
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
    QItemSelectionModel *selection = desk.grid()->selectionModel();
    selection->clear();
    for (const int row : {1, 3})
        selection->select(desk.model()->index(row, RegisterModel::ValueColumn),
                          QItemSelectionModel::Select);
    desk.click("holdingWriteSeveral");
    auto *dialog = desk.page.findChild<QDialog *>(QStringLiteral("writeSeveral"));
    dialog->findChild<QPlainTextEdit *>()->setPlainText(QStringLiteral("5"));
    QTest::mouseClick(dialog->findChild<QPushButton *>(QStringLiteral("severalNext")),
                      Qt::LeftButton);
    desk.confirm();
    QTRY_VERIFY(desk.status(1).contains(QLatin1String("refused")));
    QVERIFY2(desk.status(3).contains(QLatin1String("Not sent")), qPrintable(desk.status(3)));
    QVERIFY2(desk.lastEvent().contains(QLatin1String("203")), qPrintable(desk.lastEvent()));
    QCOMPARE(desk.writeFunctions(), QList<int>{6});
}

QTEST_MAIN(TestRegisterSeveral)
#include "tst_registerseveral.moc"
