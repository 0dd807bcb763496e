// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/files.h"
#include "transfer/receiver/rulestore.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/wait.h>

using namespace Qt::StringLiterals;
using support::contentOf;
using support::write;
using transfer::receiver::RuleStore;

namespace {

const QByteArray kOld("location = /old { return 200; }\n");
const QByteArray kNew("location = /new { return 200 \"and longer than the old one\"; }\n");

/// A rule directory with its state directory beside it.
class Place
{
public:
    Place() { QDir(m_directory.path()).mkdir(u"rules"_s); }

    QString rules() const { return m_directory.filePath(u"rules"_s); }
    QString state() const { return rules() + u".loopcheck"_s; }
    QString rule(const QString &name) const { return rules() + u'/' + name; }
    QStringList names() const
    {
        return QDir(rules()).entryList(QDir::AllEntries | QDir::Hidden | QDir::System |
                                       QDir::NoDotAndDotDot);
    }
    QStringList staged() const
    {
        return QDir(state() + u"/staging"_s).entryList(QDir::AllEntries | QDir::NoDotAndDotDot);
    }

private:
    QTemporaryDir m_directory;
};

bool place(RuleStore &store, const QString &name, const QByteArray &content)
{
    auto file = store.stage();
    return file && file->append(content) && store.place(std::move(*file), name);
}

/// Stops the child at every system call, and kills it at the given one. True when it came that far.
bool killAtSystemCall(pid_t child, int count)
{
    int status = 0;
    ::waitpid(child, &status, 0);
    for (int i = 0; i < count; ++i) {
        ::ptrace(PTRACE_SYSCALL, child, nullptr, nullptr);
        ::waitpid(child, &status, 0);
        if (WIFEXITED(status) || WIFSIGNALED(status))
            return false;
    }
    ::kill(child, SIGKILL);
    ::waitpid(child, &status, 0);
    return true;
}

} // namespace

class TestReceiverStore : public QObject
{
    Q_OBJECT
private slots:
    void opensOnlySoundDirectories();
    void refusesAnotherFileSystem();
    void refusesNames_data();
    void refusesNames();
    void refusesWhatIsNotARegularFile_data();
    void refusesWhatIsNotARegularFile();
    void stagedFilesVanish();
    void keepsAndTakesBack();
    void keepsTheModeOfWhatItReplaces();
    void takesBackANewRule();
    void anotherRulesCopyIsNoPreviousVersion();
    void canBeClaimedOnce();
    void rulesAreWholeWheneverItIsKilled_data();
    void rulesAreWholeWheneverItIsKilled();
    void aDamagedJournalIsNotGuessedAt();
};

void TestReceiverStore::opensOnlySoundDirectories()
{
    const Place place;
    QVERIFY(RuleStore::open(place.rules()));
    QVERIFY(QFile::exists(place.state()));

    const auto missing = RuleStore::open(place.rules() + u"/none"_s);
    QVERIFY(!missing);
    QVERIFY(missing.error().contains(u"none"));

    const auto inside = RuleStore::open(place.rules(), place.rules() + u"/state"_s);
    QVERIFY(!inside);
    QVERIFY(inside.error().contains(u"--state-dir"));

    ::chmod(place.state().toUtf8().constData(), 0777);
    const auto open = RuleStore::open(place.rules());
    QVERIFY(!open);
    QVERIFY(open.error().contains(u"0700"));
}

void TestReceiverStore::refusesAnotherFileSystem()
{
    const Place place;
    const QTemporaryDir elsewhere(u"/dev/shm/loopcheck-XXXXXX"_s);
    QVERIFY(elsewhere.isValid());
    const auto store = RuleStore::open(place.rules(), elsewhere.path());
    QVERIFY(!store);
    QVERIFY2(store.error().contains(u"file system"), qPrintable(store.error()));
}

void TestReceiverStore::refusesNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("nothing") << QString();
    QTest::newRow("a path") << u"a/b"_s;
    QTest::newRow("a path out of it") << u"../evil.conf"_s;
    QTest::newRow("an absolute path") << u"/etc/passwd"_s;
    QTest::newRow("the directory") << u"."_s;
    QTest::newRow("the one above") << u".."_s;
    QTest::newRow("a hidden file") << u".hidden"_s;
    QTest::newRow("a line break") << u"a\nb"_s;
    QTest::newRow("a NUL") << u"a"_s + QChar(0) + u"b"_s;
    QTest::newRow("too long") << QString(300, u'a');
    QTest::newRow("too long in bytes") << QString(130, QChar(0x4e2d));
}

