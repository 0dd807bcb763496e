// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/registers/blocksettings.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace ui {

/// Where a panel's user says what to read, how to understand it and how often; and beneath it what
/// the typed address means, in every notation, and what else it could have meant.
class BlockForm : public QWidget
{
    Q_OBJECT
public:
    /// `tools` finds its place beside the address' meaning.
    BlockForm(modbus::Table table, QWidget *tools, QWidget *parent = nullptr);

    /// Shows settings, without signals. A start that is no address is shown as 0.
    void setSettings(const BlockSettings &block);
    /// Puts what the form shows into `block`, and leaves the rest of it as it is.
    void store(BlockSettings &block) const;
    const RegisterShape &shape() const { return m_shape; }
    Period period() const { return m_period; }
    /// As if the user had chosen it.
    void chooseFormat(const modbus::ValueFormat &format);
    void setPolling(bool isPolling);
    void setEnabledForReading(bool isEnabled);

signals:
    /// shape() changed.
    void shapeEdited();
    void periodEdited();
    void readAsked();
    void pollAsked(bool on);

protected:
    void changeEvent(QEvent *event) override;

private:
    template <typename Widget>
    Widget *named(const QString &name, const QString &title);
    void build(QWidget *tools);
    void showMeaning(const QString &text);
    void takeStart();
    void takeFormat();
    void takePeriod();
    void limitCount();
    void showFormat();

    modbus::Table m_table;
    RegisterShape m_shape;
    QString m_startText;
    Period m_period;

    QLineEdit *m_start = nullptr;
    QSpinBox *m_count = nullptr;
    QComboBox *m_type = nullptr;
    QComboBox *m_order = nullptr;
    QLabel *m_lengthLabel = nullptr;
    QSpinBox *m_length = nullptr;
    QComboBox *m_periodBox = nullptr;
    QPushButton *m_read = nullptr;
    QPushButton *m_poll = nullptr;
    QLabel *m_meaning = nullptr;
};

} // namespace ui
