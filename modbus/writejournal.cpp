// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/writejournal.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace modbus {

namespace {

QJsonArray toJson(const QList<quint16> &values)
{
    QJsonArray array;
    for (const quint16 value : values)
        array.append(int(value));
    return array;
}

QString userName()
{
    for (const char *variable : {"USER", "LOGNAME", "USERNAME"}) {
        if (QString name = qEnvironmentVariable(variable); !name.isEmpty())
            return name;
    }
    // Services and containers have no such variables; the home folder is called after its user.
    const QString home = QDir::home().dirName();
    return home.isEmpty() ? QStringLiteral("unknown") : home;
}

} // namespace

JournalEntry newEntry(const Target &target)
{
    JournalEntry entry;
    entry.time = QDateTime::currentDateTimeUtc();
    entry.who = userName();
    entry.target = target;
    return entry;
}

WriteJournal::WriteJournal(QString path)
    : m_path(std::move(path))
{
}

QString WriteJournal::append(const JournalEntry &entry) const
{
    if (m_path.isEmpty())
        return {};
    QJsonObject object{
        {QStringLiteral("time"), entry.time.toUTC().toString(Qt::ISODateWithMs)},
        {QStringLiteral("who"), entry.who},
        {QStringLiteral("host"), entry.target.endpoint.host},
        {QStringLiteral("port"), entry.target.endpoint.port},
        {QStringLiteral("unit"), entry.target.unit},
        {QStringLiteral("old"), toJson(entry.oldValues)},
        {QStringLiteral("new"), toJson(entry.newValues)},
        {QStringLiteral("readBack"), toJson(entry.readBack)},
        {QStringLiteral("verdict"), entry.verdict},
        {QStringLiteral("detail"), entry.detail},
    };
    if (entry.first) {
        object.insert(QStringLiteral("table"), tableName(entry.first->table));
        object.insert(QStringLiteral("address"), entry.first->offset);
    }
    if (!entry.request.isEmpty())
        object.insert(QStringLiteral("request"), QString::fromLatin1(entry.request.toHex()));
    const QByteArray line = QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';

    const QString folder = QFileInfo(m_path).absolutePath();
    if (!QDir().mkpath(folder))
        return QStringLiteral("the folder %1 cannot be made").arg(folder);
    QFile file(m_path);
    // Unbuffered and in append mode: the line goes out in one piece.
    if (!file.open(QIODevice::Append | QIODevice::Unbuffered) || file.write(line) != line.size())
        return QStringLiteral("%1: %2").arg(m_path, file.errorString());
    return {};
}

} // namespace modbus
