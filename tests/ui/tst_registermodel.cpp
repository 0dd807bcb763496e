// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registers/registermodel.h"
#include "ui/registers/registertext.h"
#include "ui/registers/tabletext.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace std::chrono_literals;
using modbus::DataType;
using modbus::WordOrder;
using ui::RegisterModel;

namespace {

constexpr modbus::Address kHolding100{modbus::Table::HoldingRegisters, 100};

modbus::BlockResult complete(const QList<quint16> &values)
{
    modbus::BlockResult result;
    result.values = values;
    result.requests = 1;
    return result;
}

modbus::Error exception2()
{
    modbus::Error error;
    error.kind = modbus::Error::Kind::Exception;
    error.exceptionCode = 2;
    error.target = {{QStringLiteral("127.0.0.1"), 502}, 1};
    error.first = kHolding100;
    error.count = 2;
    return error;
}

/// A model under a clock that the test sets.
struct Bench
{
    std::chrono::milliseconds now{1000};
    RegisterModel model{[this] { return now; }};
    QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::QtTest};

    explicit Bench(int count, modbus::ValueFormat format = {})
    {
        model.setShape({kHolding100, count, format});
    }
    QString text(int row, int column) const { return model.index(row, column).data().toString(); }
    QVariant role(int row, int column, int role) const
    {
        return model.index(row, column).data(role);
    }
    qreal freshness(int row) const
    {
        return role(row, RegisterModel::ValueColumn, RegisterModel::FreshnessRole).toReal();
    }
    bool isStale(int row) const
    {
        return role(row, RegisterModel::ValueColumn, RegisterModel::StaleRole).toBool();
    }
};

} // namespace

class TestRegisterModel : public QObject
{
    Q_OBJECT
private slots:
    void showsValuesOfAType_data();
    void showsValuesOfAType();
    void writesAddressesInTheChosenNotation();
    void marksOnlyWhatChangedAndLetsItFade();
    void keepsTheValuesOfAFailedPartAndSaysWhy();
    void showsARowAsFailedWhenOneOfItsRegistersFailed();
    void recoversFromAFailure();
    void keepsItsRowsWhileSamplesOfTheSameShapeCome();
    void signalsOnlyTheRangeThatChanged();
    void keepsTheRegistersWhenOnlyTheFormatChanges();
    void keepsNamesByAddress();
    void asksForAWriteOnlyWhileEditable();
    void refusesAValueOutOfRange();
    void keepsTheRowsOfAFilterWhileValuesChange();
    void showsWhatWasReadBack();
    void writesAgesShortly();
    void copiesCellsForASpreadsheet();
    void exportsCsvWithQuotesWhereNeeded();
    void holdsAWholeTable();
};

void TestRegisterModel::showsValuesOfAType_data()
{
    QTest::addColumn<DataType>("type");
    QTest::addColumn<WordOrder>("order");
    QTest::addColumn<QList<quint16>>("registers");
    QTest::addColumn<QString>("raw");
    QTest::addColumn<QString>("value");

    const QList<quint16> hundred{0x42C8, 0x0000};
    QTest::newRow("a uint16") << DataType::UInt16 << WordOrder::ABCD << QList<quint16>{65535}
                              << "FFFF"
                              << "65535";
    QTest::newRow("an int16") << DataType::Int16 << WordOrder::ABCD << QList<quint16>{65535}
                              << "FFFF"
                              << "-1";
    QTest::newRow("a float32") << DataType::Float32 << WordOrder::ABCD << hundred << "42C8 0000"
                               << "100";
    QTest::newRow("a float32 with its words swapped")
        << DataType::Float32 << WordOrder::CDAB << QList<quint16>{0x0000, 0x42C8} << "0000 42C8"
        << "100";
    QTest::newRow("a string") << DataType::Ascii << WordOrder::ABCD
                              << QList<quint16>{0x4142, 0x4300} << "4142 4300"
                              << "ABC";
    QTest::newRow("a register that is no BCD number")
        << DataType::Bcd16 << WordOrder::ABCD << QList<quint16>{0xABCD} << "ABCD"
        << "no value";
}

