// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/hostileserver.h"
#include "tests/ui/registersdesk.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QModbusTcpServer>
#include <QSettings>
#include <QSignalSpy>

using namespace std::chrono_literals;
using modbus::DataType;
using modbus::WordOrder;
using ui::RegisterModel;

namespace {

const QString kNoValue = QStringLiteral("\u2013");

} // namespace

class TestRegistersPage : public QObject
{
    Q_OBJECT
private slots:
    void saysWhatToDoWithoutADevice();
    void readsTenHoldingRegistersAtOnce();
    void readsEachTable_data();
    void readsEachTable();
    void understandsAnyNotationAndShowsWhatItMeans_data();
    void understandsAnyNotationAndShowsWhatItMeans();
    void offersTheOtherMeaningOfAnAddress();
    void saysWhatIsWrongWithAnAddressAndGoesOnWithTheLastOne();
    void asksForNothingButWhatWasTyped();
    void showsEveryTypeInEveryOrder_data();
    void showsEveryTypeInEveryOrder();
    void showsAllReadingsAndTakesOverTheRightOne();
    void showsEachReadingInFull_data();
    void showsEachReadingInFull();
    void filtersRows();
    void copiesAndExports();
    void remembersPanelsByTarget();
    void keepsItsStateInTheSettings();
};

void TestRegistersPage::saysWhatToDoWithoutADevice()
{
    RegistersDesk desk;
    auto *empty = desk.find<QLabel>("registersEmpty");
    QVERIFY(empty->isVisible());
    QVERIFY(empty->text().contains(QLatin1String("Ctrl+L")));
    desk.page.read();
    desk.page.togglePolling();
    desk.page.cancel();
    QVERIFY(!desk.page.isPolling());
}

void TestRegistersPage::readsTenHoldingRegistersAtOnce()
{
    RegistersDesk desk;
    desk.connectToDevice();
    QTRY_COMPARE(desk.value(9), QStringLiteral("9"));
    QCOMPARE(desk.model()->rowCount(), 10);
    QCOMPARE(desk.value(0), QStringLiteral("0"));
    QVERIFY(desk.page.isPolling());
    QVERIFY(desk.find<QPushButton>("holdingPoll")->isChecked());
    QVERIFY(desk.find<QTabWidget>("tables")->tabText(0).startsWith(QChar(0x25b6)));
    desk.page.togglePolling();
    QVERIFY(!desk.page.isPolling());
    QVERIFY(!desk.find<QPushButton>("holdingPoll")->isChecked());
}

void TestRegistersPage::readsEachTable_data()
{
    QTest::addColumn<QString>("stem");
    QTest::addColumn<QString>("title");
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("second");
    QTest::newRow("holding registers") << "holding"
                                       << "Holding registers"
                                       << "3000"
                                       << "3001";
    QTest::newRow("input registers") << "input"
                                     << "Input registers"
                                     << "62535"
                                     << "62534";
    QTest::newRow("coils") << "coil"
                           << "Coils"
                           << "true"
                           << "false";
    QTest::newRow("discrete inputs") << "discrete"
                                     << "Discrete inputs"
                                     << "true"
                                     << "false";
}

void TestRegistersPage::readsEachTable()
{
    QFETCH(QString, stem);
    QFETCH(QString, title);
    QFETCH(QString, first);
    QFETCH(QString, second);
    const auto name = [&stem](const char *part) { return stem.toLatin1() + part; };

    RegistersDesk desk;
    desk.connectToDevice();
    desk.openTab(title);
    QVERIFY(desk.grid(name("Grid"))->isVisible());
    desk.setCount(name("Count"), 5);
    desk.type(name("Start"), QStringLiteral("3000"));
    QTRY_COMPARE(desk.value(1, name("Grid")), second);
    QCOMPARE(desk.value(0, name("Grid")), first);
    QCOMPARE(desk.model(name("Grid"))->rowCount(), 5);
    QVERIFY(!desk.find<QWidget>(name("Start"))->accessibleName().isEmpty());
}

void TestRegistersPage::understandsAnyNotationAndShowsWhatItMeans_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("value");
    QTest::newRow("a PDU address") << "100"
                                   << "100";
    QTest::newRow("hexadecimal") << "0x64"
                                 << "100";
    QTest::newRow("Modicon with 5 digits") << "40101"
                                           << "100";
    QTest::newRow("Modicon with 6 digits") << "400101"
                                           << "100";
    QTest::newRow("IEC") << "%MW100"
                         << "100";
}

