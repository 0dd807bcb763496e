// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/demodevice.h"
#include "tests/support/closedport.h"
#include "ui/mainwindow.h"
#include "ui/settings.h"

#include <QAction>
#include <QLineEdit>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

namespace support {

/// The window on real sockets, as a user has it: typed into, clicked, and looked at. With settings
/// and a data folder of its own.
class WindowDesk
{
protected:
    void open()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        qputenv("XDG_DATA_HOME", m_folder->path().toUtf8()); // the recorder's spool
        start();
        m_window->resize(1366, 768);
    }
    void end()
    {
        m_window.reset();
        m_settings.reset();
        m_folder.reset();
    }
    void start()
    {
        m_settings = std::make_unique<ui::Settings>(m_folder->path());
        m_window = std::make_unique<ui::MainWindow>(*m_settings, m_folder->path());
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    void restart()
    {
        m_window->close();
        m_window.reset();
        start();
    }

    template <typename Widget>
    Widget *find(const char *name) const
    {
        return m_window->findChild<Widget *>(QLatin1StringView(name));
    }
    void press(const QKeySequence &keys) const
    {
        m_window->activateWindow(); // a completion's popup may have had the keyboard
        QTRY_VERIFY(m_window->isActiveWindow());
        QTest::keySequence(m_window->focusWidget() ? m_window->focusWidget() : m_window.get(),
                           keys);
    }
    QKeySequence keysOf(const char *action) const { return find<QAction>(action)->shortcut(); }
    void connectTo(const QString &text) const
    {
        press(QKeySequence(QStringLiteral("Ctrl+L")));
        auto *field = find<QLineEdit>("connectField");
        QTRY_VERIFY(field->hasFocus());
        QTest::keyClicks(field, text);
        QTest::keyClick(field, Qt::Key_Return);
    }
    /// The value of a row of the holding registers.
    QString value(int row) const
    {
        const QAbstractItemModel *model = find<QTableView>("holdingGrid")->model();
        for (int column = 0; column < model->columnCount(); ++column) {
            if (model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString() ==
                QStringLiteral("Value"))
                return model->index(row, column).data().toString();
        }
        return {};
    }
    QToolButton *armButton() const { return find<QToolButton>("armWritesButton"); }
    static QString address(modbus::DemoDevice &device)
    {
        return QStringLiteral("127.0.0.1:%1")
            .arg(device.listen(QHostAddress::LocalHost, 0).value_or(0));
    }
    QString closedAddress() const { return QStringLiteral("127.0.0.1:%1").arg(m_closed.number()); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ui::Settings> m_settings;
    std::unique_ptr<ui::MainWindow> m_window;

private:
    ClosedPort m_closed;
};

} // namespace support
