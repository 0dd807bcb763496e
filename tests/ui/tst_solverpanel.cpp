// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/hostileserver.h"
#include "ui/solver/solvermodel.h"
#include "ui/solver/solverpanel.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using modbus::Connection;
using support::Asked;
using support::HostileServer;
using ui::SolverModel;
using ui::SolverPanel;

/// The panel before a device whose registers read as their addresses.
class SolverPanelTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void findsTheReading();
    void readsAddressesInEveryNotation_data();
    void readsAddressesInEveryNotation();
    void givesThePoint();
    void copiesReadings();
    void saysWhatIsMissing_data();
    void saysWhatIsMissing();
    void saysWhenNothingFits();
    void warnsOfFewDigits();
    void showsWhyNothingWasRead();
    void canBeStopped();
    void forgetsWithAnotherTarget();
    void keepsModelRules();

private:
    template <typename Widget>
    Widget *part(const char *name) const
    {
        auto *found = m_panel->findChild<Widget *>(QString::fromLatin1(name));
        if (!found)
            qFatal("no %s", name);
        return found;
    }
    QString status() const { return part<QLabel>("solverStatus")->text(); }
    QString cell(int row, int column) const
    {
        return part<QTableView>("solverHits")->model()->index(row, column).data().toString();
    }
    int rows() const { return part<QTableView>("solverHits")->model()->rowCount(); }
    void ask(const QString &address, const QString &shown)
    {
        part<QLineEdit>("solverAddress")->setText(address);
        part<QLineEdit>("solverShown")->setText(shown);
        QTest::keyClick(part<QLineEdit>("solverShown"), Qt::Key_Return);
    }

    std::unique_ptr<HostileServer> m_server;
    std::unique_ptr<Connection> m_connection;
    std::unique_ptr<SolverPanel> m_panel;
};

void SolverPanelTest::init()
{
    m_panel.reset();
    m_connection.reset();
    m_server = std::make_unique<HostileServer>();
    m_connection = std::make_unique<Connection>(
        modbus::Endpoint{QStringLiteral("127.0.0.1"), m_server->listen()});
    m_connection->open();
    QTRY_COMPARE(m_connection->state(), Connection::State::Connected);
    m_panel = std::make_unique<SolverPanel>();
    m_panel->setTarget(m_connection.get(), 5);
    m_panel->resize(1100, 500);
    m_panel->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
}

void SolverPanelTest::findsTheReading()
{
    ask(QStringLiteral("2364"), QStringLiteral("236.4"));
    QTRY_VERIFY(rows() > 0);
    QCOMPARE(cell(0, SolverModel::Fit), QStringLiteral("fits"));
    QCOMPARE(cell(0, SolverModel::Address), QStringLiteral("holding register 402365 (PDU 2364)"));
    QCOMPARE(cell(0, SolverModel::Type), QStringLiteral("int16"));
    QCOMPARE(cell(0, SolverModel::Scale), QString::fromUtf8("× 0.1"));
    QCOMPARE(cell(0, SolverModel::Shows), QStringLiteral("236.4"));
    QVERIFY2(status().startsWith(QStringLiteral("Most likely: holding register 402365")),
             qPrintable(status()));
    QVERIFY(part<QTableView>("solverHits")->hasFocus());
    QCOMPARE(m_server->asked().constFirst().unit, quint8(5));
}

void SolverPanelTest::readsAddressesInEveryNotation_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("best");
    const QString holding = QStringLiteral("holding register 402365 (PDU 2364)");
    const QString input = QStringLiteral("input register 302365 (PDU 2364)");
    QTest::newRow("a PDU address") << QStringLiteral("2364") << holding;
    QTest::newRow("hexadecimal") << QStringLiteral("0x93C") << holding;
    QTest::newRow("Modicon") << QStringLiteral("42365") << holding;
    QTest::newRow("Modicon of an input register") << QStringLiteral("32365") << input;
    QTest::newRow("Modicon in six digits") << QStringLiteral("302365") << input;
    QTest::newRow("IEC") << QStringLiteral("%MW2364") << holding;
    QTest::newRow("IEC of an input register") << QStringLiteral("%IW2364") << input;
}

void SolverPanelTest::readsAddressesInEveryNotation()
{
    QFETCH(QString, address);
    ask(address, QStringLiteral("236.4"));
    QTRY_VERIFY(rows() > 0);
    QTEST(cell(0, SolverModel::Address), "best");
}

void SolverPanelTest::givesThePoint()
{
    QSignalSpy chosen(m_panel.get(), &SolverPanel::chosen);
    ask(QStringLiteral("42365"), QStringLiteral("236.4"));
    QTRY_VERIFY(rows() > 0);
    QTest::keyClick(part<QTableView>("solverHits"), Qt::Key_Return);
    QCOMPARE(chosen.size(), 1);
    const auto point = chosen.at(0).at(0).value<modbus::Point>();
    QCOMPARE(point.device, m_connection->endpoint().toString());
    QCOMPARE(point.unit, quint8(5));
    QCOMPARE(point.address, (modbus::Address{modbus::Table::HoldingRegisters, 2364}));
    QCOMPARE(point.format.type, modbus::DataType::Int16);
    QCOMPARE(point.scaling.factor, 0.1);
    QTest::mouseClick(part<QPushButton>("solverChoose"), Qt::LeftButton);
    QCOMPARE(chosen.size(), 2);
}

