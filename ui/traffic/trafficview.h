// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/traffic/trafficmodel.h"

#include <QTableView>

class QAction;

namespace ui {

/// The frames as a list. Follows the newest while it stands at its end; elsewhere it keeps its
/// place, whatever comes at the end and goes from the beginning.
class TrafficView : public QTableView
{
    Q_OBJECT
public:
    explicit TrafficView(TrafficModel &model, QWidget *parent = nullptr);

    QAction *copyBytesAction() const { return m_copyBytes; }
    QAction *copyRowsAction() const { return m_copyRows; }

    bool isFollowing() const { return m_isFollowing; }
    /// Goes to the newest frame, and on with it.
    void follow();
    /// Makes a frame the current one, where it is shown.
    void goTo(quint64 number);
    /// 0 for none.
    quint64 currentFrame() const;
    /// What stands where the rows would, while there are none.
    void setEmptyText(const QString &text);
    /// Typing doesn't search: the page has a field for that which doesn't stall the window.
    void keyboardSearch(const QString & /*text*/) override {}

signals:
    /// The user chose another frame; 0 for none. Not said when the log drops the current one.
    void currentFrameChanged(quint64 number);
    void followingChanged(bool isFollowing);

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void rowsAboutToBeRemoved(const QModelIndex &parent, int first, int last) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QAction *addCopyAction(const QString &name, const QString &text, const QKeySequence &keys);
    void fitColumns();
    void copyBytes() const;
    void copyRows() const;
    void setFollowing(bool isFollowing);
    void onScrolled();

    TrafficModel &m_model;
    QAction *m_copyBytes;
    QAction *m_copyRows;
    QString m_emptyText;
    bool m_isFollowing = true;
    bool m_isDropping = false; ///< the current frame goes, and nobody chose another
    bool m_isChanging = false; ///< rows come or go: that moves the scroll bar, not the user
};

} // namespace ui
