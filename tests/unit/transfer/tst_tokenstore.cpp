// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/keychain/tokenstore.h"

#include "tests/support/files.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using transfer::keychain::TokenStore;

namespace {

const QString kName = QStringLiteral("edge-1");
const QByteArray kToken(43, 'x');

/// Asks and waits for the answer.
template <typename Value, typename Ask>
std::optional<tl::expected<Value, QString>> answerTo(Ask ask)
{
    QObject context;
    std::optional<tl::expected<Value, QString>> answer;
    ask(&context, [&answer](const tl::expected<Value, QString> &came) { answer = came; });
    if (answer) // from inside
        return std::nullopt;
    static_cast<void>(QTest::qWaitFor([&answer] { return answer.has_value(); }, 60'000));
    return answer;
}

auto written(TokenStore &store, const QByteArray &token)
{
    return answerTo<TokenStore::Place>(
        [&](QObject *context, const auto &done) { store.write(kName, token, context, done); });
}

auto readBack(TokenStore &store, const QString &name = kName)
{
    return answerTo<QByteArray>(
        [&](QObject *context, const auto &done) { store.read(name, context, done); });
}

auto removed(TokenStore &store)
{
    return answerTo<void>(
        [&](QObject *context, const auto &done) { store.remove(kName, context, done); });
}

} // namespace

class TokenStoreTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_path;

private slots:
    void initTestCase()
    {
        // No bus: no keychain, wherever this runs, least of all the one of who runs it.
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere");
        qunsetenv("DISPLAY");
    }

    void init()
    {
        m_path = m_folder.filePath(QString::fromLatin1(QTest::currentTestFunction()) +
                                   QStringLiteral("/tokens.json"));
    }

    void keepsTokensInAFile_data()
    {
        QTest::addColumn<TokenStore::Place>("first");
        QTest::newRow("as asked") << TokenStore::Place::File;
        QTest::newRow("where there is no keychain") << TokenStore::Place::Keychain;
    }

    void keepsTokensInAFile()
    {
        QFETCH(TokenStore::Place, first);
        m_path += QString::number(int(first));
        TokenStore store(m_path, first);
        QVERIFY(!readBack(store).value());
        QCOMPARE(written(store, "before").value().value(), TokenStore::Place::File);
        QCOMPARE(written(store, kToken).value().value(), TokenStore::Place::File);
        QCOMPARE(QFileInfo(m_path).permissions() &
                     ~(QFile::ReadUser | QFile::WriteUser | QFile::ExeUser),
                 QFile::ReadOwner | QFile::WriteOwner);
        TokenStore again(m_path, first);
        QCOMPARE(readBack(again).value().value(), kToken);
        QVERIFY(!readBack(again, QStringLiteral("other")).value());
        QVERIFY(removed(again).value());
        QVERIFY(removed(again).value());
        QVERIFY(!readBack(store).value());
    }

    void usesNoFileThatOthersMayRead()
    {
        TokenStore store(m_path, TokenStore::Place::File);
        QVERIFY(written(store, kToken).value());
        QVERIFY(QFile::setPermissions(m_path, QFile::ReadOwner | QFile::WriteOwner |
                                                  QFile::ReadGroup | QFile::ReadOther));
        const auto token = readBack(store).value();
        QVERIFY(!token);
        QVERIFY(token.error().contains(QStringLiteral("0600")));
        QVERIFY(!written(store, kToken).value());
    }

    void setsADamagedFileAside()
    {
        TokenStore store(m_path, TokenStore::Place::File);
        QVERIFY(written(store, kToken).value());
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write("{\"edge-1\": \"tr");
        file.close();
        QVERIFY(!readBack(store).value());
        QCOMPARE(QFileInfo(m_path).dir().entryList({QStringLiteral("*.damaged-*")}).size(), 1);
        QVERIFY(written(store, kToken).value());
        QCOMPARE(readBack(store).value().value(), kToken);
    }

    void saysNothingOnceItsContextIsGone()
    {
        TokenStore store(m_path);
        bool isCalled = false;
        {
            QObject context;
            store.read(kName, &context, [&isCalled](const auto &) { isCalled = true; });
        }
        QVERIFY(!readBack(store).value()); // answered after the first would have been
        QVERIFY(!isCalled);
    }
};

QTEST_GUILESS_MAIN(TokenStoreTest)
#include "tst_tokenstore.moc"
