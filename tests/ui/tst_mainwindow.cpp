// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/windowdesk.h"
#include "ui/points/pointlistmodel.h"
#include "ui/points/pointspage.h"
#include "ui/recorder/recorderpanel.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QDragEnterEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalSpy>
#include <QTableView>
#include <QToolBar>
#include <QToolButton>

/// The window as a whole: its pages, its demo, how it looks.
class TestMainWindow : public QObject, private support::WindowDesk
{
    Q_OBJECT
private slots:
    void init() { open(); }
    void cleanup() { end(); }

    void dragHeldOverAPageBringsItUp();
    void versionAndLicenceAreShown();
    void placeholdersFollowThePalette();
    void pointsPageWorksWithoutAConnection();
    void pagesFitOnALaptopScreen();
    void demoOpensLive();
    void recordingOpensAsATrend();
};

void TestMainWindow::dragHeldOverAPageBringsItUp()
{
    auto *button = find<QToolButton>("trendPageActionButton");
    QMimeData data;
    data.setText(QStringLiteral("TT-101"));
    QDragEnterEvent enter(button->rect().center(), Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(button, &enter);
    QTRY_VERIFY(find<QWidget>("trendPage")->isVisible());
    // Passing by is not enough.
    auto *other = find<QToolButton>("rulesPageActionButton");
    const QSignalSpy otherPage(find<QAction>("rulesPageAction"), &QAction::triggered);
    QDragEnterEvent passing(other->rect().center(), Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(other, &passing);
    QDragLeaveEvent leave;
    QCoreApplication::sendEvent(other, &leave);
    QDragEnterEvent again(button->rect().center(), Qt::CopyAction, &data, Qt::LeftButton, {});
    find<QAction>("pointsPageAction")->trigger();
    QCoreApplication::sendEvent(button, &again);
    QTRY_VERIFY(find<QWidget>("trendPage")->isVisible());
    QCOMPARE(otherPage.size(), 0);
}

void TestMainWindow::versionAndLicenceAreShown()
{
    find<QAction>("about")->trigger();
    const auto *box = find<QMessageBox>("aboutBox");
    QVERIFY(box);
    QVERIFY(box->isVisible());
    QVERIFY(box->text().contains(QStringLiteral(LOOPCHECK_VERSION)));
    QVERIFY(box->informativeText().contains(QStringLiteral("GPL-3.0-or-later")));
}

void TestMainWindow::placeholdersFollowThePalette()
{
    const QPalette before = QApplication::palette();
    QPalette dark = before;
    dark.setColor(QPalette::Base, Qt::black);
    dark.setColor(QPalette::Text, Qt::white);
    dark.setColor(QPalette::PlaceholderText, Qt::black); // as some desktops leave it
    QApplication::setPalette(dark);
    const auto *field = find<QLineEdit>("connectField");
    QTRY_VERIFY(field->palette().color(QPalette::PlaceholderText).lightness() > 200);
    QApplication::setPalette(before);
    QTRY_VERIFY(field->palette().color(QPalette::PlaceholderText).lightness() < 50);
}

void TestMainWindow::pointsPageWorksWithoutAConnection()
{
    press(keysOf("pointsPageAction"));
    QTRY_VERIFY(find<QWidget>("pointsPage")->isVisible());
    QVERIFY(find<QPushButton>("pointsEmptyOpen")->isVisible());
}

void TestMainWindow::pagesFitOnALaptopScreen()
{
    auto *bar = find<QToolBar>("mainToolBar");
    for (QAction *action : bar->actions()) {
        const QWidget *widget = bar->widgetForAction(action);
        QVERIFY2(widget && widget->isVisible(), qPrintable(action->objectName()));
        QVERIFY2(widget->geometry().right() <= 1366, qPrintable(action->objectName()));
    }

    QTest::mouseClick(find<QPushButton>("welcomeDemo"), Qt::LeftButton);
    m_window->resize(1366, 768);
    for (int number = 1; number <= 7; ++number) {
        press(QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_0 + number)));
        const auto *scroller = find<QScrollArea>("pageScroller");
        const QSize needed = scroller->widget()->minimumSizeHint();
        const QSize room = scroller->maximumViewportSize();
        QVERIFY2(needed.width() <= room.width() && needed.height() <= room.height(),
                 qPrintable(QStringLiteral("Page %1 needs %2 x %3, has %4 x %5")
                                .arg(number)
                                .arg(needed.width())
                                .arg(needed.height())
                                .arg(room.width())
                                .arg(room.height())));
    }
}

void TestMainWindow::demoOpensLive()
{
    QTest::mouseClick(find<QPushButton>("welcomeDemo"), Qt::LeftButton);
    QTRY_VERIFY(find<QWidget>("pointsPage")->isVisible());
    const ui::PointListModel &points =
        static_cast<ui::PointsPage *>(find<QWidget>("pointsPage"))->model();
    QVERIFY(points.rowCount() >= 15);
    QTRY_VERIFY(points.index(0, int(ui::PointColumn::Count)).data().toInt() > 2);
    QVERIFY(find<QAction>("togglePolling")->isChecked());
    QTRY_COMPARE(find<QTableView>("holdingGrid")->model()->rowCount(), 100);
    QTRY_VERIFY(!value(2).isEmpty());
    const QString counter = value(2);
    QTRY_VERIFY(value(2) != counter);

    press(keysOf("rulesPageAction"));
    QTRY_VERIFY(find<QWidget>("rulesPage")->isVisible());
    auto *push = find<QAbstractButton>("rulesPush");
    QTRY_VERIFY(push->isEnabled());
    QTest::mouseClick(push, Qt::LeftButton);
    QTRY_VERIFY(find<QLabel>("rulesAnswer")->text().contains(QStringLiteral("nginx reload succ")));
}

void TestMainWindow::recordingOpensAsATrend()
{
    const QString store = m_folder->filePath(QStringLiteral("plant.sqlite"));
    QTest::mouseClick(find<QPushButton>("welcomeDemo"), Qt::LeftButton);
    find<QLineEdit>("recorderFile")->setText(store);
    find<QAction>("record")->trigger();
    auto *recorder = find<ui::RecorderPanel>("recorderPanel");
    QTRY_VERIFY(recorder->isRecording());
    QTRY_VERIFY(find<QLabel>("recorderStatus")->text().startsWith(QStringLiteral("Recording ")));
    find<QAction>("record")->trigger();
    QTRY_VERIFY(!recorder->isRecording());

    press(keysOf("openRecording"));
    QTRY_VERIFY(find<QDialog>("openRecordingDialog"));
    QCOMPARE(find<QLineEdit>("openingFile")->text(), QDir::toNativeSeparators(store));
    QTest::mouseClick(find<QPushButton>("openingOpen"), Qt::LeftButton);
    QTRY_VERIFY(find<QWidget>("trendPage")->isVisible());
    QTRY_VERIFY(find<QPushButton>("trendBackToLive")->isVisible());
    // It stands still.
    QVERIFY(!find<QAction>("togglePolling")->isChecked());
    QTest::mouseClick(find<QPushButton>("trendBackToLive"), Qt::LeftButton);
    QTRY_VERIFY(!find<QPushButton>("trendBackToLive")->isVisible());
}

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