void TestReceiverStore::refusesNames()
{
    QFETCH(const QString, name);
    const Place directories;
    auto store = RuleStore::open(directories.rules());
    QVERIFY(store);
    QVERIFY(!store->checkTarget(name));
    QVERIFY(!place(*store, name, kNew));
    QVERIFY(directories.names().isEmpty());
    QVERIFY(directories.staged().isEmpty());
}

void TestReceiverStore::refusesWhatIsNotARegularFile_data()
{
    QTest::addColumn<QString>("kind");
    QTest::newRow("a link to a file") << u"link"_s;
    QTest::newRow("a link to nothing") << u"dangling"_s;
    QTest::newRow("a directory") << u"directory"_s;
    QTest::newRow("a named pipe") << u"pipe"_s;
}

void TestReceiverStore::refusesWhatIsNotARegularFile()
{
    QFETCH(const QString, kind);
    const Place directories;
    auto store = RuleStore::open(directories.rules());
    QVERIFY(store);
    const QString victim = directories.rules() + u".victim"_s;
    const QString target = directories.rule(u"site.conf"_s);
    write(victim, kOld);
    if (kind == u"link")
        QVERIFY(QFile::link(victim, target));
    else if (kind == u"dangling")
        QVERIFY(QFile::link(victim + u".none"_s, target));
    else if (kind == u"directory")
        QVERIFY(QDir().mkdir(target));
    else
        QCOMPARE(::mkfifo(target.toUtf8().constData(), 0600), 0);

    QVERIFY(!store->checkTarget(u"site.conf"_s));
    QVERIFY(!place(*store, u"site.conf"_s, kNew));
    QCOMPARE(contentOf(victim), kOld);
    QVERIFY(directories.staged().isEmpty());
}

void TestReceiverStore::stagedFilesVanish()
{
    const Place directories;
    auto store = RuleStore::open(directories.rules());
    QVERIFY(store);
    {
        auto file = store->stage();
        QVERIFY(file && file->append(kNew));
        QCOMPARE(directories.staged().size(), 1);
        QCOMPARE(file->size(), kNew.size());
    }
    QVERIFY(directories.staged().isEmpty());
    write(directories.state() + u"/staging/left-by-another-process"_s, kNew);
    QVERIFY(store->recover());
    QVERIFY(directories.staged().isEmpty());
}

void TestReceiverStore::keepsAndTakesBack()
{
    const Place directories;
    const QString rule = directories.rule(u"site.conf"_s);
    const QString versions = directories.state() + u"/versions/site.conf/"_s;
    write(rule, kOld);
    auto store = RuleStore::open(directories.rules());
    QVERIFY(store);

    QVERIFY(place(*store, u"site.conf"_s, kNew));
    QCOMPARE(contentOf(rule), kNew);
    QVERIFY(store->keep());
    QCOMPARE(contentOf(rule), kNew);
    QCOMPARE(contentOf(versions + u'1'), kOld);
    QCOMPARE(contentOf(versions + u'2'), kNew);

    QVERIFY(place(*store, u"site.conf"_s, "broken"));
    QCOMPARE(contentOf(rule), "broken");
    QVERIFY(store->undo());
    QCOMPARE(contentOf(rule), kNew);
    QCOMPARE(contentOf(versions + u'3'), "(none)");
    QVERIFY(!store->undo());
    QVERIFY(!store->keep());
    QCOMPARE(directories.names(), QStringList(u"site.conf"_s));
}

void TestReceiverStore::keepsTheModeOfWhatItReplaces()
{
    const Place directories;
    const QString rule = directories.rule(u"site.conf"_s);
    auto store = RuleStore::open(directories.rules());
    QVERIFY(store);
    const auto modeOf = [&] {
        struct stat attributes = {};
        ::stat(rule.toUtf8().constData(), &attributes);
        return attributes.st_mode & 07777;
    };
    QVERIFY(place(*store, u"site.conf"_s, kOld) && store->keep());
    QCOMPARE(modeOf(), 0644u);
    ::chmod(rule.toUtf8().constData(), 0640);
    QVERIFY(place(*store, u"site.conf"_s, kNew));
    QCOMPARE(modeOf(), 0640u);
    QVERIFY(store->undo());
    QCOMPARE(modeOf(), 0640u);
}

void TestReceiverStore::takesBackANewRule()
{
    const Place directories;
    auto store = RuleStore::open(directories.rules());
    QVERIFY(store);
    QVERIFY(place(*store, u"site.conf"_s, kNew));
    QVERIFY(store->undo());
    QVERIFY(directories.names().isEmpty());
}

