// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/discovery/snapshotfile.h"
#include "tests/support/specdevice.h"
#include "ui/discover/discoverpage.h"
#include "ui/discover/findingsmodel.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>

using namespace support;
using namespace std::chrono_literals;

namespace {

void refuse(HostileServer &server, const Asked &asked, char code)
{
    Answer answer = server.answerTo(asked);
    answer.pdu = QByteArray(1, char(quint8(asked.pdu[0]) | 0x80)) + code;
    HostileServer::send(asked, answer.bytes());
}

/// The page on a desk, with a server, and hands that click and type.
struct Desk
{
    QTemporaryDir folder;
    HostileServer server;
    std::unique_ptr<modbus::Connection> connection;
    ui::DiscoverPage page;

    Desk()
    {
        page.resize(1080, 520);
        page.show();
    }
    void connectToServer(std::chrono::milliseconds deadline = 10s)
    {
        modbus::Connection::Options options;
        options.responseDeadline = deadline;
        connection = std::make_unique<modbus::Connection>(
            modbus::Endpoint{QStringLiteral("127.0.0.1"), server.listen()}, options);
        connection->open();
        QTRY_COMPARE(connection->state(), modbus::Connection::State::Connected);
        page.setTarget(connection.get(), 1);
    }
    template <typename Widget>
    Widget *find(const char *name) const
    {
        auto *widget = page.findChild<Widget *>(QLatin1StringView(name));
        if (!widget)
            qFatal("there is no %s", name);
        return widget;
    }
    void open(int tool) const { find<QListWidget>("discoverTools")->setCurrentRow(tool); }
    void click(const char *name) const
    {
        QTest::mouseClick(find<QPushButton>(name), Qt::LeftButton);
    }
    void type(const char *name, const QString &text, bool withEnter = false) const
    {
        auto *field = find<QLineEdit>(name);
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, text);
        if (withEnter)
            QTest::keyClick(field, Qt::Key_Return);
    }
    QString text(const char *name) const { return find<QLabel>(name)->text(); }
    QTableView *table(const char *name) const { return find<QTableView>(name); }
    QString cell(const char *name, int row, int column) const
    {
        return table(name)->model()->index(row, column).data().toString();
    }
    int rows(const char *name) const { return table(name)->model()->rowCount(); }
    void activate(const char *name, int row) const
    {
        emit table(name)->activated(table(name)->model()->index(row, 0));
    }
};

enum Tool { Hosts, Units, Identify, Addresses, Doctor, Measure, Snapshots };

bool has(const QString &text, const char *part)
{
    return text.contains(QLatin1StringView(part));
}

} // namespace

class TestDiscoverPage : public QObject
{
    Q_OBJECT
private slots:
    void modelKeepsItsPromises();
    void saysWhatToDoWithoutADevice();
    void scansHostsOnlyAfterTheWarning();
    void saysWhatIsWrongWithARange();
    void scansUnitsAndOffersThem();
    void clickingAHitWhileScanningIsSafe();
    void escapeStopsAScanAtOnce();
    void anotherDeviceEndsTheScan();
    void theKeyboardStaysOnTheButtons();
    void showsWhoTheDeviceIs();
    void saysWhyADeviceDoesNotSayWhoItIs();
    void stopsAskingWhoItIsAtOnce();
    void findsAddressesAndMakesPoints();
    void copiesAndExportsFindings();
    void doctorShowsTheLadderAndTheParagraph();
    void doctorTakesADeviceThatIsTyped();
    void measuredSettingsAreUsed();
    void snapshotsAreCompared();
    void saysWhyThereIsNoSnapshot();
    void snapshotsGoThroughFiles();
    void watchShowsWhatChanges();
    void snapshotIsComparedWithThePointList();
    void toolIsRemembered();
};

