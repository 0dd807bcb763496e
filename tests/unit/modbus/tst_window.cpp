// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/window.h"

#include <QTest>

using modbus::Window;

class WindowTest : public QObject
{
    Q_OBJECT

private slots:
    void sizeIsBroughtIntoRange()
    {
        QCOMPARE(Window(0).size(), 1);
        QCOMPARE(Window(7).size(), 7);
        QCOMPARE(Window(99).size(), Window::kMost);
    }

    void windowOfOneHasNothingToSuspect()
    {
        Window window(1);
        QVERIFY(!window.suspectCompany());
        QVERIFY(!window.isReduced());
    }

    void staysAtOneWhenTheRepeatedRequestIsAnsweredAlone()
    {
        Window window(8);
        QVERIFY(window.suspectCompany());
        QCOMPARE(window.size(), 1);
        window.answeredAlone();
        window.silentAlone(); // another unit that is dead anyway changes nothing
        QCOMPARE(window.size(), 1);
    }

    void isRestoredWhenTheRepeatedRequestIsNotAnsweredEither()
    {
        Window window(8);
        QVERIFY(window.suspectCompany());
        window.silentAlone();
        QCOMPARE(window.size(), 8);
    }

    void secondLossWithCompanyBringsItToOne()
    {
        Window window(4);
        QVERIFY(!window.connectionLost(true));
        QCOMPARE(window.size(), 4);
        window.answered(); // the first of the pipelined requests
        QVERIFY(window.connectionLost(true));
        QCOMPARE(window.size(), 1);
    }

    void lossesWithManyAnswersBetweenAreNotTheWindowsFault()
    {
        Window window(4);
        for (int loss = 0; loss < 10; ++loss) {
            QVERIFY(!window.connectionLost(true));
            for (int i = 0; i < 20; ++i)
                window.answered();
        }
        QCOMPARE(window.size(), 4);
    }

    void lossesWithoutCompanyDoNotCount()
    {
        Window window(4);
        for (int loss = 0; loss < 10; ++loss)
            QVERIFY(!window.connectionLost(false));
        QCOMPARE(window.size(), 4);
    }

    void resetStartsOver()
    {
        Window window(4);
        window.suspectCompany();
        window.answeredAlone();
        window.reset(3);
        QCOMPARE(window.size(), 3);
        QVERIFY(window.suspectCompany());
    }
};

QTEST_GUILESS_MAIN(WindowTest)
#include "tst_window.moc"
