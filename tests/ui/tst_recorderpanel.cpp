// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/files.h"
#include "tests/support/recording.h"
#include "ui/events/eventlog.h"
#include "ui/recorder/recorderpanel.h"
#include "ui/recorder/recorderwords.h"

#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QToolButton>

using namespace Qt::StringLiterals;
using modbus::recorder::State;
using modbus::recorder::Status;
using ui::RecorderPanel;

namespace {

constexpr int kPatience = 30'000;
constexpr qint64 kTime = 1'700'000'000'000;

} // namespace

/// The panel that records.
class TestRecorderPanel : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void init();
    void cleanup();
    void saysWhatItDoes_data();
    void saysWhatItDoes();
    void recordsAndOpensWhatItRecorded_data();
    void recordsAndOpensWhatItRecorded();
    void saysWhatIsWrongWithTheChoice_data();
    void saysWhatIsWrongWithTheChoice();
    void leavesAForeignFileAloneAndSaysSo();
    void theEndingFollowsTheKind();
    void showsWhatGoesWithTheKind();
    void aPastedPasswordIsTakenOutOfSight();
    void remembersEverythingButThePassword();
    void closingWouldEndARecording();

private:
    template <typename Widget>
    Widget *find(const QString &name) const
    {
        return m_panel->findChild<Widget *>(name);
    }
    QString textOf(const QString &name) const { return find<QLabel>(name)->text(); }
    void setFile(const QString &name) const
    {
        find<QLineEdit>(u"recorderFile"_s)->setText(m_folder->filePath(name));
    }
    void setKind(int index) const { find<QComboBox>(u"recorderKind"_s)->setCurrentIndex(index); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ui::EventLog> m_events;
    std::unique_ptr<RecorderPanel> m_panel;
};

void TestRecorderPanel::initTestCase()
{
    QLocale::setDefault(QLocale::c());
    static const QTemporaryDir data; // the spool's place, for this program
    qputenv("XDG_DATA_HOME", data.path().toUtf8());
}

void TestRecorderPanel::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_events = std::make_unique<ui::EventLog>();
    m_panel = std::make_unique<RecorderPanel>(*m_events);
    m_panel->resize(1200, 160);
    m_panel->show();
}

void TestRecorderPanel::cleanup()
{
    m_panel.reset();
}

void TestRecorderPanel::saysWhatItDoes_data()
{
    QTest::addColumn<Status>("status");
    QTest::addColumn<QString>("sentence");
    QTest::addColumn<QString>("waiting");
    Status status;
    QTest::newRow("nothing") << status << u"Nothing is recorded."_s << QString();
    status.state = State::Recording;
    status.store = status.place = u"/data/plant.sqlite"_s;
    status.points = 2000;
    status.samplesPerSecond = 20'013.4;
    status.taken = status.recorded = 1'234'567;
    status.storeBytes = 48'000'000;
    QTest::newRow("recording") << status
                               << u"Recording 2000 points, 20013 samples/s: 1.2 M rows, 48.0 MB in "
                                  "plant.sqlite."_s
                               << QString();
    status.state = State::Away;
    status.awaySince = QDateTime(QDate(2026, 3, 1), QTime(12, 4, 31)).toMSecsSinceEpoch();
    status.spooled = 31'000;
    status.spoolBytes = 1'800'000;
    QTest::newRow("the store is away")
        << status
        << u"Recording 2000 points, 20013 samples/s: 1.2 M rows, 48.0 MB in plant.sqlite."_s
        << u"The store is away since 12:04:31. 31000 samples (1.8 MB) wait in the spool; they are "
           "written when the store is back."_s;
    status.lost = 12;
    status.state = State::Stopped;
    status.spooled = 0;
    QTest::newRow("samples were lost")
        << status << u"Stopped: 1.2 M rows, 48.0 MB in plant.sqlite."_s
        << u"12 samples are lost: there was room for them neither "
           "in the store nor in the spool."_s;
    status = {};
    status.state = State::Recording;
    status.store = status.place = u"postgresql://me@db.example.com/plant"_s;
    QTest::newRow("no points") << status
                               << u"Ready to record to postgresql://me@db.example.com/plant, but "
                                  "no points are read yet."_s
                               << QString();
    status.state = State::Stopped;
    status.taken = 5;
    status.spooled = 5;
    status.spoolBytes = 500;
    QTest::newRow("stopped while the store was away")
        << status << u"Stopped: 0 rows in postgresql://me@db.example.com/plant."_s
        << u"5 samples (500 bytes) wait in the spool; the next recording to the same store writes "
           "them first."_s;
}

