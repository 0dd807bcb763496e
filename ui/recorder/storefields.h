// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/recorder/storeaddress.h"

#include <QWidget>

class QComboBox;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QSettings;
class QToolButton;

namespace ui {

/// Which store: its kind, then its file, or its server and the password for that.
class StoreFields : public QWidget
{
    Q_OBJECT
public:
    using Kind = modbus::recorder::StoreAddress::Kind;
    enum class Purpose { Record, Open };
    /// The names of the fields begin with "recorder" or with "opening".
    explicit StoreFields(Purpose purpose, QWidget *parent = nullptr);

    Kind kind() const;
    bool isFile() const { return kind() != Kind::Postgres; }
    /// What is chosen, or what is wrong with it.
    modbus::recorder::Result<modbus::recorder::StoreAddress> address() const;
    void setAddress(const modbus::recorder::StoreAddress &address);

    /// Everything but a password.
    void saveState(QSettings &settings) const;
    void restoreState(const QSettings &settings);

signals:
    void kindChanged();
    void edited();

private:
    void addKind();
    void addFile();
    void addServer();
    void name(QWidget *widget, const QString &name, const QString &spoken, const QString &toolTip);
    void setKind(Kind kind);
    void showKind();
    void takePasswordOut();
    void browse();
    void takeFile(const QString &path);
    static QString usualFile(Kind kind);

    Purpose m_purpose;
    QHBoxLayout *m_row;
    QComboBox *m_kind;
    QLineEdit *m_file;
    QToolButton *m_browse;
    QLineEdit *m_server;
    QLabel *m_passwordLabel;
    QLineEdit *m_password;
};

} // namespace ui
