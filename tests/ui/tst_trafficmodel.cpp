// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/trafficframes.h"
#include "ui/traffic/fieldsmodel.h"
#include "ui/traffic/statisticsmodel.h"
#include "ui/traffic/trafficmodel.h"
#include "ui/traffic/trafficsearch.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace support;
using namespace std::chrono_literals;
using modbus::Connection;
using modbus::TrafficFrame;
using modbus::TrafficLog;
using ui::StatisticsModel;
using ui::TrafficFilter;
using ui::TrafficModel;
using ui::TrafficSearch;

using Kind = TrafficFrame::Kind;
using Flag = TrafficFrame::Flag;
using Tester = QAbstractItemModelTester;

/// The models of the traffic page, without the page.
class TestTrafficModel : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void showsEachFrameInWords();
    void directionIsAnArrowAndAWord();
    void faultsHaveAnIconAndASentence();
    void newFramesComeAtTheEnd();
    void droppedFramesGoFromTheBeginningWithoutAReset();
    void rowWhoseFrameIsDroppedBetweenTwoLooksIsEmpty();
    void takesTenThousandFramesInFewInsertions();
    void pausedModelStandsStillUntilTheLogDropsItsFrames();
    void clearedLogEmptiesIt();
    void filterShowsWhatMatches_data();
    void filterShowsWhatMatches();
    void filterAppliesToWhatComesLater();
    void searchGoesRoundBothWays();
    void searchFindsBytesAndText_data();
    void searchFindsBytesAndText();
    void searchThatFindsNothingSaysSo();
    void fieldsAreShownWithTheirFaults();
    void statisticsKeepTheirRowsInPlace();
    void statisticsShowFigures();

private:
    QString text(int row, int column) const
    {
        return m_model->index(row, column).data().toString();
    }
    /// Reads with replies, two frames each.
    void exchange(quint64 first, quint64 last)
    {
        for (quint64 serial = first; serial <= last; ++serial) {
            emit m_connection->traffic(requestFrame(serial, quint16(serial)));
            emit m_connection->traffic(replyFrame(serial));
        }
        m_model->refresh();
    }

    std::unique_ptr<Connection> m_connection;
    std::unique_ptr<TrafficLog> m_log;
    std::unique_ptr<TrafficModel> m_model;
    std::unique_ptr<Tester> m_tester;
};

void TestTrafficModel::init()
{
    m_tester.reset();
    m_model.reset();
    m_log = std::make_unique<TrafficLog>(100);
    m_connection = std::make_unique<Connection>(modbus::Endpoint{QStringLiteral("192.0.2.7"), 502});
    m_log->tap(*m_connection);
    m_model = std::make_unique<TrafficModel>(*m_log);
    m_tester = std::make_unique<Tester>(m_model.get(), Tester::FailureReportingMode::QtTest);
}

void TestTrafficModel::showsEachFrameInWords()
{
    exchange(1, 1);
    QCOMPARE(m_model->rowCount(), 2);
    QCOMPARE(text(1, TrafficModel::NumberColumn), QStringLiteral("2"));
    QVERIFY(text(1, TrafficModel::TimeColumn).endsWith(QStringLiteral(":07.123706")));
    QCOMPARE(text(1, TrafficModel::ServerColumn), QStringLiteral("192.0.2.7:502"));
    QCOMPARE(text(1, TrafficModel::UnitColumn), QStringLiteral("1"));
    QCOMPARE(text(1, TrafficModel::FunctionColumn), QStringLiteral("03 Read Holding Registers"));
    QVERIFY(text(1, TrafficModel::SummaryColumn).contains(QStringLiteral("7 (0x0007)")));
    QCOMPARE(text(1, TrafficModel::LatencyColumn), QStringLiteral("250 \u00b5s"));
    QCOMPARE(text(1, TrafficModel::BytesColumn),
             QStringLiteral("00 00 00 00 00 05 01 03 02 00 07"));
}

void TestTrafficModel::directionIsAnArrowAndAWord()
{
    exchange(1, 1);
    emit m_connection->traffic(lineFrame(Kind::Closed));
    m_model->refresh();
    QCOMPARE(text(0, TrafficModel::DirectionColumn), QStringLiteral("\u2192 sent"));
    QCOMPARE(text(1, TrafficModel::DirectionColumn), QStringLiteral("\u2190 received"));
    QCOMPARE(text(2, TrafficModel::DirectionColumn), QStringLiteral("\u2022 line"));
    QCOMPARE(m_model->index(1, TrafficModel::DirectionColumn).data(Qt::AccessibleTextRole),
             QStringLiteral("received"));
}

