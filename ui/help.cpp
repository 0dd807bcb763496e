// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/help.h"

#include <QAbstractButton>
#include <QAction>
#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QMenu>
#include <QMessageBox>
#include <QTableWidget>
#include <QVBoxLayout>

namespace ui {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("ui::help", text);
}

} // namespace

QList<KeyHelp> keysOf(const QWidget &window)
{
    QList<KeyHelp> keys;
    const auto add = [&keys](const QKeySequence &sequence, QString text) {
        const QString names = sequence.toString(QKeySequence::NativeText);
        if (!names.isEmpty()) // a tooltip may end with its keys
            keys.append({names, text.remove(QStringLiteral(" (%1)").arg(names))});
    };
    const auto menus = window.findChildren<QMenu *>();
    for (const QMenu *menu : menus) {
        const auto actions = menu->actions();
        for (const QAction *action : actions)
            add(action->shortcut(), action->toolTip());
    }
    const auto buttons = window.findChildren<QAbstractButton *>();
    for (const QAbstractButton *button : buttons) {
        if (button->shortcut() != QKeySequence::mnemonic(button->text()))
            add(button->shortcut(), button->accessibleName());
    }
    add(Qt::Key_F2, tr("Edit the selected value, while writes are armed"));
    add(Qt::Key_Down, tr("In the connect field: devices that were connected before"));
    return keys;
}

void showKeys(QWidget &window)
{
    const QList<KeyHelp> keys = keysOf(window);
    auto *dialog = new QDialog(&window);
    dialog->setObjectName(QStringLiteral("keysDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Keyboard shortcuts"));

    auto *table = new QTableWidget(int(keys.size()), 2);
    table->setObjectName(QStringLiteral("keysTable"));
    table->setAccessibleName(dialog->windowTitle());
    table->setHorizontalHeaderLabels({tr("Keys"), tr("What they do")});
    table->verticalHeader()->hide();
    table->setShowGrid(false);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    for (int row = 0; row < keys.size(); ++row) {
        table->setItem(row, 0, new QTableWidgetItem(keys.at(row).keys));
        table->setItem(row, 1, new QTableWidgetItem(keys.at(row).text));
    }
    table->resizeColumnsToContents();
    table->horizontalHeader()->setStretchLastSection(true);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    auto *layout = new QVBoxLayout(dialog);
    layout->addWidget(table);
    layout->addWidget(buttons);
    dialog->resize(640, 440);
    dialog->show();
}

void showAbout(QWidget &window)
{
    auto *box = new QMessageBox(QMessageBox::NoIcon, tr("About Loopcheck"),
                                tr("Loopcheck %1").arg(QStringLiteral(LOOPCHECK_VERSION)),
                                QMessageBox::Close, &window);
    box->setObjectName(QStringLiteral("aboutBox"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIconPixmap(window.windowIcon().pixmap(48));
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(
        tr("Modbus TCP commissioning and rule push.\n\n"
           "Free software under the GNU General Public License, version 3 or later "
           "(GPL-3.0-or-later), without any warranty: see the file LICENSE.\n\n"
           "Qt %1")
            .arg(QLatin1StringView(qVersion())));
    box->open();
}

} // namespace ui