void SolverPanelTest::copiesReadings()
{
    ask(QStringLiteral("42365"), QStringLiteral("236.4"));
    QTRY_VERIFY(rows() > 0);
    QTest::mouseClick(part<QPushButton>("solverCopy"), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(),
             QString::fromUtf8("holding register 402365 (PDU 2364), int16, × 0.1: shows 236.40"));
    QTest::keyClick(part<QTableView>("solverHits"), Qt::Key_C, Qt::ControlModifier);
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(
        QStringLiteral("fits\tholding register 402365 (PDU 2364)\tint16\tABCD\t")));
}

void SolverPanelTest::saysWhatIsMissing_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("shown");
    QTest::addColumn<QString>("word");
    QTest::newRow("no address") << QString() << QStringLiteral("1.5") << QStringLiteral("missing");
    QTest::newRow("an address that is none")
        << QStringLiteral("here") << QStringLiteral("1.5") << QStringLiteral("no address");
    QTest::newRow("no value") << QStringLiteral("100") << QString() << QStringLiteral("display");
    QTest::newRow("a value of nothing")
        << QStringLiteral("100") << QStringLiteral("0.0") << QStringLiteral("holds nothing");
}

void SolverPanelTest::saysWhatIsMissing()
{
    QFETCH(QString, address);
    QFETCH(QString, shown);
    QFETCH(QString, word);
    ask(address, shown);
    QVERIFY2(status().contains(word), qPrintable(status()));
    QCOMPARE(rows(), 0);
    QVERIFY(m_server->asked().isEmpty());
}

void SolverPanelTest::saysWhenNothingFits()
{
    ask(QStringLiteral("2364"), QStringLiteral("77.31"));
    QTRY_VERIFY2(status().startsWith(QStringLiteral("Nothing around 2364 shows 77.31")),
                 qPrintable(status()));
    QVERIFY(!part<QPushButton>("solverChoose")->isEnabled());
}

void SolverPanelTest::warnsOfFewDigits()
{
    ask(QStringLiteral("52"), QStringLiteral("52"));
    QTRY_VERIFY(rows() > 0);
    QVERIFY2(status().contains(QStringLiteral("by accident")), qPrintable(status()));
}

void SolverPanelTest::showsWhyNothingWasRead()
{
    m_server->setBehaviour([this](const Asked &asked) {
        support::Answer answer = m_server->answerTo(asked);
        answer.pdu = QByteArray(1, static_cast<char>(asked.pdu.at(0) | 0x80)) + '\x02';
        HostileServer::send(asked, answer.bytes());
    });
    ask(QStringLiteral("2364"), QStringLiteral("236.4"));
    QTRY_VERIFY2(status().contains(QStringLiteral("402364")), qPrintable(status()));
    m_panel->setTarget(nullptr, 1);
    ask(QStringLiteral("2364"), QStringLiteral("236.4"));
    QVERIFY2(status().contains(QStringLiteral("connect")), qPrintable(status()));
}

void SolverPanelTest::canBeStopped()
{
    QList<Asked> held;
    m_server->setBehaviour([&held](const Asked &asked) { held.append(asked); });
    ask(QStringLiteral("2364"), QStringLiteral("236.4"));
    auto *button = part<QPushButton>("solverSolve");
    QCOMPARE(button->text().remove(u'&'), QStringLiteral("Stop"));
    QTRY_COMPARE(held.size(), 1);
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(button->text().remove(u'&'), QStringLiteral("Solve"));
    m_server->setBehaviour({});
    m_server->answerWell(held.constFirst());
    // What comes late changes nothing; the next one does.
    ask(QStringLiteral("1000"), QStringLiteral("100.0"));
    QTRY_VERIFY(rows() > 0);
    QCOMPARE(cell(0, SolverModel::Address), QStringLiteral("holding register 401001 (PDU 1000)"));
    QCOMPARE(m_server->asked().size(), 3); // one and no more of what was stopped
}

void SolverPanelTest::forgetsWithAnotherTarget()
{
    ask(QStringLiteral("2364"), QStringLiteral("236.4"));
    QTRY_VERIFY(rows() > 0);
    m_panel->setTarget(m_connection.get(), 6);
    QCOMPARE(rows(), 0);
    QVERIFY(status().startsWith(QStringLiteral("Type an address")));
}

void SolverPanelTest::keepsModelRules()
{
    SolverModel model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    const auto shown = modbus::parseShownValue(u"236.4");
    model.setHits(modbus::solve(
        *shown, 100, {}, {{modbus::Table::HoldingRegisters, 99, {1, 2364, 23640, 1, 1, 1}}}));
    QVERIFY(model.rowCount() >= 2);
    model.setHits({});
    QCOMPARE(model.rowCount(), 0);
}

QTEST_MAIN(SolverPanelTest)
#include "tst_solverpanel.moc"
