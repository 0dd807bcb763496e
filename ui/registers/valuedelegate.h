// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/checkeddelegate.h"

namespace ui {

class RegisterModel;

/// Paints a RegisterModel's cells (changes marked, stale ones greyed) and edits its values.
class ValueDelegate : public CheckedDelegate
{
    Q_OBJECT
public:
    explicit ValueDelegate(RegisterModel &model, QObject *parent = nullptr);

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
    RegisterModel &m_model;
};

} // namespace ui