void TestRegistersPage::understandsAnyNotationAndShowsWhatItMeans()
{
    QFETCH(QString, typed);
    QFETCH(QString, value);
    RegistersDesk desk;
    desk.connectToDevice();
    desk.type("holdingStart", typed);
    const QString meaning = desk.find<QLabel>("holdingMeaning")->text();
    for (const char *part : {"PDU 100", "0x64", "40101", "%MW100"})
        QVERIFY2(meaning.contains(QLatin1String(part), Qt::CaseInsensitive), qPrintable(meaning));
    QTRY_COMPARE(desk.value(0), value);
    QCOMPARE(desk.cell(0, RegisterModel::AddressColumn), QStringLiteral("100"));
    desk.choose("holdingNotation", QStringLiteral("Modicon"));
    QCOMPARE(desk.cell(0, RegisterModel::AddressColumn), QStringLiteral("40101"));
}

void TestRegistersPage::offersTheOtherMeaningOfAnAddress()
{
    RegistersDesk desk;
    desk.connectToDevice();
    desk.type("holdingStart", QStringLiteral("40101"));
    QTRY_COMPARE(desk.value(0), QStringLiteral("100"));
    auto *meaning = desk.find<QLabel>("holdingMeaning");
    QVERIFY2(meaning->text().contains(QLatin1String("PDU 40101")), qPrintable(meaning->text()));
    emit meaning->linkActivated(QStringLiteral("0x9CA5"));
    QTRY_COMPARE(desk.value(0), QStringLiteral("40101"));
}

void TestRegistersPage::saysWhatIsWrongWithAnAddressAndGoesOnWithTheLastOne()
{
    RegistersDesk desk;
    desk.connectToDevice();
    desk.type("holdingStart", QStringLiteral("200"));
    QTRY_COMPARE(desk.value(0), QStringLiteral("200"));
    desk.type("holdingStart", QStringLiteral("%IW5"));
    const QString meaning = desk.find<QLabel>("holdingMeaning")->text();
    QVERIFY2(meaning.contains(QChar(0x26a0)), qPrintable(meaning));
    QCOMPARE(desk.value(0), QStringLiteral("200"));
    QCOMPARE(desk.model()->shape().first.offset, 200);
}

void TestRegistersPage::asksForNothingButWhatWasTyped()
{
    support::HostileServer server;
    RegistersDesk desk;
    desk.connectTo(server.listen());
    desk.page.togglePolling();
    QTRY_COMPARE(desk.value(9), QStringLiteral("9"));
    const qsizetype before = server.asked().size();
    desk.type("holdingStart", QStringLiteral("200"));
    QTRY_COMPARE(desk.value(9), QStringLiteral("209"));
    QCOMPARE(server.asked().size(), before + 1);
}

void TestRegistersPage::showsEveryTypeInEveryOrder_data()
{
    QTest::addColumn<DataType>("type");
    QTest::addColumn<QString>("text");
    const QHash<DataType, QString> samples{
        {DataType::Bool, QStringLiteral("true")},
        {DataType::Int16, QStringLiteral("-1234")},
        {DataType::UInt16, QStringLiteral("54321")},
        {DataType::Int32, QStringLiteral("-123456789")},
        {DataType::UInt32, QStringLiteral("3123456789")},
        {DataType::Int64, QStringLiteral("-1234567890123456789")},
        {DataType::UInt64, QStringLiteral("12345678901234567890")},
        {DataType::Float32, QStringLiteral("-12.375")},
        {DataType::Float64, QStringLiteral("3.141592653589793")},
        {DataType::Hex16, QStringLiteral("0xBEEF")},
        {DataType::Binary16, QStringLiteral("1010 0000 1111 0001")},
        {DataType::Bcd16, QStringLiteral("9876")},
        {DataType::Bcd32, QStringLiteral("98765432")},
        {DataType::Ascii, QStringLiteral("Loopcheck")},
        {DataType::Utf8, QStringLiteral("25 \u00b0C")},
    };
    for (const DataType type : modbus::allTypes()) {
        QVERIFY2(samples.contains(type), qPrintable(modbus::typeName(type)));
        QTest::addRow("%s", qPrintable(modbus::typeName(type))) << type << samples.value(type);
    }
}

void TestRegistersPage::showsEveryTypeInEveryOrder()
{
    QFETCH(DataType, type);
    QFETCH(QString, text);
    RegistersDesk desk;
    QHash<WordOrder, QList<quint16>> registers;
    for (const WordOrder order : modbus::allOrders())
        registers.insert(order, modbus::encode(text, {type, order, 8}).value());
    desk.connectToDevice();
    desk.type("holdingStart", QStringLiteral("500"));
    desk.choose("holdingType", modbus::typeName(type));
    for (const WordOrder order : modbus::allOrders()) {
        desk.device.server().setData(
            QModbusDataUnit(QModbusDataUnit::HoldingRegisters, 500, registers.value(order)));
        desk.choose("holdingOrder", modbus::orderName(order));
        desk.click("holdingRead");
        QTRY_COMPARE(desk.value(0), text);
    }
    const bool isString = type == DataType::Ascii || type == DataType::Utf8;
    QCOMPARE(desk.find<QSpinBox>("holdingLength")->isVisible(), isString);
}

