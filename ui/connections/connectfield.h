// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/endpoint.h"

#include <QStringListModel>
#include <QTimer>
#include <QWidget>

class QCompleter;
class QLabel;
class QLineEdit;
class QSettings;
class QToolButton;

namespace ui {

/// Where an address is typed. Enter connects; what worked is remembered and completes.
class ConnectField : public QWidget
{
    Q_OBJECT
public:
    static constexpr int kMostRemembered = 50;

    explicit ConnectField(QWidget *parent = nullptr);

    /// Puts a target that worked first in the history.
    void remember(const modbus::Target &target);
    void setText(const QString &text);
    void focusField();
    QSize sizeHint() const override;

    void saveState(QSettings &settings) const;
    void restoreState(const QSettings &settings);

signals:
    void connectRequested(const modbus::Target &target);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void submit();
    void showHistory();
    void showError(const QString &error);

    QLineEdit *m_text;
    QToolButton *m_button;
    QLabel *m_error;
    QStringListModel m_history;
    QCompleter *m_completer;
    QTimer m_submit; ///< a completion may report Enter twice
};

} // namespace ui