void TestDiscoverPage::modelKeepsItsPromises()
{
    ui::FindingsModel model({QStringLiteral("A"), QStringLiteral("B")});
    const QAbstractItemModelTester tester(&model);
    model.add({{QStringLiteral("x"), QStringLiteral("12 ms")}, {}, {}, 7});
    model.add({{QStringLiteral("only one cell")}, {}, {}, {}});
    QCOMPARE(model.index(0, 1).data(ui::FindingsModel::SortRole).toDouble(), 12.0);
    QCOMPARE(model.index(0, 0).data(ui::FindingsModel::OriginRole).toInt(), 7);
    QCOMPARE(model.index(1, 1).data().toString(), QString());
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    model.setRows({{{QStringLiteral("y")}, {}, {}, {}}, {{QStringLiteral("z")}, {}, {}, {}}});
    QCOMPARE(changed.size(), 1);
    QCOMPARE(reset.size(), 0);
    model.setHeadings({QStringLiteral("C")});
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.columnCount(), 1);
}

void TestDiscoverPage::saysWhatToDoWithoutADevice()
{
    Desk desk;
    for (const char *stem : {"units", "identify", "addresses", "measure", "snapshots"}) {
        const QByteArray name(stem);
        QVERIFY(has(desk.text(name + "Empty"), "Ctrl+L"));
        QVERIFY(!desk.find<QPushButton>(name + "Start")->isEnabled());
        QVERIFY(!desk.find<QPushButton>(name + "Cancel")->isEnabled());
    }
    QVERIFY(has(desk.text("hostsEmpty"), "192.168.0.0/24"));
    desk.page.cancel();
}

void TestDiscoverPage::scansHostsOnlyAfterTheWarning()
{
    Desk desk;
    const quint16 port = desk.server.listen();
    QVERIFY(has(desk.text("hostsPurpose"), "Ask who runs the network"));
    desk.type("hostsPorts", QString::number(port));
    desk.find<QSpinBox>("hostsRate")->setValue(200);
    desk.type("hostsRange", QStringLiteral("127.0.0.1-4"), true);
    QVERIFY(!desk.find<QPushButton>("hostsStart")->isEnabled());
    QVERIFY(!desk.find<QPushButton>("hostsCancel")->isEnabled());

    desk.find<QCheckBox>("hostsMayScan")->setChecked(true);
    desk.type("hostsRange", QStringLiteral("127.0.0.1-4"), true);
    QVERIFY(desk.find<QPushButton>("hostsCancel")->isEnabled());
    QTRY_VERIFY(has(desk.text("hostsStatus"), "4 of 4 tried: 1 open, 1 speak Modbus TCP"));
    QCOMPARE(desk.rows("hostsFindings"), 1);
    QCOMPARE(desk.cell("hostsFindings", 0, 0), QStringLiteral("127.0.0.1"));
    QVERIFY(has(desk.cell("hostsFindings", 0, 4), "unit 1 answers"));

    QSignalSpy wanted(&desk.page, &ui::DiscoverPage::connectWanted);
    desk.activate("hostsFindings", 0);
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted[0][0].value<modbus::Target>().endpoint.port, port);
}

void TestDiscoverPage::saysWhatIsWrongWithARange()
{
    Desk desk;
    desk.find<QCheckBox>("hostsMayScan")->setChecked(true);
    desk.type("hostsRange", QStringLiteral("10.0.0.0/8"), true);
    QVERIFY(has(desk.text("hostsStatus"), "65536"));
    desk.type("hostsRange", QStringLiteral("127.0.0.1"));
    desk.type("hostsPorts", QStringLiteral("modbus"), true);
    QVERIFY(has(desk.text("hostsStatus"), "no port"));
    desk.connectToServer();
    desk.open(Addresses);
    desk.type("addressesFirst", QStringLiteral("forty"), true);
    QVERIFY(!desk.text("addressesStatus").isEmpty());
    QVERIFY(desk.server.asked().isEmpty());
}

