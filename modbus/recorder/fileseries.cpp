// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/recorder/fileseries.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <algorithm>

namespace modbus::recorder {

namespace {

constexpr int kLeastFiles = 2;  // that what is kept is spread over
constexpr int kUsualFiles = 10; // where rotation is not asked for

// What SQLite keeps beside a file that is open, or was when its program was killed.
QStringList companionsOf(const QString &part)
{
    return {part + QStringLiteral("-wal"), part + QStringLiteral("-shm"),
            part + QStringLiteral("-journal")};
}

bool isTooOld(const QString &part, std::chrono::seconds age, qint64 now)
{
    return age.count() > 0 && QFileInfo(part).lastModified().toMSecsSinceEpoch() <
                                  now - std::chrono::milliseconds(age).count();
}

} // namespace

Rotation rotationFor(const Settings &settings)
{
    const auto within = [](auto asked, auto kept) {
        if (kept <= decltype(kept)(0))
            return asked;
        return asked > decltype(asked)(0) ? std::min(asked, kept / kLeastFiles)
                                          : std::max(kept / kUsualFiles, decltype(kept)(1));
    };
    return {.bytes = within(settings.rotation.bytes, settings.retention.bytes),
            .age = within(settings.rotation.age, settings.retention.age)};
}

FileSeries::FileSeries(const QString &path, Check isOurs)
    : m_path(path)
    , m_isOurs(isOurs)
{
}

/// 1 for the first file, 0 for one that isn't of the series.
int FileSeries::numberOf(const QString &part) const
{
    const QFileInfo base(m_path);
    const QString name = QFileInfo(part).fileName();
    if (name == base.fileName())
        return 1;
    if (!name.startsWith(base.completeBaseName()))
        return 0;
    const QRegularExpression pattern(QRegularExpression::anchoredPattern(
        QStringLiteral("%1-(\\d{4,8})\\.%2")
            .arg(QRegularExpression::escape(base.completeBaseName()),
                 QRegularExpression::escape(base.suffix()))));
    const int number = pattern.match(name).captured(1).toInt();
    return number >= 2 ? number : 0;
}

QStringList FileSeries::parts() const
{
    const QDir folder = QFileInfo(m_path).dir();
    QList<std::pair<int, QString>> found;
    const QStringList names = folder.entryList(QDir::Files | QDir::Hidden);
    for (const QString &name : names) {
        if (const int number = numberOf(name); number > 0)
            found.append({number, folder.absoluteFilePath(name)});
    }
    std::sort(found.begin(), found.end());
    QStringList paths;
    for (const auto &[number, path] : std::as_const(found))
        paths.append(path);
    return paths;
}

QString FileSeries::next() const
{
    const QStringList existing = parts();
    if (existing.isEmpty())
        return m_path;
    const QFileInfo base(m_path);
    return base.dir().absoluteFilePath(
        QStringLiteral("%1-%2.%3")
            .arg(base.completeBaseName())
            .arg(numberOf(existing.constLast()) + 1, 4, 10, QChar(u'0'))
            .arg(base.suffix()));
}

qint64 FileSeries::bytesOf(const QString &part)
{
    qint64 sum = QFileInfo(part).size();
    for (const QString &companion : companionsOf(part))
        sum += QFileInfo(companion).size();
    return sum;
}

qint64 FileSeries::bytes() const
{
    qint64 sum = 0;
    for (const QString &part : parts())
        sum += bytesOf(part);
    return sum;
}

void FileSeries::prune(const Retention &retention, const QString &current, qint64 now) const
{
    if (retention.bytes <= 0 && retention.age.count() <= 0)
        return;
    qint64 sum = bytes();
    const QStringList oldestFirst = parts();
    for (const QString &part : oldestFirst) {
        const bool isTooMuch = retention.bytes > 0 && sum > retention.bytes;
        if (part == current || !(isTooMuch || isTooOld(part, retention.age, now)))
            continue;
        if (!m_isOurs(part))
            continue;
        const qint64 size = bytesOf(part);
        if (!QFile::remove(part))
            continue;
        sum -= size;
        for (const QString &companion : companionsOf(part))
            QFile::remove(companion);
    }
}

} // namespace modbus::recorder
