// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/loopcheck-cli/failure.h"

#include <QJsonDocument>
#include <QTextStream>

namespace cli {

namespace {

ExitCode exitCodeOf(modbus::Error::Kind kind)
{
    using Kind = modbus::Error::Kind;
    switch (kind) {
    case Kind::InvalidRequest:
    case Kind::NotArmed:
        return WrongUsage;
    case Kind::Exception:
        return Refused;
    default:
        return NoAnswer;
    }
}

ExitCode exitCodeOf(transfer::Error::Kind kind)
{
    using Kind = transfer::Error::Kind;
    switch (kind) {
    case Kind::UnreadableFile:
    case Kind::NotSendable:
        return WrongUsage;
    case Kind::UnexpectedAnswer:
    case Kind::Rejected:
    case Kind::ReloadFailed:
    case Kind::RelayFailed:
    case Kind::AccessDenied:
    case Kind::NotFound:
    case Kind::ChangedMeanwhile:
    case Kind::Busy:
    case Kind::TestFailed:
    case Kind::NotConfirmed:
    case Kind::ProbeFailed:
        return Refused;
    default:
        return NoAnswer;
    }
}

} // namespace

Failure usageFailure(const QString &text, const QString &remedy)
{
    return {QStringLiteral("usage"), 0, text,
            remedy.isEmpty() ? Text::tr("--help says what each command takes.") : remedy,
            WrongUsage};
}

Failure failureOf(const modbus::Error &error)
{
    const modbus::Explanation explanation = modbus::explain(error);
    return {modbus::kindName(error.kind), error.exceptionCode, explanation.text, explanation.remedy,
            exitCodeOf(error.kind)};
}

Failure failureOf(const transfer::Error &error)
{
    const transfer::Explanation explanation = transfer::explain(error);
    return {transfer::kindName(error.kind), 0, explanation.text, explanation.remedy,
            exitCodeOf(error.kind)};
}

QJsonObject toJson(const Failure &failure)
{
    return {{QStringLiteral("kind"), failure.kind},
            {QStringLiteral("exceptionCode"),
             failure.exceptionCode == 0 ? QJsonValue() : QJsonValue(failure.exceptionCode)},
            {QStringLiteral("text"), failure.text},
            {QStringLiteral("remedy"), failure.remedy}};
}

QString printable(QString text)
{
    for (QChar &c : text) {
        if (!c.isPrint() && !c.isSurrogate() && c != u'\n' && c != u'\t')
            c = QChar(QChar::ReplacementCharacter);
    }
    return text;
}

void printJson(const QJsonObject &object)
{
    QTextStream(stdout) << QJsonDocument(object).toJson(QJsonDocument::Compact) << '\n';
}

int report(const Failure &failure, bool asJson, QJsonObject around)
{
    if (asJson) {
        around.insert(QStringLiteral("error"), toJson(failure));
        printJson(around);
    } else {
        QTextStream(stderr) << printable(failure.text) << '\n' << printable(failure.remedy) << '\n';
    }
    return failure.exitCode;
}

} // namespace cli
