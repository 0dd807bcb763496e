// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/points/pointcommands.h"

#include "ui/points/pointlistmodel.h"

namespace ui {

SpliceCommand::SpliceCommand(PointListModel &model, int first, QList<modbus::Point> before,
                             QList<modbus::Point> after, const QString &text)
    : QUndoCommand(text)
    , m_model(model)
    , m_first(first)
    , m_before(std::move(before))
    , m_after(std::move(after))
{
}

void SpliceCommand::undo()
{
    m_model.splice(m_first, int(m_after.size()), m_before);
}

void SpliceCommand::redo()
{
    m_model.splice(m_first, int(m_before.size()), m_after);
}

ReplaceCommand::ReplaceCommand(PointListModel &model, QList<int> rows, QList<modbus::Point> before,
                               QList<modbus::Point> after, const QString &text)
    : QUndoCommand(text)
    , m_model(model)
    , m_rows(std::move(rows))
    , m_before(std::move(before))
    , m_after(std::move(after))
{
}

void ReplaceCommand::undo()
{
    m_model.replace(m_rows, m_before);
}

void ReplaceCommand::redo()
{
    m_model.replace(m_rows, m_after);
}

} // namespace ui
