// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/loopcheck-cli/modbusarguments.h"
#include "modbus/blockread.h"

class QTextStream;

namespace cli {

/// What a read came to, for people and for programs.
class ReadReport
{
public:
    ReadReport(Items items, modbus::BlockResult result);

    /// One line a value, aligned, under a line that says what was read.
    void print(QTextStream &out) const;
    QJsonObject toJson() const;
    /// Why not all of it is there: the first failed part, or the first value that its registers
    /// do not hold.
    const std::optional<Failure> &failure() const { return m_failure; }

private:
    struct Row
    {
        std::optional<modbus::Value> value;
        QString why; ///< there is no value
    };

    QString rawText(int value) const;

    Items m_items;
    modbus::BlockResult m_result;
    QList<Row> m_rows; ///< empty when nothing could be read
    std::optional<Failure> m_failure;
};

} // namespace cli
