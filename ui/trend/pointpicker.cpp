// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/trend/pointpicker.h"

#include "ui/trend/pointchoice.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QSortFilterProxyModel>
#include <QVBoxLayout>

namespace ui {

PointPicker::PointPicker(PointChoice &choice, QWidget *parent)
    : QWidget(parent)
    , m_filtered(new QSortFilterProxyModel(this))
    , m_filter(new QLineEdit)
    , m_list(new QListView)
    , m_empty(new QLabel)
{
    m_filtered->setSourceModel(&choice);
    m_filtered->setFilterRole(PointChoice::SearchRole);
    m_filtered->setFilterCaseSensitivity(Qt::CaseInsensitive);

    m_filter->setObjectName(QStringLiteral("trendPointFilter"));
    m_filter->setAccessibleName(tr("Filter the points"));
    m_filter->setPlaceholderText(tr("Filter: tag, description, area, ..."));
    m_filter->setToolTip(tr("Enter puts the marked point into the trend, or takes it out"));
    m_filter->setClearButtonEnabled(true);
    m_filter->installEventFilter(this);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_filtered->setFilterFixedString(text.trimmed());
        m_list->setCurrentIndex(m_filtered->index(0, 0));
        showEmpty();
    });
    connect(m_filter, &QLineEdit::returnPressed, this, [this] { toggle(m_list->currentIndex()); });

    m_list->setObjectName(QStringLiteral("trendPoints"));
    m_list->setAccessibleName(tr("Points"));
    m_list->setModel(m_filtered);
    m_list->setUniformItemSizes(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setDragEnabled(true);
    m_list->setTextElideMode(Qt::ElideRight);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(m_list, &QListView::activated, this, &PointPicker::toggle);
    connect(m_filtered, &QAbstractItemModel::modelReset, this, &PointPicker::showEmpty);

    m_empty->setObjectName(QStringLiteral("trendPointsEmpty"));
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignTop);
    m_empty->setMargin(8);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 0);
    layout->setSpacing(4);
    layout->addWidget(m_filter);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_empty, 1);
    setFocusProxy(m_filter);
    showEmpty();
}

void PointPicker::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

bool PointPicker::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Up) {
            const int step = key == Qt::Key_Down ? 1 : -1;
            const QModelIndex next = m_filtered->index(m_list->currentIndex().row() + step, 0);
            if (next.isValid())
                m_list->setCurrentIndex(next);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void PointPicker::toggle(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    const bool isShown = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
    m_filtered->setData(index, isShown ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
}

void PointPicker::showEmpty()
{
    const bool isEmpty = m_filtered->rowCount() == 0;
    const bool hasPoints = m_filtered->sourceModel()->rowCount() > 0;
    m_empty->setText(hasPoints
                         ? tr("No point has this text in its tag, description, area or unit.")
                         : tr("There are no points with numbers. Import a list or add points on "
                              "the page Points."));
    m_list->setVisible(!isEmpty);
    m_empty->setVisible(isEmpty);
}

} // namespace ui
