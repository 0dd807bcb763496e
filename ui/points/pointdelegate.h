// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace ui {

class PointListModel;

/// Paints a point list (limits by shape and colour, old values greyed, the trend as a line, group
/// headings across) and edits it. An editor keeps its text whatever is read meanwhile, and stays
/// open on a text that does not fit, with the reason beside it.
class PointDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit PointDelegate(PointListModel &model, QObject *parent = nullptr);

    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const override;
    void setEditorData(QWidget *editor, const QModelIndex &index) const override;
    void setModelData(QWidget *editor, QAbstractItemModel *model,
                      const QModelIndex &index) const override;
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    QString whyNot(int row, int column, const QString &text) const;

    PointListModel &m_model;
};

} // namespace ui