void TestRegisterModel::showsValuesOfAType()
{
    QFETCH(DataType, type);
    QFETCH(WordOrder, order);
    QFETCH(QList<quint16>, registers);
    QFETCH(QString, raw);
    QFETCH(QString, value);

    Bench bench(1, {type, order, 2});
    QCOMPARE(bench.text(0, RegisterModel::ValueColumn), QStringLiteral("\u2013"));
    QCOMPARE(bench.text(0, RegisterModel::AgeColumn), QString());
    bench.model.take(complete(registers));
    QCOMPARE(bench.text(0, RegisterModel::RawColumn), raw);
    QCOMPARE(bench.text(0, RegisterModel::ValueColumn), value);
    QCOMPARE(bench.text(0, RegisterModel::AgeColumn), QStringLiteral("0.0 s"));
    const bool hasReason = !bench.text(0, RegisterModel::StatusColumn).isEmpty();
    QCOMPARE(hasReason, value == QLatin1String("no value"));
}

void TestRegisterModel::writesAddressesInTheChosenNotation()
{
    Bench bench(2, {DataType::Float32});
    QCOMPARE(bench.text(1, RegisterModel::AddressColumn), QStringLiteral("102"));
    bench.model.setNotation(modbus::Notation::Modicon);
    QCOMPARE(bench.text(1, RegisterModel::AddressColumn), QStringLiteral("40103"));
    bench.model.setNotation(modbus::Notation::Iec);
    QCOMPARE(bench.text(1, RegisterModel::AddressColumn), QStringLiteral("%MW102"));
    const QString all = bench.role(1, RegisterModel::AddressColumn, Qt::ToolTipRole).toString();
    QVERIFY2(all.contains(QLatin1String("40103")), qPrintable(all));
}

void TestRegisterModel::marksOnlyWhatChangedAndLetsItFade()
{
    Bench bench(3);
    bench.model.take(complete({1, 2, 3}));
    QCOMPARE(bench.freshness(0), 0.0);
    QVERIFY(!bench.model.isFading());

    bench.now += 1s;
    bench.model.take(complete({1, 20, 3}));
    QCOMPARE(bench.freshness(0), 0.0);
    QCOMPARE(bench.freshness(1), 1.0);
    QCOMPARE(bench.freshness(2), 0.0);
    QVERIFY(bench.model.isFading());

    bench.now += ui::RegisterStore::kFadeTime / 2;
    QCOMPARE(bench.freshness(1), 0.5);
    bench.now += ui::RegisterStore::kFadeTime;
    QCOMPARE(bench.freshness(1), 0.0);
    QVERIFY(!bench.model.isFading());
}

void TestRegisterModel::keepsTheValuesOfAFailedPartAndSaysWhy()
{
    Bench bench(4);
    bench.model.take(complete({1, 2, 3, 4}));
    bench.now += 5s;
    modbus::BlockResult partial = complete({10, 0, 0, 77});
    partial.failures.append({1, 2, exception2()});
    bench.model.take(partial);

    QCOMPARE(bench.text(0, RegisterModel::ValueColumn), QStringLiteral("10"));
    QCOMPARE(bench.text(1, RegisterModel::ValueColumn), QStringLiteral("2"));
    QCOMPARE(bench.text(2, RegisterModel::ValueColumn), QStringLiteral("3"));
    QCOMPARE(bench.text(3, RegisterModel::ValueColumn), QStringLiteral("77"));
    QCOMPARE(bench.text(1, RegisterModel::AgeColumn), QStringLiteral("5.0 s"));
    QCOMPARE(bench.text(3, RegisterModel::AgeColumn), QStringLiteral("0.0 s"));
    QVERIFY(!bench.isStale(0));
    QVERIFY(bench.isStale(1));
    QVERIFY(bench.isStale(2));
    QVERIFY(!bench.isStale(3));
    QCOMPARE(bench.text(1, RegisterModel::StatusColumn), modbus::explain(exception2()).text);
    QCOMPARE(bench.text(0, RegisterModel::StatusColumn), QString());
    QCOMPARE(bench.model.staleCount(), 2);

    const modbus::Explanation why = modbus::explain(exception2());
    QCOMPARE(bench.model.detail(0), QString());
    QCOMPARE(bench.model.detail(2), why.text + QLatin1Char(' ') + why.remedy);
    QCOMPARE(bench.model.firstStaleRow(), std::optional(1));
    bench.model.setFilter(QStringLiteral("3"));
    QCOMPARE(bench.model.rowCount(), 2);
    QCOMPARE(bench.model.firstStaleRow(), std::optional(0));
    bench.model.setFilter(QStringLiteral("77"));
    QCOMPARE(bench.model.firstStaleRow(), std::nullopt);
}

