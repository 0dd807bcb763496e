// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/trafficwords.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QStringList>

namespace modbus {

namespace {

using Kind = TrafficFrame::Kind;
using Flag = TrafficFrame::Flag;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(modbus)
};

constexpr qsizetype kFieldsOfHeader = 4;
constexpr qsizetype kMostFieldsInSummary = 4;

/// The fields that tell one frame from another: not the header, the function's code, how many bytes
/// follow.
QString contentText(const QList<PduField> &fields)
{
    QStringList parts;
    qsizetype left = 0;
    for (qsizetype i = kFieldsOfHeader + 1; i < fields.size(); ++i) {
        const PduField &field = fields[i];
        if (!field.isFaulty() && field.name == QLatin1StringView("Byte Count"))
            continue;
        if (parts.size() == kMostFieldsInSummary) {
            ++left;
            continue;
        }
        parts += field.isFaulty()
                     ? QStringLiteral("%1: %2 [%3]").arg(field.name, field.value, field.fault)
                     : QStringLiteral("%1: %2").arg(field.name, field.value);
    }
    const QString text = parts.join(QStringLiteral("; "));
    return left == 0 ? text : Text::tr("%1; and %n more", nullptr, int(left)).arg(text);
}

quint8 exceptionCodeOf(const TrafficEntry &entry)
{
    const QByteArray pdu = pduOf(entry.adu);
    return pdu.size() > 1 ? quint8(pdu[1]) : 0;
}

Error errorOf(const TrafficEntry &entry, Error::Kind kind)
{
    Error error;
    error.kind = kind;
    error.detail = entry.detail;
    error.target = {entry.session->server, entry.unit};
    if (kind == Error::Kind::Exception) {
        error.exceptionCode = exceptionCodeOf(entry);
        error.detail.clear();
    }
    return error;
}

QString sentenceOf(const Error &error)
{
    const Explanation explanation = explain(error);
    return explanation.text + u' ' + explanation.remedy;
}

QString faultText(const TrafficEntry &entry)
{
    if (entry.flag == Flag::Exception) {
        return Text::tr("Exception %1").arg(exceptionText(exceptionCodeOf(entry)));
    }
    // These details begin with the flag's own words.
    if (entry.flag == Flag::Late || entry.flag == Flag::ForeignTransaction)
        return entry.detail.isEmpty() ? flagText(entry.flag) : entry.detail;
    return entry.detail.isEmpty()
               ? flagText(entry.flag)
               : QStringLiteral("%1: %2").arg(flagText(entry.flag), entry.detail);
}

} // namespace

QList<PduField> fieldsOf(const TrafficEntry &entry)
{
    switch (entry.kind) {
    case Kind::Request:
        return requestAduFields(entry.adu);
    case Kind::Reply:
    case Kind::Debris:
        return replyAduFields(entry.adu, entry.requestAdu);
    default:
        return {};
    }
}

QString directionText(const TrafficEntry &entry)
{
    if (entry.isSent())
        return Text::tr("sent");
    return entry.isReceived() ? Text::tr("received") : Text::tr("line");
}

QString functionText(const TrafficEntry &entry)
{
    return entry.function == 0 ? QString() : functionName(entry.function);
}

QString flagText(Flag flag)
{
    switch (flag) {
    case Flag::None:
        break;
    case Flag::Exception:
        return Text::tr("exception");
    case Flag::BadReply:
        return Text::tr("bad reply");
    case Flag::ForeignUnit:
        return Text::tr("another unit answered");
    case Flag::Late:
        return Text::tr("late reply");
    case Flag::ForeignTransaction:
        return Text::tr("reply to nothing asked");
    case Flag::Timeout:
        return Text::tr("no reply in time");
    case Flag::FramingFault:
        return Text::tr("not a Modbus frame");
    case Flag::BrokenOff:
        return Text::tr("broken off");
    case Flag::Lost:
        return Text::tr("lost");
    }
    return {};
}

QString summaryText(const TrafficEntry &entry)
{
    switch (entry.kind) {
    case Kind::Opened:
        return Text::tr("Connected");
    case Kind::ConnectFailed:
        return explain(errorOf(entry, entry.cause)).text;
    case Kind::Closed:
        return entry.flag == Flag::None ? Text::tr("Closed")
                                        : explain(errorOf(entry, entry.cause)).text;
    case Kind::Unanswered:
    case Kind::Debris:
        return faultText(entry);
    case Kind::Request:
    case Kind::Reply:
        break;
    }
    QString content = contentText(fieldsOf(entry));
    if (entry.flag == Flag::None)
        return content;
    if (entry.flag == Flag::Exception || content.isEmpty())
        return faultText(entry);
    return QStringLiteral("%1. %2").arg(faultText(entry), content);
}

QString faultSentence(const TrafficEntry &entry)
{
    switch (entry.flag) {
    case Flag::None:
        return {};
    case Flag::Exception:
        return sentenceOf(errorOf(entry, Error::Kind::Exception));
    case Flag::Timeout:
        return sentenceOf(errorOf(entry, Error::Kind::Timeout));
    case Flag::Lost:
        return sentenceOf(errorOf(entry, entry.cause));
    case Flag::BadReply:
    case Flag::ForeignUnit:
    case Flag::FramingFault:
        return sentenceOf(errorOf(entry, Error::Kind::BadReply));
    case Flag::Late:
        return Text::tr("This reply came after its request's deadline; nothing of it was used. If "
                        "it happens often, give the connection a longer response deadline, or ask "
                        "less at a time.");
    case Flag::ForeignTransaction:
        return Text::tr("Nothing with this transaction identifier waits for an answer; nothing of "
                        "it was used. The device answers twice, or mixes up its clients: try with "
                        "one client and a window of 1.");
    case Flag::BrokenOff:
        return Text::tr("Only a part of this reply came before the connection ended; nothing of it "
                        "was used. Try again; if it stays, try a smaller block.");
    }
    return {};
}

QString utcText(std::chrono::microseconds time)
{
    using std::chrono::milliseconds;
    const auto whole = std::chrono::floor<milliseconds>(time);
    return QDateTime::fromMSecsSinceEpoch(whole.count(), Qt::UTC)
               .toString(QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz")) +
           QStringLiteral("%1").arg((time - whole).count(), 3, 10, QLatin1Char('0'));
}

QString microsecondsText(std::chrono::microseconds duration)
{
    const auto count = qint64(duration.count());
    if (count < 1000)
        return Text::tr("%1 \u00b5s").arg(count);
    if (count < 1'000'000)
        return Text::tr("%1 ms").arg(QString::number(double(count) / 1e3, 'f', 3));
    return Text::tr("%1 s").arg(QString::number(double(count) / 1e6, 'f', 6));
}

} // namespace modbus