void TestReceiverStore::anotherRulesCopyIsNoPreviousVersion()
{
    const Place directories;
    auto store = RuleStore::open(directories.rules());
    QVERIFY(store);
    // As left by a copy for which the disk was too small.
    write(directories.state() + u"/aside"_s, kOld);
    QVERIFY(place(*store, u"new.conf"_s, kNew) && store->keep());
    QCOMPARE(contentOf(directories.state() + u"/versions/new.conf/1"_s), kNew);
    QCOMPARE(store->versions().list(u"new.conf"_s).size(), 1);
}

void TestReceiverStore::canBeClaimedOnce()
{
    const Place directories;
    auto first = RuleStore::open(directories.rules());
    QVERIFY(first && first->claim());
    for (const QString &state : {QString(), directories.rules() + u".other"_s}) {
        auto second = RuleStore::open(directories.rules(), state);
        QVERIFY(second);
        const auto isClaimed = second->claim();
        QVERIFY(!isClaimed);
        QVERIFY2(isClaimed.error().contains(directories.rules()), qPrintable(isClaimed.error()));
    }
    first = tl::unexpected(QString());
    auto next = RuleStore::open(directories.rules());
    QVERIFY(next && next->claim());
}

void TestReceiverStore::rulesAreWholeWheneverItIsKilled_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<bool>("isKept");
    QTest::newRow("a rule is replaced") << kOld << true;
    QTest::newRow("a rule is replaced and taken back") << kOld << false;
    QTest::newRow("a new rule is placed") << QByteArray("(none)") << true;
    QTest::newRow("a new rule is placed and taken back") << QByteArray("(none)") << false;
}

void TestReceiverStore::rulesAreWholeWheneverItIsKilled()
{
    QFETCH(const QByteArray, before);
    QFETCH(const bool, isKept);
    const Place directories;
    const QString rule = directories.rule(u"site.conf"_s);
    bool isPlacedOnce = false;
    bool isKilled = true;
    for (int count = 1; isKilled; ++count) {
        QFile::remove(rule);
        if (before == kOld)
            write(rule, kOld);
        auto store = RuleStore::open(directories.rules());
        QVERIFY(store);

        const pid_t child = ::fork();
        if (child == 0) {
            ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
            ::raise(SIGSTOP);
            const bool isDone = place(*store, u"site.conf"_s, kNew) &&
                                (isKept ? store->keep().has_value() : store->undo().has_value());
            ::_exit(isDone ? 0 : 1);
        }
        isKilled = killAtSystemCall(child, count);

        const QByteArray left = contentOf(rule);
        QVERIFY2(left == before || left == kNew, left.constData());
        isPlacedOnce = isPlacedOnce || left == kNew;
        auto next = RuleStore::open(directories.rules());
        QVERIFY(next);
        const auto undone = next->recover();
        QVERIFY2(undone, undone ? "" : qPrintable(undone.error()));
        const QByteArray settled = contentOf(rule);
        if (undone->has_value())
            QCOMPARE(settled, before);
        else
            QCOMPARE(settled, left);
        QVERIFY(directories.names().size() <= 1);
        QVERIFY(directories.staged().isEmpty());
        QVERIFY(!QFile::exists(directories.state() + u"/journal"_s));
        if (!isKilled)
            QCOMPARE(settled, isKept ? kNew : before);
        // Every version is whole, and what stayed is the newest.
        const auto versions = next->versions().list(u"site.conf"_s);
        for (const auto &version : versions) {
            const auto file = next->versions().open(u"site.conf"_s, version.number);
            const QByteArray text = contentOf(u"/proc/self/fd/%1"_s.arg(file.get()));
            QCOMPARE(QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex(),
                     version.sha256);
        }
        if (settled == kNew)
            QCOMPARE(versions.constFirst().sha256,
                     QCryptographicHash::hash(kNew, QCryptographicHash::Sha256).toHex());
        QVERIFY(place(*next, u"site.conf"_s, "next") && next->undo());
        QCOMPARE(contentOf(rule), settled);
    }
    QVERIFY(isPlacedOnce);
}

void TestReceiverStore::aDamagedJournalIsNotGuessedAt()
{
    const Place directories;
    auto store = RuleStore::open(directories.rules());
    QVERIFY(store);
    for (const QByteArray &journal :
         {QByteArray(), QByteArray("nonsense"), QByteArray("undo to nothing\n../../etc/passwd")}) {
        write(directories.state() + u"/journal"_s, journal);
        const auto undone = store->recover();
        QVERIFY(!undone);
        QVERIFY(undone.error().contains(u"damaged"));
        QVERIFY(!place(*store, u"site.conf"_s, kNew));
    }
}

QTEST_GUILESS_MAIN(TestReceiverStore)
#include "tst_receiverstore.moc"
