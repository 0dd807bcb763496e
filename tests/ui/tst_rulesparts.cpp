// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rules/nginxhighlighter.h"
#include "ui/rules/pushhistorymodel.h"
#include "ui/rules/pushhistoryview.h"
#include "ui/rules/pushreport.h"
#include "ui/rules/pushstepsmodel.h"
#include "ui/rules/rulechecks.h"
#include "ui/rules/rulepreview.h"

#include <QAbstractItemModelTester>
#include <QAbstractTextDocumentLayout>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextLayout>

using transfer::Error;
using transfer::Outcome;
using transfer::PushResult;
using transfer::Step;
using ui::Concern;
using Disk = ui::RuleDocument::Disk;
using Weight = ui::Concern::Weight;

namespace {

const QString kReceiver = QStringLiteral("192.168.0.20:9000");
const QString kName = QStringLiteral("bad-bots.conf");

transfer::PushRecord record(qint64 lines, const QByteArray &sha256 = QByteArray(64, 'a'))
{
    transfer::PushRecord made;
    made.time = QDateTime(QDate(2026, 11, 23), QTime(12, 4), Qt::UTC);
    made.receiver = kReceiver;
    made.name = kName;
    made.bytes = lines * 20;
    made.lines = lines;
    made.sha256 = sha256;
    made.outcome = Outcome::Reloaded;
    made.answer = QStringLiteral("nginx reload succ");
    return made;
}

QList<Concern> concernsAbout(const QByteArray &content, Disk disk = Disk::Same,
                             const std::optional<transfer::PushRecord> &last = {})
{
    return ui::concernsOf(transfer::factsOf(content), disk, kReceiver, kName, last);
}

ui::PushTarget direct()
{
    ui::PushTarget target;
    target.receiver = {QStringLiteral("192.168.0.20"), 9000};
    target.name = kName;
    return target;
}

ui::PushTarget relayed()
{
    ui::PushTarget target;
    target.relay = ui::PushTarget::Relay{{QStringLiteral("10.0.0.1"), 9100},
                                         QStringLiteral("/opt/"),
                                         QStringLiteral("192.168.0.20")};
    target.name = kName;
    return target;
}

PushResult result(Outcome outcome, std::optional<Error::Kind> kind = {}, Step step = Step::Reload)
{
    PushResult made;
    made.name = kName;
    made.outcome = outcome;
    made.answer = QStringLiteral("words");
    if (kind) {
        made.error = Error{};
        made.error->kind = *kind;
        made.error->peer = kReceiver;
        made.error->step = transfer::stepName(step);
    }
    return made;
}

} // namespace

