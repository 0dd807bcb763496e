// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/connectionspanel.h"

#include "ui/connections/connectiondelegate.h"
#include "ui/connections/connectiondetails.h"
#include "ui/icons.h"

#include <QAction>
#include <QSettings>
#include <QSplitter>
#include <QTreeView>
#include <QVBoxLayout>

namespace ui {

namespace {

constexpr QLatin1StringView kSplitterKey("connections/splitter");

}

ConnectionsPanel::ConnectionsPanel(ConnectionModel &model, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_splitter(new QSplitter(Qt::Vertical))
    , m_list(new QTreeView)
    , m_details(new ConnectionDetails)
    , m_remove(new QAction(icon(QStringLiteral("remove")), tr("Re&move"), this))
{
    m_list->setObjectName(QStringLiteral("connectionList"));
    m_list->setAccessibleName(tr("Connections and their units"));
    m_list->setModel(&model);
    m_list->setItemDelegate(new ConnectionDelegate(m_list));
    m_list->setHeaderHidden(true);
    m_list->setItemsExpandable(false);
    m_list->setRootIsDecorated(false);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setMinimumHeight(5 * m_list->fontMetrics().height());

    m_remove->setObjectName(QStringLiteral("removeConnection"));
    m_remove->setToolTip(tr("Disconnect and take the selected connection or unit off the list"));
    m_remove->setShortcut(QKeySequence::Delete);
    m_remove->setShortcutContext(Qt::WidgetShortcut);
    connect(m_remove, &QAction::triggered, this,
            [this] { m_model.remove(m_list->currentIndex()); });
    m_list->addActions({m_details->retryAction(), m_details->toggleAction(),
                        m_details->copyErrorAction(), m_remove});
    m_list->setContextMenuPolicy(Qt::ActionsContextMenu);

    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &ConnectionsPanel::follow, Qt::QueuedConnection);
    connect(&model, &QAbstractItemModel::rowsInserted, m_list, &QTreeView::expandAll);
    connect(&model, &QAbstractItemModel::rowsRemoved, this, [this] {
        if (!m_list->currentIndex().isValid())
            m_list->setCurrentIndex(m_model.index(0, 0));
        follow();
    });

    connect(m_details, &ConnectionDetails::optionsChanged, this, &ConnectionsPanel::keepOptions);
    connect(m_splitter, &QSplitter::splitterMoved, this, &ConnectionsPanel::edited);

    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_list);
    m_splitter->addWidget(m_details);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 2);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_splitter);
    follow();
}

void ConnectionsPanel::follow()
{
    modbus::Connection *connection = currentConnection();
    m_details->setConnection(connection);
    m_details->setVisible(connection != nullptr);
    m_remove->setEnabled(connection != nullptr);
    emit currentChanged();
}

void ConnectionsPanel::keepOptions()
{
    const modbus::Connection *connection = currentConnection();
    if (!connection)
        return;
    m_model.options().keep(connection->endpoint(), connection->options());
    emit edited();
}

void ConnectionsPanel::takeOptions()
{
    m_details->setConnection(currentConnection());
    keepOptions();
}

void ConnectionsPanel::select(const QModelIndex &index)
{
    m_list->setCurrentIndex(index);
    m_list->scrollTo(index);
}

modbus::Connection *ConnectionsPanel::currentConnection() const
{
    return m_model.connectionAt(m_list->currentIndex());
}

modbus::Target ConnectionsPanel::currentTarget() const
{
    return m_model.targetAt(m_list->currentIndex());
}

void ConnectionsPanel::saveState(QSettings &settings) const
{
    settings.setValue(kSplitterKey, m_splitter->saveState());
    m_model.options().saveState(settings);
}

void ConnectionsPanel::restoreState(const QSettings &settings)
{
    m_splitter->restoreState(settings.value(kSplitterKey).toByteArray());
    m_model.options().restoreState(settings);
}

} // namespace ui