void TestRecorderPanel::saysWhatItDoes()
{
    QFETCH(const Status, status);
    QTEST(ui::recorderSentence(status), "sentence");
    QTEST(ui::recorderWaiting(status), "waiting");
}

void TestRecorderPanel::recordsAndOpensWhatItRecorded_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("name");
    QTest::newRow("SQLite") << 0 << u"plant.sqlite"_s;
    QTest::newRow("CSV") << 1 << u"plant.csv"_s;
}

void TestRecorderPanel::recordsAndOpensWhatItRecorded()
{
    QFETCH(const int, kind);
    QFETCH(const QString, name);
    QSignalSpy titles(m_panel.get(), &RecorderPanel::titleChanged);
    QSignalSpy ended(m_panel.get(), &RecorderPanel::ended);
    QSignalSpy opened(m_panel.get(), &RecorderPanel::recordingOpened);
    setKind(kind);
    setFile(name);
    m_panel->setPoints(support::recordedPoints(3));
    find<QToolButton>(u"recordButton"_s)->click();
    QVERIFY(m_panel->isRecording());
    QCOMPARE(m_panel->recordAction()->text(), u"&Stop recording"_s);
    QVERIFY(!find<QComboBox>(u"recorderKind"_s)->isEnabled());
    for (int i = 0; i < 100; ++i)
        m_panel->take(support::sampleOfEach(3, kTime + i));
    QTRY_VERIFY_WITH_TIMEOUT(textOf(u"recorderStatus"_s).contains(u"300 rows"_s) &&
                                 textOf(u"recorderStatus"_s).startsWith(u"Recording 3 points"_s),
                             kPatience);
    QVERIFY(!titles.isEmpty());
    find<QToolButton>(u"recordButton"_s)->click();
    QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, kPatience);
    QCOMPARE(m_panel->recordAction()->text(), u"&Start recording"_s);
    QVERIFY(find<QComboBox>(u"recorderKind"_s)->isEnabled());
    QVERIFY(textOf(u"recorderStatus"_s).startsWith(u"Stopped: 300 rows"_s));

    m_panel->openRecording(*modbus::recorder::parseStoreAddress(m_folder->filePath(name)));
    QTRY_COMPARE_WITH_TIMEOUT(opened.size(), 1, kPatience);
    const auto points = opened.at(0).at(0).value<QList<modbus::Point>>();
    const auto samples = opened.at(0).at(1).value<QList<modbus::Sample>>();
    QCOMPARE(points.size(), 3);
    QCOMPARE(samples.size(), 300);
    QCOMPARE(opened.at(0).at(2).toString(), name);
    QCOMPARE(samples.constLast().value.number, 2.5);
}

void TestRecorderPanel::saysWhatIsWrongWithTheChoice_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("text");
    QTest::newRow("a CSV file's name for SQLite") << 0 << u"/tmp/plant.csv"_s;
    QTest::newRow("no name") << 0 << QString();
    QTest::newRow("a server without a database") << 2 << u"postgresql://me@localhost"_s;
    QTest::newRow("a file's name for a server") << 2 << u"/tmp/plant.sqlite"_s;
}

void TestRecorderPanel::saysWhatIsWrongWithTheChoice()
{
    QFETCH(const int, kind);
    QFETCH(const QString, text);
    setKind(kind);
    find<QLineEdit>(u"recorderFile"_s)->setText(text);
    find<QLineEdit>(u"recorderServer"_s)->setText(text);
    m_panel->recordAction()->trigger();
    QVERIFY(!m_panel->isRecording());
    QVERIFY(!m_panel->recordAction()->isChecked());
    QVERIFY(find<QLabel>(u"recorderSaid"_s)->isVisible());
    QVERIFY(!textOf(u"recorderSaid"_s).isEmpty());
}

void TestRecorderPanel::leavesAForeignFileAloneAndSaysSo()
{
    setFile(u"plant.sqlite"_s);
    support::write(m_folder->filePath(u"plant.sqlite"_s), "somebody else's");
    QSignalSpy ended(m_panel.get(), &RecorderPanel::ended);
    m_panel->recordAction()->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, kPatience);
    QVERIFY(!m_panel->recordAction()->isChecked());
    QVERIFY(textOf(u"recorderProblem"_s).contains(u"is no recording of Loopcheck"_s));
    QVERIFY(textOf(u"recorderStatus"_s).contains(u"could not start"_s));
    QVERIFY(m_events->rowCount() > 0);
    QCOMPARE(support::contentOf(m_folder->filePath(u"plant.sqlite"_s)), "somebody else's");
}

