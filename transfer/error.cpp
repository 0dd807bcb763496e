// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/error.h"

#include "transfer/push.h"

#include <QCoreApplication>

namespace transfer {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(transfer)
};

// The steps of a request over HTTPS, besides Step::Connect.
constexpr QLatin1StringView kUpload("upload");
constexpr QLatin1StringView kAnswer("answer");

bool isHttps(const Error &error)
{
    return error.step == kUpload || error.step == kAnswer || !error.code.isEmpty();
}

/// The peer, or a word for it where none is known.
QString peerOf(const Error &error)
{
    return error.peer.isEmpty() ? Text::tr("The peer") : error.peer;
}

/// Where the talk stood, as the end of a sentence's first half.
QString placeOf(const Error &error)
{
    if (error.step == stepName(Step::Connect))
        return Text::tr("while connecting");
    if (error.step == stepName(Step::Name))
        return Text::tr("after the file name was sent");
    if (error.step == stepName(Step::Data))
        return Text::tr("in the middle of the file");
    if (error.step == stepName(Step::End))
        return Text::tr("at the end of the file");
    if (error.step == stepName(Step::Reload))
        return Text::tr("while nginx was to reload");
    if (error.step == kUpload)
        return Text::tr("while it was sent the request");
    if (error.step == kAnswer)
        return Text::tr("before its answer was complete");
    return Text::tr("during the push");
}

/// What the interrupted talk may have left behind, and so what to do about it.
QString aftermathOf(const Error &error)
{
    if (error.step == stepName(Step::Name) || error.step == stepName(Step::Data)) {
        return Text::tr(
            "A legacy receiver empties the old file first, so it may now hold a part of the "
            "new one, which its next reload would load: push the whole file again.");
    }
    if (error.step == stepName(Step::End) || error.step == stepName(Step::Reload)) {
        return Text::tr(
            "Whether the rule is live is not known: look at the receiver, then push again.");
    }
    if (error.step == kAnswer)
        return Text::tr("Ask again.");
    return Text::tr("Nothing was changed at the receiver.");
}

/// `text` and the detail that says why, where there is one.
QString withDetail(const QString &text, const QString &detail)
{
    const bool isSentence = detail.endsWith(u'.');
    return detail.isEmpty() ? text + u'.'
                            : text + QStringLiteral(": ") + detail +
                                  (isSentence ? QString() : QStringLiteral("."));
}

/// The receiver's own advice where it gave one.
QString adviceOr(const Error &error, const QString &ours)
{
    return error.advice.isEmpty() ? ours : error.advice;
}

QString oldOneServes()
{
    return Text::tr("What was there before serves again. Correct the file, then push again.");
}

QString joined(const QString &first, const QString &second)
{
    return first + u' ' + second;
}

} // namespace

QString kindName(Error::Kind kind)
{
    switch (kind) {
    case Error::Kind::UnreadableFile:
        return QStringLiteral("unreadableFile");
    case Error::Kind::NotSendable:
        return QStringLiteral("notSendable");
    case Error::Kind::HostNotFound:
        return QStringLiteral("hostNotFound");
    case Error::Kind::Refused:
        return QStringLiteral("refused");
    case Error::Kind::Unreachable:
        return QStringLiteral("unreachable");
    case Error::Kind::ConnectTimeout:
        return QStringLiteral("connectTimeout");
    case Error::Kind::ConnectionLost:
        return QStringLiteral("connectionLost");
    case Error::Kind::Timeout:
        return QStringLiteral("timeout");
    case Error::Kind::UnexpectedAnswer:
        return QStringLiteral("unexpectedAnswer");
    case Error::Kind::Rejected:
        return QStringLiteral("rejected");
    case Error::Kind::ReloadFailed:
        return QStringLiteral("reloadFailed");
    case Error::Kind::RelayFailed:
        return QStringLiteral("relayFailed");
    case Error::Kind::Aborted:
        return QStringLiteral("aborted");
    case Error::Kind::CertificateChanged:
        return QStringLiteral("certificateChanged");
    case Error::Kind::TlsFailed:
        return QStringLiteral("tlsFailed");
    case Error::Kind::AccessDenied:
        return QStringLiteral("accessDenied");
    case Error::Kind::NotFound:
        return QStringLiteral("notFound");
    case Error::Kind::ChangedMeanwhile:
        return QStringLiteral("changedMeanwhile");
    case Error::Kind::Busy:
        return QStringLiteral("busy");
    case Error::Kind::TestFailed:
        return QStringLiteral("testFailed");
    case Error::Kind::NotConfirmed:
        return QStringLiteral("notConfirmed");
    case Error::Kind::ProbeFailed:
        return QStringLiteral("probeFailed");
    }
    return {};
}

