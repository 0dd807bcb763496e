// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/trend/pointtags.h"

namespace ui {

bool mayHaveTags(const QMimeData &data)
{
    return data.hasFormat(kPointsMimeType) || data.hasText();
}

QStringList tagsIn(const QMimeData &data)
{
    const QByteArray dragged = data.data(kPointsMimeType);
    const QString text = dragged.isEmpty() ? data.text().left(kMostDraggedBytes)
                                           : QString::fromUtf8(dragged.left(kMostDraggedBytes));
    QStringList tags;
    const auto lines = text.split(u'\n', Qt::SkipEmptyParts);
    for (const QString &line : lines) {
        // Cells that are dragged or copied from a table: the tag is the first of them.
        const QString tag = line.section(u'\t', 0, 0).trimmed();
        if (!tag.isEmpty())
            tags.append(tag);
    }
    tags.removeDuplicates();
    return tags;
}

} // namespace ui