void TestDiscoverPage::scansUnitsAndOffersThem()
{
    Desk desk;
    desk.server.setBehaviour([&](const Asked &asked) {
        if (asked.unit == 3 || asked.unit == 255)
            desk.server.answerWell(asked);
        else
            refuse(desk.server, asked, asked.unit == 9 ? 2 : 0x0B);
    });
    desk.connectToServer();
    desk.open(Units);
    desk.click("unitsStart");
    QTRY_VERIFY(has(desk.text("unitsStatus"), "249 units asked, 3 alive."));
    QCOMPARE(desk.rows("unitsFindings"), 3); // and not what gateways say
    QCOMPARE(desk.cell("unitsFindings", 0, 0), QStringLiteral("3"));
    QVERIFY(has(desk.cell("unitsFindings", 1, 2), "exception 02"));
    QSignalSpy wanted(&desk.page, &ui::DiscoverPage::connectWanted);
    desk.activate("unitsFindings", 2);
    QCOMPARE(wanted[0][0].value<modbus::Target>().unit, quint8(255));
    desk.find<QCheckBox>("unitsShowSilent")->setChecked(true);
    desk.click("unitsStart");
    QTRY_COMPARE(desk.rows("unitsFindings"), 249);
}

/// Selecting, sorting, filtering, copying and connecting while rows come in.
void TestDiscoverPage::clickingAHitWhileScanningIsSafe()
{
    Desk desk;
    desk.connectToServer();
    desk.open(Units);
    desk.click("unitsStart");
    QTRY_VERIFY(desk.rows("unitsFindings") >= 5);
    QTableView *table = desk.table("unitsFindings");
    const auto hit = [&](int row) {
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                          table->visualRect(table->model()->index(row, 1)).center());
    };
    hit(2);
    table->sortByColumn(0, Qt::DescendingOrder);
    QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
    // What the window does with it: shows another unit of the same connection.
    connect(&desk.page, &ui::DiscoverPage::connectWanted, &desk.page,
            [&](const modbus::Target &target) {
                desk.page.setTarget(desk.connection.get(), target.unit);
            });
    desk.activate("unitsFindings", 1);
    desk.find<QLineEdit>("unitsFilter")->setText(QStringLiteral("answered"));
    hit(0);
    QTRY_VERIFY(has(desk.text("unitsStatus"), "249 units asked, 249 alive."));
    QCOMPARE(desk.rows("unitsFindings"), 249);

    desk.click("unitsStart");
    QTRY_VERIFY(desk.rows("unitsFindings") >= 5);
    hit(1);
    desk.page.setTarget(nullptr, 1);
    desk.connection.reset();
    QVERIFY(!desk.find<QPushButton>("unitsStart")->isEnabled());
}

void TestDiscoverPage::escapeStopsAScanAtOnce()
{
    Desk desk;
    desk.server.setBehaviour([&](const Asked &asked) {
        if (asked.unit < 4)
            desk.server.answerWell(asked);
    });
    desk.connectToServer();
    desk.open(Units);
    desk.find<QSpinBox>("unitsDeadline")->setValue(10000);
    desk.click("unitsStart");
    QTRY_COMPARE(desk.server.asked().size(), 4);
    desk.page.asPage().cancel();
    QVERIFY(has(desk.text("unitsStatus"), "Stopped. 3 units asked, 3 alive."));
    QCOMPARE(desk.rows("unitsFindings"), 3);
    QVERIFY(desk.find<QPushButton>("unitsStart")->isEnabled());
}

void TestDiscoverPage::theKeyboardStaysOnTheButtons()
{
    Desk desk;
    desk.page.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&desk.page));
    desk.server.setBehaviour([](const Asked &) {});
    desk.connectToServer(1s); // so long the request given up keeps the line
    desk.open(Addresses);
    auto *start = desk.find<QPushButton>("addressesStart");
    auto *cancel = desk.find<QPushButton>("addressesCancel");
    start->setFocus();
    QTest::keyClick(start, Qt::Key_Space);
    QVERIFY(cancel->hasFocus());
    QTest::keyClick(cancel, Qt::Key_Space);
    QVERIFY(start->hasFocus());
    desk.server.setBehaviour({});
    QTest::keyClick(start, Qt::Key_Space);
    QTRY_VERIFY(desk.rows("addressesFindings") > 0);
    desk.page.asPage().find();
    QVERIFY(desk.find<QLineEdit>("addressesFilter")->hasFocus());
}

