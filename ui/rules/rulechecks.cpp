// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rules/rulechecks.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>

namespace ui {

namespace {

using Weight = Concern::Weight;
using Facts = transfer::RuleFileFacts;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(ui::RuleChecks)
};

QString timeText(const QDateTime &time)
{
    return QLocale().toString(time.toLocalTime(), QStringLiteral("yyyy-MM-dd HH:mm"));
}

void addLoss(QList<Concern> &concerns, const Facts &facts, const QString &receiver,
             const QString &name, const transfer::PushRecord &last)
{
    if (last.sha256 == facts.sha256) {
        concerns.append({Weight::Note,
                         Words::tr("%1 reported these very bytes of %2 as reloaded on %3. Pushing "
                                   "them again only makes it reload.")
                             .arg(receiver, name, timeText(last.time))});
    } else if (last.lines && facts.lines * 2 < *last.lines) {
        concerns.append({Weight::Confirm,
                         Words::tr("%1 has %2 of %3 lines: it lost most of them since the push to "
                                   "%4 on %5. A file that was cut short looks like this.")
                             .arg(name, QLocale().toString(facts.lines),
                                  QLocale().toString(*last.lines), receiver, timeText(last.time))});
    }
}

void addEncoding(QList<Concern> &concerns, const Facts &facts)
{
    switch (facts.encoding) {
    case Facts::Encoding::Utf8Bom:
        concerns.append({Weight::Confirm,
                         Words::tr("The file begins with a byte order mark (BOM): nginx takes it "
                                   "for part of the first word and refuses the file. Save it as "
                                   "UTF-8 without BOM.")});
        break;
    case Facts::Encoding::Utf16:
        concerns.append(
            {Weight::Confirm, Words::tr("The file is UTF-16, which nginx cannot read. Save it as "
                                        "UTF-8 without BOM.")});
        break;
    case Facts::Encoding::Other:
        concerns.append({Weight::Caution,
                         Words::tr("The file is not UTF-8. It is shown as Latin-1 and its bytes "
                                   "are pushed as they are.")});
        break;
    case Facts::Encoding::Ascii:
    case Facts::Encoding::Utf8:
        break;
    }
}

void addLineEnds(QList<Concern> &concerns, const Facts &facts)
{
    switch (facts.lineEnds) {
    case Facts::LineEnds::CrLf:
        concerns.append({Weight::Caution,
                         Words::tr("The lines end with CRLF, as on Windows. nginx takes the CR for "
                                   "a blank, but keeps it within quotes; it is pushed as it is.")});
        break;
    case Facts::LineEnds::Mixed:
        concerns.append(
            {Weight::Caution, Words::tr("The line ends are mixed: parts may come from different "
                                        "systems. They are pushed as they are.")});
        break;
    case Facts::LineEnds::Cr:
        concerns.append({Weight::Confirm,
                         Words::tr("The lines end with CR alone: for nginx the file is one line, "
                                   "and the first # makes a comment of all that follows. Save it "
                                   "with LF line ends.")});
        break;
    case Facts::LineEnds::None:
    case Facts::LineEnds::Lf:
        break;
    }
}

bool has(const QList<Concern> &concerns, Weight weight)
{
    return std::ranges::any_of(
        concerns, [weight](const Concern &concern) { return concern.weight == weight; });
}

} // namespace

QList<Concern> concernsOf(const Facts &facts, RuleDocument::Disk disk, const QString &receiver,
                          const QString &name, const std::optional<transfer::PushRecord> &last)
{
    QList<Concern> concerns;
    if (facts.hasNul) {
        concerns.append({Weight::Refuse,
                         Words::tr("The file has NUL bytes, which the handshake cannot carry. A "
                                   "rule file is text: check that it is the right file and not "
                                   "UTF-16.")});
    }
    if (disk == RuleDocument::Disk::Changed) {
        concerns.append(
            {Weight::Confirm,
             Words::tr("The file on disk has changed since it was read here. What is "
                       "shown is what is pushed: read it again to see and push the new one.")});
    } else if (disk == RuleDocument::Disk::Gone) {
        concerns.append(
            {Weight::Confirm, Words::tr("The file is no longer on disk. What is shown is what is "
                                        "pushed.")});
    }
    if (facts.isBlank) {
        concerns.append({Weight::Confirm,
                         (facts.bytes == 0 ? Words::tr("The file is empty.")
                                           : Words::tr("The file has nothing but blanks and "
                                                       "comments.")) +
                             u' ' +
                             Words::tr("Pushing it removes all rules of %1 at the receiver, and "
                                       "nginx does not mind.")
                                 .arg(name)});
    }
    if (last)
        addLoss(concerns, facts, receiver, name, *last);
    addEncoding(concerns, facts);
    addLineEnds(concerns, facts);
    std::ranges::stable_sort(concerns, std::ranges::greater{}, &Concern::weight);
    return concerns;
}

bool isRefused(const QList<Concern> &concerns)
{
    return has(concerns, Weight::Refuse);
}

bool needsConfirmation(const QList<Concern> &concerns)
{
    return has(concerns, Weight::Confirm);
}

QString concernsText(const QList<Concern> &concerns)
{
    QStringList lines;
    for (const Concern &concern : concerns) {
        switch (concern.weight) {
        case Weight::Note:
            lines.append(Words::tr("Note: %1").arg(concern.text));
            break;
        case Weight::Caution:
            lines.append(Words::tr("Caution: %1").arg(concern.text));
            break;
        case Weight::Confirm:
            lines.append(Words::tr("Warning: %1").arg(concern.text));
            break;
        case Weight::Refuse:
            lines.append(Words::tr("Refused: %1").arg(concern.text));
            break;
        }
    }
    return lines.join(u'\n');
}

} // namespace ui
