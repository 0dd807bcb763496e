// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/error.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>
#include <tl/expected.hpp>

namespace transfer {

/// Largest file that is taken for a rule file: 64 MiB.
inline constexpr qint64 kMostRuleFileBytes = 64LL * 1024 * 1024;

/// Longest name in UTF-8 bytes. Deployed receivers keep the name in buffers of 100 bytes and more,
/// and end it there with a NUL.
inline constexpr int kMostRuleNameBytes = 99;

/// A file to push: the bare name it gets at the receiver, and its exact bytes.
struct RuleFile
{
    QString name;
    QByteArray content;
};

/// Reads a regular file whole. `name` is the name at the receiver, the file's own where empty; it
/// is checked with checkRuleName().
tl::expected<RuleFile, Error> loadRuleFile(const QString &path, const QString &name = {});

/// A name that may become a file in the rule directory: 1..kMostRuleNameBytes bytes of UTF-8, no
/// '/', '\\', NUL, control characters or line separators, no leading '.' (so neither "." nor "..")
/// or '-'. Gives the reason when it may not.
tl::expected<void, Error> checkRuleName(const QString &name);

/// 64 hexadecimal digits in lower case.
bool isSha256(QByteArrayView text);

/// What a look at the bytes tells before they are sent.
struct RuleFileFacts
{
    enum class LineEnds { None, Lf, CrLf, Cr, Mixed };
    enum class Encoding { Ascii, Utf8, Utf8Bom, Utf16, Other };
    qint64 bytes = 0;
    qint64 lines = 0;  ///< a last line without an end counts
    QByteArray sha256; ///< 64 hexadecimal digits, lower case
    Encoding encoding = Encoding::Ascii;
    LineEnds lineEnds = LineEnds::None;
    bool hasNul = false;
    bool isBlank = false; ///< empty, or nothing but white space and # comments: removes all rules
};
RuleFileFacts factsOf(const QByteArray &content);
QString encodingName(RuleFileFacts::Encoding encoding);
QString lineEndsName(RuleFileFacts::LineEnds lineEnds);

} // namespace transfer
