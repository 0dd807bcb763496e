// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/secure/answers.h"

#include "transfer/rulefile.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace transfer::secure {

namespace {

using Kind = Error::Kind;

constexpr qsizetype kLongestWords = 4000;

/// The members of an object as the API promises them. The first that is not so is remembered.
class Members
{
public:
    explicit Members(QJsonObject object)
        : m_object(std::move(object))
    {
    }

    QString text(const char *key)
    {
        const QJsonValue value = at(key);
        expect(value.isString(), key, "a text");
        return value.toString();
    }
    QString textOrNull(const char *key) { return isNull(key) ? QString() : text(key); }
    bool yesOrNo(const char *key)
    {
        const QJsonValue value = at(key);
        expect(value.isBool(), key, "true or false");
        return value.toBool();
    }
    double number(const char *key)
    {
        const QJsonValue value = at(key);
        expect(value.isDouble() && std::isfinite(value.toDouble()), key, "a number");
        return value.toDouble();
    }
    qint64 count(const char *key)
    {
        const qint64 figure = at(key).toInteger(-1);
        expect(figure >= 0, key, "a count");
        return figure;
    }
    std::optional<qint64> countOrNull(const char *key)
    {
        return isNull(key) ? std::nullopt : std::optional(count(key));
    }
    int smallCount(const char *key)
    {
        const qint64 figure = count(key);
        expect(figure <= std::numeric_limits<int>::max(), key, "a small count");
        return static_cast<int>(figure);
    }
    std::optional<int> smallCountOrNull(const char *key)
    {
        return isNull(key) ? std::nullopt : std::optional(smallCount(key));
    }
    QDateTime time(const char *key)
    {
        QDateTime time = QDateTime::fromString(text(key), Qt::ISODateWithMs).toUTC();
        expect(time.isValid(), key, "a time");
        return time;
    }
    QByteArray sha256(const char *key)
    {
        QByteArray digits = text(key).toLatin1();
        expect(isSha256(digits), key, "a SHA-256");
        return digits;
    }
    QByteArray sha256OrNull(const char *key) { return isNull(key) ? QByteArray() : sha256(key); }
    Members object(const char *key)
    {
        const QJsonValue value = at(key);
        expect(value.isObject(), key, "an object");
        return Members(value.toObject());
    }
    QJsonArray array(const char *key)
    {
        const QJsonValue value = at(key);
        expect(value.isArray(), key, "an array");
        return value.toArray();
    }
    /// One of these words.
    template <std::size_t count>
    qsizetype word(const char *key, const std::array<QLatin1StringView, count> &words)
    {
        const auto *found = std::find(words.cbegin(), words.cend(), text(key));
        expect(found != words.cend(), key, "one of the words known");
        return found == words.cend() ? 0 : found - words.cbegin();
    }

    bool isNull(const char *key) const { return at(key).isNull() || at(key).isUndefined(); }
    /// Takes over what was wrong within.
    void absorb(const Members &inner)
    {
        if (m_fault.isEmpty())
            m_fault = inner.m_fault;
    }
    const QString &fault() const { return m_fault; }

private:
    QJsonValue at(const char *key) const { return m_object.value(QLatin1StringView(key)); }
    void expect(bool isSo, const char *key, const char *what)
    {
        if (!isSo && m_fault.isEmpty())
            m_fault = QStringLiteral("\"%1\" is not %2")
                          .arg(QLatin1StringView(key), QLatin1StringView(what));
    }

    QJsonObject m_object;
    QString m_fault;
};

tl::expected<Members, QString> membersOf(const QByteArray &body)
{
    const QJsonDocument document = QJsonDocument::fromJson(body);
    if (!document.isObject())
        return tl::unexpected(QStringLiteral("the answer is not a JSON object"));
    return Members(document.object());
}

template <typename Value>
tl::expected<Value, QString> valueOr(Value value, const Members &members)
{
    if (!members.fault().isEmpty())
        return tl::unexpected(QStringLiteral("in the answer ") + members.fault());
    return value;
}

/// Reads a JSON array of objects.
template <typename Value, typename Read>
QList<Value> listOf(Members &members, const char *key, Read read)
{
    QList<Value> values;
    const QJsonArray array = members.array(key);
    for (const auto &element : array) {
        Members inner(element.toObject());
        values.append(read(inner));
        members.absorb(inner);
    }
    return values;
}

Rule ruleOf(Members &members)
{
    return {members.text("name"), members.count("size"), members.time("modified"),
            members.sha256("sha256")};
}

Version versionOf(Members &members)
{
    return {
        .version = members.smallCount("version"),
        .action = members.text("action"),
        .isLive = members.yesOrNo("live"),
        .installed = members.time("installed"),
        .size = members.countOrNull("size"),
        .sha256 = members.sha256OrNull("sha256"),
        .by = members.text("by"),
        .from = members.text("from"),
        .comment = members.text("comment"),
        .restoredFrom = members.smallCountOrNull("restoredFrom"),
        .verdict = members.text("verdict"),
    };
}

PhaseReport phaseOf(Members &members)
{
    return {
        .phase = members.text("phase"),
        .isPassed = members.yesOrNo("passed"),
        .duration = std::chrono::milliseconds(
            static_cast<qint64>(std::clamp(members.number("durationMs"), 0.0, 1e12))),
        .exitStatus = members.smallCountOrNull("exitStatus"),
        .ending = members.text("ending"),
        .output = members.text("output"),
    };
}

/// The cause that the receiver gives.
Error causeOf(Members members, const QString &peer)
{
    const QString code = members.text("code").left(kLongestWords);
    return {kindOfCode(code),
            members.text("cause").left(kLongestWords),
            peer,
            {},
            code,
            members.text("remedy").left(kLongestWords)};
}

} // namespace

