// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/points/pointfile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QSettings>

namespace ui {

namespace {

constexpr std::chrono::milliseconds kKeepDelay{1000};
constexpr QLatin1StringView kPathKey("points/file");
constexpr QLatin1StringView kModifiedKey("points/modified");

/// Semicolon and tab stay what the file's ending says; a comma otherwise.
char separatorFor(const QString &path)
{
    return path.endsWith(QStringLiteral(".tsv"), Qt::CaseInsensitive) ? '\t' : ',';
}

} // namespace

PointFile::PointFile(QString keptPath, QObject *parent)
    : QObject(parent)
    , m_keptPath(std::move(keptPath))
{
    m_keepSoon.setSingleShot(true);
    m_keepSoon.setInterval(kKeepDelay);
    connect(&m_keepSoon, &QTimer::timeout, this, &PointFile::keep);
}

PointFile::~PointFile()
{
    flush();
}

QString PointFile::name() const
{
    if (m_isPassing)
        return tr("Demo plant");
    return m_path.isEmpty() ? tr("New list") : QFileInfo(m_path).fileName();
}

void PointFile::setPath(const QString &path)
{
    m_path = path;
    m_isModified = false;
    m_isPassing = false;
    emit changed();
}

void PointFile::setPassing()
{
    flush();
    m_keptPath.clear();
    m_path.clear();
    m_isModified = false;
    m_isPassing = true;
    emit changed();
}

QString PointFile::save(const QString &path, const QList<modbus::Point> &points)
{
    const QByteArray bytes = modbus::writePointList(points, separatorFor(path));
    QSaveFile file(path);
    const bool isSaved =
        file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit();
    if (!isSaved) {
        return tr("%1 could not be written: %2. Save it into another folder.")
            .arg(QDir::toNativeSeparators(path), file.errorString());
    }
    setPath(path);
    return {};
}

void PointFile::touch(const QList<modbus::Point> &points)
{
    m_points = points;
    keepSoon();
    markModified();
}

void PointFile::keepSoon()
{
    if (!m_keptPath.isEmpty() && !m_keepSoon.isActive())
        m_keepSoon.start();
}

void PointFile::markModified()
{
    m_isModified = true;
    emit changed();
}

void PointFile::flush()
{
    if (m_keepSoon.isActive()) {
        m_keepSoon.stop();
        keep();
    }
}

void PointFile::keep()
{
    if (m_points.isEmpty()) {
        QFile::remove(m_keptPath);
        return;
    }
    QDir().mkpath(QFileInfo(m_keptPath).path());
    const QByteArray bytes = modbus::writePointList(m_points);
    QSaveFile file(m_keptPath);
    m_isKeepingFailed =
        !file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit();
    if (m_isKeepingFailed) {
        emit failed(tr("The list could not be kept in %1: %2. Save it elsewhere (Ctrl+S).")
                        .arg(QDir::toNativeSeparators(m_keptPath), file.errorString()));
    }
}

std::optional<modbus::PointListReading> PointFile::kept() const
{
    if (m_keptPath.isEmpty() || !QFile::exists(m_keptPath))
        return {};
    return modbus::readPointListFile(m_keptPath);
}

std::optional<modbus::PointListReading> PointFile::reopened()
{
    if (m_path.isEmpty() || m_isModified)
        return kept();
    modbus::PointListReading reading = modbus::readPointListFile(m_path);
    if (reading.fileFault.isEmpty() && reading.faults.isEmpty())
        return reading;
    auto copy = kept(); // the file is gone or spoilt: the copy is not the same as it any more
    if (copy)
        markModified();
    return copy;
}

void PointFile::saveState(QSettings &settings) const
{
    if (m_isPassing)
        return;
    settings.setValue(kPathKey, m_path);
    settings.setValue(kModifiedKey, m_isModified);
}

void PointFile::restoreState(const QSettings &settings)
{
    m_path = settings.value(kPathKey).toString();
    m_isModified = settings.value(kModifiedKey).toBool();
    emit changed();
}

} // namespace ui
