// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/recorder/store.h"
#include "tests/support/closedport.h"
#include "tests/support/recording.h"
#include "ui/events/eventlog.h"
#include "ui/recorder/openrecordingdialog.h"
#include "ui/recorder/recorderpanel.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QToolButton>

using namespace Qt::StringLiterals;
using modbus::recorder::StoreAddress;
using ui::RecorderPanel;

namespace {

constexpr int kPatience = 30'000;
constexpr qint64 kTime = 1'700'000'000'000; // a whole second

} // namespace

/// A recording is chosen in the recorder's dialog, and opened.
class TestOpenRecording : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void opensAFile_data();
    void opensAFile();
    void opensAPart();
    void takesAServer();
    void saysWhatIsWrongWithTheChoice_data();
    void saysWhatIsWrongWithTheChoice();
    void refusesTimesThatRunBackwards();
    void saysWhyAStoreCannotBeOpened();
    void aReadingCanBeCancelled();

private:
    template <typename Widget>
    Widget *find(const QString &name) const
    {
        return m_panel->findChild<Widget *>(name);
    }
    QString path(const QString &name) const { return m_folder->filePath(name); }
    /// 300 samples of 3 points, one of each a second.
    void record(const QString &name) const;
    /// The dialog, as its key brings it.
    ui::OpenRecordingDialog *ask() const;
    void setKind(int row) const { find<QComboBox>(u"openingKind"_s)->setCurrentIndex(row); }
    void open() const { find<QPushButton>(u"openingOpen"_s)->click(); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ui::EventLog> m_events;
    std::unique_ptr<RecorderPanel> m_panel;
};

void TestOpenRecording::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_events = std::make_unique<ui::EventLog>();
    m_panel = std::make_unique<RecorderPanel>(*m_events);
    m_panel->resize(1200, 160);
    m_panel->show();
}

void TestOpenRecording::cleanup()
{
    m_panel.reset();
}

void TestOpenRecording::record(const QString &name) const
{
    const auto store =
        modbus::recorder::makeStore(support::recordInto(path(name), m_folder->path()));
    const auto session = modbus::recorder::Session::begin();
    modbus::recorder::Block block{support::recordedPoints(3), 1, {}};
    for (int i = 0; i < 300; ++i)
        block.rows.append(
            {kTime + qint64(i / 3) * 1000, i % 3, modbus::Quality::Good, 1.0 * i, {}});
    QVERIFY(store->open());
    QVERIFY(store->begin(session));
    QVERIFY(store->write(session, block));
}

ui::OpenRecordingDialog *TestOpenRecording::ask() const
{
    m_panel->openAction()->trigger();
    auto *dialog = find<ui::OpenRecordingDialog>(u"openRecordingDialog"_s);
    return dialog && QTest::qWaitForWindowExposed(dialog) ? dialog : nullptr;
}

void TestOpenRecording::opensAFile_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("name");
    QTest::newRow("SQLite") << 0 << u"plant.sqlite"_s;
    QTest::newRow("CSV") << 1 << u"plant.csv"_s;
}

void TestOpenRecording::opensAFile()
{
    QFETCH(const int, kind);
    QFETCH(const QString, name);
    record(name);
    QSignalSpy opened(m_panel.get(), &RecorderPanel::recordingOpened);
    QVERIFY(ask());
    setKind(kind);
    find<QLineEdit>(u"openingFile"_s)->setText(path(name));
    open();
    QTRY_COMPARE_WITH_TIMEOUT(opened.size(), 1, kPatience);
    QCOMPARE(opened.at(0).at(0).value<QList<modbus::Point>>().size(), 3);
    QCOMPARE(opened.at(0).at(1).value<QList<modbus::Sample>>().size(), 300);
    QTRY_VERIFY(!find<QDialog>(u"openRecordingDialog"_s));
    QVERIFY(find<QLabel>(u"recorderSaid"_s)->text().startsWith(u"Opened "_s));
}

