// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/events/eventlog.h"
#include "ui/events/eventspanel.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QLineEdit>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

using ui::EventLog;
using Severity = ui::EventLog::Severity;

class TestEventLog : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void keepsEventsInTheOrderOfTheirComing();
    void countsARepeatedEventInsteadOfAddingIt_data();
    void countsARepeatedEventInsteadOfAddingIt();
    void dropsTheOldestWhenFull();
    void saysTheSeverityInWordsToo();
    void isFilteredByTextAndSeverity_data();
    void isFilteredByTextAndSeverity();
    void isCopiedAsLines();
    void isCleared();
    void followsTheNewestEventOnlyAtTheEnd();
    void remembersWhichEventsAreShown();

private:
    void fill(EventLog &log);
    static QString text(const EventLog &log, int row)
    {
        return log.index(row, EventLog::TextColumn).data().toString();
    }

    QDateTime m_now;
    EventLog::Clock m_clock = [this] { return m_now; };
};

void TestEventLog::init()
{
    m_now = QDateTime(QDate(2026, 3, 1), QTime(12, 4, 7, 120));
}

void TestEventLog::fill(EventLog &log)
{
    log.append(Severity::Info, QStringLiteral("plc-1:502"), QStringLiteral("Connected."));
    m_now = m_now.addSecs(2);
    log.append(Severity::Warning, QStringLiteral("plc-1:502"), QStringLiteral("A late reply."));
    m_now = m_now.addSecs(2);
    log.append(Severity::Error, QStringLiteral("vfd-2:502"), QStringLiteral("Refused."));
}

void TestEventLog::keepsEventsInTheOrderOfTheirComing()
{
    EventLog log(m_clock);
    QAbstractItemModelTester tester(&log, QAbstractItemModelTester::FailureReportingMode::QtTest);
    fill(log);
    QCOMPARE(log.rowCount(), 3);
    QCOMPARE(text(log, 0), QStringLiteral("Connected."));
    QCOMPARE(text(log, 2), QStringLiteral("Refused."));
    QCOMPARE(log.index(0, EventLog::TimeColumn).data().toString(), QStringLiteral("12:04:07.120"));
    QCOMPARE(log.index(2, EventLog::SourceColumn).data().toString(), QStringLiteral("vfd-2:502"));
}

void TestEventLog::countsARepeatedEventInsteadOfAddingIt_data()
{
    QTest::addColumn<int>("pauseMs");
    QTest::addColumn<QString>("otherSource");
    QTest::addColumn<int>("rows");
    QTest::newRow("the same within a second counts up") << 900 << QString() << 1;
    QTest::newRow("the same after a second is a new event") << 1001 << QString() << 2;
    QTest::newRow("the same text of another source is a new event")
        << 10 << QStringLiteral("vfd-2") << 2;
}

void TestEventLog::countsARepeatedEventInsteadOfAddingIt()
{
    QFETCH(int, pauseMs);
    QFETCH(QString, otherSource);
    QFETCH(int, rows);
    EventLog log(m_clock);
    QAbstractItemModelTester tester(&log, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const QString source = QStringLiteral("plc-1");
    const QString late = QStringLiteral("A late reply.");
    log.append(Severity::Warning, source, late);
    m_now = m_now.addMSecs(pauseMs);
    log.append(Severity::Warning, otherSource.isEmpty() ? source : otherSource, late);
    QCOMPARE(log.rowCount(), rows);
    QCOMPARE(text(log, 0), rows == 1 ? QStringLiteral("A late reply. (x 2)") : late);
}

void TestEventLog::dropsTheOldestWhenFull()
{
    EventLog log(m_clock);
    for (int number = 0; number < EventLog::kMostEvents + 5; ++number)
        log.append(Severity::Info, QStringLiteral("plc-1"), QString::number(number));
    QCOMPARE(log.rowCount(), EventLog::kMostEvents);
    QCOMPARE(text(log, 0), QStringLiteral("5"));
    QCOMPARE(text(log, EventLog::kMostEvents - 1), QString::number(EventLog::kMostEvents + 4));
}

void TestEventLog::saysTheSeverityInWordsToo()
{
    EventLog log(m_clock);
    fill(log);
    const QString spoken =
        log.index(2, EventLog::TextColumn).data(Qt::AccessibleTextRole).toString();
    QCOMPARE(spoken, QStringLiteral("Error: Refused."));
    QVERIFY(!log.index(2, EventLog::TimeColumn).data(Qt::DecorationRole).value<QIcon>().isNull());
}

void TestEventLog::isFilteredByTextAndSeverity_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<int>("severity");
    QTest::addColumn<QStringList>("shown");
    const QString connected = QStringLiteral("Connected.");
    const QString late = QStringLiteral("A late reply.");
    const QString refused = QStringLiteral("Refused.");
    QTest::newRow("no filter shows everything") << "" << 0 << QStringList{connected, late, refused};
    QTest::newRow("text is found whatever its case") << "LATE" << 0 << QStringList{late};
    QTest::newRow("the source is searched too") << "vfd-2" << 0 << QStringList{refused};
    QTest::newRow("blanks around the text don't matter") << " late " << 0 << QStringList{late};
    QTest::newRow("warnings and errors") << "" << 1 << QStringList{late, refused};
    QTest::newRow("errors only") << "" << 2 << QStringList{refused};
    QTest::newRow("text and severity together") << "plc-1" << 1 << QStringList{late};
}

