// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/checkeddelegate.h"

namespace ui {

class PointListModel;

/// Paints a point list (limits by shape and colour, old values greyed, the trend as a line, group
/// headings across) and edits it.
class PointDelegate : public CheckedDelegate
{
    Q_OBJECT
public:
    explicit PointDelegate(PointListModel &model, QObject *parent = nullptr);

    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const override;
    void setModelData(QWidget *editor, QAbstractItemModel *model,
                      const QModelIndex &index) const override;
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
    QString whyNot(const QWidget &editor, const QString &text) const override;

private:
    PointListModel &m_model;
};

} // namespace ui
