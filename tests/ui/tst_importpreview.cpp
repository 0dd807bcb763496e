// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/files.h"
#include "ui/points/importmodel.h"
#include "ui/points/importpreview.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using ui::ImportModel;
using ui::ImportPreview;

namespace {

const QString kMixed = QStringLiteral("tag;address;type;scale;cabinet\n"
                                      "TT-1;40101;REAL;0,1;C1\n"
                                      "TT-2;somewhere;REAL;zero;C1\n"
                                      "TT-3;40102;REAL;;C1\n"
                                      "TT-4;40201;REAL;;C1\n");

template <typename Widget>
Widget *part(const ImportPreview &preview, const char *name)
{
    auto *found = preview.findChild<Widget *>(QString::fromLatin1(name));
    if (!found)
        qFatal("no %s", name);
    return found;
}

QString textOf(const ImportPreview &preview, const char *name)
{
    return part<QLabel>(preview, name)->text();
}

QStringList columnOf(const ImportPreview &preview, int column)
{
    const auto *model = part<QTableView>(preview, "importRows")->model();
    QStringList texts;
    for (int row = 0; row < model->rowCount(); ++row)
        texts.append(model->index(row, column).data().toString());
    return texts;
}

} // namespace

class ImportPreviewTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void showsGoodAndBadRows();
    void takesTheGoodRows();
    void appendsOrReplaces();
    void leavesAllAsItWas();
    void opensFiles();
    void saysWhyNothingCanBeRead();
    void showsTheLatestOnly();
    void copiesRows();
    void keepsModelRules();

private:
    bool isRead() const { return part<QComboBox>(*m_preview, "importFilter")->isEnabled(); }
    void openMixed(qsizetype present = 0)
    {
        m_preview->openText(kMixed, present);
        QTRY_VERIFY(isRead());
    }

    std::unique_ptr<ImportPreview> m_preview;
};

void ImportPreviewTest::init()
{
    m_preview = std::make_unique<ImportPreview>();
    m_preview->resize(1000, 500);
    m_preview->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_preview.get()));
}

void ImportPreviewTest::showsGoodAndBadRows()
{
    openMixed();
    QCOMPARE(textOf(*m_preview, "importTitle"), QStringLiteral("Import from the clipboard"));
    const QString summary = textOf(*m_preview, "importSummary");
    QVERIFY2(summary.startsWith(QStringLiteral("3 points, 1 row left out.")), qPrintable(summary));
    QVERIFY2(summary.contains(QStringLiteral("1 error")), qPrintable(summary));
    const QString layout = textOf(*m_preview, "importLayout");
    QVERIFY2(layout.contains(QStringLiteral("UTF-8, separated by semicolons")), qPrintable(layout));
    QVERIFY2(layout.contains(QStringLiteral("cabinet")), qPrintable(layout));

    // What needs a look is shown first, with every bad cell of the row.
    QCOMPARE(columnOf(*m_preview, ImportModel::Line), QStringList{QStringLiteral("3")});
    const QString detail = part<QPlainTextEdit>(*m_preview, "importDetail")->toPlainText();
    for (const char *word : {"Line 3", "address \"somewhere\"", "scale \"zero\""})
        QVERIFY2(detail.contains(QLatin1StringView(word)), qPrintable(detail));

    auto *filter = part<QComboBox>(*m_preview, "importFilter");
    filter->setCurrentIndex(1);
    QCOMPARE(columnOf(*m_preview, ImportModel::Status),
             (QStringList{QStringLiteral("error"), QStringLiteral("left out"),
                          QStringLiteral("error")}));
    filter->setCurrentIndex(0);
    QCOMPARE(columnOf(*m_preview, ImportModel::Line),
             (QStringList{QStringLiteral("2"), QStringLiteral("3"), QStringLiteral("4"),
                          QStringLiteral("5")}));
    QCOMPARE(columnOf(*m_preview, ImportModel::Status).constLast(), QStringLiteral("good"));
    QCOMPARE(columnOf(*m_preview, ImportModel::Tag).constFirst(), QStringLiteral("TT-1"));
}

void ImportPreviewTest::takesTheGoodRows()
{
    QSignalSpy accepted(m_preview.get(), &ImportPreview::accepted);
    openMixed();
    auto *import = part<QPushButton>(*m_preview, "importAccept");
    QCOMPARE(import->text().remove(u'&'), QStringLiteral("Import 3 points"));
    QVERIFY(import->hasFocus());
    QVERIFY(!part<QRadioButton>(*m_preview, "importReplace")->isVisible());
    QTest::keyClick(import, Qt::Key_Return);
    QCOMPARE(accepted.size(), 1);
    const auto points = accepted.at(0).at(0).value<QList<modbus::Point>>();
    QCOMPARE(points.size(), 3);
    QCOMPARE(points.constFirst().scaling.factor, 0.1);
    QCOMPARE(accepted.at(0).at(1).toBool(), false);
}

