// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/rulefile.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using transfer::Error;
using transfer::RuleFileFacts;
using Encoding = transfer::RuleFileFacts::Encoding;
using LineEnds = transfer::RuleFileFacts::LineEnds;

class RuleFileTest : public QObject
{
    Q_OBJECT
private slots:
    void checksNames_data();
    void checksNames();
    void loadsExactBytes();
    void givesAFileAnotherName();
    void saysWhyAFileCannotBeLoaded_data();
    void saysWhyAFileCannotBeLoaded();
    void doesNotWaitForAPipe();
    void takesTheLargestFileAndNoLarger();
    void looksAtTheBytes_data();
    void looksAtTheBytes();
    void namesWhatItSaw();
};

namespace {

bool writeFile(const QString &path, const QByteArray &content)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
}

} // namespace

void RuleFileTest::checksNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("reason"); // empty where the name is good
    const auto row = [](const char *what, const QString &name, const QString &reason = {}) {
        QTest::newRow(what) << name << reason;
    };
    row("a plain name", QStringLiteral("bad-bots.conf"));
    row("one letter", QStringLiteral("a"));
    row("a name with a blank", QStringLiteral("bad bots.conf"));
    row("a name in Chinese", QStringLiteral("规则.conf"));
    row("a name that begins with end", QStringLiteral("end.conf"));
    row("dots inside", QStringLiteral("a..b"));
    row("99 bytes", QString(99, u'a'));
    row("33 characters of 3 bytes", QString(33, u'规'));

    row("no name", {}, QStringLiteral("empty"));
    row("100 bytes", QString(100, u'a'), QStringLiteral("100 bytes"));
    row("34 characters of 3 bytes", QString(34, u'规'), QStringLiteral("102 bytes"));
    row("a folder before", QStringLiteral("a/b"), QStringLiteral("slash"));
    row("an absolute path", QStringLiteral("/etc/passwd"), QStringLiteral("slash"));
    row("a backslash", QStringLiteral("a\\b"), QStringLiteral("slash"));
    row("this folder", QStringLiteral("."), QStringLiteral("begins with"));
    row("the folder above", QStringLiteral(".."), QStringLiteral("begins with"));
    row("a hidden file", QStringLiteral(".htaccess"), QStringLiteral("begins with"));
    row("what looks like an option", QStringLiteral("-rf"), QStringLiteral("begins with"));
    row("a NUL", QStringLiteral("a") + QChar(0), QStringLiteral("control"));
    row("a line feed", QStringLiteral("a\nb"), QStringLiteral("control"));
    row("a delete character", QStringLiteral("a\x7f"), QStringLiteral("control"));
    row("a line separator", QStringLiteral("a") + QChar(0x2028), QStringLiteral("control"));
    row("half a surrogate pair", QStringLiteral("a") + QChar(0xD800), QStringLiteral("Unicode"));
}

void RuleFileTest::checksNames()
{
    QFETCH(QString, name);
    QFETCH(QString, reason);

    const auto fit = transfer::checkRuleName(name);
    QCOMPARE(fit.has_value(), reason.isEmpty());
    if (!fit) {
        QCOMPARE(fit.error().kind, Error::Kind::NotSendable);
        QVERIFY2(fit.error().detail.contains(reason), qPrintable(fit.error().detail));
    }
}

void RuleFileTest::loadsExactBytes()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("rule.conf"));
    const QByteArray content("a\r\nb\0c\xFF\n", 8);
    QVERIFY(writeFile(path, content));
    const auto file = transfer::loadRuleFile(path);
    QVERIFY(file.has_value());
    QCOMPARE(file->name, QStringLiteral("rule.conf"));
    QCOMPARE(file->content, content);
}

void RuleFileTest::givesAFileAnotherName()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral(".draft"));
    QVERIFY(writeFile(path, "a;\n"));
    QVERIFY(!transfer::loadRuleFile(path).has_value());
    const auto file = transfer::loadRuleFile(path, QStringLiteral("live.conf"));
    QVERIFY(file.has_value());
    QCOMPARE(file->name, QStringLiteral("live.conf"));
    const auto refused = transfer::loadRuleFile(path, QStringLiteral("../live.conf"));
    QVERIFY(!refused.has_value());
    QCOMPARE(refused.error().kind, Error::Kind::NotSendable);
}

void RuleFileTest::saysWhyAFileCannotBeLoaded_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("reason");
    QTest::newRow("no such file") << QStringLiteral("/nowhere/a.conf")
                                  << QStringLiteral("/nowhere/a.conf: ");
    QTest::newRow("a folder") << QStringLiteral("/tmp") << QStringLiteral("folder");
    QTest::newRow("a device") << QStringLiteral("/dev/zero") << QStringLiteral("regular");
    QTest::newRow("no path") << QString() << QString();
}

void RuleFileTest::saysWhyAFileCannotBeLoaded()
{
    QFETCH(QString, path);
    QFETCH(QString, reason);

    const auto file = transfer::loadRuleFile(path);
    QVERIFY(!file.has_value());
    QCOMPARE(file.error().kind, Error::Kind::UnreadableFile);
    QVERIFY2(file.error().detail.contains(reason), qPrintable(file.error().detail));
}

