// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/error.h"

#include <QSet>
#include <QTest>

using modbus::Error;
using modbus::Table;
using Kind = modbus::Error::Kind;

namespace {

constexpr std::array kKinds{Kind::InvalidRequest, Kind::NotArmed,    Kind::HostNotFound,
                            Kind::Refused,        Kind::Unreachable, Kind::ConnectTimeout,
                            Kind::NotConnected,   Kind::NoTurn,      Kind::ConnectionLost,
                            Kind::Timeout,        Kind::Exception,   Kind::BadReply,
                            Kind::Aborted};

Error readError(Kind kind, quint8 code = 0)
{
    Error error;
    error.kind = kind;
    error.exceptionCode = code;
    error.target = {{QStringLiteral("192.168.0.10"), 502}, 7};
    error.first = {Table::HoldingRegisters, 100};
    error.count = 10;
    return error;
}

Error writeError(Kind kind, quint8 code = 0)
{
    Error error = readError(kind, code);
    error.isWrite = true;
    return error;
}

bool isSentence(const QString &text)
{
    return !text.isEmpty() && (text.front().isUpper() || text.front().isDigit()) &&
           text.endsWith(u'.') && !text.contains(QStringLiteral("...")) &&
           !text.contains(QStringLiteral("  ")) && !text.contains(u'%');
}

} // namespace

class ErrorTest : public QObject
{
    Q_OBJECT

private slots:
    void namesExceptionsAsTheSpecificationDoes_data();
    void namesExceptionsAsTheSpecificationDoes();
    void exceptionTextHasTheCodeInHexadecimal();
    void namesEachKindOnce();
    void explainsEveryKindInSentences();
    void explainsEveryExceptionInSentences();
    void tellsCauseAndRemedy_data();
    void tellsCauseAndRemedy();
    void gives7CausesOfATimeout();
    void neverClaimsThatAWriteFailedWhenItMayNotHave();
};

void ErrorTest::namesExceptionsAsTheSpecificationDoes_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("name");
    QTest::newRow("01") << 1 << QStringLiteral("Illegal function");
    QTest::newRow("02") << 2 << QStringLiteral("Illegal data address");
    QTest::newRow("03") << 3 << QStringLiteral("Illegal data value");
    QTest::newRow("04") << 4 << QStringLiteral("Server device failure");
    QTest::newRow("05") << 5 << QStringLiteral("Acknowledge");
    QTest::newRow("06") << 6 << QStringLiteral("Server device busy");
    QTest::newRow("07 is none of the specification's") << 7 << QStringLiteral("Unknown exception");
    QTest::newRow("08") << 8 << QStringLiteral("Memory parity error");
    QTest::newRow("0A") << 10 << QStringLiteral("Gateway path unavailable");
    QTest::newRow("0B") << 11 << QStringLiteral("Gateway target device failed to respond");
    QTest::newRow("255 is none of the specification's")
        << 255 << QStringLiteral("Unknown exception");
}

void ErrorTest::namesExceptionsAsTheSpecificationDoes()
{
    QFETCH(int, code);
    QFETCH(QString, name);
    QCOMPARE(modbus::exceptionName(static_cast<quint8>(code)), name);
}

void ErrorTest::exceptionTextHasTheCodeInHexadecimal()
{
    QCOMPARE(modbus::exceptionText(2), QStringLiteral("02 Illegal data address"));
    QCOMPARE(modbus::exceptionText(11),
             QStringLiteral("0B Gateway target device failed to respond"));
    QCOMPARE(modbus::exceptionText(255), QStringLiteral("FF Unknown exception"));
}

void ErrorTest::namesEachKindOnce()
{
    QSet<QString> names;
    for (const Kind kind : kKinds)
        names.insert(modbus::kindName(kind));
    QCOMPARE(names.size(), qsizetype(kKinds.size()));
    QVERIFY(!names.contains(QString()));
}

void ErrorTest::explainsEveryKindInSentences()
{
    for (const Kind kind : kKinds) {
        for (Error error : {readError(kind, 2), writeError(kind, 2)}) {
            for (const char *detail : {"", "unit 3 answered for unit 7", "it ended."}) {
                error.detail = QString::fromLatin1(detail);
                const auto [text, remedy] = modbus::explain(error);
                QVERIFY2(isSentence(text), qPrintable(text));
                QVERIFY2(isSentence(remedy), qPrintable(remedy));
                QVERIFY2(text.contains(QStringLiteral("192.168.0.10")), qPrintable(text));
            }
        }
        Error bare;
        bare.kind = kind;
        const auto [text, remedy] = modbus::explain(bare);
        QVERIFY2(!text.isEmpty() && !text.contains(QStringLiteral("400001")), qPrintable(text));
        QVERIFY(isSentence(remedy));
    }
}

