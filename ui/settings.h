// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSettings>
#include <QTemporaryDir>
#include <memory>

namespace ui {

/// The user's settings: loopcheck.ini in a folder, written atomically. A file that cannot be
/// understood is set aside under another name, never overwritten.
class Settings
{
public:
    explicit Settings(const QString &folder);

    QSettings &values() { return *m_values; }
    const QString &path() const { return m_path; }

    /// What was wrong with the file when it was opened, in words; empty when all was well.
    const QString &complaint() const { return m_complaint; }

    /// Writes to the file now. Gives the reason why not, in words, empty when written.
    QString save();

private:
    QString m_path;
    QString m_complaint;
    std::unique_ptr<QTemporaryDir> m_standIn; ///< where a damaged file could not be moved away
    std::unique_ptr<QSettings> m_values;
};

} // namespace ui
