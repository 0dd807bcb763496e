// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/rulefile.h"

#include <QFileSystemWatcher>
#include <QObject>
#include <QTimer>
#include <optional>

namespace ui {

/// The rule file that is open: the bytes as they were read, which are the ones shown and the ones
/// pushed, and whether the file on disk is still the same.
class RuleDocument : public QObject
{
    Q_OBJECT
public:
    enum class Disk { Same, Changed, Gone };

    explicit RuleDocument(QObject *parent = nullptr);

    /// Reads the file; keeps the one that was open where that fails.
    tl::expected<void, transfer::Error> open(const QString &path);
    void close();
    bool isOpen() const { return !m_path.isEmpty(); }
    const QString &path() const { return m_path; }
    const QByteArray &content() const { return m_content; }
    const transfer::RuleFileFacts &facts() const { return m_facts; }
    /// Looks at the disk now.
    Disk compareWithDisk();
    Disk disk() const { return m_disk; }

signals:
    void opened();
    void diskChanged();

private:
    void watch();
    QString m_path;
    QByteArray m_content;
    transfer::RuleFileFacts m_facts;
    Disk m_disk = Disk::Same;
    QFileSystemWatcher m_watcher;
    QTimer m_settle; ///< an editor saves in several steps: look once they are over
};

} // namespace ui