void TestRegistersPage::showsAllReadingsAndTakesOverTheRightOne()
{
    RegistersDesk desk;
    desk.device.server().setData(
        QModbusDataUnit(QModbusDataUnit::HoldingRegisters, 0, {0x0000, 0x42C8, 0, 0}));
    desk.connectToDevice();
    QTRY_COMPARE(desk.value(1), QStringLiteral("17096"));
    desk.select(0);
    auto *readings = desk.grid("holdingReadings");
    QTRY_VERIFY(readings->model()->rowCount() > 0);
    const auto found = [readings](const QString &type, const QString &order) {
        const QAbstractItemModel *model = readings->model();
        for (int row = 0; row < model->rowCount(); ++row) {
            for (int column = 0; column < model->columnCount(); ++column) {
                if (model->headerData(row, Qt::Vertical) == type &&
                    model->headerData(column, Qt::Horizontal) == order)
                    return model->index(row, column);
            }
        }
        return QModelIndex();
    };
    const QModelIndex right = found(QStringLiteral("float32"), QStringLiteral("CDAB"));
    QTRY_COMPARE(right.data().toString(), QStringLiteral("100"));

    desk.device.server().setData(QModbusDataUnit::HoldingRegisters, 1, 0x4348);
    desk.page.read();
    QTRY_COMPARE(right.data().toString(), QStringLiteral("200"));

    readings->setCurrentIndex(right);
    QTest::keyClick(readings, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("200"));
    const QPoint place = readings->visualRect(right).center();
    QTest::mouseClick(readings->viewport(), Qt::LeftButton, {}, place);
    QTest::mouseDClick(readings->viewport(), Qt::LeftButton, {}, place);
    QTRY_COMPARE(desk.value(0), QStringLiteral("200"));
    QCOMPARE(desk.find<QComboBox>("holdingType")->currentText(), QStringLiteral("float32"));
    QCOMPARE(desk.find<QComboBox>("holdingOrder")->currentText(), QStringLiteral("CDAB"));
}

void TestRegistersPage::showsEachReadingInFull_data()
{
    QTest::addColumn<QList<quint16>>("registers");
    QTest::newRow("the longest integers") << QList<quint16>{0xFFFF, 0xFFFF, 0xFFFF, 0xFFFE};
    QTest::newRow("the lowest integers") << QList<quint16>{0x8000, 0x0080, 0x8000, 0x0080};
    QTest::newRow("long floats") << QList<quint16>{0x8123, 0x4567, 0x89AB, 0xCDEF};
}

void TestRegistersPage::showsEachReadingInFull()
{
    QFETCH(QList<quint16>, registers);
    RegistersDesk desk;
    desk.page.resize(940, 540);
    desk.device.server().setData(
        QModbusDataUnit(QModbusDataUnit::HoldingRegisters, 500, registers));
    desk.connectToDevice();
    desk.type("holdingStart", QStringLiteral("500"));
    auto *view = desk.grid("holdingReadings");
    QTRY_VERIFY(view->model()->rowCount() > 0);
    QVERIFY(view->rowHeight(0) < 2 * view->fontMetrics().lineSpacing());
    for (int row = 0; row < view->model()->rowCount(); ++row) {
        for (int column = 0; column < view->model()->columnCount(); ++column) {
            const QModelIndex index = view->model()->index(row, column);
            const QSize room = view->visualRect(index).size();
            const QFontMetrics metrics(qvariant_cast<QFont>(index.data(Qt::FontRole)));
            const QString text = index.data().toString();
            const int lines = room.height() / metrics.lineSpacing();
            QVERIFY2(metrics.horizontalAdvance(text) <= lines * (room.width() - 10),
                     qPrintable(text));
        }
    }
}

void TestRegistersPage::filtersRows()
{
    RegistersDesk desk;
    desk.connectToDevice();
    desk.setCount("holdingCount", 200);
    QTRY_COMPARE(desk.value(199), QStringLiteral("199"));
    desk.type("holdingFilter", QStringLiteral("19"));
    QTRY_COMPARE(desk.model()->rowCount(), 12);
    QCOMPARE(desk.value(0), QStringLiteral("19"));
    desk.find<QLineEdit>("holdingFilter")->clear();
    QTRY_COMPARE(desk.model()->rowCount(), 200);
}

