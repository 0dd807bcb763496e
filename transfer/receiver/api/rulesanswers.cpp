// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/api/rulesanswers.h"

#include "transfer/receiver/installreport.h"

#include <QJsonArray>
#include <sys/stat.h>

namespace transfer::receiver::api {

using namespace Qt::StringLiterals;
using tl::unexpected;
using Verdict = InstallResult::Verdict;

namespace {

ApiError failed(Verdict verdict, const QString &cause)
{
    const Failure failure = failureOf(verdict);
    return {failure.httpStatus, failure.code, cause, failure.remedy};
}

ApiError noSuchRule()
{
    return failed(Verdict::NoSuchRule, u"there is no rule of that name"_s);
}

HttpResponse fileResponse(FileDescriptor file, const QByteArray &sha256)
{
    struct stat attributes = {};
    ::fstat(file.get(), &attributes);
    HttpResponse response{200, "application/octet-stream"};
    response.file = std::move(file);
    response.fileSize = attributes.st_size;
    response.headers.emplaceBack("ETag", '"' + sha256 + '"');
    return response;
}

} // namespace

ApiError noSuchVersion()
{
    return {404, "noSuchVersion", u"there is no such version with bytes"_s,
            u"List the versions to see which there are."_s};
}

tl::expected<HttpResponse, ApiError> RulesAnswers::rules() const
{
    const auto list = m_store.rules().list();
    if (!list)
        return unexpected(failed(Verdict::NotStored, list.error()));
    QJsonArray array;
    for (const RuleFacts &facts : *list)
        array.append(QJsonObject{
            {u"name"_s, facts.name},
            {u"size"_s, facts.size},
            {u"modified"_s, facts.modified.toString(Qt::ISODateWithMs)},
            {u"sha256"_s, QString::fromLatin1(facts.sha256)},
        });
    return jsonResponse({{u"rules"_s, array}});
}

tl::expected<HttpResponse, ApiError> RulesAnswers::rule(const QString &name) const
{
    FileDescriptor file = m_store.rules().open(name);
    const auto facts = m_store.rules().find(name);
    if (!facts)
        return unexpected(failed(Verdict::NotStored, facts.error()));
    if (!file.isOpen() || !*facts)
        return unexpected(noSuchRule());
    return fileResponse(std::move(file), (*facts)->sha256);
}

tl::expected<HttpResponse, ApiError> RulesAnswers::versions(const QString &name) const
{
    const auto facts = m_store.rules().find(name);
    if (!facts)
        return unexpected(failed(Verdict::NotStored, facts.error()));
    const QList<VersionRecord> records = m_store.versions().list(name);
    if (records.isEmpty() && !*facts)
        return unexpected(noSuchRule());
    const QByteArray current = *facts ? (*facts)->sha256 : QByteArray();
    bool isFound = current.isEmpty();
    QJsonArray array;
    for (const VersionRecord &record : records) {
        QJsonObject json = record.toJson();
        json.remove(u"key"_s);
        json.remove(u"result"_s);
        const bool isLive = !isFound && record.sha256 == current;
        json[u"live"_s] = isLive;
        isFound = isFound || isLive;
        array.append(json);
    }
    return jsonResponse({{u"name"_s, name}, {u"versions"_s, array}});
}

tl::expected<HttpResponse, ApiError> RulesAnswers::version(const QString &name, int number) const
{
    const auto record = m_store.versions().find(name, number);
    FileDescriptor file = m_store.versions().open(name, number);
    if (!record || !file.isOpen())
        return unexpected(noSuchVersion());
    return fileResponse(std::move(file), record->sha256);
}

QJsonObject nginxHealth(const ConfirmationOptions &options)
{
    QJsonObject json{{u"watched"_s, options.isWanted()},
                     {u"running"_s, QJsonValue()},
                     {u"pid"_s, QJsonValue()},
                     {u"workers"_s, QJsonValue()}};
    if (!options.isWanted())
        return json;
    const auto nginx = NginxProcess::find(options.pidFile);
    json[u"running"_s] = nginx.has_value();
    if (!nginx) {
        json[u"cause"_s] = nginx.error();
        return json;
    }
    json[u"pid"_s] = nginx->identity().pid;
    json[u"workers"_s] = qint64(nginx->servingWorkers().size());
    return json;
}

} // namespace transfer::receiver::api