void RuleFileTest::doesNotWaitForAPipe()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("pipe.conf"));
    QCOMPARE(::mkfifo(qPrintable(path), 0600), 0);
    const auto file = transfer::loadRuleFile(path);
    QVERIFY(!file.has_value());
    QCOMPARE(file.error().kind, Error::Kind::UnreadableFile);
}

void RuleFileTest::takesTheLargestFileAndNoLarger()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("large.conf")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.resize(transfer::kMostRuleFileBytes));
    const auto largest = transfer::loadRuleFile(file.fileName());
    QVERIFY(largest.has_value());
    QCOMPARE(largest->content.size(), transfer::kMostRuleFileBytes);

    QVERIFY(file.resize(transfer::kMostRuleFileBytes + 1));
    const auto larger = transfer::loadRuleFile(file.fileName());
    QVERIFY(!larger.has_value());
    QCOMPARE(larger.error().kind, Error::Kind::NotSendable);
    QVERIFY(larger.error().detail.contains(u"67108864"));
}

void RuleFileTest::looksAtTheBytes_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<qint64>("lines");
    QTest::addColumn<Encoding>("encoding");
    QTest::addColumn<LineEnds>("lineEnds");
    QTest::addColumn<bool>("hasNul");
    QTest::addColumn<bool>("isBlank");
    const auto row = [](const char *name, const QByteArray &content, qint64 lines,
                        Encoding encoding, LineEnds lineEnds, bool hasNul, bool isBlank) {
        QTest::newRow(name) << content << lines << encoding << lineEnds << hasNul << isBlank;
    };
    row("empty", "", 0, Encoding::Ascii, LineEnds::None, false, true);
    row("one line without an end", "a;", 1, Encoding::Ascii, LineEnds::None, false, false);
    row("one line", "a;\n", 1, Encoding::Ascii, LineEnds::Lf, false, false);
    row("a last line without an end", "a;\nb;", 2, Encoding::Ascii, LineEnds::Lf, false, false);
    row("CRLF", "a;\r\nb;\r\n", 2, Encoding::Ascii, LineEnds::CrLf, false, false);
    row("CR", "a;\rb;\r", 2, Encoding::Ascii, LineEnds::Cr, false, false);
    row("mixed", "a;\r\nb;\nc;", 3, Encoding::Ascii, LineEnds::Mixed, false, false);
    row("a CR before a CRLF", "a;\r\r\n", 2, Encoding::Ascii, LineEnds::Mixed, false, false);
    row("UTF-8", "# \xE8\xA7\x84\na;\n", 2, Encoding::Utf8, LineEnds::Lf, false, false);
    row("UTF-8 with a mark",
        "\xEF\xBB\xBF"
        "a;\n",
        1, Encoding::Utf8Bom, LineEnds::Lf, false, false);
    row("UTF-16 little end first",
        QByteArray("\xFF\xFE"
                   "a\0;\0",
                   6),
        1, Encoding::Utf16, LineEnds::None, true, false);
    row("UTF-16 big end first", QByteArray("\xFE\xFF\0a\0;", 6), 1, Encoding::Utf16, LineEnds::None,
        true, false);
    row("Latin-1", "# gr\xFC\xDF\n", 1, Encoding::Other, LineEnds::Lf, false, true);
    row("UTF-8 cut in a character", "a;\xE8\xA7", 1, Encoding::Other, LineEnds::None, false, false);
    row("a NUL", QByteArray("a\0b\n", 4), 1, Encoding::Ascii, LineEnds::Lf, true, false);
    row("white space alone", " \t\r\n\n", 2, Encoding::Ascii, LineEnds::Mixed, false, true);
    row("comments alone", "# a\n\n  # b {", 3, Encoding::Ascii, LineEnds::Lf, false, true);
    row("a mark and a comment", "\xEF\xBB\xBF# a\n", 1, Encoding::Utf8Bom, LineEnds::Lf, false,
        true);
    row("one rule after comments", "# a\n# b\nc;\n", 3, Encoding::Ascii, LineEnds::Lf, false,
        false);
}

void RuleFileTest::looksAtTheBytes()
{
    QFETCH(QByteArray, content);
    QFETCH(qint64, lines);
    QFETCH(Encoding, encoding);
    QFETCH(LineEnds, lineEnds);
    QFETCH(bool, hasNul);
    QFETCH(bool, isBlank);

    const RuleFileFacts facts = transfer::factsOf(content);
    QCOMPARE(facts.bytes, content.size());
    QCOMPARE(facts.lines, lines);
    QCOMPARE(facts.encoding, encoding);
    QCOMPARE(facts.lineEnds, lineEnds);
    QCOMPARE(facts.hasNul, hasNul);
    QCOMPARE(facts.isBlank, isBlank);
}

void RuleFileTest::namesWhatItSaw()
{
    // FIPS 180-2, appendix B.1.
    QCOMPARE(transfer::factsOf("abc").sha256,
             "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    for (const Encoding encoding :
         {Encoding::Ascii, Encoding::Utf8, Encoding::Utf8Bom, Encoding::Utf16, Encoding::Other})
        QVERIFY(!transfer::encodingName(encoding).isEmpty());
    for (const LineEnds lineEnds :
         {LineEnds::None, LineEnds::Lf, LineEnds::CrLf, LineEnds::Cr, LineEnds::Mixed})
        QVERIFY(!transfer::lineEndsName(lineEnds).isEmpty());
}

QTEST_APPLESS_MAIN(RuleFileTest)
#include "tst_rulefile.moc"
