// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/apidesk.h"
#include "tests/support/nginxprefix.h"
#include "tests/support/openapi.h"

#include <QFile>
#include <QSet>
#include <QTest>
#include <memory>

using namespace Qt::StringLiterals;
using support::ApiDesk;

namespace {

const QStringList kMethods{u"GET"_s, u"PUT"_s, u"POST"_s, u"DELETE"_s, u"PATCH"_s};
const auto kFile = QStringLiteral(INTEROP_SOURCES "/../../resources/receiver/openapi.json");

/// "site.conf" and the like in the place of what a path has in braces.
QString filledIn(QString path)
{
    return path.replace(u"{name}"_s, u"site.conf"_s)
        .replace(u"{version}"_s, u"1"_s)
        .replace(u"{key}"_s, u"k1"_s);
}

} // namespace

/// resources/receiver/openapi.json is what a receiver with a real nginx does.
class TestReceiverOpenApi : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void everyOperationIsServedAndNoOther();
    void everyParameterIsTakenAndNoOther();
    void everyAnswerIsAsTheFileSays_data();
    void everyAnswerIsAsTheFileSays();
    void everyCodeIsInTheFile();

private:
    support::OpenApi m_file{kFile};
    std::unique_ptr<support::NginxPrefix> m_nginx;
    std::unique_ptr<ApiDesk> m_desk;
    QByteArray m_reader;
    QSet<QString> m_codes;
};

void TestReceiverOpenApi::initTestCase()
{
    QVERIFY(m_file.isRead());
    m_nginx = std::make_unique<support::NginxPrefix>();
    QVERIFY(m_nginx->start());
    m_desk = std::make_unique<ApiDesk>(QStringList{u"--test-command"_s, m_nginx->testCommand(),
                                                   u"--reload-command"_s, m_nginx->reloadCommand(),
                                                   u"--nginx-pid-file"_s, m_nginx->pidFile(),
                                                   u"--nginx-error-log"_s, m_nginx->errorLog(),
                                                   u"--https-max-requests-per-peer"_s, u"1000"_s},
                                       m_nginx->rulesDirectory());
    QVERIFY2(m_desk->start(), qPrintable(m_desk->log()));
    m_reader = ApiDesk::tokenOf(
        m_desk->admin({u"token"_s, u"add"_s, u"reader"_s}, {u"--role"_s, u"read"_s}).out);
    const auto pushed = m_desk->push(u"site.conf"_s, "location = /rule { return 200 \"a\"; }\n",
                                     {u"-H"_s, u"Idempotency-Key: k1"_s});
    QVERIFY2(pushed.json()[u"verdict"].toString() == u"applied", pushed.all().constData());
}

void TestReceiverOpenApi::everyOperationIsServedAndNoOther()
{
    const QStringList operations = m_file.operations();
    QSet<QString> paths;
    for (const QString &operation : operations)
        paths.insert(operation.section(u' ', 1));
    QStringList served;
    for (const QString &path : std::as_const(paths)) {
        for (const QString &method : kMethods) {
            // A token that may not push finds out whether there is such an operation.
            const auto answer = m_desk->curl(filledIn(path), {u"-X"_s, method}, m_reader);
            QVERIFY2(answer.status != 0, answer.all().constData());
            if (answer.status != 405)
                served.append(method + u' ' + path);
        }
    }
    served.sort();
    QCOMPARE(served, operations);
}

void TestReceiverOpenApi::everyParameterIsTakenAndNoOther()
{
    for (const QString &operation : m_file.operations()) {
        if (operation.startsWith(u"GET "))
            continue;
        // The program names those that it knows when it gets one that it doesn't.
        const auto answer = m_desk->curl(filledIn(operation.section(u' ', 1)) + u"?other=1"_s,
                                         {u"-X"_s, operation.section(u' ', 0, 0)});
        QCOMPARE(answer.status, 400);
        QString remedy = answer.json()[u"error"][u"remedy"].toString();
        QStringList known = remedy.remove(u"The parameters are "_s).chopped(1).split(u", "_s);
        QStringList documented = m_file.parameters(operation, u"query"_s);
        known.sort();
        documented.sort();
        QCOMPARE(known, documented);
    }
}

