// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/requests/requestwords.h"

#include "modbus/diagnostics.h"
#include "ui/connections/words.h"

#include <QCoreApplication>
#include <algorithm>

namespace ui {

namespace {

constexpr int kMostValuesShown = 12;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ui::RequestWords)
};

using Verdict = modbus::WriteOutcome::Verdict;

QString valuesText(const QList<quint16> &values)
{
    if (values.isEmpty())
        return QStringLiteral("?");
    QStringList texts;
    for (const quint16 value : values.first(std::min<qsizetype>(values.size(), kMostValuesShown)))
        texts.append(QString::number(value));
    if (values.size() > kMostValuesShown)
        texts.append(QStringLiteral("\u2026"));
    return texts.join(u' ');
}

QString verdictText(const modbus::RequestOutcome &outcome)
{
    switch (outcome.verdict) {
    case Verdict::Verified:
        return Text::tr("Written and verified: it was %1 and now reads back as %2.")
            .arg(valuesText(outcome.before), valuesText(outcome.readBack));
    case Verdict::Mismatch:
        return Text::tr("The device accepted it, but reads back as %1 instead of %2. It may limit "
                        "or scale the value, or a program in it has changed it at once.")
            .arg(valuesText(outcome.readBack), valuesText(outcome.expected));
    case Verdict::NotVerified:
        return Text::tr("The device accepted it. What it changed cannot be read back.");
    case Verdict::Refused:
    case Verdict::NotSent:
    case Verdict::Unknown:
        break;
    }
    return {};
}

} // namespace

QByteArray replyOf(const modbus::RequestOutcome &outcome)
{
    if (outcome.reply)
        return outcome.reply->pdu;
    return outcome.error ? outcome.error->reply : QByteArray();
}

bool isBad(const modbus::RequestOutcome &outcome)
{
    return (!outcome.reply && !outcome.wasSilent) || outcome.verdict == Verdict::Mismatch;
}

QString outcomeInBrief(const modbus::Request &request, const modbus::RequestOutcome &outcome)
{
    if (outcome.wasSilent)
        return Text::tr("silence, as it must be");
    if (!outcome.reply && outcome.error) {
        if (outcome.error->kind != modbus::Error::Kind::Exception)
            return modbus::explain(*outcome.error).text;
        return Text::tr("exception %1").arg(modbus::exceptionText(outcome.error->exceptionCode));
    }
    if (!request.isWrite())
        return Text::tr("answered");
    switch (outcome.verdict) {
    case Verdict::Verified:
        return Text::tr("written, verified");
    case Verdict::Mismatch:
        return Text::tr("written, reads back differently");
    default:
        return Text::tr("accepted, not verified");
    }
}

QString outcomeText(const modbus::Request &request, const modbus::RequestOutcome &outcome)
{
    if (outcome.wasSilent)
        return Text::tr("No reply came, and none was due: the device only listens from now on, "
                        "until its communications are restarted (sub-function 1) or it is "
                        "switched off and on.");
    QStringList sentences;
    if (outcome.reply)
        sentences.append(Text::tr("Answered in %1.").arg(latencyText(outcome.reply->latency)));
    if (request.isWrite())
        sentences.append(verdictText(outcome));
    if (outcome.error) {
        const modbus::Explanation why = modbus::explain(*outcome.error);
        sentences.append(why.text);
        sentences.append(why.remedy);
    }
    if (!outcome.journalError.isEmpty())
        sentences.append(Text::tr("The journal was not kept: %1.").arg(outcome.journalError));
    sentences.removeAll(QString());
    return sentences.join(u' ');
}

QString changeText(const modbus::Request &request, const QList<quint16> &before)
{
    const modbus::WriteEffect effect = modbus::effectOf(request);
    if (!effect.isReadable()) {
        const auto code = quint8(request.pdu.functionCode());
        QString what = modbus::functionName(code);
        if (code == QModbusPdu::Diagnostics) {
            const quint16 sub = modbus::wordsIn(request.pdu.data()).value(0);
            const QString name = modbus::diagnosticName(sub);
            what = name.isEmpty() ? Text::tr("diagnostics sub-function %1").arg(sub) : name;
        }
        return Text::tr("%1 (function %2): what it changes cannot be read").arg(what).arg(code);
    }
    QString where;
    if (effect.records.isEmpty()) {
        where = modbus::rangeText(effect.first, std::max<int>(1, int(effect.values.size())));
    } else {
        QStringList ranges;
        for (const modbus::FileRecords &records : effect.records)
            ranges.append(Text::tr("file %1, records %2..%3")
                              .arg(records.file)
                              .arg(records.record)
                              .arg(records.record + int(records.data.size()) - 1));
        where = ranges.join(QStringLiteral("; "));
    }
    return QStringLiteral("%1: %2 \u2192 %3")
        .arg(where, valuesText(before), valuesText(effect.expected(before)));
}

} // namespace ui
