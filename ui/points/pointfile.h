// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/pointlistcsv.h"

#include <QObject>
#include <QTimer>
#include <optional>

class QSettings;

namespace ui {

/// The file that a list was opened from, and the copy of it that is kept on its own, so that
/// nothing is lost before it is saved. Files are written whole or not at all.
class PointFile : public QObject
{
    Q_OBJECT
public:
    /// `keptPath`: where the copy is; empty keeps none.
    explicit PointFile(QString keptPath, QObject *parent = nullptr);
    ~PointFile() override;

    /// Where the list is saved to; empty for a list that was not saved yet.
    const QString &path() const { return m_path; }
    /// "plant.csv", or "New list".
    QString name() const;
    bool isModified() const { return m_isModified && !m_isPassing; }
    /// True while what was edited is neither saved nor kept.
    bool isAtRisk() const { return isModified() && (m_isKeepingFailed || m_keptPath.isEmpty()); }

    /// The list came from this file, unchanged.
    void setPath(const QString &path);
    /// A demo is shown: from now on nothing is kept, as the window keeps nothing either.
    void setPassing();

    /// Writes the list; why not, a sentence, empty when written.
    QString save(const QString &path, const QList<modbus::Point> &points);
    /// The list was edited: the copy is written soon.
    void touch(const QList<modbus::Point> &points);
    /// The copy is written soon though the list is its file's.
    void keepSoon();
    /// What was kept is not what is in the file.
    void markModified();
    /// Writes the copy now where it is due.
    void flush();
    /// What was there the last time: the file, which others may have changed since, where nothing
    /// was edited, else what was kept. Empty where there is nothing.
    std::optional<modbus::PointListReading> reopened();

    void saveState(QSettings &settings) const;
    void restoreState(const QSettings &settings);

signals:
    void changed();
    void failed(const QString &why);

private:
    void keep();
    std::optional<modbus::PointListReading> kept() const;

    QString m_keptPath;
    QString m_path;
    bool m_isModified = false;
    bool m_isPassing = false;
    bool m_isKeepingFailed = false;
    QList<modbus::Point> m_points; ///< to be kept
    QTimer m_keepSoon;
};

} // namespace ui
