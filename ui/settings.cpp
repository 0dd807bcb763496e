// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>

namespace ui {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("ui::Settings", text);
}

bool isDamaged(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return false;
    if (file.readAll().contains('\0'))
        return true;
    const QSettings settings(path, QSettings::IniFormat);
    settings.allKeys(); // sections are parsed, and found to be damaged, when they are needed
    return settings.status() == QSettings::FormatError;
}

/// Gives the new name, empty when the file could not be moved.
QString setAside(const QString &path)
{
    const QString stamp = QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss"));
    QString aside = QStringLiteral("%1.damaged-%2").arg(path, stamp);
    for (int number = 2; QFile::exists(aside); ++number)
        aside = QStringLiteral("%1.damaged-%2-%3").arg(path, stamp).arg(number);
    return QFile::rename(path, aside) ? aside : QString();
}

} // namespace

Settings::Settings(const QString &folder)
    : m_path(QDir(folder).filePath(QStringLiteral("loopcheck.ini")))
{
    QDir().mkpath(folder);
    if (isDamaged(m_path)) {
        const QString aside = setAside(m_path);
        if (aside.isEmpty()) {
            m_standIn = std::make_unique<QTemporaryDir>();
            m_complaint = tr("The settings file %1 is damaged and could not be moved out of the "
                             "way. Settings of this session are not kept: repair or delete it.")
                              .arg(QDir::toNativeSeparators(m_path));
            m_path = m_standIn->filePath(QStringLiteral("loopcheck.ini"));
        } else {
            m_complaint = tr("The settings file was damaged. It is kept as %1, and Loopcheck "
                             "starts with the settings it has after installation.")
                              .arg(QDir::toNativeSeparators(aside));
        }
    }
    m_values = std::make_unique<QSettings>(m_path, QSettings::IniFormat);
}

QString Settings::save()
{
    m_values->sync();
    if (m_values->status() == QSettings::NoError)
        return {};
    return tr("Settings cannot be written to %1. They are lost when Loopcheck ends: check the "
              "folder's permissions and the space on its disk.")
        .arg(QDir::toNativeSeparators(m_path));
}

} // namespace ui