void TestRegisterModel::showsARowAsFailedWhenOneOfItsRegistersFailed()
{
    Bench bench(3, {DataType::Float32});
    modbus::BlockResult partial = complete({0, 0, 0, 0, 0x42C8, 0});
    partial.failures.append({0, 3, exception2()});
    bench.model.take(partial);
    QVERIFY(bench.isStale(0));
    QVERIFY(bench.isStale(1));
    QVERIFY(!bench.isStale(2));
    QCOMPARE(bench.model.staleCount(), 2);
    QCOMPARE(bench.text(1, RegisterModel::ValueColumn), QStringLiteral("\u2013"));
    QCOMPARE(bench.text(2, RegisterModel::ValueColumn), QStringLiteral("100"));
}

void TestRegisterModel::recoversFromAFailure()
{
    Bench bench(2);
    bench.model.take(complete({1, 2}));
    modbus::Error lost;
    lost.kind = modbus::Error::Kind::ConnectionLost;
    lost.target = {{QStringLiteral("127.0.0.1"), 502}, 1};
    bench.model.fail(lost);
    QVERIFY(bench.isStale(0));
    QCOMPARE(bench.text(0, RegisterModel::StatusColumn), modbus::explain(lost).text);
    QCOMPARE(bench.text(0, RegisterModel::ValueColumn), QStringLiteral("1"));

    bench.model.take(complete({1, 2}));
    QVERIFY(!bench.isStale(0));
    QCOMPARE(bench.text(0, RegisterModel::StatusColumn), QString());
    QCOMPARE(bench.model.staleCount(), 0);
}

void TestRegisterModel::keepsItsRowsWhileSamplesOfTheSameShapeCome()
{
    Bench bench(3);
    QSignalSpy resets(&bench.model, &QAbstractItemModel::modelReset);
    QSignalSpy layouts(&bench.model, &QAbstractItemModel::layoutChanged);
    bench.model.take(complete({1, 2, 3}));
    bench.model.setShape(bench.model.shape());
    bench.model.take(complete({4, 5, 6}));
    bench.model.fail(exception2());
    bench.model.take(complete({4, 5, 6}));
    QCOMPARE(resets.count(), 0);
    QCOMPARE(layouts.count(), 0);
}

void TestRegisterModel::signalsOnlyTheRangeThatChanged()
{
    Bench bench(1000);
    QList<quint16> values(1000);
    bench.model.take(complete(values));
    QSignalSpy changes(&bench.model, &QAbstractItemModel::dataChanged);
    bench.model.take(complete(values));
    QCOMPARE(changes.count(), 0);
    values[400] = 1;
    values[402] = 1;
    bench.model.take(complete(values));
    QCOMPARE(changes.count(), 1);
    QCOMPARE(changes.first().at(0).toModelIndex().row(), 400);
    QCOMPARE(changes.first().at(1).toModelIndex().row(), 402);
}