void TestTrafficModel::faultsHaveAnIconAndASentence()
{
    emit m_connection->traffic(requestFrame(1));
    emit m_connection->traffic(exceptionFrame(1));
    m_model->refresh();
    const QModelIndex good = m_model->index(0, TrafficModel::SummaryColumn);
    const QModelIndex refused = m_model->index(1, TrafficModel::SummaryColumn);
    QVERIFY(!good.data(Qt::DecorationRole).isValid());
    QVERIFY(refused.data(Qt::DecorationRole).isValid());
    QCOMPARE(refused.data().toString(), QStringLiteral("Exception 02 Illegal data address"));
    QVERIFY(refused.data(Qt::ToolTipRole).toString().size() > 60);
}

void TestTrafficModel::newFramesComeAtTheEnd()
{
    exchange(1, 3);
    QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
    exchange(4, 10);
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(inserted.first().at(1).toInt(), 6);
    QCOMPARE(inserted.first().at(2).toInt(), 19);
    // And by themselves, without anybody asking.
    emit m_connection->traffic(requestFrame(11));
    QTRY_COMPARE(m_model->rowCount(), 21);
}

void TestTrafficModel::droppedFramesGoFromTheBeginningWithoutAReset()
{
    exchange(1, 50);
    QSignalSpy resets(m_model.get(), &QAbstractItemModel::modelReset);
    QSignalSpy removed(m_model.get(), &QAbstractItemModel::rowsRemoved);
    exchange(51, 60);
    QCOMPARE(m_model->rowCount(), 100);
    QCOMPARE(removed.size(), 1);
    QCOMPARE(removed.first().at(1).toInt(), 0);
    QCOMPARE(removed.first().at(2).toInt(), 19);
    QVERIFY(resets.isEmpty());
    QCOMPARE(m_model->numberAt(0), 21ULL);
    QCOMPARE(m_model->rowOf(21), 0);
    QCOMPARE(m_model->rowOf(20), -1);
}

void TestTrafficModel::rowWhoseFrameIsDroppedBetweenTwoLooksIsEmpty()
{
    exchange(1, 1);
    for (quint64 serial = 2; serial <= 200; ++serial)
        emit m_connection->traffic(requestFrame(serial));
    QVERIFY(!m_model->entryAt(0));
    QCOMPARE(text(0, TrafficModel::SummaryColumn), QString());
    m_model->refresh();
    QCOMPARE(m_model->rowCount(), 100);
    QVERIFY(m_model->entryAt(0));
}