void TestDiscoverPage::showsWhoTheDeviceIs()
{
    Desk desk;
    const SpecDevice device(desk.server);
    desk.connectToServer();
    desk.open(Identify);
    desk.click("identifyStart");
    QTRY_COMPARE(desk.text("identifyStatus"), QStringLiteral("Loopcheck tests Pressure V2.11"));
    QCOMPARE(desk.cell("identifyFindings", 0, 0), QStringLiteral("VendorName"));
    QCOMPARE(desk.cell("identifyFindings", 0, 1), QStringLiteral("Loopcheck tests"));
    QStringList names;
    for (int row = 0; row < desk.rows("identifyFindings"); ++row)
        names.append(desk.cell("identifyFindings", row, 0));
    QVERIFY(names.contains(QStringLiteral("UserApplicationName"))); // regular
    QVERIFY(names.contains(QStringLiteral("Server ID")));           // function 17
    QVERIFY(desk.find<QPushButton>("identifyExport")->isEnabled());
    desk.page.setTarget(nullptr, 1);
    QCOMPARE(desk.rows("identifyFindings"), 0);
}

void TestDiscoverPage::saysWhyADeviceDoesNotSayWhoItIs()
{
    Desk desk;
    SpecDevice device(desk.server);
    device.unknownFunctions = {17, 43};
    desk.connectToServer();
    desk.open(Identify);
    desk.click("identifyStart");
    QTRY_COMPARE(desk.rows("identifyFindings"), 2);
    QVERIFY(has(desk.text("identifyStatus"), "does not say who it is"));
    QVERIFY(has(desk.cell("identifyFindings", 0, 0), "43/14"));
    QVERIFY(has(desk.cell("identifyFindings", 1, 1), "does not know function 17"));
}

void TestDiscoverPage::stopsAskingWhoItIsAtOnce()
{
    Desk desk;
    QList<Asked> held;
    desk.server.setBehaviour([&](const Asked &asked) { held.append(asked); });
    desk.connectToServer();
    desk.open(Identify);
    desk.click("identifyStart");
    QTRY_COMPARE(held.size(), 1);
    desk.page.cancel();
    QCOMPARE(desk.text("identifyStatus"), QStringLiteral("Stopped."));
    QVERIFY(desk.find<QPushButton>("identifyStart")->isEnabled());
    refuse(desk.server, held.takeFirst(), 1); // too late: nothing more is asked
    desk.click("identifyStart");
    QTRY_COMPARE(held.size(), 1);
    QCOMPARE(held[0].pdu[0], char(43));
    QCOMPARE(desk.rows("identifyFindings"), 0);
}

void TestDiscoverPage::anotherDeviceEndsTheScan()
{
    Desk desk;
    desk.connectToServer();
    desk.server.setBehaviour([](const Asked &) {});
    desk.open(Addresses);
    desk.click("addressesStart");
    QTRY_COMPARE(desk.server.asked().size(), 1);
    QVERIFY(!desk.page.asPage().underWay().isEmpty());
    modbus::Connection other({QStringLiteral("127.0.0.1"), desk.server.port()});
    desk.page.setTarget(&other, 1);
    QVERIFY(!desk.find<QPushButton>("addressesCancel")->isEnabled());
    QVERIFY(desk.page.asPage().underWay().isEmpty());
}

