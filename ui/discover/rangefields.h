// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/address.h"

#include <QWidget>
#include <optional>

class QComboBox;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace ui {

/// A table, an address in it in any notation, and a number of items.
class RangeFields : public QWidget
{
    Q_OBJECT
public:
    RangeFields(const QString &stem, int count, QWidget *parent = nullptr);

    modbus::Table table() const;
    /// Where the range begins; nothing, and `why` says it, where the text is no address.
    std::optional<modbus::Address> first(QString *why) const;
    /// Cut at the table's end.
    int countFrom(modbus::Address first) const;
    /// For a single address.
    void hideCount();

signals:
    void entered(); ///< Enter in the address

private:
    QComboBox *m_table;
    QLineEdit *m_first;
    QSpinBox *m_count;
    QLabel *m_countLabel = nullptr;
};

} // namespace ui
