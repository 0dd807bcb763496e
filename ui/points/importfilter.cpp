// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/points/importfilter.h"

#include "ui/points/importmodel.h"

namespace ui {

void ImportFilter::setShown(Shown shown)
{
    m_shown = shown;
    invalidateFilter();
}

bool ImportFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    if (m_shown == Shown::All)
        return true;
    const auto state = static_cast<ImportModel::State>(
        sourceModel()->index(row, 0, parent).data(ImportModel::StateRole).toInt());
    return m_shown == Shown::Remarks ? state != ImportModel::State::Good
                                     : state == ImportModel::State::LeftOut;
}

} // namespace ui
