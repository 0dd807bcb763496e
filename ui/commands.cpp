// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/commands.h"

#include "ui/icons.h"

#include <QAction>
#include <QCoreApplication>
#include <QWidget>

namespace ui {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("ui::Commands", text);
}

} // namespace

QAction *addCommand(QWidget &window, const QString &name, const QString &iconName,
                    const QString &text, const QKeySequence &shortcut, const QString &toolTip)
{
    auto *action = new QAction(icon(iconName), text, &window);
    action->setObjectName(name);
    action->setShortcut(shortcut);
    action->setToolTip(
        shortcut.isEmpty()
            ? toolTip
            : tr("%1 (%2)").arg(toolTip, shortcut.toString(QKeySequence::NativeText)));
    window.addAction(action);
    return action;
}

Commands::Commands(QWidget &window)
    : focusConnect(addCommand(window, QStringLiteral("focusConnect"), QStringLiteral("connect"),
                              tr("&Connect..."), QKeySequence(tr("Ctrl+L")),
                              tr("Type the address of a device")))
    , demo(addCommand(window, QStringLiteral("openDemo"), QStringLiteral("demo"), tr("Open &demo"),
                      {}, tr("Run a device and a receiver inside this program")))
    , quit(addCommand(window, QStringLiteral("quit"), QStringLiteral("quit"), tr("&Quit"),
                      QKeySequence::Quit, tr("Disconnect everything and end")))
    , read(addCommand(window, QStringLiteral("read"), QStringLiteral("read"), tr("&Read"),
                      QKeySequence(Qt::Key_F5), tr("Read now")))
    , togglePolling(addCommand(window, QStringLiteral("togglePolling"), QStringLiteral("poll"),
                               tr("&Poll"), QKeySequence(Qt::Key_Space),
                               tr("Read again and again, or pause")))
    , cancel(addCommand(window, QStringLiteral("cancel"), QStringLiteral("cancel"), tr("&Cancel"),
                        QKeySequence(Qt::Key_Escape), tr("End what is under way")))
    , find(addCommand(window, QStringLiteral("find"), QStringLiteral("filter"), tr("&Find"),
                      QKeySequence::Find,
                      tr("Show only rows of this page that contain a text, or events where the "
                         "page has no filter")))
    , filterEvents(addCommand(window, QStringLiteral("filterEvents"), QStringLiteral("filter"),
                              tr("&Filter"), QKeySequence(tr("Ctrl+Shift+F")),
                              tr("Show only events that contain a text")))
    , shortcuts(addCommand(window, QStringLiteral("shortcuts"), QStringLiteral("info"),
                           tr("&Keyboard shortcuts"), QKeySequence(Qt::Key_F1),
                           tr("List what can be done from the keyboard")))
    , about(addCommand(window, QStringLiteral("about"), QStringLiteral("loopcheck"),
                       tr("&About Loopcheck"), {}, tr("Version and licence")))
{
    togglePolling->setCheckable(true);
}

} // namespace ui