void TestEventLog::isFilteredByTextAndSeverity()
{
    QFETCH(QString, typed);
    QFETCH(int, severity);
    QFETCH(QStringList, shown);
    EventLog log(m_clock);
    fill(log);
    ui::EventsPanel panel(log);
    panel.show();
    panel.focusFilter();
    QTest::keyClicks(panel.findChild<QLineEdit *>(QStringLiteral("eventsFilter")), typed);
    panel.findChild<QComboBox *>(QStringLiteral("eventsSeverity"))->setCurrentIndex(severity);
    const QAbstractItemModel *model =
        panel.findChild<QTreeView *>(QStringLiteral("eventsList"))->model();
    QStringList seen;
    for (int row = 0; row < model->rowCount(); ++row)
        seen.append(model->index(row, EventLog::TextColumn).data().toString());
    QCOMPARE(seen, shown);
}

void TestEventLog::isCopiedAsLines()
{
    EventLog log(m_clock);
    fill(log);
    ui::EventsPanel panel(log);
    panel.show();
    auto *list = panel.findChild<QTreeView *>(QStringLiteral("eventsList"));

    panel.copyAction()->trigger();
    QCOMPARE(QGuiApplication::clipboard()->text().split(u'\n').size(), 3);

    list->setCurrentIndex(list->model()->index(2, 0));
    panel.copyAction()->trigger();
    QCOMPARE(QGuiApplication::clipboard()->text(),
             QStringLiteral("2026-03-01T12:04:11.120\tError\tvfd-2:502\tRefused."));
}

void TestEventLog::isCleared()
{
    EventLog log(m_clock);
    QAbstractItemModelTester tester(&log, QAbstractItemModelTester::FailureReportingMode::QtTest);
    fill(log);
    ui::EventsPanel panel(log);
    panel.clearAction()->trigger();
    QCOMPARE(log.rowCount(), 0);
}

void TestEventLog::followsTheNewestEventOnlyAtTheEnd()
{
    EventLog log(m_clock);
    ui::EventsPanel panel(log);
    panel.resize(600, 150);
    panel.show();
    QVERIFY(QTest::qWaitForWindowExposed(&panel));
    auto *list = panel.findChild<QTreeView *>(QStringLiteral("eventsList"));
    for (int number = 0; number < 100; ++number)
        log.append(Severity::Info, QStringLiteral("plc-1"), QString::number(number));
    const auto lastIsVisible = [list] {
        return list->viewport()->rect().intersects(
            list->visualRect(list->model()->index(list->model()->rowCount() - 1, 0)));
    };
    QTRY_VERIFY(lastIsVisible());

    list->scrollToTop();
    log.append(Severity::Info, QStringLiteral("plc-1"), QStringLiteral("one more"));
    QTRY_COMPARE(list->indexAt({1, 1}).row(), 0);
    QVERIFY(!lastIsVisible());
}

void TestEventLog::remembersWhichEventsAreShown()
{
    QTemporaryDir folder;
    QSettings settings(folder.filePath(QStringLiteral("a.ini")), QSettings::IniFormat);
    EventLog log(m_clock);
    {
        ui::EventsPanel panel(log);
        panel.findChild<QComboBox *>(QStringLiteral("eventsSeverity"))->setCurrentIndex(2);
        panel.saveState(settings);
    }
    ui::EventsPanel panel(log);
    panel.restoreState(settings);
    fill(log);
    QCOMPARE(panel.findChild<QTreeView *>(QStringLiteral("eventsList"))->model()->rowCount(), 1);
}

QTEST_MAIN(TestEventLog)
#include "tst_eventlog.moc"
