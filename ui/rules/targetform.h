// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/rules/pushtarget.h"

#include <QWidget>
#include <tl/expected.hpp>

class QCheckBox;
class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSettings;

namespace ui {

/// The fields that say what goes where: receiver or relay, rule file, name at the receiver.
class TargetForm : public QWidget
{
    Q_OBJECT
public:
    explicit TargetForm(QWidget *parent = nullptr);

    /// What the fields say, or what is missing or wrong, in words.
    tl::expected<PushTarget, QString> target() const;
    bool usesRelay() const;

    void setReceiver(const transfer::Peer &receiver);
    /// Shows the path and takes the file's own name for the name at the receiver.
    void setFile(const QString &path);
    void setFileError(const QString &text);
    void setReloadable(bool isReloadable);
    /// Offers the receiver and the relay first from now on.
    void remember();

    void saveState(QSettings &settings) const;
    void restoreState(const QSettings &settings);

signals:
    /// What target() gives may have changed.
    void changed();
    void openWanted();
    void pathEntered(const QString &path);
    void reloadWanted();

private:
    void addReceiverRow(QGridLayout *grid);
    void addRelayRow(QGridLayout *grid);
    void addFileRow(QGridLayout *grid);
    void addNameRow(QGridLayout *grid);
    void showWay();
    void checkName();
    void enterPath();
    tl::expected<PushTarget::Relay, QString> relay() const;

    QComboBox *m_receiver = nullptr;
    QCheckBox *m_useRelay = nullptr;
    QWidget *m_relayRow = nullptr;
    QLabel *m_relayLabel = nullptr;
    QComboBox *m_relay = nullptr;
    QLineEdit *m_relayDirectory = nullptr;
    QLineEdit *m_relayReceiver = nullptr;
    QLabel *m_fileLabel = nullptr;
    QWidget *m_fileRow = nullptr;
    QLineEdit *m_file = nullptr;
    QPushButton *m_reload = nullptr;
    QLabel *m_fileError = nullptr;
    QLabel *m_nameLabel = nullptr;
    QLineEdit *m_name = nullptr;
    QLabel *m_nameReason = nullptr;
    QString m_openPath;
};

} // namespace ui