void TestReceiverOpenApi::everyAnswerIsAsTheFileSays_data()
{
    QTest::addColumn<QString>("operation");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("who");
    const auto row = [](const char *name, const QString &operation, int status,
                        const QString &path = {}, const QStringList &options = {},
                        const QString &who = u"push"_s) {
        QTest::newRow(name) << operation
                            << (path.isEmpty() ? filledIn(operation.section(u' ', 1)) : path)
                            << QStringList{u"-X"_s, operation.section(u' ', 0, 0)} + options
                            << status << who;
    };
    const auto body = [](const QString &text) { return QStringList{u"--data-binary"_s, text}; };
    const auto header = [](const QString &line) { return QStringList{u"-H"_s, line}; };
    const QString put = u"PUT /v1/rules/{name}"_s;
    const QString good = u"location = /rule { return 200 \"b\"; }\n"_s;
    row("health", u"GET /v1/health"_s, 200);
    row("health without a token", u"GET /v1/health"_s, 401, {}, {}, u"nobody"_s);
    row("rules", u"GET /v1/rules"_s, 200);
    row("a rule", u"GET /v1/rules/{name}"_s, 200);
    row("no rule", u"GET /v1/rules/{name}"_s, 404, u"/v1/rules/none"_s);
    row("a bad name", u"GET /v1/rules/{name}"_s, 400, u"/v1/rules/.none"_s);
    row("versions", u"GET /v1/rules/{name}/versions"_s, 200);
    row("a version", u"GET /v1/rules/{name}/versions/{version}"_s, 200);
    row("no version", u"GET /v1/rules/{name}/versions/{version}"_s, 404,
        u"/v1/rules/site.conf/versions/99"_s);
    row("a result", u"GET /v1/results/{key}"_s, 200);
    row("no result", u"GET /v1/results/{key}"_s, 404, u"/v1/results/none"_s);
    row("a push", put, 200, {}, body(good));
    row("a dry run", put, 200, u"/v1/rules/site.conf?dryRun=true"_s, body(good));
    row("a push that fails", put, 422, {}, body(u"broken"_s));
    row("a push by a reader", put, 403, {}, body(good), u"read"_s);
    row("a push that comes too late", put, 412, {}, body(good) + header(u"If-None-Match: *"_s));
    row("a reused key", put, 409, {}, body(good) + header(u"Idempotency-Key: k1"_s));
    row("a file that is too large", put, 413, {},
        header(u"Content-Length: 99999999"_s) + body(u"x"_s));
    row("a damaged file", put, 400, {},
        body(good) + header(u"X-Content-SHA256: "_s + QString(64, u'0')));
    row("a restore", u"POST /v1/rules/{name}/restore"_s, 200, {}, body(u"{\"version\":1}"_s));
    row("no such version to restore", u"POST /v1/rules/{name}/restore"_s, 404, {},
        body(u"{\"version\":99}"_s));
    row("a deletion", u"DELETE /v1/rules/{name}"_s, 200);
    row("nothing to delete", u"DELETE /v1/rules/{name}"_s, 404);
    row("versions of what is gone", u"GET /v1/rules/{name}/versions"_s, 200);
}

void TestReceiverOpenApi::everyAnswerIsAsTheFileSays()
{
    QFETCH(const QString, operation);
    QFETCH(const QString, path);
    QFETCH(const QStringList, options);
    QFETCH(const int, status);
    QFETCH(const QString, who);
    const QByteArray token = who == u"nobody" ? QByteArray()
                             : who == u"read" ? m_reader
                                              : m_desk->token();
    const auto answer = m_desk->curl(path, options, token);
    QVERIFY2(answer.status == status, answer.all().constData());
    const QString complaint = m_file.complaint(operation, status, answer.json());
    QVERIFY2(complaint.isEmpty(), qPrintable(complaint));
    if (answer.json().contains(u"error"_s) && answer.json()[u"error"].isObject())
        m_codes.insert(answer.code());
    QVERIFY(m_nginx->get("/alive") == "alive");
}

void TestReceiverOpenApi::everyCodeIsInTheFile()
{
    QFile file(kFile);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString text = QString::fromUtf8(file.readAll());
    QVERIFY(m_codes.size() >= 8);
    for (const QString &code : std::as_const(m_codes))
        QVERIFY2(text.contains(u'`' + code + u'`'), qPrintable(code));
}

QTEST_GUILESS_MAIN(TestReceiverOpenApi)
#include "tst_receiveropenapi.moc"
