// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace ui {

class RegisterModel;

/// Paints a RegisterModel's cells (changes marked, stale ones greyed) and edits its values.
/// A value's editor keeps its text whatever is read meanwhile, stays open until Enter, Tab or Esc,
/// and does not close on a text that is no such value.
class ValueDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit ValueDelegate(RegisterModel &model, QObject *parent = nullptr);

    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const override;
    void setEditorData(QWidget *editor, const QModelIndex &index) const override;
    void setModelData(QWidget *editor, QAbstractItemModel *model,
                      const QModelIndex &index) const override;
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;

signals:
    /// What was typed is no value of the type; `why` is a sentence for the user.
    void refused(const QString &why) const;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    RegisterModel &m_model;
};

} // namespace ui
