// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/api/apiexchange.h"

#include "transfer/receiver/api/changeparameters.h"
#include "transfer/receiver/api/requesttarget.h"
#include "transfer/receiver/api/rulesanswers.h"
#include "transfer/receiver/installreport.h"
#include "transfer/receiver/logtext.h"

#include <QJsonDocument>
#include <QLoggingCategory>
#include <QPointer>

namespace transfer::receiver::api {

using namespace Qt::StringLiterals;
using tl::unexpected;
using Action = VersionRecord::Action;
using Endpoint = Route::Endpoint;
using Verdict = InstallResult::Verdict;

namespace {

/// So much more than is allowed is swallowed, so that the sender gets to read why it is refused.
constexpr qint64 kMostSwallowed = 1 << 20;

ApiError tooLarge(qint64 most)
{
    return {413, "tooLarge", u"the body has more than %1 bytes"_s.arg(most),
            u"Split the file, or look whether it is the right one."_s};
}

ApiError notStored(const QString &cause)
{
    const Failure failure = failureOf(Verdict::NotStored);
    return {failure.httpStatus, failure.code, cause, failure.remedy};
}

/// Whether the same change, sent again, would not end otherwise, or has been done.
bool isFinal(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Installed:
    case Verdict::Checked:
    case Verdict::TestFailed:
    case Verdict::ReloadFailed:
    case Verdict::NotConfirmed:
    case Verdict::ProbeFailed:
        return true;
    case Verdict::NotStored:
    case Verdict::NoSuchRule:
    case Verdict::PreconditionFailed:
    case Verdict::TooBusy:
        break;
    }
    return false;
}

/// The result as it goes to the client; errors that are no results get their own shape.
ResultBook::Result resultOf(const Change &change, const InstallResult &result)
{
    QJsonObject json = reportOf(change, result);
    if (!isFinal(result.verdict)) {
        QJsonObject error{{u"error"_s, json[u"error"]}};
        if (result.verdict == Verdict::PreconditionFailed)
            error[u"currentSha256"_s] = json[u"previousSha256"];
        json = error;
    }
    return {failureOf(result.verdict).httpStatus, json};
}

HttpResponse responseOf(const ResultBook::Result &result)
{
    constexpr int kUnavailable = 503;
    HttpResponse response = jsonResponse(result.json, result.status);
    if (result.status == kUnavailable)
        response.headers.emplaceBack("Retry-After", "1");
    return response;
}

QByteArray digestOfChange(Action action, const QString &rule, const QByteArray &sha256,
                          std::optional<int> restoredFrom, bool isDryRun)
{
    return (actionName(action) + u'\n' + rule + u'\n').toUtf8() + sha256 + '\n' +
           QByteArray::number(restoredFrom.value_or(0)) + (isDryRun ? "\ndry" : "");
}

} // namespace

ApiExchange::ApiExchange(ReceiverApi &api, RequestHead head)
    : m_api(api)
    , m_head(std::move(head))
{
    m_since.start();
}

QByteArray ApiExchange::changeDigest(const QString &rule, const VersionRecord &version)
{
    return digestOfChange(version.action, rule, version.sha256, version.restoredFrom, false);
}

std::optional<HttpResponse> ApiExchange::refusal()
{
    if (const auto isAdmitted = admit(); !isAdmitted) {
        refused(isAdmitted.error());
        return isAdmitted.error().response();
    }
    return std::nullopt;
}

tl::expected<void, ApiError> ApiExchange::admit()
{
    if (!m_api.m_rate.admits(m_head.address))
        return unexpected(ApiError{429,
                                   "tooManyRequests",
                                   u"too many requests in a second"_s,
                                   u"Ask again later, and less often."_s,
                                   {},
                                   {{"Retry-After", "1"}}});
    if (m_api.m_options.isClientCertificateAsked && !m_head.hasClientCertificate)
        return unexpected(ApiError{401, "noCertificate",
                                   u"the client showed no certificate that this receiver trusts"_s,
                                   u"Connect with one that its authority signed."_s});
    const auto token = m_api.m_tokens.find(m_head.headers.value("authorization"));
    if (!token)
        return unexpected(token.error());
    m_token = *token;
    const auto target = RequestTarget::parse(m_head.target);
    if (!target)
        return unexpected(ApiError{400, "badRequest", target.error(),
                                   u"Percent-encode the path and the query once."_s});
    const auto route = Route::find(m_head.method, target->segments);
    if (!route)
        return unexpected(route.error());
    m_route = *route;
    if (m_route.role() == Role::Push && m_token.role != Role::Push)
        return unexpected(ApiError{403, "roleTooLow", u"the token may read, not push"_s,
                                   u"Use a token with the role push."_s});
    bool isNumber = true;
    const QByteArray length = m_head.headers.value("content-length", "0");
    if (length.toLongLong(&isNumber) > m_route.mostBytes() || !isNumber)
        return unexpected(tooLarge(m_route.mostBytes()));
    return m_route.isChange() ? prepareChange(target->query) : tl::expected<void, ApiError>();
}

