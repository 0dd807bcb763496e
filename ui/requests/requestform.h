// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/requests/functionforms.h"

#include <QWidget>

class QFormLayout;

namespace ui {

/// The fields of one function, made from its description.
class RequestForm : public QWidget
{
    Q_OBJECT
public:
    explicit RequestForm(QWidget *parent = nullptr);

    /// Shows another function's fields, with what was entered there before.
    void setForm(const FunctionForm &form);
    QHash<QString, QString> texts() const;

signals:
    void changed();

private:
    QWidget *editorFor(const FormField &field);

    QFormLayout *m_layout;
    QString m_key;
    QHash<QString, QWidget *> m_editors;
    QHash<QString, QHash<QString, QString>> m_entered; ///< by function
};

} // namespace ui
