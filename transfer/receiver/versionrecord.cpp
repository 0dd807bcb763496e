// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/versionrecord.h"

namespace transfer::receiver {

using namespace Qt::StringLiterals;
using Action = VersionRecord::Action;

QString actionName(Action action)
{
    switch (action) {
    case Action::Push:
        return u"push"_s;
    case Action::Restore:
        return u"restore"_s;
    case Action::Delete:
        return u"delete"_s;
    case Action::Found:
        break;
    }
    return u"found"_s;
}

QJsonObject VersionRecord::toJson() const
{
    QJsonObject json{
        {u"version"_s, number},
        {u"action"_s, actionName(action)},
        {u"installed"_s, installed.toString(Qt::ISODateWithMs)},
        {u"size"_s, size ? QJsonValue(*size) : QJsonValue()},
        {u"sha256"_s, sha256.isEmpty() ? QJsonValue() : QString::fromLatin1(sha256)},
        {u"by"_s, by},
        {u"from"_s, from},
        {u"comment"_s, comment},
        {u"restoredFrom"_s, restoredFrom ? QJsonValue(*restoredFrom) : QJsonValue()},
        {u"verdict"_s, !isProved   ? u"unknown"_s
                       : *isProved ? u"applied"_s
                                   : u"notProved"_s},
    };
    if (!key.isEmpty()) {
        json[u"key"_s] = QString::fromLatin1(key);
        json[u"result"_s] = result;
    }
    return json;
}

std::optional<VersionRecord> VersionRecord::fromJson(const QJsonObject &json)
{
    VersionRecord record;
    record.number = json[u"version"].toInt();
    if (record.number < 1)
        return std::nullopt;
    const QString name = json[u"action"].toString();
    record.action = Action::Found;
    for (const Action action : {Action::Push, Action::Restore, Action::Delete}) {
        if (name == actionName(action))
            record.action = action;
    }
    record.installed = QDateTime::fromString(json[u"installed"].toString(), Qt::ISODateWithMs);
    if (json[u"size"].isDouble())
        record.size = json[u"size"].toInteger();
    record.sha256 = json[u"sha256"].toString().toLatin1();
    record.by = json[u"by"].toString();
    record.from = json[u"from"].toString();
    record.comment = json[u"comment"].toString();
    if (json[u"restoredFrom"].isDouble())
        record.restoredFrom = json[u"restoredFrom"].toInt();
    const QString verdict = json[u"verdict"].toString();
    if (verdict != u"unknown")
        record.isProved = verdict == u"applied";
    record.key = json[u"key"].toString().toLatin1();
    record.result = json[u"result"].toObject();
    return record;
}

} // namespace transfer::receiver
