// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/connection.h"
#include "modbus/demodevice.h"
#include "ui/events/eventlog.h"
#include "ui/registers/registermodel.h"
#include "ui/registers/registerspage.h"

#include <QComboBox>
#include <QHostAddress>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

/// A registers page on a desk: shown, with a device that is at rest, and hands that click and type.
struct RegistersDesk
{
    QTemporaryDir folder;
    ui::EventLog events;
    modbus::DemoDevice device{modbus::DemoDevice::Signals::Static};
    std::unique_ptr<modbus::Connection> connection;
    ui::RegistersPage page{events, folder.filePath(QStringLiteral("writes.jsonl"))};

    RegistersDesk()
    {
        page.resize(1100, 600);
        page.show();
    }

    /// Connects to the demo device and shows it.
    void connectToDevice(modbus::Connection::Options options = {})
    {
        const auto port = device.listen(QHostAddress::LocalHost, 0);
        QVERIFY(port.has_value());
        connectTo(*port, options);
    }

    /// Connects to a server of the test's own on this machine.
    void connectTo(quint16 port, modbus::Connection::Options options = {})
    {
        connection = std::make_unique<modbus::Connection>(
            modbus::Endpoint{QStringLiteral("127.0.0.1"), port}, options);
        connection->open();
        page.setTarget(connection.get(), 1);
    }

    template <typename Widget>
    Widget *find(const char *name) const
    {
        auto *widget = page.findChild<Widget *>(QLatin1String(name));
        if (!widget)
            qFatal("there is no %s", name);
        return widget;
    }
    QTableView *grid(const char *name = "holdingGrid") const { return find<QTableView>(name); }
    ui::RegisterModel *model(const char *name = "holdingGrid") const
    {
        return qobject_cast<ui::RegisterModel *>(grid(name)->model());
    }
    QString cell(int row, int column, const char *name = "holdingGrid") const
    {
        return model(name)->index(row, column).data().toString();
    }
    QString value(int row, const char *name = "holdingGrid") const
    {
        return cell(row, ui::RegisterModel::ValueColumn, name);
    }
    QString status(int row, const char *name = "holdingGrid") const
    {
        return cell(row, ui::RegisterModel::StatusColumn, name);
    }

    void click(const char *name) const
    {
        QTest::mouseClick(find<QPushButton>(name), Qt::LeftButton);
    }
    void type(const char *name, const QString &text, Qt::Key last = Qt::Key_Return) const
    {
        type(find<QLineEdit>(name), text, last);
    }
    static void type(QLineEdit *field, const QString &text, Qt::Key last = Qt::Key_Return)
    {
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, text);
        QTest::keyClick(field, last);
    }
    void setCount(const char *name, int count) const
    {
        auto *box = find<QSpinBox>(name);
        box->setFocus();
        box->selectAll();
        QTest::keyClicks(box, QString::number(count));
        QTest::keyClick(box, Qt::Key_Return);
    }
    /// Chooses an entry as a user does who types its name.
    void choose(const char *name, const QString &text) const
    {
        auto *box = find<QComboBox>(name);
        const int entry = box->findText(text);
        QVERIFY2(entry >= 0, qPrintable(text));
        box->setCurrentIndex(entry);
        emit box->activated(entry);
    }
    /// Brings a table's tab to the front by a click on it.
    void openTab(const QString &title) const
    {
        auto *bar = find<QTabWidget>("tables")->tabBar();
        for (int i = 0; i < bar->count(); ++i) {
            if (bar->tabText(i).endsWith(title))
                QTest::mouseClick(bar, Qt::LeftButton, {}, bar->tabRect(i).center());
        }
    }
    /// Makes a row's value the one cell that is selected.
    void select(int row, const char *name = "holdingGrid") const
    {
        grid(name)->selectionModel()->setCurrentIndex(
            model(name)->index(row, ui::RegisterModel::ValueColumn),
            QItemSelectionModel::ClearAndSelect);
    }
    /// Opens a cell's editor with F2. nullptr when there is none.
    QWidget *edit(int row, const char *name = "holdingGrid") const
    {
        QTableView *view = grid(name);
        view->setFocus();
        select(row, name);
        QTest::keyClick(view, Qt::Key_F2);
        return view->findChild<QWidget *>(QStringLiteral("valueEditor"));
    }
    QString lastEvent() const
    {
        return events.index(events.rowCount() - 1, ui::EventLog::TextColumn).data().toString();
    }
    bool hasEvent(const QString &part) const
    {
        for (int row = 0; row < events.rowCount(); ++row) {
            if (events.index(row, ui::EventLog::TextColumn).data().toString().contains(part))
                return true;
        }
        return false;
    }
};