void TestRegisterModel::keepsTheRegistersWhenOnlyTheFormatChanges()
{
    Bench bench(2);
    bench.model.take(complete({0x42C8, 0}));
    bench.model.setShape({kHolding100, 1, {DataType::Float32}});
    QCOMPARE(bench.model.rowCount(), 1);
    QCOMPARE(bench.text(0, RegisterModel::ValueColumn), QStringLiteral("100"));
    bench.model.setShape({kHolding100, 2, {DataType::Float32}});
    QCOMPARE(bench.text(0, RegisterModel::ValueColumn), QStringLiteral("\u2013"));
}

void TestRegisterModel::keepsNamesByAddress()
{
    Bench bench(4);
    QSignalSpy edits(&bench.model, &RegisterModel::nameEdited);
    QVERIFY(bench.model.setData(bench.model.index(2, RegisterModel::NameColumn),
                                QStringLiteral(" TT-101 ")));
    QCOMPARE(edits.count(), 1);
    QCOMPARE(bench.model.names().value(102), QStringLiteral("TT-101"));
    bench.model.setShape({{modbus::Table::HoldingRegisters, 102}, 1, {}});
    QCOMPARE(bench.text(0, RegisterModel::NameColumn), QStringLiteral("TT-101"));
    QVERIFY(bench.model.setData(bench.model.index(0, RegisterModel::NameColumn), QString()));
    QVERIFY(bench.model.names().isEmpty());
}

void TestRegisterModel::asksForAWriteOnlyWhileEditable()
{
    Bench bench(2, {DataType::Float32, WordOrder::CDAB});
    bench.model.take(complete({0, 0, 0, 0}));
    QSignalSpy writes(&bench.model, &RegisterModel::writeRequested);
    const QModelIndex value = bench.model.index(1, RegisterModel::ValueColumn);
    QVERIFY(!(value.flags() & Qt::ItemIsEditable));
    QVERIFY(!bench.model.setData(value, QStringLiteral("100")));
    QCOMPARE(writes.count(), 0);

    bench.model.setEditable(true);
    QVERIFY(bench.model.setData(value, QStringLiteral("100")));
    QCOMPARE(writes.count(), 1);
    QCOMPARE(writes.first().at(0).toInt(), 1);
    QCOMPARE(writes.first().at(1).value<QList<quint16>>(), (QList<quint16>{0x0000, 0x42C8}));
    QCOMPARE(bench.text(1, RegisterModel::ValueColumn), QStringLiteral("0"));

    bench.model.setShape({{modbus::Table::InputRegisters, 0}, 1, {}});
    QVERIFY(!(bench.model.index(0, RegisterModel::ValueColumn).flags() & Qt::ItemIsEditable));
}

void TestRegisterModel::refusesAValueOutOfRange()
{
    Bench bench(1);
    bench.model.setEditable(true);
    QSignalSpy writes(&bench.model, &RegisterModel::writeRequested);
    QVERIFY(!bench.model.setData(bench.model.index(0, RegisterModel::ValueColumn),
                                 QStringLiteral("65536")));
    QCOMPARE(writes.count(), 0);
}

void TestRegisterModel::keepsTheRowsOfAFilterWhileValuesChange()
{
    Bench bench(4);
    bench.model.setNames({{101, QStringLiteral("Pump")}, {103, QStringLiteral("Pump speed")}});
    bench.model.take(complete({1, 2, 3, 4}));
    bench.model.setFilter(QStringLiteral("pump"));
    QCOMPARE(bench.model.rowCount(), 2);
    QCOMPARE(bench.text(0, RegisterModel::AddressColumn), QStringLiteral("101"));
    QCOMPARE(bench.text(1, RegisterModel::ValueColumn), QStringLiteral("4"));

    QSignalSpy changes(&bench.model, &QAbstractItemModel::dataChanged);
    bench.model.take(complete({1, 2, 3, 40}));
    QCOMPARE(bench.text(1, RegisterModel::ValueColumn), QStringLiteral("40"));
    QCOMPARE(changes.count(), 1);
    QCOMPARE(changes.first().at(0).toModelIndex().row(), 1);
    QCOMPARE(*bench.model.rowOf({modbus::Table::HoldingRegisters, 103}), 1);
    QVERIFY(!bench.model.rowOf({modbus::Table::HoldingRegisters, 102}));

    bench.model.setFilter({});
    QCOMPARE(bench.model.rowCount(), 4);
}