void TestTrafficModel::takesTenThousandFramesInFewInsertions()
{
    QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
    for (quint64 serial = 1; serial <= 10'000; ++serial)
        emit m_connection->traffic(requestFrame(serial));
    QTRY_COMPARE(m_model->rowCount(), 100);
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(m_model->numberAt(99), 10'000ULL);
}

void TestTrafficModel::pausedModelStandsStillUntilTheLogDropsItsFrames()
{
    exchange(1, 10);
    m_model->setPaused(true);
    exchange(11, 20);
    QCOMPARE(m_model->rowCount(), 20);
    QCOMPARE(m_model->waiting(), 20ULL);
    exchange(21, 55); // 110 frames: the log has dropped ten
    QCOMPARE(m_model->rowCount(), 10);
    QCOMPARE(m_model->numberAt(0), 11ULL);
    m_model->setPaused(false);
    QCOMPARE(m_model->rowCount(), 100);
    QCOMPARE(m_model->waiting(), 0ULL);
}

void TestTrafficModel::clearedLogEmptiesIt()
{
    exchange(1, 10);
    m_log->clear();
    QCOMPARE(m_model->rowCount(), 0);
    exchange(11, 11);
    QCOMPARE(m_model->rowCount(), 2);
    QCOMPARE(text(0, TrafficModel::NumberColumn), QStringLiteral("21"));
}

void TestTrafficModel::filterShowsWhatMatches_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<bool>("isErrorsOnly");
    QTest::addColumn<QList<int>>("numbers");
    QTest::newRow("nothing typed shows all") << QString() << false << QList<int>{1, 2, 3, 4, 5, 6};
    QTest::newRow("a host") << "192.0.2.8" << false << QList<int>{5, 6};
    QTest::newRow("a function's name") << "coils" << false << QList<int>{3, 4};
    QTest::newRow("a function's code") << "fc1" << false << QList<int>{3, 4};
    QTest::newRow("a direction") << "received" << false << QList<int>{2, 4};
    QTest::newRow("two words") << "Received READ" << false << QList<int>{2, 4};
    QTest::newRow("a unit") << "unit 9" << false << QList<int>{3, 4};
    QTest::newRow("a fault") << "exception" << false << QList<int>{4};
    QTest::newRow("errors only") << QString() << true << QList<int>{4, 6};
    QTest::newRow("errors of one host") << "192.0.2.7" << true << QList<int>{4};
    QTest::newRow("no match") << "no such thing" << false << QList<int>();
}

void TestTrafficModel::filterShowsWhatMatches()
{
    QFETCH(QString, words);
    QFETCH(bool, isErrorsOnly);
    QFETCH(QList<int>, numbers);
    Connection other({QStringLiteral("192.0.2.8"), 502});
    m_log->tap(other);
    TrafficFrame coils = requestFrame(2);
    coils.function = 1;
    coils.unit = 9;
    TrafficFrame refused = exceptionFrame(2);
    refused.function = 1;
    refused.unit = 9;
    emit m_connection->traffic(requestFrame(1));
    emit m_connection->traffic(replyFrame(1));
    emit m_connection->traffic(coils);
    emit m_connection->traffic(refused);
    emit other.traffic(lineFrame(Kind::Opened));
    emit other.traffic(lineFrame(Kind::Closed, Flag::Lost));
    m_model->setFilter(TrafficFilter(words, isErrorsOnly));
    m_model->refresh();
    QList<int> shown;
    for (int row = 0; row < m_model->rowCount(); ++row)
        shown += int(m_model->numberAt(row));
    QCOMPARE(shown, numbers);
}

void TestTrafficModel::filterAppliesToWhatComesLater()
{
    m_model->setFilter(TrafficFilter(QStringLiteral("sent")));
    exchange(1, 40);
    QCOMPARE(m_model->rowCount(), 40);
    exchange(41, 60); // the log drops 20 frames, half of them shown
    QCOMPARE(m_model->rowCount(), 50);
    m_model->setPaused(true);
    exchange(61, 62);
    m_model->setFilter(TrafficFilter(QStringLiteral("received")));
    QCOMPARE(m_model->rowCount(), 48); // what waits stays waiting
    QCOMPARE(m_model->waiting(), 4ULL);
}

void TestTrafficModel::searchGoesRoundBothWays()
{
    exchange(1, 10);
    TrafficSearch search(*m_model);
    QSignalSpy found(&search, &TrafficSearch::found);
    const auto next = [&](quint64 from, TrafficSearch::Direction direction) {
        search.start(QStringLiteral("Starting Address"), from, direction);
        return found.wait() ? found.takeFirst().first().toULongLong() : 0ULL;
    };
    QCOMPARE(next(0, TrafficSearch::Direction::Forward), 1ULL);
    QCOMPARE(next(1, TrafficSearch::Direction::Forward), 3ULL);
    QCOMPARE(next(19, TrafficSearch::Direction::Forward), 1ULL);
    QCOMPARE(next(1, TrafficSearch::Direction::Backward), 19ULL);
    QCOMPARE(next(0, TrafficSearch::Direction::Backward), 19ULL);
    QCOMPARE(next(4, TrafficSearch::Direction::Backward), 3ULL);
}

void TestTrafficModel::searchFindsBytesAndText_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("number");
    QTest::newRow("bytes apart") << "03 00 05 00 01" << 9;
    QTest::newRow("bytes together") << "0300050001" << 9;
    QTest::newRow("a value in words") << "0x0007" << 2;
    QTest::newRow("a function, whatever the case") << "READ HOLDING" << 1;
    QTest::newRow("a host") << "192.0.2.7" << 1;
}

void TestTrafficModel::searchFindsBytesAndText()
{
    QFETCH(QString, text);
    QFETCH(int, number);
    exchange(1, 6);
    TrafficSearch search(*m_model);
    QSignalSpy found(&search, &TrafficSearch::found);
    search.start(text, 0, TrafficSearch::Direction::Forward);
    QVERIFY(found.wait());
    QCOMPARE(found.first().first().toInt(), number);
}

void TestTrafficModel::searchThatFindsNothingSaysSo()
{
    TrafficSearch search(*m_model);
    QSignalSpy notFound(&search, &TrafficSearch::notFound);
    search.start(QStringLiteral("x"), 0, TrafficSearch::Direction::Forward);
    QVERIFY(notFound.wait()); // among no frames at all
    exchange(1, 6);
    search.start(QStringLiteral("no such thing"), 3, TrafficSearch::Direction::Backward);
    QVERIFY(notFound.wait());
    QVERIFY(!search.isRunning());
    search.start({}, 0, TrafficSearch::Direction::Forward);
    QVERIFY(!search.isRunning());
}

