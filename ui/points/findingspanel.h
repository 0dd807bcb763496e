// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/pointlint.h"

#include <QWidget>

class QListWidget;

namespace ui {

/// What should be looked at in a list before one goes to site; a click goes there.
class FindingsPanel : public QWidget
{
    Q_OBJECT
public:
    /// More are counted, not listed.
    static constexpr int kMostShown = 500;
    explicit FindingsPanel(QWidget *parent = nullptr);

    void showFindings(const QList<modbus::Finding> &findings);
    int count() const { return m_count; }

signals:
    void pointWanted(int point);

private:
    QListWidget *m_list;
    int m_count = 0;
};

/// "2 errors, 5 warnings" of the list; "No findings" for none.
QString findingsText(const QList<modbus::Finding> &findings);

} // namespace ui
