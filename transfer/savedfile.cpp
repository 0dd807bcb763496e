// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/savedfile.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

namespace transfer {

namespace {

constexpr qint64 kMostBytes = 4LL * 1024 * 1024;

} // namespace

tl::expected<QByteArray, QString> readSaved(const QString &path)
{
    QFile file(path);
    if (!file.exists())
        return QByteArray();
    if (!file.open(QIODevice::ReadOnly))
        return tl::unexpected(file.errorString());
    QByteArray content = file.read(kMostBytes + 1);
    if (content.size() > kMostBytes)
        return tl::unexpected(QStringLiteral("it is larger than 4 MiB"));
    if (file.error() != QFileDevice::NoError)
        return tl::unexpected(file.errorString());
    return content.isNull() ? QByteArray("") : content;
}

tl::expected<void, QString> writeSaved(const QString &path, const QByteArray &content,
                                       Readers readers)
{
    QDir().mkpath(QFileInfo(path).absolutePath());
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return tl::unexpected(file.errorString());
    if (readers == Readers::OwnerOnly &&
        !file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner))
        return tl::unexpected(file.errorString());
    file.write(content);
    if (!file.commit())
        return tl::unexpected(file.errorString());
    return {};
}

QString setAside(const QString &path)
{
    const QString stamp = QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss"));
    QString aside = QStringLiteral("%1.damaged-%2").arg(path, stamp);
    for (int number = 2; QFile::exists(aside); ++number)
        aside = QStringLiteral("%1.damaged-%2-%3").arg(path, stamp).arg(number);
    return QFile::rename(path, aside) ? aside : QString();
}

} // namespace transfer
