// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/hostileserver.h"
#include "tests/ui/registersdesk.h"

#include <QDialog>

/// A desk before a device, values read, writes armed.
struct ArmedDesk : RegistersDesk
{
    support::HostileServer server;

    explicit ArmedDesk(const QString &start = QStringLiteral("200"))
    {
        connectTo(server.listen());
        page.togglePolling();
        type("holdingStart", start);
        [this] { QTRY_VERIFY(value(9) != QStringLiteral("\u2013")); }();
        connection->arm();
    }

    QDialog *confirmation() const
    {
        return page.findChild<QDialog *>(QStringLiteral("confirmWrite"));
    }
    void confirm() const
    {
        auto *write =
            confirmation()->findChild<QPushButton *>(QStringLiteral("confirmWriteButton"));
        QTest::mouseClick(write, Qt::LeftButton);
    }
    QString shownInConfirmation(int row, int column) const
    {
        auto *table = confirmation()->findChild<QTableView *>(QStringLiteral("confirmTable"));
        return table->model()->index(row, column).data().toString();
    }
    QString heading() const
    {
        return confirmation()->findChild<QLabel *>(QStringLiteral("confirmHeading"))->text();
    }
    /// The function codes of the writes that the device was asked for.
    QList<int> writeFunctions() const
    {
        QList<int> functions;
        for (const support::Asked &asked : server.asked()) {
            if (asked.pdu.at(0) > 4)
                functions += asked.pdu.at(0);
        }
        return functions;
    }
    /// Types a value into a cell and presses Enter.
    void enter(int row, const QString &text, const char *name = "holdingGrid") const
    {
        QWidget *editor = edit(row, name);
        QVERIFY(editor);
        auto *line = qobject_cast<QLineEdit *>(editor);
        if (!line)
            line = editor->findChild<QLineEdit *>();
        line->selectAll();
        QTest::keyClicks(line, text);
        QTest::keyClick(editor, Qt::Key_Return);
    }
};