Explanation explain(const Error &error)
{
    const QString peer = peerOf(error);
    switch (error.kind) {
    case Error::Kind::UnreadableFile:
        return {withDetail(Text::tr("The file cannot be read"), error.detail),
                Text::tr("Check the path and that you may read the file.")};
    case Error::Kind::NotSendable:
        return {withDetail(Text::tr("This cannot be sent"), error.detail),
                Text::tr("Nothing was sent. Change what the reason names, then push again.")};
    case Error::Kind::HostNotFound:
        return {Text::tr("%1: the host name is not known to the name service.").arg(peer),
                Text::tr("Check the spelling, or give the IP address.")};
    case Error::Kind::Refused:
        return {
            Text::tr("%1 refused the connection: nothing listens on that port, or a firewall "
                     "rejects it.")
                .arg(peer),
            Text::tr("Check address and port, and that the receiver's or relay's daemon runs.")};
    case Error::Kind::Unreachable:
        return {
            withDetail(Text::tr("%1 cannot be reached").arg(peer), error.detail),
            Text::tr("Check cable, address and route, and that the network permits this port.")};
    case Error::Kind::ConnectTimeout:
        return {
            Text::tr(
                "%1 did not take the connection in time: the host is off, a firewall drops the "
                "packets, or the receiver is busy with a sender that stalls.")
                .arg(peer),
            Text::tr(
                "Check that the host answers, and the firewall between. A legacy receiver serves "
                "one sender at a time: restart it if it hangs.")};
    case Error::Kind::ConnectionLost:
        return {Text::tr("%1 closed the connection %2.").arg(peer, placeOf(error)),
                joined(Text::tr("The receiver's log may say why."), aftermathOf(error))};
    case Error::Kind::Timeout:
        return {
            Text::tr("%1 gave no answer in time %2: it is busy, hangs, or is no rule receiver.")
                .arg(peer, placeOf(error)),
            joined(
                Text::tr("Check the port and whether another sender blocks the receiver; a longer "
                         "time limit may help."),
                aftermathOf(error))};
    case Error::Kind::UnexpectedAnswer:
        if (isHttps(error)) {
            return {withDetail(Text::tr("%1 gave an answer that cannot be believed").arg(peer),
                               error.detail),
                    Text::tr("Check that the port is the HTTPS port of a loopcheck-receiver, and "
                             "that its version fits this program's.")};
        }
        return {
            withDetail(Text::tr("%1 gave an answer that the protocol does not know %2")
                           .arg(peer, placeOf(error)),
                       error.detail),
            joined(
                Text::tr("Check that the port is a rule receiver's. Was the answer goon more than "
                         "once, then chunks are larger than the receiver's buffer: a chunk size of "
                         "99 bytes suits every receiver known."),
                aftermathOf(error))};
    case Error::Kind::Rejected:
        if (isHttps(error)) {
            return {withDetail(Text::tr("%1 refused the request").arg(peer), error.detail),
                    adviceOr(error, Text::tr("The receiver's log says more."))};
        }
        return {Text::tr("%1 refused the file %2.").arg(peer, placeOf(error)),
                Text::tr("The receiver's log says why: the name, the size, or its disk. Nothing "
                         "was changed there.")};
    case Error::Kind::ReloadFailed:
        if (isHttps(error)) {
            return {withDetail(Text::tr("nginx did not reload at %1").arg(peer), error.detail),
                    adviceOr(error, oldOneServes())};
        }
        return {Text::tr("%1 reports that nginx did not reload.").arg(peer),
                Text::tr(
                    "nginx most likely goes on with the rules it had. Run nginx -t at the receiver "
                    "for the reason, correct the file and push again.")};
    case Error::Kind::RelayFailed:
        return {
            Text::tr(
                "The relay %1 could not send the file: it did not find the file in its folder, "
                "did not reach the receiver, or their handshake failed.")
                .arg(peer),
            Text::tr(
                "Check the folder and the file name at the relay, the receiver's address, and "
                "that the receiver runs. Then push again: an interrupted handshake may have left "
                "a part of the file at a legacy receiver.")};
    case Error::Kind::Aborted:
        return {Text::tr("The push was cancelled %1.").arg(placeOf(error)), aftermathOf(error)};
    case Error::Kind::CertificateChanged:
        return {withDetail(Text::tr("%1 does not show the certificate that was pinned when it was "
                                    "paired, so nothing was sent to it")
                               .arg(peer),
                           error.detail),
                Text::tr("If the receiver was set up anew, pair it again with the line that it "
                         "prints. If it was not, somebody else may be answering in its place.")};
    case Error::Kind::TlsFailed:
        return {withDetail(Text::tr("No TLS connection to %1 that can be trusted").arg(peer),
                           error.detail),
                Text::tr("Check that the port is the HTTPS port of a loopcheck-receiver, and its "
                         "certificate.")};
    case Error::Kind::AccessDenied:
        return {withDetail(Text::tr("%1 does not let this token do that").arg(peer), error.detail),
                adviceOr(error, Text::tr("Have a token made at the receiver and pair it again."))};
    case Error::Kind::NotFound:
        return {withDetail(Text::tr("%1 does not have it").arg(peer), error.detail),
                adviceOr(error, Text::tr("List what is there."))};
    case Error::Kind::ChangedMeanwhile:
        return {withDetail(Text::tr("At %1 something else is live by now than this was meant to "
                                    "replace, so nothing was changed")
                               .arg(peer),
                           error.detail),
                Text::tr("Look at the difference to what is live, then push again.")};
    case Error::Kind::Busy:
        return {withDetail(Text::tr("%1 is busy, nothing was changed").arg(peer), error.detail),
                adviceOr(error, Text::tr("Try again in a while."))};
    case Error::Kind::TestFailed:
        return {
            withDetail(Text::tr("nginx at %1 refuses the configuration").arg(peer), error.detail),
            adviceOr(error, oldOneServes())};
    case Error::Kind::NotConfirmed:
        return {withDetail(
                    Text::tr("nginx at %1 did not take the new configuration into use").arg(peer),
                    error.detail),
                adviceOr(error, oldOneServes())};
    case Error::Kind::ProbeFailed:
        return {withDetail(Text::tr("The probe at %1 was not answered as asked").arg(peer),
                           error.detail),
                adviceOr(error, oldOneServes())};
    }
    return {};
}

} // namespace transfer