void ErrorTest::explainsEveryExceptionInSentences()
{
    for (int code = 1; code <= 255; ++code) {
        for (Error error : {readError(Kind::Exception, static_cast<quint8>(code)),
                            writeError(Kind::Exception, static_cast<quint8>(code))}) {
            for (const int count : {0, 1, 10}) {
                error.count = count;
                const auto [text, remedy] = modbus::explain(error);
                QVERIFY2(text.startsWith(QStringLiteral("Exception ") +
                                         modbus::exceptionText(static_cast<quint8>(code)).left(3)),
                         qPrintable(text));
                QVERIFY2(isSentence(text) && isSentence(remedy), qPrintable(text + remedy));
                QVERIFY2(text.contains(QStringLiteral("192.168.0.10:502")), qPrintable(text));
            }
        }
    }
}

void ErrorTest::tellsCauseAndRemedy_data()
{
    QTest::addColumn<Error>("error");
    QTest::addColumn<QStringList>("says");
    QTest::addColumn<QString>("remedies");
    const auto row = [](const char *name, const Error &error, const QStringList &says,
                        const char *remedies) {
        QTest::newRow(name) << error << says << QString::fromLatin1(remedies);
    };
    const QString range = QStringLiteral("holding registers 400101..400110 (PDU 100..109)");
    const QString unit = QStringLiteral("Unit 7 at 192.168.0.10:502");
    row("a read of what is not there", readError(Kind::Exception, 2),
        {QStringLiteral("Exception 02 Illegal data address"), unit, range}, "shorter range");
    row("a write of what is not there", writeError(Kind::Exception, 2),
        {range, QStringLiteral("for writing")}, "shorter range");
    row("a table that is not there", readError(Kind::Exception, 1),
        {QStringLiteral("no function to read holding registers")}, "another table");
    row("a value that is refused", writeError(Kind::Exception, 3),
        {QStringLiteral("does not accept a value"), range}, "limits");
    row("a length that is refused", readError(Kind::Exception, 3),
        {QStringLiteral("the length"), range}, "fewer items");
    row("a gateway without a path", readError(Kind::Exception, 10),
        {QStringLiteral("gateway 192.168.0.10:502 has no path to unit 7")}, "unit identifier");
    row("a unit that is silent behind a gateway", readError(Kind::Exception, 11),
        {QStringLiteral("unit 7 behind it did not answer")}, "parity");
    Error linkLocal = readError(Kind::Refused);
    linkLocal.target.endpoint.host = QStringLiteral("fe80::1%2");
    row("an address with a numbered scope", linkLocal, {QStringLiteral("[fe80::1%2]:502 refused")},
        "Check address");
    row("a refused connection", readError(Kind::Refused),
        {QStringLiteral("nothing listens on port 502"), QStringLiteral("sessions are taken")},
        "close other clients");
    row("a part of a write while writes are locked", writeError(Kind::NotArmed),
        {QStringLiteral("Not sent for writing ") + range, QStringLiteral("locked")}, "Arm writes");
    row("a time-out", readError(Kind::Timeout), {unit, range}, "(1) wrong unit identifier, here 7");
}

void ErrorTest::tellsCauseAndRemedy()
{
    QFETCH(Error, error);
    QFETCH(QStringList, says);
    QFETCH(QString, remedies);
    const auto [text, remedy] = modbus::explain(error);
    for (const QString &part : says)
        QVERIFY2(text.contains(part), qPrintable(text));
    QVERIFY2(remedy.contains(remedies), qPrintable(remedy));
}

void ErrorTest::gives7CausesOfATimeout()
{
    const QString remedy = modbus::explain(readError(Kind::Timeout)).remedy;
    for (int cause = 1; cause <= 7; ++cause)
        QVERIFY(remedy.contains(QStringLiteral("(%1) ").arg(cause)));
}

void ErrorTest::neverClaimsThatAWriteFailedWhenItMayNotHave()
{
    for (const Kind kind : kKinds) {
        // A server that answers with an exception says itself what it did not do.
        const bool isUncertain = !modbus::isNeverSent(kind) && kind != Kind::Exception;
        QCOMPARE(modbus::explain(writeError(kind)).text.contains(QStringLiteral("may or may not")),
                 isUncertain);
        QVERIFY(!modbus::explain(readError(kind)).text.contains(QStringLiteral("may or may not")));
    }
}

QTEST_GUILESS_MAIN(ErrorTest)
#include "tst_error.moc"
