// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/rulediff.h"

#include <QByteArrayView>
#include <QHash>

#include <algorithm>
#include <dtl/dtl.hpp>
#include <vector>

namespace transfer {

namespace {

using Kind = DiffLine::Kind;
using Lines = QList<QByteArrayView>;

/// Each line with its line feed.
Lines linesOf(QByteArrayView text)
{
    Lines lines;
    while (!text.isEmpty()) {
        const qsizetype feed = text.indexOf('\n');
        const qsizetype length = feed < 0 ? text.size() : feed + 1;
        lines.append(text.first(length));
        text = text.sliced(length);
    }
    return lines;
}

/// Equal lines get equal numbers: comparing numbers costs nothing.
class Numbers
{
public:
    std::vector<int> of(Lines::const_iterator from, Lines::const_iterator to)
    {
        std::vector<int> numbers;
        for (auto line = from; line != to; ++line) {
            const auto known = m_numbers.constFind(*line);
            numbers.push_back(known != m_numbers.cend()
                                  ? *known
                                  : *m_numbers.insert(*line, static_cast<int>(m_numbers.size())));
        }
        return numbers;
    }

private:
    QHash<QByteArrayView, int> m_numbers;
};

class Overlay
{
public:
    Overlay(const Lines &before, const Lines &after)
        : m_before(before)
        , m_after(after)
    {
    }

    void add(Kind kind)
    {
        const bool isBefore = kind != Kind::Added;
        const bool isAfter = kind != Kind::Removed;
        const QByteArrayView line = isBefore ? m_before[m_beforeAt] : m_after[m_afterAt];
        m_beforeAt += isBefore ? 1 : 0;
        m_afterAt += isAfter ? 1 : 0;
        const bool isEnded = line.endsWith('\n');
        m_lines.append({kind, isBefore ? m_beforeAt : 0, isAfter ? m_afterAt : 0,
                        line.chopped(isEnded ? 1 : 0).toByteArray(), isEnded});
    }
    void add(Kind kind, qsizetype count)
    {
        for (qsizetype i = 0; i < count; ++i)
            add(kind);
    }

    QList<DiffLine> take() { return std::move(m_lines); }

private:
    const Lines &m_before;
    const Lines &m_after;
    qsizetype m_beforeAt = 0;
    qsizetype m_afterAt = 0;
    QList<DiffLine> m_lines;
};

/// Adds the edit script of what stands between the common beginning and the common end.
void addMiddle(Overlay &overlay, const std::vector<int> &before, const std::vector<int> &after)
{
    dtl::Diff<int> diff(before, after, true);
    diff.compose();
    // Within a change, removals come before additions.
    qsizetype removed = 0;
    qsizetype added = 0;
    const auto flush = [&] {
        overlay.add(Kind::Removed, std::exchange(removed, 0));
        overlay.add(Kind::Added, std::exchange(added, 0));
    };
    for (const auto &[number, info] : diff.getSes().getSequence()) {
        if (info.type == dtl::SES_DELETE) {
            ++removed;
        } else if (info.type == dtl::SES_ADD) {
            ++added;
        } else {
            flush();
            overlay.add(Kind::Same);
        }
    }
    flush();
}

struct Span
{
    qsizetype first = 0;
    qsizetype end = 0;
};

/// The hunks: changes with `context` lines around them, joined where those touch.
QList<Span> hunksOf(const QList<DiffLine> &lines, int context)
{
    QList<Span> hunks;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if (lines[i].kind == Kind::Same)
            continue;
        const qsizetype first = std::max<qsizetype>(0, i - context);
        const qsizetype end = std::min(lines.size(), i + context + 1);
        if (!hunks.isEmpty() && first <= hunks.last().end)
            hunks.last().end = end;
        else
            hunks.append({first, end});
    }
    return hunks;
}

/// "12,7": where a side of a hunk begins and how many lines it has.
QByteArray rangeOf(qsizetype linesBefore, qsizetype count)
{
    const QByteArray begin = QByteArray::number(count == 0 ? linesBefore : linesBefore + 1);
    return count == 1 ? begin : begin + ',' + QByteArray::number(count);
}

char markOf(Kind kind)
{
    return kind == Kind::Same ? ' ' : kind == Kind::Removed ? '-' : '+';
}

} // namespace

QList<DiffLine> diffLines(const QByteArray &before, const QByteArray &after)
{
    const Lines old = linesOf(before);
    const Lines fresh = linesOf(after);
    const auto [oldBegin, freshBegin] =
        std::mismatch(old.cbegin(), old.cend(), fresh.cbegin(), fresh.cend());
    const qsizetype head = oldBegin - old.cbegin();
    const qsizetype most = std::min(old.size(), fresh.size()) - head;
    qsizetype tail = 0;
    while (tail < most && old[old.size() - 1 - tail] == fresh[fresh.size() - 1 - tail])
        ++tail;

    Numbers numbers;
    Overlay overlay(old, fresh);
    overlay.add(Kind::Same, head);
    addMiddle(overlay, numbers.of(oldBegin, old.cend() - tail),
              numbers.of(freshBegin, fresh.cend() - tail));
    overlay.add(Kind::Same, tail);
    return overlay.take();
}

DiffCount countOf(const QList<DiffLine> &lines)
{
    DiffCount count;
    for (const DiffLine &line : lines) {
        count.removed += line.kind == Kind::Removed ? 1 : 0;
        count.added += line.kind == Kind::Added ? 1 : 0;
    }
    return count;
}

QByteArray unifiedDiff(const QList<DiffLine> &lines, const DiffNames &names, int context)
{
    QByteArray text;
    qsizetype at = 0;
    qsizetype before = 0;
    qsizetype after = 0;
    for (const Span &hunk : hunksOf(lines, context)) {
        for (; at < hunk.first; ++at) { // what no hunk has is the same in both
            ++before;
            ++after;
        }
        const DiffCount count = countOf(lines.sliced(hunk.first, hunk.end - hunk.first));
        const qsizetype size = hunk.end - hunk.first;
        text += "@@ -" + rangeOf(before, size - count.added) + " +" +
                rangeOf(after, size - count.removed) + " @@\n";
        for (; at < hunk.end; ++at) {
            const DiffLine &line = lines[at];
            text += markOf(line.kind) + line.text + '\n';
            if (!line.isEnded)
                text += "\\ No newline at end of file\n";
            before += line.kind == Kind::Added ? 0 : 1;
            after += line.kind == Kind::Removed ? 0 : 1;
        }
    }
    return text.isEmpty() ? text : "--- " + names.before + "\n+++ " + names.after + '\n' + text;
}

} // namespace transfer