void TestTrafficModel::fieldsAreShownWithTheirFaults()
{
    ui::FieldsModel fields;
    const Tester tester(&fields, Tester::FailureReportingMode::QtTest);
    fields.setFields({{0, 2, QStringLiteral("Transaction Identifier"), QStringLiteral("1"), {}},
                      {6, 1, QStringLiteral("Unit Identifier"), QStringLiteral("9"),
                       QStringLiteral("the request said 01")},
                      {7, 0, QStringLiteral("Function Code"), {}, QStringLiteral("missing")}},
                     QByteArray::fromHex("000100000002AB"));
    const auto cell = [&](int row, int column) {
        return fields.index(row, column).data().toString();
    };
    QCOMPARE(cell(0, ui::FieldsModel::BytesColumn), QStringLiteral("0..1"));
    QCOMPARE(cell(1, ui::FieldsModel::BytesColumn), QStringLiteral("6"));
    QCOMPARE(cell(0, ui::FieldsModel::HexColumn), QStringLiteral("00 01"));
    QCOMPARE(cell(1, ui::FieldsModel::HexColumn), QStringLiteral("AB"));
    QCOMPARE(cell(2, ui::FieldsModel::HexColumn), QString());
    QCOMPARE(cell(1, ui::FieldsModel::ValueColumn), QStringLiteral("9: the request said 01"));
    QCOMPARE(cell(2, ui::FieldsModel::ValueColumn), QStringLiteral("missing"));
    const auto icon = [&](int row) {
        return fields.index(row, ui::FieldsModel::ValueColumn).data(Qt::DecorationRole);
    };
    QVERIFY(!icon(0).isValid());
    QVERIFY(icon(1).isValid());
}

void TestTrafficModel::statisticsKeepTheirRowsInPlace()
{
    StatisticsModel statistics(m_log->statistics());
    const Tester tester(&statistics, Tester::FailureReportingMode::QtTest);
    exchange(1, 2);
    statistics.refresh(kSomeTime + 1s);
    QCOMPARE(statistics.rowCount(), 1);
    const QPersistentModelIndex first = statistics.index(0, 0);
    TrafficFrame coils = requestFrame(3);
    coils.function = 1;
    emit m_connection->traffic(coils);
    statistics.refresh(kSomeTime + 1s);
    QCOMPARE(statistics.rowCount(), 2);
    QCOMPARE(first.row(), 1); // function 1 goes before function 3
    m_log->clearStatistics();
    statistics.refresh(kSomeTime + 1s);
    QCOMPARE(statistics.rowCount(), 0);
    QVERIFY(!statistics.figuresAt(0));
}

void TestTrafficModel::statisticsShowFigures()
{
    StatisticsModel statistics(m_log->statistics());
    exchange(1, 4);
    emit m_connection->traffic(requestFrame(5));
    emit m_connection->traffic(exceptionFrame(5));
    emit m_connection->traffic(requestFrame(6));
    emit m_connection->traffic(lineFrame(Kind::Unanswered, Flag::Timeout, 6));
    statistics.refresh(kSomeTime + 1s);
    const auto cell = [&](int column) { return statistics.index(0, column).data().toString(); };
    QCOMPARE(cell(StatisticsModel::ServerColumn), QStringLiteral("192.0.2.7:502"));
    QCOMPARE(cell(StatisticsModel::FunctionColumn), QStringLiteral("03 Read Holding Registers"));
    QCOMPARE(cell(StatisticsModel::RequestsColumn), QStringLiteral("6"));
    QCOMPARE(cell(StatisticsModel::RateColumn), QStringLiteral("6.0"));
    QCOMPARE(cell(StatisticsModel::RepliesColumn), QStringLiteral("4"));
    QCOMPARE(cell(StatisticsModel::ExceptionsColumn), QStringLiteral("1"));
    QCOMPARE(cell(StatisticsModel::TimeoutsColumn), QStringLiteral("1"));
    for (const int column : {StatisticsModel::LeastColumn, StatisticsModel::MedianColumn,
                             StatisticsModel::P99Column, StatisticsModel::MostColumn})
        QCOMPARE(cell(column), QStringLiteral("250 \u00b5s"));
    QCOMPARE(cell(StatisticsModel::SentColumn), QStringLiteral("72"));
    for (int column = 0; column < StatisticsModel::ColumnCount; ++column)
        QVERIFY(!statistics.headerData(column, Qt::Horizontal).toString().isEmpty());
}

QTEST_MAIN(TestTrafficModel)
#include "tst_trafficmodel.moc"