void TestRecorderPanel::theEndingFollowsTheKind()
{
    setFile(u"plant.sqlite"_s);
    setKind(1);
    QVERIFY(find<QLineEdit>(u"recorderFile"_s)->text().endsWith(u"plant.csv"_s));
    setKind(0);
    QVERIFY(find<QLineEdit>(u"recorderFile"_s)->text().endsWith(u"plant.sqlite"_s));
}

void TestRecorderPanel::showsWhatGoesWithTheKind()
{
    QVERIFY(find<QLineEdit>(u"recorderFile"_s)->isVisible());
    QVERIFY(find<QSpinBox>(u"recorderRotateMegabytes"_s)->isVisible());
    QVERIFY(!find<QLineEdit>(u"recorderServer"_s)->isVisible());
    setKind(2);
    QVERIFY(!find<QLineEdit>(u"recorderFile"_s)->isVisible());
    QVERIFY(!find<QSpinBox>(u"recorderRotateMegabytes"_s)->isVisible());
    QVERIFY(find<QSpinBox>(u"recorderKeepDays"_s)->isVisible());
    QVERIFY(find<QLineEdit>(u"recorderServer"_s)->isVisible());
    QVERIFY(find<QLineEdit>(u"recorderPassword"_s)->isVisible());
}

void TestRecorderPanel::aPastedPasswordIsTakenOutOfSight()
{
    setKind(2);
    auto *server = find<QLineEdit>(u"recorderServer"_s);
    server->setText(u"postgresql://me:p%40ss@db.example.com/plant"_s);
    QTest::keyClick(server, Qt::Key_Return);
    QCOMPARE(server->text(), u"postgresql://me@db.example.com/plant"_s);
    QCOMPARE(find<QLineEdit>(u"recorderPassword"_s)->text(), u"p@ss"_s);
    QCOMPARE(find<QLineEdit>(u"recorderPassword"_s)->echoMode(), QLineEdit::Password);
}

void TestRecorderPanel::remembersEverythingButThePassword()
{
    const QString path = m_folder->filePath(u"settings.ini"_s);
    {
        setKind(2);
        setFile(u"mine.csv"_s);
        find<QLineEdit>(u"recorderServer"_s)->setText(u"postgresql://me:sesame@db.example.com/p"_s);
        find<QLineEdit>(u"recorderPassword"_s)->setText(u"sesame"_s);
        find<QSpinBox>(u"recorderRotateMegabytes"_s)->setValue(150);
        find<QSpinBox>(u"recorderRotateHours"_s)->setValue(24);
        find<QSpinBox>(u"recorderKeepMegabytes"_s)->setValue(5000);
        find<QSpinBox>(u"recorderKeepDays"_s)->setValue(30);
        QSettings settings(path, QSettings::IniFormat);
        m_panel->saveState(settings);
    }
    QVERIFY(!support::contentOf(path).contains("sesame"));
    m_panel = std::make_unique<RecorderPanel>(*m_events);
    m_panel->restoreState(QSettings(path, QSettings::IniFormat));
    QCOMPARE(find<QComboBox>(u"recorderKind"_s)->currentIndex(), 2);
    QCOMPARE(find<QLineEdit>(u"recorderServer"_s)->text(), u"postgresql://me@db.example.com/p"_s);
    QVERIFY(find<QLineEdit>(u"recorderFile"_s)->text().endsWith(u"mine.csv"_s));
    QCOMPARE(find<QSpinBox>(u"recorderRotateMegabytes"_s)->value(), 150);
    QCOMPARE(find<QSpinBox>(u"recorderRotateHours"_s)->value(), 24);
    QCOMPARE(find<QSpinBox>(u"recorderKeepMegabytes"_s)->value(), 5000);
    QCOMPARE(find<QSpinBox>(u"recorderKeepDays"_s)->value(), 30);
}

void TestRecorderPanel::closingWouldEndARecording()
{
    QVERIFY(m_panel->underWay().isEmpty());
    setFile(u"plant.sqlite"_s);
    m_panel->setPoints(support::recordedPoints(2));
    m_panel->recordAction()->trigger();
    m_panel->take(support::sampleOfEach(2, kTime));
    QVERIFY(!m_panel->underWay().isEmpty());
    m_panel.reset(); // what waits is written
    support::LookInto look(m_folder->filePath(u"plant.sqlite"_s));
    QCOMPARE(look.figure(u"SELECT count(*) FROM samples"_s), 2);
}

QTEST_MAIN(TestRecorderPanel)
#include "tst_recorderpanel.moc"
