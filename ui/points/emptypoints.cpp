// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/points/emptypoints.h"

#include "ui/icons.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace ui {

EmptyPoints::EmptyPoints(const QAction &open, const QAction &paste, const QAction &insert,
                         QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("pointsEmpty"));
    auto *title = new QLabel(tr("No points yet"));
    QFont font = title->font();
    font.setPointSizeF(font.pointSizeF() * 1.4);
    title->setFont(font);
    title->setAlignment(Qt::AlignCenter);
    auto *text = new QLabel(
        tr("A point list shows the plant in engineering units: tag, value, limits, trend, each "
           "point at its own period.\nOpen the project's list, drop the file here, or paste it "
           "from a spreadsheet (Ctrl+V)."));
    text->setObjectName(QStringLiteral("pointsEmptyText"));
    text->setAlignment(Qt::AlignCenter);
    text->setWordWrap(true);

    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    const auto add = [&](const QString &name, const QIcon &symbol, const QString &label,
                         const QString &toolTip, auto wanted) {
        auto *button = new QPushButton(symbol, label);
        button->setObjectName(name);
        button->setToolTip(toolTip);
        button->setAutoDefault(true);
        connect(button, &QPushButton::clicked, this, wanted);
        buttons->addWidget(button);
    };
    add(QStringLiteral("pointsEmptyOpen"), open.icon(), tr("Open list\u2026"), open.toolTip(),
        &EmptyPoints::openWanted);
    add(QStringLiteral("pointsEmptyPaste"), paste.icon(), tr("Paste"), paste.toolTip(),
        &EmptyPoints::pasteWanted);
    add(QStringLiteral("pointsEmptyInsert"), insert.icon(), tr("New point"), insert.toolTip(),
        &EmptyPoints::insertWanted);
    add(QStringLiteral("pointsEmptyDemo"), icon(QStringLiteral("demo")), tr("Open demo"),
        tr("A small plant inside this program, with its list"), &EmptyPoints::demoWanted);
    buttons->addStretch(1);

    auto *layout = new QVBoxLayout(this);
    layout->addStretch(1);
    layout->addWidget(title);
    layout->addSpacing(4);
    layout->addWidget(text);
    layout->addSpacing(12);
    layout->addLayout(buttons);
    layout->addStretch(2);
}

} // namespace ui