Error::Kind kindOfCode(const QString &code)
{
    struct Entry
    {
        QLatin1StringView code;
        Kind kind;
    };
    static constexpr std::array kCodes{
        Entry{QLatin1StringView("noToken"), Kind::AccessDenied},
        Entry{QLatin1StringView("unknownToken"), Kind::AccessDenied},
        Entry{QLatin1StringView("expiredToken"), Kind::AccessDenied},
        Entry{QLatin1StringView("noCertificate"), Kind::AccessDenied},
        Entry{QLatin1StringView("roleTooLow"), Kind::AccessDenied},
        Entry{QLatin1StringView("noSuchRule"), Kind::NotFound},
        Entry{QLatin1StringView("noSuchVersion"), Kind::NotFound},
        Entry{QLatin1StringView("noSuchResult"), Kind::NotFound},
        Entry{QLatin1StringView("preconditionFailed"), Kind::ChangedMeanwhile},
        Entry{QLatin1StringView("tooManyRequests"), Kind::Busy},
        Entry{QLatin1StringView("busy"), Kind::Busy},
        Entry{QLatin1StringView("ending"), Kind::Busy},
        Entry{QLatin1StringView("testFailed"), Kind::TestFailed},
        Entry{QLatin1StringView("reloadFailed"), Kind::ReloadFailed},
        Entry{QLatin1StringView("notConfirmed"), Kind::NotConfirmed},
        Entry{QLatin1StringView("probeFailed"), Kind::ProbeFailed},
    };
    const auto *found = std::ranges::find(kCodes, code, &Entry::code);
    return found == kCodes.end() ? Kind::Rejected : found->kind;
}

tl::expected<QList<Rule>, QString> parseRules(const QByteArray &body)
{
    return membersOf(body).and_then([](Members members) {
        auto rules = listOf<Rule>(members, "rules", ruleOf);
        return valueOr(std::move(rules), members);
    });
}

tl::expected<QList<Version>, QString> parseVersions(const QByteArray &body)
{
    return membersOf(body).and_then([](Members members) {
        auto versions = listOf<Version>(members, "versions", versionOf);
        return valueOr(std::move(versions), members);
    });
}

tl::expected<Health, QString> parseHealth(const QByteArray &body)
{
    return membersOf(body).and_then([](Members members) {
        Health health;
        health.version = members.text("version");
        health.token = members.text("token");
        health.role = members.text("role");
        if (!members.isNull("expires"))
            health.expires = members.time("expires");
        Members nginx = members.object("nginx");
        health.isNginxWatched = nginx.yesOrNo("watched");
        if (!nginx.isNull("running"))
            health.isNginxRunning = nginx.yesOrNo("running");
        health.nginxWorkers = nginx.countOrNull("workers");
        health.cause = nginx.textOrNull("cause");
        members.absorb(nginx);
        health.isInstalling = members.yesOrNo("installing");
        health.waiting = members.smallCount("waiting");
        return valueOr(std::move(health), members);
    });
}

tl::expected<ChangeResult, QString> parseResult(const QByteArray &body)
{
    static constexpr std::array kActions{QLatin1StringView("push"), QLatin1StringView("restore"),
                                         QLatin1StringView("delete")};
    static constexpr std::array kVerdicts{
        QLatin1StringView("applied"), QLatin1StringView("notProved"), QLatin1StringView("checked"),
        QLatin1StringView("failed")};
    static constexpr std::array kVerdictOf{Verdict::Applied, Verdict::NotProved, Verdict::Checked,
                                           Verdict::Failed};
    return membersOf(body).and_then([](Members members) {
        ChangeResult result;
        result.name = members.text("name");
        result.action = static_cast<Action>(members.word("action", kActions));
        result.verdict = kVerdictOf.at(members.word("verdict", kVerdicts));
        result.isDryRun = members.yesOrNo("dryRun");
        result.previousSha256 = members.sha256OrNull("previousSha256");
        result.sha256 = members.sha256OrNull("sha256");
        result.size = members.countOrNull("size");
        result.version = members.smallCountOrNull("version");
        result.phases = listOf<PhaseReport>(members, "phases", phaseOf);
        if (!members.isNull("error"))
            result.error = causeOf(members.object("error"), {});
        return valueOr(std::move(result), members);
    });
}

Error refusalOf(int status, const QByteArray &body, const QString &peer)
{
    const QString answer = QStringLiteral("answer");
    const auto members = membersOf(body);
    const QJsonObject cause = QJsonDocument::fromJson(body).object()[u"error"].toObject();
    if (!members || cause[u"code"].toString().isEmpty()) {
        return {Kind::UnexpectedAnswer,
                QStringLiteral("HTTP status %1 without a reason").arg(status), peer, answer};
    }
    Error error = causeOf(Members(cause), peer);
    error.step = answer;
    if (error.kind == Kind::ChangedMeanwhile) {
        Members outer(*members);
        const QByteArray current = outer.sha256OrNull("currentSha256");
        error.detail = current.isEmpty()
                           ? QStringLiteral("no rule of that name is live")
                           : QStringLiteral("live is SHA-256 %1").arg(QLatin1StringView(current));
    }
    return error;
}

} // namespace transfer::secure