tl::expected<void, ApiError> ApiExchange::prepareChange(const QHash<QString, QString> &query)
{
    auto change = changeFrom(query, m_head.headers, m_api.m_options.probed);
    if (!change)
        return unexpected(change.error());
    m_change = std::move(*change);
    m_change.name = m_route.name;
    m_change.from = m_head.peer();
    m_change.by = m_token.name;
    m_change.action = m_route.endpoint == Endpoint::PushRule     ? Action::Push
                      : m_route.endpoint == Endpoint::DeleteRule ? Action::Delete
                                                                 : Action::Restore;
    if (!m_change.key.isEmpty())
        m_change.key = scopedKey(QString::fromLatin1(m_change.key));
    if (const auto isWritable = m_api.m_store.checkTarget(m_route.name); !isWritable)
        return unexpected(ApiError{400, "badName", isWritable.error(),
                                   u"Choose another name, or mend it on the receiver."_s});
    if (m_route.endpoint != Endpoint::PushRule)
        return {};
    const auto digest = expectedDigest(m_head.headers);
    if (!digest)
        return unexpected(digest.error());
    m_expectedDigest = *digest;
    auto file = m_api.m_store.stage();
    if (!file)
        return unexpected(notStored(file.error()));
    m_file.emplace(std::move(*file));
    return {};
}

bool ApiExchange::take(QByteArrayView bytes)
{
    m_size += bytes.size();
    if (!m_problem) {
        if (const auto isTaken = takeAll(bytes); !isTaken) {
            m_problem = isTaken.error();
            m_file.reset();
        }
    }
    return m_size <= m_route.mostBytes() + kMostSwallowed;
}

tl::expected<void, ApiError> ApiExchange::takeAll(QByteArrayView bytes)
{
    if (m_size > m_route.mostBytes())
        return unexpected(tooLarge(m_route.mostBytes()));
    if (!m_file) {
        m_body.append(bytes);
        return {};
    }
    if (const auto isWritten = m_file->append(bytes); !isWritten)
        return unexpected(notStored(isWritten.error()));
    return {};
}

void ApiExchange::answer(Reply reply)
{
    if (m_problem) {
        refused(*m_problem);
        return reply(m_problem->response());
    }
    if (m_route.isChange())
        return change(std::move(reply));
    auto response = read();
    if (!response)
        return reply(response.error().response());
    reply(std::move(*response));
}

tl::expected<HttpResponse, ApiError> ApiExchange::read()
{
    const RulesAnswers answers(m_api.m_store);
    switch (m_route.endpoint) {
    case Endpoint::Health:
        return health();
    case Endpoint::FetchResult:
        return result();
    case Endpoint::FetchRule:
        return answers.rule(m_route.name);
    case Endpoint::ListVersions:
        return answers.versions(m_route.name);
    case Endpoint::FetchVersion:
        return answers.version(m_route.name, m_route.version);
    default:
        return answers.rules();
    }
}

tl::expected<HttpResponse, ApiError> ApiExchange::health() const
{
    return jsonResponse({
        {u"status"_s, u"ok"_s},
        {u"api"_s, 1},
        {u"version"_s, QLatin1StringView(LOOPCHECK_VERSION)},
        {u"token"_s, m_token.name},
        {u"role"_s, roleName(m_token.role)},
        {u"expires"_s,
         m_token.expires ? QJsonValue(m_token.expires->toString(Qt::ISODate)) : QJsonValue()},
        {u"nginx"_s, nginxHealth(m_api.m_installer.options().confirmation)},
        {u"installing"_s, m_api.m_installer.isBusy()},
        {u"waiting"_s, m_api.m_installer.waitingCount()},
    });
}

