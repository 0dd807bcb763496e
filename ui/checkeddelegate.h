// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QStyledItemDelegate>

namespace ui {

/// Edits cells by texts that are checked before they are taken. The editor keeps what is typed
/// whatever is read meanwhile, and stays open with the reason while a text doesn't fit. What goes
/// to a device is only sent on Enter or Tab, not because the focus went elsewhere.
class CheckedDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void setEditorData(QWidget *editor, const QModelIndex &index) const override;

signals:
    /// What was typed does not fit; `why` is a sentence for the user.
    void refused(const QString &why) const;

protected:
    struct Editing
    {
        QString name; ///< for assistive tools
        QString original;
        QStringList choices; ///< offered beside typing
        bool isFigure = false;
        bool isSent = false; ///< goes to a device
    };
    QWidget *makeEditor(QWidget *parent, const Editing &editing) const;
    /// Why a text of makeEditor()'s does not fit, a sentence; empty when it does.
    virtual QString whyNot(const QWidget &editor, const QString &text) const = 0;

    /// True for the editors of makeEditor().
    static bool isChecked(const QObject &editor);
    static QString textOf(const QWidget &editor);
    /// Another text than at first, or the same one and Enter.
    static bool isMeant(const QWidget &editor);

    bool eventFilter(QObject *object, QEvent *event) override;
};

} // namespace ui
