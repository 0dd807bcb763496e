// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListView>

namespace ui {

/// The steps of a PushStepsModel from left to right, as a time line.
class PushStepsView : public QListView
{
    Q_OBJECT
public:
    explicit PushStepsView(QWidget *parent = nullptr);
    void setModel(QAbstractItemModel *model) override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    int lineHeight() const;
    void shareWidth();
};

} // namespace ui
