// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/rules/rulechecks.h"

#include <QWidget>

class QLabel;

namespace ui {

class SymbolWidget;

/// What should be known of a file before it is sent, led by a sign for the gravest of it. Takes no
/// room while there is nothing to say.
class ConcernsView : public QWidget
{
    Q_OBJECT
public:
    explicit ConcernsView(QWidget *parent = nullptr);
    void showConcerns(const QList<Concern> &concerns);

private:
    SymbolWidget *m_symbol;
    QLabel *m_text;
};

} // namespace ui