void TestDiscoverPage::findsAddressesAndMakesPoints()
{
    Desk desk;
    desk.server.setBehaviour([&](const Asked &asked) {
        const int first = qFromBigEndian<quint16>(asked.pdu.constData() + 1);
        const int end = first + qFromBigEndian<quint16>(asked.pdu.constData() + 3);
        const bool isThere = (first >= 10 && end <= 30) || (first >= 200 && end <= 260);
        isThere ? desk.server.answerWell(asked) : refuse(desk.server, asked, 2);
    });
    desk.connectToServer();
    desk.open(Addresses);
    desk.find<QSpinBox>("addressesCount")->setValue(500);
    QVERIFY(!desk.find<QPushButton>("addressesAdd")->isEnabled());
    desk.click("addressesStart");
    QTRY_VERIFY(has(desk.text("addressesStatus"), "80 readable addresses in 2 blocks"));
    QCOMPARE(desk.rows("addressesFindings"), 2);
    QCOMPARE(desk.cell("addressesFindings", 0, 0), QStringLiteral("40011"));
    QCOMPARE(desk.cell("addressesFindings", 0, 3), QStringLiteral("29"));
    QCOMPARE(desk.cell("addressesFindings", 1, 4), QStringLiteral("60"));

    QSignalSpy found(&desk.page, &ui::DiscoverPage::pointsFound);
    desk.click("addressesAdd");
    QCOMPARE(found[0][0].value<QList<modbus::Point>>().size(), 80);
    desk.table("addressesFindings")->selectRow(0);
    desk.click("addressesAdd");
    const auto points = found[1][0].value<QList<modbus::Point>>();
    QCOMPARE(points.size(), 20);
    QCOMPARE(points[0].tag, QStringLiteral("HR40011"));
    QVERIFY(has(desk.text("addressesStatus"), "20 points added"));
}

void TestDiscoverPage::copiesAndExportsFindings()
{
    Desk desk;
    desk.connectToServer();
    desk.open(Addresses);
    desk.find<QSpinBox>("addressesCount")->setValue(50);
    desk.click("addressesStart");
    QTRY_COMPARE(desk.rows("addressesFindings"), 1);
    QTRY_VERIFY(has(desk.text("addressesStatus"), "by 1 requests"));
    desk.click("addressesCopy");
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(
        QStringLiteral("40001\t40050\t0\t49\t50\t49")));
    desk.click("addressesExport");
    auto *dialog = desk.find<QFileDialog>("addressesExportDialog");
    const QString path = desk.folder.filePath(QStringLiteral("found.csv"));
    emit dialog->fileSelected(path);
    dialog->close();
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray csv = file.readAll();
    QVERIFY(csv.startsWith("First,Last,"));
    QCOMPARE(csv.count("\r\n"), 2);
    QVERIFY(has(desk.text("addressesStatus"), "exported"));
}

void TestDiscoverPage::doctorShowsTheLadderAndTheParagraph()
{
    Desk desk;
    desk.server.setBehaviour([&](const Asked &asked) {
        if (asked.unit == 255)
            desk.server.answerWell(asked);
    });
    desk.connectToServer(100ms);
    desk.open(Doctor);
    QVERIFY(!desk.find<QPushButton>("doctorCopy")->isEnabled());
    QCOMPARE(desk.find<QLineEdit>("doctorDevice")->text(),
             QStringLiteral("127.0.0.1:%1").arg(desk.server.port()));
    desk.click("doctorStart");
    QTRY_VERIFY(desk.find<QPushButton>("doctorCopy")->isEnabled());
    QCOMPARE(desk.text("connectState"), QStringLiteral("good"));
    QCOMPARE(desk.text("answerState"), QStringLiteral("bad"));
    QCOMPARE(desk.text("unitsState"), QStringLiteral("good"));
    QCOMPARE(desk.text("rtuState"), QStringLiteral("not needed"));
    QVERIFY(has(desk.text("unitsEvidence"), "Use unit identifier 255"));
    QVERIFY(has(desk.text("doctorStatus"), "unit identifier 255"));
    desk.click("doctorCopy");
    const QString mail = QGuiApplication::clipboard()->text();
    QVERIFY(has(mail, "Conclusion: the device is there under unit identifier 255"));
    QVERIFY(has(mail, "Loopcheck looked at"));
}

void TestDiscoverPage::doctorTakesADeviceThatIsTyped()
{
    Desk desk;
    desk.open(Doctor);
    desk.type("doctorDevice", QStringLiteral("not a device"), true);
    QVERIFY(has(desk.text("doctorStatus"), "no host name"));
    const quint16 port = desk.server.listen();
    desk.type("doctorDevice", QStringLiteral("127.0.0.1:%1/7").arg(port), true);
    QTRY_VERIFY(has(desk.text("doctorStatus"), "works: unit 7 answers"));
}

