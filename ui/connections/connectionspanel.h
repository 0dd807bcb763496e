// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/connections/connectionmodel.h"

#include <QWidget>

class QAction;
class QSettings;
class QSplitter;
class QTreeView;

namespace ui {

class ConnectionDetails;

/// The list of connections and the details of the selected one.
class ConnectionsPanel : public QWidget
{
    Q_OBJECT
public:
    explicit ConnectionsPanel(ConnectionModel &model, QWidget *parent = nullptr);

    void select(const QModelIndex &index);
    modbus::Connection *currentConnection() const;
    modbus::Target currentTarget() const;

    ConnectionDetails &details() { return *m_details; }
    QAction *removeAction() const { return m_remove; }

    /// Its options were set elsewhere: shows and keeps them.
    void takeOptions();

    void saveState(QSettings &settings) const;
    void restoreState(const QSettings &settings);

signals:
    /// Another connection or unit is selected; currentConnection() is nullptr when none is left.
    void currentChanged();
    /// Something that saveState() keeps has changed.
    void edited();

private:
    void follow();
    void keepOptions();

    ConnectionModel &m_model;
    QSplitter *m_splitter;
    QTreeView *m_list;
    ConnectionDetails *m_details;
    QAction *m_remove;
};

} // namespace ui