void TestOpenRecording::opensAPart()
{
    record(u"plant.sqlite"_s);
    QSignalSpy opened(m_panel.get(), &RecorderPanel::recordingOpened);
    QVERIFY(ask());
    find<QLineEdit>(u"openingFile"_s)->setText(path(u"plant.sqlite"_s));
    auto *from = find<QDateTimeEdit>(u"openingFrom"_s);
    QVERIFY(!from->isEnabled());
    find<QCheckBox>(u"openingIsPart"_s)->click();
    QVERIFY(from->isEnabled());
    from->setDateTime(QDateTime::fromMSecsSinceEpoch(kTime + 10'000));
    find<QDateTimeEdit>(u"openingTo"_s)
        ->setDateTime(QDateTime::fromMSecsSinceEpoch(kTime + 19'000));
    open();
    QTRY_COMPARE_WITH_TIMEOUT(opened.size(), 1, kPatience);
    const auto samples = opened.at(0).at(1).value<QList<modbus::Sample>>();
    QCOMPARE(samples.size(), 30);
    QCOMPARE(samples.constFirst().time, kTime + 10'000);
    QCOMPARE(samples.constLast().time, kTime + 19'000);
}

void TestOpenRecording::takesAServer()
{
    auto *dialog = ask();
    QVERIFY(dialog);
    StoreAddress chosen;
    dialog->disconnect(m_panel.get());
    connect(dialog, &ui::OpenRecordingDialog::chosen, this,
            [&chosen](const StoreAddress &store) { chosen = store; });
    setKind(2);
    QVERIFY(!find<QLineEdit>(u"openingFile"_s)->isVisible());
    find<QLineEdit>(u"openingServer"_s)->setText(u"postgresql://me@db.example.com/plant"_s);
    find<QLineEdit>(u"openingPassword"_s)->setText(u"sesame"_s);
    open();
    QCOMPARE(chosen.kind, StoreAddress::Kind::Postgres);
    QCOMPARE(chosen.server.host, u"db.example.com"_s);
    QCOMPARE(chosen.server.database, u"plant"_s);
    QCOMPARE(chosen.server.password, u"sesame"_s);
}

void TestOpenRecording::saysWhatIsWrongWithTheChoice_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("text");
    QTest::newRow("no name") << 0 << QString();
    QTest::newRow("a CSV file's name for SQLite") << 0 << u"/tmp/plant.csv"_s;
    QTest::newRow("a server without a database") << 2 << u"postgresql://me@localhost"_s;
}

void TestOpenRecording::saysWhatIsWrongWithTheChoice()
{
    QFETCH(const int, kind);
    QFETCH(const QString, text);
    const auto *dialog = ask();
    QVERIFY(dialog);
    setKind(kind);
    find<QLineEdit>(u"openingFile"_s)->setText(text);
    find<QLineEdit>(u"openingServer"_s)->setText(text);
    open();
    QVERIFY(dialog->isVisible());
    QVERIFY(find<QLabel>(u"openingProblem"_s)->isVisible());
    QVERIFY(!find<QLabel>(u"openingProblem"_s)->text().isEmpty());
}

void TestOpenRecording::refusesTimesThatRunBackwards()
{
    const auto *dialog = ask();
    QVERIFY(dialog);
    find<QLineEdit>(u"openingFile"_s)->setText(path(u"plant.sqlite"_s));
    find<QCheckBox>(u"openingIsPart"_s)->click();
    find<QDateTimeEdit>(u"openingFrom"_s)->setDateTime(QDateTime::currentDateTime().addDays(1));
    open();
    QVERIFY(dialog->isVisible());
    QVERIFY(find<QLabel>(u"openingProblem"_s)->isVisible());
}

void TestOpenRecording::saysWhyAStoreCannotBeOpened()
{
    const support::ClosedPort closed;
    const auto nobody = modbus::recorder::parseStoreAddress(
        u"postgresql://me:sesame@127.0.0.1:%1/plant"_s.arg(closed.number()));
    QVERIFY(nobody);
    m_panel->openRecording(*nobody);
    const auto *said = find<QLabel>(u"recorderSaid"_s);
    QTRY_VERIFY_WITH_TIMEOUT(said->text().startsWith(u"No connection to "_s), kPatience);
    QVERIFY(said->isVisible());
    QVERIFY2(!said->text().contains(u"sesame"_s), qPrintable(said->text()));
    QVERIFY(m_panel->openAction()->isEnabled());
    // The recorder's own figures don't wipe it away.
    m_panel->setPoints(support::recordedPoints(2));
    QVERIFY(said->isVisible());
}

void TestOpenRecording::aReadingCanBeCancelled()
{
    record(u"plant.sqlite"_s);
    QSignalSpy opened(m_panel.get(), &RecorderPanel::recordingOpened);
    m_panel->openRecording(*modbus::recorder::parseStoreAddress(path(u"plant.sqlite"_s)));
    auto *cancel = find<QToolButton>(u"cancelOpening"_s);
    QVERIFY(cancel->isVisible());
    QVERIFY(!m_panel->openAction()->isEnabled());
    cancel->click();
    QVERIFY(!cancel->isVisible());
    QVERIFY(m_panel->openAction()->isEnabled());
    // The next one is not taken for the one that was cancelled.
    m_panel->openRecording(*modbus::recorder::parseStoreAddress(path(u"plant.sqlite"_s)));
    QTRY_VERIFY_WITH_TIMEOUT(!cancel->isVisible(), kPatience);
    QCOMPARE(opened.size(), 1);
}

QTEST_MAIN(TestOpenRecording)
#include "tst_openrecording.moc"
