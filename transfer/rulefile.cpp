// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/rulefile.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace transfer {

namespace {

constexpr QByteArrayView kUtf8Bom = "\xEF\xBB\xBF";
constexpr QByteArrayView kUtf16LittleBom = "\xFF\xFE";
constexpr QByteArrayView kUtf16BigBom = "\xFE\xFF";

tl::unexpected<Error> unreadable(const QString &detail)
{
    return tl::make_unexpected(Error{Error::Kind::UnreadableFile, detail, {}, {}});
}

tl::unexpected<Error> notSendable(const QString &detail)
{
    return tl::make_unexpected(Error{Error::Kind::NotSendable, detail, {}, {}});
}

tl::unexpected<Error> tooLarge(const QString &path)
{
    return notSendable(QStringLiteral("%1 is larger than %2 bytes, the most a rule file may have")
                           .arg(path)
                           .arg(kMostRuleFileBytes));
}

bool isBlankContent(QByteArrayView content)
{
    if (content.startsWith(kUtf8Bom))
        content = content.sliced(kUtf8Bom.size());
    bool isComment = false;
    for (const char c : content) {
        if (isComment)
            isComment = c != '\n';
        else if (c == '#')
            isComment = true;
        else if (c != ' ' && c != '\t' && c != '\r' && c != '\n')
            return false;
    }
    return true;
}

RuleFileFacts::Encoding encodingOf(const QByteArray &content)
{
    using Encoding = RuleFileFacts::Encoding;
    if (content.startsWith(kUtf16LittleBom) || content.startsWith(kUtf16BigBom))
        return Encoding::Utf16;
    if (!content.isValidUtf8())
        return Encoding::Other;
    if (content.startsWith(kUtf8Bom))
        return Encoding::Utf8Bom;
    const bool isAscii = std::all_of(content.cbegin(), content.cend(),
                                     [](char c) { return static_cast<uchar>(c) < 0x80; });
    return isAscii ? Encoding::Ascii : Encoding::Utf8;
}

struct LineCount
{
    qint64 lf = 0;
    qint64 crLf = 0;
    qint64 cr = 0;
    qint64 all() const { return lf + crLf + cr; }
};

LineCount countLineEnds(QByteArrayView content)
{
    LineCount count;
    for (qsizetype i = 0; i < content.size(); ++i) {
        if (content[i] == '\n') {
            ++count.lf;
        } else if (content[i] == '\r') {
            const bool isPair = i + 1 < content.size() && content[i + 1] == '\n';
            ++(isPair ? count.crLf : count.cr);
            i += isPair ? 1 : 0;
        }
    }
    return count;
}

RuleFileFacts::LineEnds lineEndsOf(const LineCount &count)
{
    using LineEnds = RuleFileFacts::LineEnds;
    if (count.all() == 0)
        return LineEnds::None;
    if (count.lf == count.all())
        return LineEnds::Lf;
    if (count.crLf == count.all())
        return LineEnds::CrLf;
    if (count.cr == count.all())
        return LineEnds::Cr;
    return LineEnds::Mixed;
}

} // namespace

tl::expected<RuleFile, Error> loadRuleFile(const QString &path, const QString &name)
{
    const QFileInfo info(path);
    if (info.isDir())
        return unreadable(QStringLiteral("%1 is a folder").arg(path));
    // Opening a pipe or a device could wait for ever.
    if (info.exists() && !info.isFile())
        return unreadable(QStringLiteral("%1 is not a regular file").arg(path));

    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return unreadable(QStringLiteral("%1: %2").arg(path, file.errorString()));
    if (file.size() > kMostRuleFileBytes)
        return tooLarge(path);
    QByteArray content = file.read(kMostRuleFileBytes + 1);
    if (file.error() != QFileDevice::NoError)
        return unreadable(QStringLiteral("%1: %2").arg(path, file.errorString()));
    if (content.size() > kMostRuleFileBytes)
        return tooLarge(path);

    const QString nameThere = name.isEmpty() ? info.fileName() : name;
    if (const auto fit = checkRuleName(nameThere); !fit)
        return tl::make_unexpected(fit.error());
    return RuleFile{nameThere, std::move(content)};
}

tl::expected<void, Error> checkRuleName(const QString &name)
{
    if (name.isEmpty())
        return notSendable(QStringLiteral("the file name is empty"));
    if (!name.isValidUtf16())
        return notSendable(QStringLiteral("the file name is not valid Unicode"));
    const bool hasControl = std::any_of(name.cbegin(), name.cend(), [](QChar c) {
        const QChar::Category category = c.category();
        return category == QChar::Other_Control || category == QChar::Separator_Line ||
               category == QChar::Separator_Paragraph;
    });
    if (hasControl)
        return notSendable(QStringLiteral("the file name has a control character"));
    if (name.contains(u'/') || name.contains(u'\\')) {
        return notSendable(
            QStringLiteral("\"%1\" has a slash: a plain file name is wanted, without folder")
                .arg(name));
    }
    if (name.startsWith(u'.') || name.startsWith(u'-')) {
        return notSendable(
            QStringLiteral("the file name \"%1\" begins with \"%2\"").arg(name, name.first(1)));
    }
    if (const qsizetype bytes = name.toUtf8().size(); bytes > kMostRuleNameBytes) {
        return notSendable(
            QStringLiteral("the file name has %1 bytes, a legacy receiver keeps %2 at most")
                .arg(bytes)
                .arg(kMostRuleNameBytes));
    }
    return {};
}

bool isSha256(QByteArrayView text)
{
    return text.size() == 64 && std::all_of(text.cbegin(), text.cend(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

RuleFileFacts factsOf(const QByteArray &content)
{
    const LineCount lineEnds = countLineEnds(content);
    const bool hasOpenLine =
        !content.isEmpty() && !content.endsWith('\n') && !content.endsWith('\r');
    RuleFileFacts facts;
    facts.bytes = content.size();
    facts.lines = lineEnds.all() + (hasOpenLine ? 1 : 0);
    facts.sha256 = QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex();
    facts.encoding = encodingOf(content);
    facts.lineEnds = lineEndsOf(lineEnds);
    facts.hasNul = content.contains('\0');
    facts.isBlank = isBlankContent(content);
    return facts;
}

QString encodingName(RuleFileFacts::Encoding encoding)
{
    switch (encoding) {
    case RuleFileFacts::Encoding::Ascii:
        return QStringLiteral("ASCII");
    case RuleFileFacts::Encoding::Utf8:
        return QStringLiteral("UTF-8");
    case RuleFileFacts::Encoding::Utf8Bom:
        return QCoreApplication::translate("transfer", "UTF-8 with byte order mark");
    case RuleFileFacts::Encoding::Utf16:
        return QStringLiteral("UTF-16");
    case RuleFileFacts::Encoding::Other:
        return QCoreApplication::translate("transfer", "not UTF-8");
    }
    return {};
}

QString lineEndsName(RuleFileFacts::LineEnds lineEnds)
{
    switch (lineEnds) {
    case RuleFileFacts::LineEnds::None:
        return QCoreApplication::translate("transfer", "none");
    case RuleFileFacts::LineEnds::Lf:
        return QStringLiteral("LF");
    case RuleFileFacts::LineEnds::CrLf:
        return QStringLiteral("CRLF");
    case RuleFileFacts::LineEnds::Cr:
        return QStringLiteral("CR");
    case RuleFileFacts::LineEnds::Mixed:
        return QCoreApplication::translate("transfer", "mixed");
    }
    return {};
}

} // namespace transfer
