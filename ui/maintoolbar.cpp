// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/maintoolbar.h"

#include "ui/connections/armswitch.h"
#include "ui/connections/connectfield.h"

#include <QDragEnterEvent>
#include <QResizeEvent>
#include <QStyle>
#include <QToolButton>

namespace ui {

namespace {

constexpr int kButtonMargins = 24; ///< around an icon and its text
constexpr int kOtherMargins = 48;  ///< separator, spacing, the bar's own
constexpr int kReadableConnectField = 300;
constexpr std::chrono::milliseconds kDragHold{400};

} // namespace

MainToolBar::MainToolBar(ConnectField &connectField, const QList<QAction *> &pages,
                         ArmSwitch &armSwitch, QWidget *parent)
    : QToolBar(parent)
    , m_connectField(&connectField)
    , m_pages(pages)
    , m_armSwitch(&armSwitch)
{
    setWindowTitle(tr("Main"));
    setObjectName(QStringLiteral("mainToolBar"));
    setMovable(false);
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setIconSize(QSize(1, 1) * style()->pixelMetric(QStyle::PM_SmallIconSize));
    addWidget(m_connectField);
    addSeparator();
    addActions(pages);
    auto *space = new QWidget;
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    addWidget(space);
    addAction(m_armSwitch);
    const QList<QAction *> all = actions();
    for (QAction *action : all) {
        if (QWidget *button = buttonOf(action); button && !action->objectName().isEmpty())
            button->setObjectName(action->objectName() + QStringLiteral("Button"));
    }
    for (QAction *page : pages) {
        buttonOf(page)->setAcceptDrops(true);
        buttonOf(page)->installEventFilter(this);
    }
    m_dragHeld.setSingleShot(true);
    m_dragHeld.setInterval(kDragHold);
    connect(&m_dragHeld, &QTimer::timeout, this, [this] {
        if (m_dragOver)
            m_dragOver->trigger();
    });
    buttonOf(m_armSwitch)
        ->setMinimumWidth(fontMetrics().horizontalAdvance(ArmSwitch::longestText()) +
                          iconSize().width() + kButtonMargins);
}

QToolButton *MainToolBar::buttonOf(QAction *action) const
{
    return qobject_cast<QToolButton *>(widgetForAction(action));
}

bool MainToolBar::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::DragEnter) {
        m_dragOver = qobject_cast<QToolButton *>(watched)->defaultAction();
        m_dragHeld.start();
        static_cast<QDragEnterEvent *>(event)->accept();
        return true;
    }
    if (event->type() == QEvent::DragLeave || event->type() == QEvent::Drop) {
        m_dragOver = nullptr;
        event->setAccepted(false);
        return true;
    }
    return QToolBar::eventFilter(watched, event);
}

void MainToolBar::resizeEvent(QResizeEvent *event)
{
    fitNames(event->size().width());
    QToolBar::resizeEvent(event);
}

void MainToolBar::fitNames(int width)
{
    int wanted = kOtherMargins + buttonOf(m_armSwitch)->minimumWidth() +
                 qMax(m_connectField->minimumSizeHint().width(), kReadableConnectField);
    for (const QAction *page : std::as_const(m_pages)) {
        wanted +=
            fontMetrics().horizontalAdvance(page->iconText()) + iconSize().width() + kButtonMargins;
    }
    for (QAction *page : std::as_const(m_pages)) {
        buttonOf(page)->setToolButtonStyle(wanted <= width ? Qt::ToolButtonTextBesideIcon
                                                           : Qt::ToolButtonIconOnly);
    }
}

} // namespace ui
