// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/pairing.h"

#include "transfer/push.h"

#include <QCoreApplication>
#include <algorithm>

namespace transfer {

using namespace Qt::StringLiterals;

namespace {

constexpr auto kScheme = "loopcheck-pair:"_L1;
constexpr qsizetype kFingerprintDigits = 64;
constexpr qsizetype kTokenCharacters = 43;
constexpr qsizetype kLongestLine = 512;
constexpr qsizetype kLongestHost = 253;

tl::unexpected<QString> wrong(const char *what)
{
    const QString expected = QCoreApplication::translate(
        "transfer", "Paste the whole line that `loopcheck-receiver init` printed: "
                    "loopcheck-pair:HOST:PORT/FINGERPRINT/TOKEN.");
    return tl::unexpected<QString>(QCoreApplication::translate("transfer", what) + u' ' + expected);
}

bool isHexDigit(QChar c)
{
    return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f');
}

bool isTokenCharacter(QChar c)
{
    return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') ||
           c == u'-' || c == u'_';
}

/// Letters, digits, dots, dashes and underscores of a name, colons and a zone of an IPv6 address.
bool isHostCharacter(QChar c)
{
    return isTokenCharacter(c) || c == u'.' || c == u':' || c == u'%';
}

} // namespace

QString Pairing::toLine() const
{
    return kScheme + Peer{host, port}.toString() + u'/' + QString::fromLatin1(fingerprint) + u'/' +
           QString::fromLatin1(token);
}

tl::expected<Pairing, QString> Pairing::parse(QStringView line)
{
    line = line.trimmed();
    if (!line.startsWith(kScheme))
        return wrong(QT_TRANSLATE_NOOP("transfer", "This is no pairing line."));
    const auto parts = line.sliced(kScheme.size()).split(u'/');
    if (parts.size() != 3 || line.size() > kLongestLine)
        return wrong(QT_TRANSLATE_NOOP("transfer", "A part of the pairing line is missing, or "
                                                   "there is more than one line."));
    const auto peer = parsePeer(parts[0]);
    if (!peer || peer->host.size() > kLongestHost ||
        !std::all_of(peer->host.cbegin(), peer->host.cend(), isHostCharacter))
        return wrong(QT_TRANSLATE_NOOP("transfer", "The pairing line names no host and port."));
    const QString fingerprint = parts[1].toString().toLower();
    if (fingerprint.size() != kFingerprintDigits ||
        !std::all_of(fingerprint.cbegin(), fingerprint.cend(), isHexDigit))
        return wrong(QT_TRANSLATE_NOOP("transfer", "The certificate's fingerprint in the pairing "
                                                   "line is not 64 hexadecimal digits."));
    const QStringView token = parts[2];
    if (token.size() != kTokenCharacters ||
        !std::all_of(token.cbegin(), token.cend(), isTokenCharacter))
        return wrong(QT_TRANSLATE_NOOP("transfer", "The token in the pairing line is not whole: it "
                                                   "has 43 letters, digits, dashes and "
                                                   "underscores."));
    return Pairing{peer->host, peer->port, fingerprint.toLatin1(), token.toLatin1()};
}

QString readableFingerprint(const QByteArray &fingerprint)
{
    return QString::fromLatin1(QByteArray::fromHex(fingerprint).toHex(':'));
}

} // namespace transfer