void TestRegisterModel::showsWhatWasReadBack()
{
    Bench bench(3);
    bench.model.take(complete({1, 2, 3}));
    const modbus::Address second{modbus::Table::HoldingRegisters, 101};
    bench.model.patch(second, {20, 30});
    bench.model.setNote(second, QStringLiteral("verified"));
    QCOMPARE(bench.text(1, RegisterModel::ValueColumn), QStringLiteral("20"));
    QCOMPARE(bench.text(2, RegisterModel::ValueColumn), QStringLiteral("30"));
    QCOMPARE(bench.text(1, RegisterModel::StatusColumn), QStringLiteral("verified"));
    QCOMPARE(bench.freshness(1), 1.0);
    bench.model.patch({modbus::Table::HoldingRegisters, 102}, {7, 8});
    QCOMPARE(bench.text(2, RegisterModel::ValueColumn), QStringLiteral("30"));
}

void TestRegisterModel::writesAgesShortly()
{
    QCOMPARE(ui::ageText(0ms), QStringLiteral("0.0 s"));
    QCOMPARE(ui::ageText(340ms), QStringLiteral("0.3 s"));
    QCOMPARE(ui::ageText(42s), QStringLiteral("42 s"));
    QCOMPARE(ui::ageText(5min), QStringLiteral("5 min"));
    QCOMPARE(ui::ageText(3h), QStringLiteral("3 h"));
}

void TestRegisterModel::copiesCellsForASpreadsheet()
{
    Bench bench(3);
    bench.model.take(complete({1, 2, 3}));
    QItemSelection selection;
    selection.select(bench.model.index(0, RegisterModel::AddressColumn),
                     bench.model.index(0, RegisterModel::AddressColumn));
    selection.select(bench.model.index(0, RegisterModel::ValueColumn),
                     bench.model.index(1, RegisterModel::ValueColumn));
    QCOMPARE(ui::tabSeparated(bench.model, selection), QStringLiteral("100\t1\n\t2"));
}

void TestRegisterModel::exportsCsvWithQuotesWhereNeeded()
{
    Bench bench(2);
    bench.model.setNames({{100, QStringLiteral("Pump \"A\", left")}});
    bench.model.take(complete({1, 2}));
    const QString csv =
        QString::fromUtf8(ui::commaSeparated(bench.model, RegisterModel::ExportRole));
    const QStringList lines = csv.split(QStringLiteral("\r\n"));
    QCOMPARE(lines.size(), 4);
    QCOMPARE(lines[0], QStringLiteral("Address,Name,Raw (hex),Value,Read at,Status"));
    QVERIFY2(lines[1].startsWith(QLatin1String("100,\"Pump \"\"A\"\", left\",0001,1,20")),
             qPrintable(lines[1]));
    QVERIFY2(lines[2].startsWith(QLatin1String("101,,0002,2,20")), qPrintable(lines[2]));
}

void TestRegisterModel::holdsAWholeTable()
{
    Bench bench(0);
    bench.model.setShape({{modbus::Table::HoldingRegisters, 0}, modbus::kTableSize, {}});
    QList<quint16> values(modbus::kTableSize);
    for (int i = 0; i < modbus::kTableSize; ++i)
        values[i] = static_cast<quint16>(i);
    bench.model.take(complete(values));
    QCOMPARE(bench.model.rowCount(), 65536);
    QCOMPARE(bench.text(65535, RegisterModel::ValueColumn), QStringLiteral("65535"));
}

QTEST_MAIN(TestRegisterModel)
#include "tst_registermodel.moc"