void TestRegistersPage::copiesAndExports()
{
    RegistersDesk desk;
    desk.connectToDevice();
    QTRY_COMPARE(desk.value(9), QStringLiteral("9"));
    QTableView *grid = desk.grid();
    grid->clearSelection();
    const QItemSelection cells(desk.model()->index(2, RegisterModel::RawColumn),
                               desk.model()->index(3, RegisterModel::ValueColumn));
    grid->selectionModel()->select(cells, QItemSelectionModel::ClearAndSelect);
    QTest::keyClick(grid, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("0002\t2\n0003\t3"));

    desk.click("holdingExport");
    auto *dialog = desk.page.findChild<QFileDialog *>(QStringLiteral("exportDialog"));
    QVERIFY(dialog);
    const QString path = desk.folder.filePath(QStringLiteral("table.csv"));
    emit dialog->fileSelected(path);
    dialog->close();
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll().count("\r\n"), 11);
    QVERIFY(desk.lastEvent().contains(path));
}

void TestRegistersPage::remembersPanelsByTarget()
{
    RegistersDesk desk;
    desk.connectToDevice();
    QTRY_COMPARE(desk.value(9), QStringLiteral("9"));
    desk.type("holdingStart", QStringLiteral("40201"));
    desk.choose("holdingType", QStringLiteral("float32"));
    desk.setCount("holdingCount", 3);
    desk.model()->setData(desk.model()->index(1, RegisterModel::NameColumn),
                          QStringLiteral("TT-101"));
    desk.page.togglePolling();

    desk.page.setTarget(desk.connection.get(), 7);
    QCOMPARE(desk.find<QLineEdit>("holdingStart")->text(), QStringLiteral("0"));
    QCOMPARE(desk.model()->rowCount(), 10);
    QVERIFY(desk.page.isPolling());
    desk.page.setTarget(desk.connection.get(), 1);
    QCOMPARE(desk.find<QLineEdit>("holdingStart")->text(), QStringLiteral("40201"));
    QCOMPARE(desk.model()->rowCount(), 3);
    QCOMPARE(desk.cell(1, RegisterModel::NameColumn), QStringLiteral("TT-101"));
    QVERIFY(!desk.page.isPolling());
    QTRY_VERIFY(desk.value(0) != kNoValue);
}

void TestRegistersPage::keepsItsStateInTheSettings()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("loopcheck.ini"));
    RegistersDesk desk;
    QSignalSpy edits(&desk.page, &ui::RegistersPage::edited);
    desk.connectToDevice();
    const quint16 port = desk.connection->endpoint().port;
    QCOMPARE(edits.count(), 0);
    desk.openTab(QStringLiteral("Input registers"));
    desk.type("inputStart", QStringLiteral("30011"));
    desk.choose("inputType", QStringLiteral("int32"));
    desk.choose("inputOrder", QStringLiteral("DCBA"));
    desk.choose("inputNotation", QStringLiteral("Modicon"));
    desk.choose("inputPeriod", QStringLiteral("on demand"));
    desk.model("inputGrid")
        ->setData(desk.model("inputGrid")->index(0, RegisterModel::NameColumn),
                  QStringLiteral("Flow = \u00fc, \"x\""));
    QVERIFY(edits.count() >= 6);
    {
        QSettings settings(path, QSettings::IniFormat);
        desk.page.saveState(settings);
    }

    QSettings settings(path, QSettings::IniFormat);
    RegistersDesk next;
    next.page.restoreState(settings);
    next.connectTo(port);
    QVERIFY(next.grid("inputGrid")->isVisible());
    QCOMPARE(next.find<QLineEdit>("inputStart")->text(), QStringLiteral("30011"));
    QCOMPARE(next.find<QComboBox>("inputType")->currentText(), QStringLiteral("int32"));
    QCOMPARE(next.find<QComboBox>("inputOrder")->currentText(), QStringLiteral("DCBA"));
    QCOMPARE(next.find<QComboBox>("inputPeriod")->currentText(), QStringLiteral("on demand"));
    QCOMPARE(next.cell(0, RegisterModel::AddressColumn, "inputGrid"), QStringLiteral("30011"));
    QCOMPARE(next.cell(0, RegisterModel::NameColumn, "inputGrid"),
             QStringLiteral("Flow = \u00fc, \"x\""));
    QTRY_VERIFY(next.value(0, "inputGrid") != kNoValue);
}

QTEST_MAIN(TestRegistersPage)
#include "tst_registerspage.moc"
