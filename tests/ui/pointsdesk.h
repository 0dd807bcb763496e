// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/connection.h"
#include "modbus/demodevice.h"
#include "modbus/pointpoller.h"
#include "ui/events/eventlog.h"
#include "ui/points/pointarrangement.h"
#include "ui/points/pointgrid.h"
#include "ui/points/pointlistmodel.h"
#include "ui/points/pointspage.h"

#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QModbusTcpServer>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

/// A points page on a desk: shown, before a device that is at rest, and hands that click and type.
struct PointsDesk
{
    QTemporaryDir folder;
    ui::EventLog events;
    modbus::DemoDevice device{modbus::DemoDevice::Signals::Static};
    std::unique_ptr<modbus::Connection> connection;
    modbus::PointPoller poller{[this](const modbus::Endpoint &) { return connection.get(); }};
    std::unique_ptr<ui::PointsPage> page;

    PointsDesk()
    {
        connectToDevice();
        open();
    }

    void connectToDevice()
    {
        const auto port = device.listen(QHostAddress::LocalHost, 0);
        QVERIFY(port.has_value());
        connection = std::make_unique<modbus::Connection>(
            modbus::Endpoint{QStringLiteral("127.0.0.1"), *port});
        connection->open();
    }
    void open()
    {
        page = std::make_unique<ui::PointsPage>(
            events, poller, [this](const modbus::Endpoint &) { return connection.get(); },
            ui::PointsPage::Paths{folder.filePath(QStringLiteral("points.csv")),
                                  folder.filePath(QStringLiteral("writes.jsonl"))});
        page->setTarget(connection.get(), 1);
        page->resize(1100, 600);
        page->show();
        page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(page.get()));
    }

    /// Writes a file and opens it.
    void openList(const QByteArray &csv, const QString &name = QStringLiteral("plant.csv"))
    {
        const QString path = folder.filePath(name);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(csv);
        file.close();
        page->openFile(path);
    }

    template <typename Widget>
    Widget *find(const char *name) const
    {
        auto *widget = page->findChild<Widget *>(QLatin1String(name));
        if (!widget)
            qFatal("there is no %s", name);
        return widget;
    }
    ui::PointListModel &model() const { return page->model(); }
    ui::PointGrid *grid() const { return find<ui::PointGrid>("pointGrid"); }
    ui::PointArrangement &shown() const
    {
        return *qobject_cast<ui::PointArrangement *>(grid()->model());
    }
    QString cell(int row, ui::PointColumn column) const
    {
        return model().index(row, int(column)).data().toString();
    }
    QString value(int row) const { return cell(row, ui::PointColumn::Value); }
    QString state(int row) const { return cell(row, ui::PointColumn::State); }
    void trigger(const char *action) const { find<QAction>(action)->trigger(); }

    /// Makes a cell, by the row that is shown, the current and only selected one.
    void select(int row, ui::PointColumn column) const
    {
        grid()->setFocus();
        grid()->selectionModel()->setCurrentIndex(shown().index(row, int(column)),
                                                  QItemSelectionModel::ClearAndSelect);
    }
    /// Opens a cell's editor with F2; nullptr when there is none.
    QWidget *edit(int row, ui::PointColumn column) const
    {
        [this] { // the editor before goes with the next turn of the event loop
            QTRY_VERIFY(!grid()->findChild<QWidget *>(QStringLiteral("pointEditor")));
        }();
        select(row, column);
        QTest::keyClick(grid(), Qt::Key_F2);
        return grid()->findChild<QWidget *>(QStringLiteral("pointEditor"));
    }
    /// Types into a cell, with Enter at the end.
    void enter(int row, ui::PointColumn column, const QString &text) const
    {
        QWidget *editor = edit(row, column);
        QVERIFY(editor);
        auto *line = qobject_cast<QLineEdit *>(editor);
        if (!line)
            line = editor->findChild<QLineEdit *>();
        line->selectAll();
        QTest::keyClicks(line, text);
        QTest::keyClick(line, Qt::Key_Return);
    }
    bool isAsked() const { return find<QWidget>("pointWriteBar")->isVisible(); }
    QString question() const { return find<QLabel>("pointWriteQuestion")->text(); }
    void confirm() const
    {
        QTest::mouseClick(find<QPushButton>("pointWriteConfirm"), Qt::LeftButton);
    }
    void arm() const
    {
        [this] { QTRY_COMPARE(connection->state(), modbus::Connection::State::Connected); }();
        connection->arm();
    }
    quint16 holding(quint16 address)
    {
        quint16 value = 0;
        device.server().data(QModbusDataUnit::HoldingRegisters, address, &value);
        return value;
    }
    bool coil(quint16 address)
    {
        quint16 value = 0;
        device.server().data(QModbusDataUnit::Coils, address, &value);
        return value != 0;
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