class TestRulesParts : public QObject
{
    Q_OBJECT

private slots:
    void eachDoubtHasItsWeight_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<Disk>("disk");
        QTest::addColumn<Weight>("weight");
        QTest::addColumn<QString>("part");
        const QByteArray rule = "deny all;\n";
        const auto row = [](const char *name, const QByteArray &content, Disk disk, Weight weight,
                            const QString &part) {
            QTest::newRow(name) << content << disk << weight << part;
        };
        row("an empty file", "", Disk::Same, Weight::Confirm, QStringLiteral("The file is empty"));
        row("comments only", "# a\n", Disk::Same, Weight::Confirm,
            QStringLiteral("blanks and comments"));
        row("CRLF line ends", "deny all;\r\n", Disk::Same, Weight::Caution, QStringLiteral("CRLF"));
        row("CR line ends", "deny all;\rdeny 1.1.1.1;\r", Disk::Same, Weight::Confirm,
            QStringLiteral("CR alone"));
        row("mixed line ends", "a;\r\nb;\n", Disk::Same, Weight::Caution, QStringLiteral("mixed"));
        row("a byte order mark", "\xEF\xBB\xBF" + rule, Disk::Same, Weight::Confirm,
            QStringLiteral("byte order mark"));
        row("UTF-16", QByteArray("\xFF\xFE") + "ab", Disk::Same, Weight::Confirm,
            QStringLiteral("UTF-16"));
        row("Latin-1", "# caf\xE9\ndeny all;\n", Disk::Same, Weight::Caution,
            QStringLiteral("not UTF-8"));
        row("NUL bytes", QByteArray("a;\0\n", 4), Disk::Same, Weight::Refuse,
            QStringLiteral("NUL bytes"));
        row("changed on disk", rule, Disk::Changed, Weight::Confirm, QStringLiteral("has changed"));
        row("gone from disk", rule, Disk::Gone, Weight::Confirm,
            QStringLiteral("no longer on disk"));
    }

    void eachDoubtHasItsWeight()
    {
        QFETCH(QByteArray, content);
        QFETCH(Disk, disk);
        QFETCH(Weight, weight);
        QFETCH(QString, part);
        const QList<Concern> concerns = concernsAbout(content, disk);
        QVERIFY(!concerns.isEmpty());
        QCOMPARE(concerns.constFirst().weight, weight);
        QVERIFY2(concerns.constFirst().text.contains(part), qPrintable(concerns.constFirst().text));
        QCOMPARE(ui::isRefused(concerns), weight == Weight::Refuse);
        QCOMPARE(ui::needsConfirmation(concerns), weight == Weight::Confirm);
    }

    void aPlainFileRaisesNoDoubt()
    {
        QVERIFY(concernsAbout("deny all;\n").isEmpty());
        QVERIFY(concernsAbout("deny all;\n", Disk::Same, record(1)).isEmpty());
    }

    void lossOfLinesIsMeasuredAgainstTheLastPush_data()
    {
        QTest::addColumn<int>("before");
        QTest::addColumn<int>("now");
        QTest::addColumn<bool>("isDoubted");
        QTest::newRow("12 of 340 lines") << 340 << 12 << true;
        QTest::newRow("just less than half") << 100 << 49 << true;
        QTest::newRow("half") << 100 << 50 << false;
        QTest::newRow("more than before") << 100 << 200 << false;
    }

    void lossOfLinesIsMeasuredAgainstTheLastPush()
    {
        QFETCH(int, before);
        QFETCH(int, now);
        QFETCH(bool, isDoubted);
        const auto concerns =
            concernsAbout(QByteArray("deny all;\n").repeated(now), Disk::Same, record(before));
        QCOMPARE(ui::needsConfirmation(concerns), isDoubted);
        if (isDoubted) {
            const QString part = QStringLiteral("%1 of %2 lines").arg(now).arg(before);
            QVERIFY(ui::concernsText(concerns).contains(part));
        }
    }

    void theSameBytesAreOnlyNoted()
    {
        const QByteArray rule = "deny all;\n";
        const auto concerns =
            concernsAbout(rule, Disk::Same, record(1, transfer::factsOf(rule).sha256));
        QCOMPARE(concerns.size(), 1);
        QCOMPARE(concerns.constFirst().weight, Weight::Note);
    }

    void thePreviewHidesNothing_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("text");
        QTest::newRow("LF") << QByteArray("a\nb\n") << QStringLiteral("a\nb");
        QTest::newRow("CRLF and CR are line ends")
            << QByteArray("a\r\nb\rc") << QStringLiteral("a\nb\nc");
        QTest::newRow("no line end at the end") << QByteArray("a\nb") << QStringLiteral("a\nb");
        QTest::newRow("empty lines at the end") << QByteArray("a\n\n\n") << QStringLiteral("a\n\n");
        QTest::newRow("UTF-8") << QByteArray("# \xe4\xbd\xa0\n") << QStringLiteral("# \u4f60");
        QTest::newRow("Latin-1") << QByteArray("caf\xe9\n") << QStringLiteral("caf\u00e9");
        QTest::newRow("UTF-16") << QByteArray("\xff\xfe"
                                              "a\0b\0",
                                              6)
                                << QStringLiteral("ab");
        QTest::newRow("control characters show")
            << QByteArray("a\x1b[2Kb\0", 7) << QStringLiteral("a\u241b[2Kb\u2400");
        QTest::newRow("text that would turn the line round shows") << QByteArray("a\xe2\x80\xae"
                                                                                 "b")
                                                                   << QStringLiteral("a\ufffdb");
        QTest::newRow("empty") << QByteArray() << QString();
    }

    void thePreviewHidesNothing()
    {
        QFETCH(QByteArray, content);
        const ui::PreviewText preview = ui::previewText(content, transfer::factsOf(content));
        QTEST(preview.text, "text");
        QVERIFY(preview.isWhole);
        QVERIFY(!preview.hasCutLine);
    }

    void thePreviewCutsWhatIsTooLarge()
    {
        const QByteArray content = QByteArray("allow 10.0.0.1;\n").repeated(100000);
        const ui::PreviewText preview = ui::previewText(content, transfer::factsOf(content));
        QVERIFY(!preview.isWhole);
        QVERIFY(preview.text.endsWith(QStringLiteral("allow 10.0.0.1;")));
        QVERIFY(preview.lines > 1000 && preview.lines < 100000);

        const QByteArray longLine(300000, 'x');
        const ui::PreviewText cut = ui::previewText(longLine, transfer::factsOf(longLine));
        QVERIFY(cut.hasCutLine);
        QCOMPARE(cut.text.size(), ui::PreviewText::kMostColumns + 1);
    }

    void theHighlighterKnowsStatementsAcrossLines()
    {
        QTextDocument document;
        QVERIFY(document.documentLayout()); // without one, changes are not told
        const ui::NginxHighlighter highlighter(&document, QPalette());
        document.setPlainText(QStringLiteral("return 200 \"a;\nb\" $uri; # why\n  deny all;"));
        const auto formatAt = [&document](int line, int column) {
            const auto formats = document.findBlockByNumber(line).layout()->formats();
            for (const auto &range : formats) {
                if (column >= range.start && column < range.start + range.length)
                    return range.format;
            }
            return QTextCharFormat();
        };
        QTRY_VERIFY(formatAt(0, 0).hasProperty(QTextFormat::ForegroundBrush));
        const QTextCharFormat directive = formatAt(0, 0);
        QCOMPARE(formatAt(2, 2), directive);
        QVERIFY(formatAt(0, 7) != directive);
        QCOMPARE(formatAt(1, 0), formatAt(0, 11)); // still in the string
        QVERIFY(formatAt(1, 3) != formatAt(1, 0)); // the variable
        QVERIFY(formatAt(1, 9).fontItalic());      // the comment
    }

    void theStepsAreShownAsTheyHappen()
    {
        using namespace std::chrono_literals;
        using State = ui::PushStepsModel::State;
        ui::PushStepsModel model;
        const QAbstractItemModelTester tester(&model);
        model.begin({Step::Connect, Step::Name, Step::Data, Step::End, Step::Reload});
        const auto text = [&model](int row) { return model.index(row).data().toString(); };
        QCOMPARE(text(0), QStringLiteral("Connect: to come"));
        model.stepStarted(Step::Connect);
        QCOMPARE(text(0), QStringLiteral("Connect: running"));
        model.pausing();
        QCOMPARE(text(0), QStringLiteral("Connect: will try again"));
        model.stepStarted(Step::Connect);
        model.stepDone(Step::Connect, 2ms);
        QCOMPARE(text(0), QStringLiteral("Connect: done, 2 ms"));
        model.stepStarted(Step::Data);
        model.progressed(1000, 12000);
        QCOMPARE(text(2), QStringLiteral("Data: running, 1.0 kB of 12.0 kB"));

        PushResult ended = result(Outcome::NotSent, Error::Kind::ConnectionLost, Step::Data);
        ended.steps = {
            {Step::Connect, 2ms, true}, {Step::Name, 1ms, true}, {Step::Data, 1400ms, false}};
        model.finished(ended);
        QCOMPARE(text(2), QStringLiteral("Data: ended here, 1.4 s, 1.0 kB of 12.0 kB"));
        QCOMPARE(text(4), QStringLiteral("Reload answer: not reached"));
        QCOMPARE(model.index(1).data(ui::PushStepsModel::StateRole).value<State>(), State::Done);
    }

    void theSentenceFitsTheEvidence_data()
    {
        QTest::addColumn<PushResult>("result");
        QTest::addColumn<bool>("isRelayed");
        QTest::addColumn<QString>("headline");
        const auto row = [](const char *name, const PushResult &ended, bool isRelayed,
                            const QString &headline) {
            QTest::newRow(name) << ended << isRelayed << headline;
        };
        row("reloaded, says the receiver", result(Outcome::Reloaded), false,
            QStringLiteral("192.168.0.20:9000 reports: bad-bots.conf reloaded."));
        row("reloaded, says the relay", result(Outcome::Reloaded), true,
            QStringLiteral("Relay 10.0.0.1:9100 reports: bad-bots.conf went to 192.168.0.20, which "
                           "reloaded."));
        row("refused", result(Outcome::ReloadFailed, Error::Kind::ReloadFailed), false,
            QStringLiteral(
                "The receiver reports that nginx refused to reload with bad-bots.conf."));
        row("refused behind a relay", result(Outcome::ReloadFailed, Error::Kind::ReloadFailed),
            true,
            QStringLiteral("Relay 10.0.0.1:9100 reports that nginx at 192.168.0.20 refused to "
                           "reload with bad-bots.conf."));
        row("lost after the file", result(Outcome::Unknown, Error::Kind::ConnectionLost), false,
            QStringLiteral("Unknown: the connection was lost after the file was sent."));
        row("lost after the relay was asked", result(Outcome::Unknown, Error::Kind::ConnectionLost),
            true, QStringLiteral("Unknown: the connection was lost after the relay was asked."));
        row("cancelled after the file", result(Outcome::Unknown, Error::Kind::Aborted), false,
            QStringLiteral("Unknown: cancelled after the file was sent."));
        row("refused connection", result(Outcome::NotSent, Error::Kind::Refused, Step::Connect),
            false, QStringLiteral("Not sent: 192.168.0.20:9000 refused the connection"));
        row("lost in the middle", result(Outcome::NotSent, Error::Kind::ConnectionLost, Step::Data),
            false, QStringLiteral("Not completed: 192.168.0.20:9000 closed the connection"));
    }

    void theSentenceFitsTheEvidence()
    {
        QFETCH(PushResult, result);
        QFETCH(bool, isRelayed);
        QFETCH(QString, headline);
        const ui::PushReport report = ui::reportOf(result, isRelayed ? relayed() : direct());
        QVERIFY2(report.headline.startsWith(headline), qPrintable(report.headline));
        QVERIFY(!report.remark.isEmpty());
        QCOMPARE(report.answer, QStringLiteral("words"));
    }

    void theHistoryIsExportedInFull()
    {
        transfer::PushHistory history;
        ui::PushHistoryModel model(history);
        const QAbstractItemModelTester tester(&model);
        QVERIFY(model.append(record(340)));
        transfer::PushRecord hostile = record(12);
        hostile.time = hostile.time.addSecs(60);
        hostile.answer = QStringLiteral("=cmd|\"x\"");
        QVERIFY(model.append(hostile));

        const ui::PushHistoryView view(model);
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("pushes.csv"));
        QCOMPARE(view.exportCsv(path), QString());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QList<QByteArray> lines = file.readAll().trimmed().split('\n');
        QCOMPARE(lines.size(), 3);
        QVERIFY(lines.at(0).startsWith("Time,Receiver,Name"));
        QVERIFY2(lines.at(1).contains("\"'=cmd|\"\"x\"\"\""), lines.at(1).constData());
        QVERIFY(lines.at(2).contains("2026-11-23T12:04:00.000Z"));
        QVERIFY(lines.at(2).contains(QByteArray(64, 'a')));
        QVERIFY(!view.exportCsv(folder.filePath(QStringLiteral("no/such/folder.csv"))).isEmpty());
    }
};

QTEST_MAIN(TestRulesParts)
#include "tst_rulesparts.moc"