void TestDiscoverPage::measuredSettingsAreUsed()
{
    Desk desk;
    desk.connectToServer();
    desk.open(Measure);
    desk.click("measureStart");
    QTRY_VERIFY_WITH_TIMEOUT(has(desk.text("measureStatus"), "Settings that fit"), 30000);
    QCOMPARE(desk.cell("measureFindings", 0, 1), QStringLiteral("125 items"));
    QCOMPARE(desk.cell("measureFindings", 1, 1), QStringLiteral("16"));
    QSignalSpy used(&desk.page, &ui::DiscoverPage::optionsUsed);
    desk.click("measureUse");
    QCOMPARE(used.size(), 1);
    QCOMPARE(desk.connection->options().window, 16);
    QVERIFY(
        has(desk.text("measureStatus"), "In use now: 16 at once, gap 0 ms, 125 registers a read"));
    QVERIFY(!desk.find<QPushButton>("measureUse")->isEnabled());
}

void TestDiscoverPage::snapshotsAreCompared()
{
    Desk desk;
    desk.connectToServer();
    desk.open(Snapshots);
    desk.find<QSpinBox>("snapshotsCount")->setValue(20);
    desk.click("snapshotsStart");
    QTRY_VERIFY(has(desk.text("snapshotsStatus"), "20 of 20 addresses"));
    desk.server.setHolding(7, 700);
    desk.click("snapshotsStart");
    QTRY_COMPARE(desk.rows("snapshotsFindings"), 1);
    QVERIFY(has(desk.cell("snapshotsFindings", 0, 0), "40008 (PDU 7)"));
    QCOMPARE(desk.cell("snapshotsFindings", 0, 1), QStringLiteral("7"));
    QCOMPARE(desk.cell("snapshotsFindings", 0, 2), QStringLiteral("700"));
    QCOMPARE(desk.cell("snapshotsFindings", 0, 3), QStringLiteral("693"));
    QVERIFY(has(desk.text("snapshotsStatus"), "1 differ"));
}

void TestDiscoverPage::saysWhyThereIsNoSnapshot()
{
    Desk desk;
    desk.server.setBehaviour([&](const Asked &asked) { refuse(desk.server, asked, 2); });
    desk.connectToServer();
    desk.open(Snapshots);
    desk.click("snapshotsStart");
    QTRY_VERIFY(has(desk.text("snapshotsStatus"), "no snapshot was taken. Exception 02"));
    QVERIFY(!desk.find<QPushButton>("snapshotsSave")->isEnabled());
    desk.click("snapshotsWatch");
    QTRY_VERIFY(has(desk.text("snapshotsStatus"), "Exception 02"));
    desk.page.cancel();
}

void TestDiscoverPage::snapshotsGoThroughFiles()
{
    Desk desk;
    desk.connectToServer();
    desk.open(Snapshots);
    QVERIFY(!desk.find<QPushButton>("snapshotsSave")->isEnabled());
    desk.click("snapshotsStart");
    QTRY_VERIFY(desk.find<QPushButton>("snapshotsSave")->isEnabled());
    desk.click("snapshotsSave");
    const QString path = desk.folder.filePath(QStringLiteral("before.json"));
    auto *saving = desk.find<QFileDialog>("snapshotsSaveDialog");
    emit saving->fileSelected(path);
    saving->close();
    QVERIFY(has(desk.text("snapshotsStatus"), "Saved"));
    QVERIFY(modbus::discovery::loadSnapshot(path));

    const auto open = [&](const QString &file) {
        desk.click("snapshotsOpen");
        auto *opening = desk.find<QFileDialog>("snapshotsOpenDialog");
        emit opening->fileSelected(file);
        delete opening;
    };
    open(path);
    QVERIFY(has(desk.text("snapshotsStatus"), "Nothing differs"));
    QCOMPARE(desk.find<QComboBox>("snapshotsAfter")->count(), 2);
    open(desk.folder.filePath(QStringLiteral("none.json")));
    QVERIFY(has(desk.text("snapshotsStatus"), "none.json cannot be read"));
    QCOMPARE(desk.find<QComboBox>("snapshotsAfter")->count(), 2);
}

