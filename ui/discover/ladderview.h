// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/discovery/diagnosis.h"

#include <QScrollArea>

class QLabel;

namespace ui {

class SymbolWidget;

/// The link doctor's steps, one beneath the other: symbol, title, state in a word, what was seen
/// and what to do.
class LadderView : public QScrollArea
{
    Q_OBJECT
public:
    explicit LadderView(QWidget *parent = nullptr);

    /// All steps waiting.
    void begin();
    void showReport(const modbus::discovery::RungReport &report);

private:
    struct Row
    {
        SymbolWidget *symbol;
        QLabel *state;
        QLabel *evidence;
    };
    QList<Row> m_rows;
};

} // namespace ui