void ImportPreviewTest::appendsOrReplaces()
{
    QSignalSpy accepted(m_preview.get(), &ImportPreview::accepted);
    openMixed(1200);
    auto *append = part<QRadioButton>(*m_preview, "importAppend");
    QVERIFY(append->isVisible());
    QVERIFY(append->isChecked());
    QVERIFY2(append->text().contains(QStringLiteral("1,200")), qPrintable(append->text()));
    QTest::keyClick(m_preview.get(), Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(accepted.takeFirst().at(1).toBool(), false);

    openMixed(1200);
    auto *replace = part<QRadioButton>(*m_preview, "importReplace");
    replace->setFocus();
    QTest::keyClick(replace, Qt::Key_Space);
    QVERIFY(replace->isChecked());
    QTest::mouseClick(part<QPushButton>(*m_preview, "importAccept"), Qt::LeftButton);
    QCOMPARE(accepted.takeFirst().at(1).toBool(), true);
}

void ImportPreviewTest::leavesAllAsItWas()
{
    QSignalSpy accepted(m_preview.get(), &ImportPreview::accepted);
    QSignalSpy rejected(m_preview.get(), &ImportPreview::rejected);
    openMixed();
    QTest::keyClick(part<QTableView>(*m_preview, "importRows"), Qt::Key_Escape);
    QCOMPARE(rejected.size(), 1);
    openMixed();
    QTest::mouseClick(part<QPushButton>(*m_preview, "importCancel"), Qt::LeftButton);
    QCOMPARE(rejected.size(), 2);
    QVERIFY(accepted.isEmpty());
}

void ImportPreviewTest::opensFiles()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("plant.csv"));
    support::write(path, "\xef\xbb\xbftag,address\nA,40101\n");
    m_preview->openFile(path, 0);
    QTRY_VERIFY(isRead());
    QCOMPARE(textOf(*m_preview, "importTitle"), QStringLiteral("Import from plant.csv"));
    QVERIFY(textOf(*m_preview, "importLayout").startsWith(QStringLiteral("UTF-8 with BOM")));
    QCOMPARE(part<QPushButton>(*m_preview, "importAccept")->text().remove(u'&'),
             QStringLiteral("Import 1 point"));
    QCOMPARE(columnOf(*m_preview, ImportModel::Status), QStringList{QStringLiteral("good")});
}

void ImportPreviewTest::saysWhyNothingCanBeRead()
{
    QSignalSpy rejected(m_preview.get(), &ImportPreview::rejected);
    m_preview->openFile(QStringLiteral("/nowhere/plant.csv"), 5);
    QTRY_COMPARE(textOf(*m_preview, "importTitle"),
                 QStringLiteral("Nothing can be taken from plant.csv"));
    QVERIFY(textOf(*m_preview, "importSummary").contains(QStringLiteral("No such file")));
    QVERIFY(!part<QPushButton>(*m_preview, "importAccept")->isEnabled());
    QVERIFY(!part<QRadioButton>(*m_preview, "importAppend")->isVisible());
    QVERIFY(part<QPushButton>(*m_preview, "importCancel")->hasFocus());
    QTest::keyClick(part<QPushButton>(*m_preview, "importCancel"), Qt::Key_Return);
    QCOMPARE(rejected.size(), 1);
}

void ImportPreviewTest::showsTheLatestOnly()
{
    m_preview->openText(
        QStringLiteral("tag,address\n") + QStringLiteral("A,40101\n").repeated(50'000), 0);
    m_preview->openText(QStringLiteral("tag,address\nB,40101\n"), 0);
    QTRY_VERIFY(isRead());
    QCOMPARE(columnOf(*m_preview, ImportModel::Tag), QStringList{QStringLiteral("B")});
    m_preview->openText(kMixed, 0);
    m_preview.reset(); // while the list is read
}

void ImportPreviewTest::copiesRows()
{
    openMixed();
    auto *view = part<QTableView>(*m_preview, "importRows");
    view->setFocus();
    QTest::keyClick(view, Qt::Key_C, Qt::ControlModifier);
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(QStringLiteral("3\tleft out\t")));
}

void ImportPreviewTest::keepsModelRules()
{
    ImportModel model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    const auto reading = modbus::readPointList(kMixed.toUtf8());
    model.show(reading, modbus::lint(reading.points));
    QCOMPARE(model.rowCount(), 4);
    QCOMPARE(model.leftOut(), 1);
    model.show({}, {});
    QCOMPARE(model.rowCount(), 0);
}

QTEST_MAIN(ImportPreviewTest)
#include "tst_importpreview.moc"
