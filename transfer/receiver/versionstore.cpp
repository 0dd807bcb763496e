// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/versionstore.h"

#include "transfer/receiver/diskfile.h"

#include <QJsonDocument>
#include <algorithm>
#include <cerrno>

namespace transfer::receiver {

using namespace Qt::StringLiterals;

namespace {

constexpr auto kRecordEnding = ".json";
constexpr qint64 kMostRecordBytes = 1 << 20;

QByteArray bytesName(int number)
{
    return QByteArray::number(number);
}

QByteArray recordName(int number)
{
    return bytesName(number) + kRecordEnding;
}

} // namespace

QStringList VersionStore::rules() const
{
    QStringList rules;
    for (const QByteArray &name : namesIn(m_directory.get()))
        rules.append(QString::fromUtf8(name));
    rules.sort();
    return rules;
}

FileDescriptor VersionStore::openRule(const QString &rule) const
{
    return openDirectoryIn(m_directory.get(), rule.toUtf8());
}

/// Newest first.
QList<int> VersionStore::numbersIn(int directory)
{
    QList<int> numbers;
    for (QByteArray name : namesIn(directory)) {
        if (!name.endsWith(kRecordEnding))
            continue;
        name.chop(qsizetype(qstrlen(kRecordEnding)));
        if (const int number = name.toInt(); number > 0)
            numbers.append(number);
    }
    std::sort(numbers.begin(), numbers.end(), std::greater<>());
    return numbers;
}

std::optional<VersionRecord> VersionStore::read(int directory, int number)
{
    const FileDescriptor file = openFileIn(directory, recordName(number));
    if (!file.isOpen())
        return std::nullopt;
    const auto bytes = readAll(file.get(), kMostRecordBytes);
    if (!bytes)
        return std::nullopt;
    return VersionRecord::fromJson(QJsonDocument::fromJson(*bytes).object());
}

QList<VersionRecord> VersionStore::list(const QString &rule) const
{
    QList<VersionRecord> records;
    const FileDescriptor directory = openRule(rule);
    if (!directory.isOpen())
        return records;
    for (const int number : numbersIn(directory.get())) {
        if (auto record = read(directory.get(), number))
            records.append(std::move(*record));
    }
    return records;
}

std::optional<VersionRecord> VersionStore::latest(const QString &rule) const
{
    const FileDescriptor directory = openRule(rule);
    if (!directory.isOpen())
        return std::nullopt;
    const QList<int> numbers = numbersIn(directory.get());
    if (numbers.isEmpty())
        return std::nullopt;
    return read(directory.get(), numbers.constFirst());
}

std::optional<VersionRecord> VersionStore::find(const QString &rule, int number) const
{
    const FileDescriptor directory = openRule(rule);
    if (!directory.isOpen())
        return std::nullopt;
    return read(directory.get(), number);
}

FileDescriptor VersionStore::open(const QString &rule, int number) const
{
    const FileDescriptor directory = openRule(rule);
    if (!directory.isOpen())
        return {};
    return openFileIn(directory.get(), bytesName(number));
}

int VersionStore::nextNumber(const QString &rule) const
{
    const FileDescriptor directory = openRule(rule);
    const QList<int> numbers = directory.isOpen() ? numbersIn(directory.get()) : QList<int>();
    return numbers.isEmpty() ? 1 : numbers.constFirst() + 1;
}

bool VersionStore::take(const QString &rule, int number, int from, const QByteArray &bytes,
                        const QByteArray &record)
{
    const FileDescriptor directory = makeDirectoryIn(m_directory.get(), rule.toUtf8());
    if (!directory.isOpen())
        return false;
    for (const auto &[name, target] :
         {std::pair(bytes, bytesName(number)), std::pair(record, recordName(number))}) {
        if (!name.isEmpty() &&
            ::renameat(from, name.constData(), directory.get(), target.constData()) != 0 &&
            errno != ENOENT)
            return false;
    }
    return ::fsync(directory.get()) == 0 && ::fsync(m_directory.get()) == 0;
}

void VersionStore::prune(const QString &rule, int most)
{
    const FileDescriptor directory = openRule(rule);
    if (!directory.isOpen())
        return;
    const QList<int> numbers = numbersIn(directory.get());
    for (const int number : numbers.mid(most)) {
        ::unlinkat(directory.get(), recordName(number).constData(), 0);
        ::unlinkat(directory.get(), bytesName(number).constData(), 0);
    }
}

} // namespace transfer::receiver
