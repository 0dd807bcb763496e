// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/push.h"
#include "ui/page.h"

#include <QWidget>
#include <memory>

class QSettings;

namespace ui {

class EventLog;

/// Pushes rule files to receivers, directly or through a relay, and shows how it went.
class RulesPage : public QWidget
{
    Q_OBJECT
public:
    /// `historyPath`: the append-only file of past pushes (JSON lines); empty keeps none.
    RulesPage(EventLog &events, QString historyPath, QWidget *parent = nullptr);
    ~RulesPage() override;

    /// What the window needs to know of it.
    Page asPage();

    void setReceiver(const transfer::Peer &receiver);
    /// Loads a file and shows its preview, as "Open" and a dropped file do.
    void openFile(const QString &path);
    /// Pushes the bytes that are shown; what is doubtful is asked for in the page first.
    void push();
    /// Ends the push that runs, or takes back the question that stands in the page.
    void cancel();
    bool isPushing() const;
    /// What closing the window now would cut off, as sentences; empty while nothing is pushed.
    QString underWay() const;
    void setOptions(const transfer::PushOptions &options);
    void saveState(QSettings &settings) const;
    void restoreState(const QSettings &settings);

signals:
    /// Something that saveState() keeps has changed and is worth saving now.
    void stateChanged();

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace ui