tl::expected<HttpResponse, ApiError> ApiExchange::result() const
{
    constexpr int kAccepted = 202;
    const QByteArray key = scopedKey(m_route.key);
    if (m_api.m_results.isPending(key))
        return jsonResponse({{u"pending"_s, true}}, kAccepted);
    if (const auto *result = m_api.m_results.find(key))
        return jsonResponse(result->json);
    return unexpected(ApiError{404, "noSuchResult", u"no change with that key is known"_s,
                               u"It was not done, or is forgotten: list the rule's versions."_s});
}

/// The SHA-256 that was announced is the one that came.
tl::expected<void, ApiError> ApiExchange::checkWhole() const
{
    if (m_expectedDigest.isEmpty() || m_file->sha256() == m_expectedDigest)
        return {};
    return unexpected(
        ApiError{400, "digestMismatch",
                 u"the body has the SHA-256 %1, not %2"_s.arg(
                     QString::fromLatin1(m_file->sha256()), QString::fromLatin1(m_expectedDigest)),
                 u"Send it again; nothing was changed."_s});
}

tl::expected<void, ApiError> ApiExchange::stageVersion()
{
    const QJsonValue number = QJsonDocument::fromJson(m_body)[u"version"];
    const int version = number.toInt();
    if (version < 1)
        return unexpected(ApiError{400, "badRequest", u"the body names no version"_s,
                                   u"Send JSON such as {\"version\": 3}."_s});
    const FileDescriptor bytes = m_api.m_store.versions().open(m_route.name, version);
    if (!bytes.isOpen())
        return unexpected(noSuchVersion());
    auto file = m_api.m_store.stage();
    const auto isCopied = file ? file->appendAll(bytes.get()) : unexpected(file.error());
    if (!isCopied)
        return unexpected(notStored(isCopied.error()));
    m_file.emplace(std::move(*file));
    m_change.restoredFrom = version;
    return {};
}

void ApiExchange::change(Reply reply)
{
    if (m_change.action == Action::Push)
        m_change.stagedIn = std::chrono::milliseconds(m_since.elapsed());
    const auto isReady = m_change.action == Action::Push      ? checkWhole()
                         : m_change.action == Action::Restore ? stageVersion()
                                                              : tl::expected<void, ApiError>();
    if (!isReady) {
        refused(isReady.error());
        return reply(isReady.error().response());
    }
    if (m_change.key.isEmpty())
        return install(std::move(reply));
    const QByteArray digest =
        digestOfChange(m_change.action, m_change.name, m_file ? m_file->sha256() : QByteArray(),
                       m_change.restoredFrom, m_change.isDryRun);
    const auto again = [reply](const ResultBook::Result &result) {
        HttpResponse response = responseOf(result);
        response.headers.emplaceBack("Idempotent-Replayed", "true");
        reply(std::move(response));
    };
    switch (m_api.m_results.begin(m_change.key, digest, again)) {
    case ResultBook::Answer::New:
        return install(std::move(reply));
    case ResultBook::Answer::Other:
        return reply(ApiError{409, "keyReused", u"that Idempotency-Key was another change's"_s,
                              u"Choose a new key for each change."_s}
                         .response());
    case ResultBook::Answer::Pending:
    case ResultBook::Answer::Done:
        break;
    }
}

void ApiExchange::install(Reply reply)
{
    // This exchange may be gone when the install ends; the API is not.
    const Change change = m_change;
    m_api.m_installer.install(
        std::move(m_file), m_change, &m_api,
        [change, reply = std::move(reply), &api = m_api](const InstallResult &outcome) {
            const ResultBook::Result result = resultOf(change, outcome);
            if (!change.key.isEmpty())
                api.m_results.end(change.key, result, isFinal(outcome.verdict));
            reply(responseOf(result));
        });
    m_file.reset();
}

/// Keys of different tokens are different ones.
QByteArray ApiExchange::scopedKey(const QString &key) const
{
    return hashOf(m_token.sha256 + ':' + key.toLatin1());
}

void ApiExchange::refused(const ApiError &error) const
{
    constexpr int kServerErrors = 500;
    const QString who =
        m_token.name.isEmpty() ? m_head.peer() : m_token.name + u" at "_s + m_head.peer();
    const QString line = u"%1: %2 %3: refused: %4"_s.arg(
        who, printable(m_head.method, 20), printable(m_head.target, 200), printable(error.cause));
    if (error.status >= kServerErrors)
        qCritical().noquote() << line;
    else
        qWarning().noquote() << line;
}

} // namespace transfer::receiver::api
