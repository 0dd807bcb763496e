// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/requests/functionforms.h"

#include <QWidget>

class QLineEdit;
class QListWidget;

namespace ui {

/// The functions by code and name, with a filter above.
class FunctionList : public QWidget
{
    Q_OBJECT
public:
    explicit FunctionList(QWidget *parent = nullptr);

    const FunctionForm &current() const;
    void select(const QString &key);
    void focusFilter();

signals:
    void chosen();

private:
    void filter(const QString &text);

    QList<FunctionForm> m_forms;
    QLineEdit *m_filter;
    QListWidget *m_list;
};

} // namespace ui
