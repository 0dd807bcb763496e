// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/trend/trendtoolbar.h"

#include "ui/trend/timeview.h"
#include "ui/trend/trendactions.h"

#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QStyle>
#include <QToolButton>

namespace ui {

namespace {

QString lengthText(double seconds)
{
    if (seconds < 60)
        return TrendToolBar::tr("%1 s").arg(QString::number(seconds, 'g', 3));
    if (seconds < 3600)
        return TrendToolBar::tr("%1 min").arg(QString::number(seconds / 60, 'g', 3));
    return TrendToolBar::tr("%1 h").arg(QString::number(seconds / 3600, 'g', 3));
}

} // namespace

TrendToolBar::TrendToolBar(const TrendActions &actions, TimeView &view, QWidget *parent)
    : QToolBar(tr("Trend"), parent)
    , m_window(new QComboBox)
{
    setObjectName(QStringLiteral("trendToolBar"));
    setIconSize(QSize(1, 1) * style()->pixelMetric(QStyle::PM_SmallIconSize));
    setToolButtonStyle(Qt::ToolButtonIconOnly);
    m_window->setObjectName(QStringLiteral("trendWindow"));
    m_window->setAccessibleName(tr("Length of time shown"));
    m_window->setToolTip(tr("Length of time that the trend shows"));
    for (const double seconds : {10.0, 60.0, 600.0, 3600.0})
        m_window->addItem(lengthText(seconds), seconds);
    m_window->addItem(tr("all"), TimeView::kAll);
    m_window->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_window->setMinimumContentsLength(7);

    addAction(actions.live);
    addWidget(m_window);
    addSeparator();
    addActions(
        {actions.zoomIn, actions.zoomOut, actions.zoomArea, actions.everything, actions.autoScale});
    addSeparator();
    addActions({actions.cursors, actions.marker});
    addSeparator();
    addActions({actions.copy, actions.save});
    auto *space = new QWidget;
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    addWidget(space);
    addAction(actions.panel);
    for (QAction *action : {actions.live, actions.cursors, actions.marker, actions.panel}) {
        auto *button = qobject_cast<QToolButton *>(widgetForAction(action));
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    }
    const auto all = this->actions();
    for (QAction *action : all) {
        if (!action->objectName().isEmpty())
            widgetForAction(action)->setObjectName(action->objectName() + QStringLiteral("Button"));
    }

    connect(m_window, &QComboBox::activated, &view,
            [this, &view](int index) { view.setWindow(m_window->itemData(index).toDouble()); });
    connect(&view, &TimeView::windowChanged, this, &TrendToolBar::showWindow);
    connect(&view, &TimeView::liveChanged, this, [this, &view](bool isLive) {
        showWindow(isLive ? view.window() : view.range().length());
    });
    connect(&view, &TimeView::rangeChanged, this, [this, &view] {
        if (!view.isLive())
            showWindow(view.range().length());
    });
    showWindow(view.window());
}

void TrendToolBar::showWindow(double seconds)
{
    m_window->setPlaceholderText(lengthText(seconds));
    m_window->setCurrentIndex(m_window->findData(seconds));
}

} // namespace ui
