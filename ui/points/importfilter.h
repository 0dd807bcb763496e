// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel>

namespace ui {

/// The rows of an ImportModel that need a look.
class ImportFilter : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    enum class Shown : quint8 { All, Remarks, LeftOut };

    using QSortFilterProxyModel::QSortFilterProxyModel;
    void setShown(Shown shown);

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    Shown m_shown = Shown::All;
};

} // namespace ui
