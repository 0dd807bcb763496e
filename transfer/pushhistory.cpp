// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/pushhistory.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>
#include <array>

namespace transfer {

namespace {

QJsonObject toJson(const PushRecord &record)
{
    QJsonObject object{
        {QStringLiteral("time"), record.time.toUTC().toString(Qt::ISODateWithMs)},
        {QStringLiteral("receiver"), record.receiver},
        {QStringLiteral("name"), record.name},
        {QStringLiteral("outcome"), outcomeName(record.outcome)},
        {QStringLiteral("durationMs"), static_cast<qint64>(record.duration.count())},
    };
    const auto addText = [&object](const QString &key, const QString &text) {
        if (!text.isEmpty())
            object.insert(key, text);
    };
    addText(QStringLiteral("relay"), record.relay);
    addText(QStringLiteral("sha256"), QString::fromLatin1(record.sha256));
    addText(QStringLiteral("answer"), record.answer);
    addText(QStringLiteral("error"), record.error);
    addText(QStringLiteral("who"), record.who);
    if (record.bytes)
        object.insert(QStringLiteral("bytes"), *record.bytes);
    if (record.lines)
        object.insert(QStringLiteral("lines"), *record.lines);
    return object;
}

std::optional<Outcome> outcomeOf(const QString &name)
{
    static constexpr std::array kOutcomes{Outcome::Reloaded, Outcome::ReloadFailed,
                                          Outcome::NotSent, Outcome::Unknown};
    const auto *found = std::ranges::find(kOutcomes, name, outcomeName);
    return found == kOutcomes.end() ? std::nullopt : std::optional(*found);
}

std::optional<qint64> count(const QJsonValue &value)
{
    return value.isDouble() && value.toDouble() >= 0 ? std::optional(value.toInteger())
                                                     : std::nullopt;
}

std::optional<PushRecord> fromJson(const QByteArray &line)
{
    const QJsonDocument document = QJsonDocument::fromJson(line);
    if (!document.isObject())
        return {};
    const QJsonObject object = document.object();
    const auto text = [&object](const QString &key) { return object.value(key).toString(); };
    const std::optional<Outcome> outcome = outcomeOf(text(QStringLiteral("outcome")));
    PushRecord record{
        .time = QDateTime::fromString(text(QStringLiteral("time")), Qt::ISODateWithMs).toUTC(),
        .receiver = text(QStringLiteral("receiver")),
        .relay = text(QStringLiteral("relay")),
        .name = text(QStringLiteral("name")),
        .bytes = count(object.value(QStringLiteral("bytes"))),
        .lines = count(object.value(QStringLiteral("lines"))),
        .sha256 = text(QStringLiteral("sha256")).toLatin1(),
        .outcome = outcome.value_or(Outcome::Unknown),
        .answer = text(QStringLiteral("answer")),
        .error = text(QStringLiteral("error")),
        .duration = std::chrono::milliseconds(
            count(object.value(QStringLiteral("durationMs"))).value_or(0)),
        .who = text(QStringLiteral("who")),
    };
    if (!outcome || !record.time.isValid() || record.receiver.isEmpty() || record.name.isEmpty())
        return {};
    return record;
}

bool endsWithinLine(QFile &file)
{
    if (file.size() == 0)
        return false;
    char last = '\n';
    return file.seek(file.size() - 1) && file.getChar(&last) && last != '\n';
}

QString cannot(const QString &what, const QFile &file)
{
    return QCoreApplication::translate("transfer", "%1 %2: %3.")
        .arg(what, QDir::toNativeSeparators(file.fileName()), file.errorString());
}

} // namespace

PushHistory::PushHistory(QString path)
    : m_path(std::move(path))
{
}

tl::expected<void, QString> PushHistory::load()
{
    m_records.clear();
    m_damagedLines.clear();
    QFile file(m_path);
    if (m_path.isEmpty() || !file.exists())
        return {};
    if (!file.open(QIODevice::ReadOnly)) {
        return tl::unexpected(cannot(
            QCoreApplication::translate("transfer", "Cannot read the history of pushes"), file));
    }
    for (int number = 1; !file.atEnd(); ++number) {
        const QByteArray line = file.readLine().trimmed();
        if (line.isEmpty())
            continue;
        if (std::optional<PushRecord> record = fromJson(line))
            m_records.append(*std::move(record));
        else
            m_damagedLines.append(number);
    }
    return {};
}

tl::expected<void, QString> PushHistory::append(const PushRecord &record)
{
    m_records.append(record);
    if (m_path.isEmpty())
        return {};
    QDir().mkpath(QFileInfo(m_path).absolutePath());
    QFile file(m_path);
    const QString failure =
        QCoreApplication::translate("transfer", "Cannot add to the history of pushes");
    // One unbuffered write a record: a second window that appends cannot come between.
    if (!file.open(QIODevice::ReadWrite | QIODevice::Append | QIODevice::Unbuffered))
        return tl::unexpected(cannot(failure, file));
    QByteArray line = QJsonDocument(toJson(record)).toJson(QJsonDocument::Compact) + '\n';
    if (endsWithinLine(file))
        line.prepend('\n');
    if (!file.seek(file.size()) || file.write(line) != line.size())
        return tl::unexpected(cannot(failure, file));
    return {};
}

std::optional<PushRecord> PushHistory::lastReloaded(const QString &receiver,
                                                    const QString &name) const
{
    const auto found =
        std::find_if(m_records.crbegin(), m_records.crend(), [&](const PushRecord &record) {
            return record.outcome == Outcome::Reloaded && record.receiver == receiver &&
                   record.name == name;
        });
    return found == m_records.crend() ? std::nullopt : std::optional(*found);
}

} // namespace transfer
