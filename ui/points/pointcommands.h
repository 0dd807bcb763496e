// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/point.h"

#include <QUndoCommand>

namespace ui {

class PointListModel;

/// Rows from `first` on: those before are taken out, those after come in.
class SpliceCommand : public QUndoCommand
{
public:
    SpliceCommand(PointListModel &model, int first, QList<modbus::Point> before,
                  QList<modbus::Point> after, const QString &text);
    void undo() override;
    void redo() override;

private:
    PointListModel &m_model;
    int m_first;
    QList<modbus::Point> m_before;
    QList<modbus::Point> m_after;
};

/// Rows here and there become others, in their places.
class ReplaceCommand : public QUndoCommand
{
public:
    ReplaceCommand(PointListModel &model, QList<int> rows, QList<modbus::Point> before,
                   QList<modbus::Point> after, const QString &text);
    void undo() override;
    void redo() override;

private:
    PointListModel &m_model;
    QList<int> m_rows;
    QList<modbus::Point> m_before;
    QList<modbus::Point> m_after;
};

} // namespace ui