void TestDiscoverPage::watchShowsWhatChanges()
{
    Desk desk;
    desk.connectToServer();
    desk.open(Snapshots);
    desk.click("snapshotsWatch");
    QTRY_VERIFY(desk.server.asked().size() >= 2);
    desk.server.setHolding(3, 30);
    QTRY_COMPARE(desk.rows("snapshotsFindings"), 1);
    QVERIFY(has(desk.cell("snapshotsFindings", 0, 0), "40004"));
    desk.click("snapshotsLeaveOut");
    QTRY_COMPARE(desk.rows("snapshotsFindings"), 0);
    desk.server.setHolding(3, 31);
    desk.server.setHolding(42, 1);
    QTRY_COMPARE(desk.rows("snapshotsFindings"), 1);
    QVERIFY(has(desk.cell("snapshotsFindings", 0, 0), "40043"));
    QVERIFY(has(desk.text("snapshotsStatus"), "1 are left out"));
    desk.page.cancel();
    QVERIFY(desk.find<QPushButton>("snapshotsWatch")->isEnabled());
    QCOMPARE(desk.rows("snapshotsFindings"), 1);
}

void TestDiscoverPage::snapshotIsComparedWithThePointList()
{
    Desk desk;
    desk.server.setBehaviour([&](const Asked &asked) {
        qFromBigEndian<quint16>(asked.pdu.constData() + 1) == 0 ? desk.server.answerWell(asked)
                                                                : refuse(desk.server, asked, 2);
    });
    desk.connectToServer();
    modbus::Point listed;
    listed.tag = QStringLiteral("TT-101");
    listed.address.offset = 1;
    desk.page.setPoints({listed});
    desk.open(Snapshots);
    desk.find<QSpinBox>("snapshotsCount")->setValue(4);
    desk.click("snapshotsStart");
    QTRY_VERIFY(has(desk.text("snapshotsStatus"), "addresses could be read"));
    auto *after = desk.find<QComboBox>("snapshotsAfter");
    after->setCurrentIndex(after->findText(QStringLiteral("the point list")));
    emit after->activated(after->currentIndex());
    QVERIFY(
        has(desk.text("snapshotsStatus"), "0 points of the list are not readable, 1 stretches"));
    QVERIFY(has(desk.cell("snapshotsFindings", 0, 2), "2 addresses that are not 0"));

    auto *what = desk.find<QComboBox>("snapshotsWhat");
    what->setCurrentIndex(what->findText(QStringLiteral("point list"), Qt::MatchContains));
    modbus::Sample sample;
    sample.value.quality = modbus::Quality::Failed;
    sample.value.fault = QStringLiteral("no answer");
    desk.page.take({sample});
    desk.click("snapshotsStart");
    sample.value.fault = QStringLiteral("exception 02");
    desk.page.take({sample});
    desk.click("snapshotsStart");
    QCOMPARE(desk.rows("snapshotsFindings"), 1);
    QCOMPARE(desk.cell("snapshotsFindings", 0, 0), QStringLiteral("TT-101"));
    QCOMPARE(desk.cell("snapshotsFindings", 0, 1), QStringLiteral("no answer"));
    QCOMPARE(desk.cell("snapshotsFindings", 0, 2), QStringLiteral("exception 02"));
}

void TestDiscoverPage::toolIsRemembered()
{
    Desk desk;
    QSettings settings(desk.folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
    desk.open(Doctor);
    desk.page.asPage().saveState(settings);
    Desk other;
    other.page.asPage().restoreState(settings);
    QCOMPARE(other.find<QListWidget>("discoverTools")->currentRow(), int(Doctor));
}

QTEST_MAIN(TestDiscoverPage)
#include "tst_discoverpage.moc"
