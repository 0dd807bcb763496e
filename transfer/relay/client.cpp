// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/relay/client.h"

#include "transfer/exchange.h"

#include <QHostAddress>

#include <algorithm>

namespace transfer::relay {

namespace {

const QByteArray kPushedWord = QByteArrayLiteral("succ");
const QByteArray kSendFailedWords = QByteArrayLiteral("send file error");
const QByteArray kReloadFailedWords = QByteArrayLiteral("reload nginx error");

Error notSendable(const QString &detail)
{
    return {Error::Kind::NotSendable, detail, {}, {}};
}

/// A word of the message: the relay parts words by blanks.
tl::expected<void, Error> checkWord(const QString &word, const QString &what)
{
    if (word.isEmpty())
        return tl::make_unexpected(notSendable(QStringLiteral("the %1 is empty").arg(what)));
    const bool hasBlank = std::any_of(word.cbegin(), word.cend(), [](QChar c) {
        return c.isSpace() || c.category() == QChar::Other_Control;
    });
    if (hasBlank || !word.isValidUtf16()) {
        return tl::make_unexpected(notSendable(
            QStringLiteral(
                "the %1 \"%2\" has blanks or control characters, and the relay's protocol "
                "parts its words by blanks")
                .arg(what, word)));
    }
    return {};
}

tl::expected<void, Error> checkReceiver(const QString &address)
{
    if (!QHostAddress(address).isNull())
        return {};
    return tl::make_unexpected(
        notSendable(QStringLiteral("\"%1\" is not an IP address, and the relay takes no host names")
                        .arg(address)));
}

} // namespace

std::chrono::milliseconds answerLimit(const PushOptions &options)
{
    const int retries = std::max(options.connectRetries, 0);
    return (retries + 1) * options.connectTimeout + retries * options.retryPause +
           options.stepTimeout + options.reloadTimeout;
}

class Client::Private
{
public:
    Private(Client &push, Peer relay, QString folder, QString fileName, QString receiverAddress,
            PushOptions options)
        : exchange(push, std::move(relay), options)
        , m_directory(std::move(folder))
        , m_name(std::move(fileName))
        , m_receiver(std::move(receiverAddress))
    {
        if (!m_directory.isEmpty() && !m_directory.endsWith(u'/'))
            m_directory += u'/';
        exchange.result().name = m_name;
    }

    void start();

    Exchange exchange;

private:
    tl::expected<void, Error> check() const;
    void ask();
    void answered(qsizetype word);

    QString m_directory;
    QString m_name;
    QString m_receiver;
};

void Client::Private::start()
{
    if (!exchange.begin())
        return;
    if (const auto fit = check(); !fit) {
        exchange.fail(fit.error().kind, fit.error().detail);
        return;
    }
    exchange.open([this] { ask(); });
}

tl::expected<void, Error> Client::Private::check() const
{
    return checkWord(m_directory, QStringLiteral("relay's folder"))
        .and_then([&] { return checkRuleName(m_name); })
        .and_then([&] { return checkWord(m_name, QStringLiteral("file name")); })
        .and_then([&] { return checkWord(m_receiver, QStringLiteral("receiver's address")); })
        .and_then([&] { return checkReceiver(m_receiver); });
}

void Client::Private::ask()
{
    if (!exchange.enter(Step::Name))
        return;
    exchange.write((m_directory + u' ' + m_name + u' ' + m_receiver).toUtf8());
    exchange.commit();
    if (!exchange.enter(Step::Reload))
        return;
    exchange.await({kPushedWord, kSendFailedWords, kReloadFailedWords},
                   answerLimit(exchange.options()), [this](qsizetype word) { answered(word); });
}

void Client::Private::answered(qsizetype word)
{
    if (word == 0)
        exchange.finish(Outcome::Reloaded);
    else if (word == 1)
        exchange.finish(Outcome::NotSent, Error::Kind::RelayFailed);
    else
        exchange.finish(Outcome::ReloadFailed, Error::Kind::ReloadFailed);
}

Client::Client(Peer relay, QString directory, QString name, QString receiverAddress,
               PushOptions options, QObject *parent)
    : Push(parent)
    , d(std::make_unique<Private>(*this, std::move(relay), std::move(directory), std::move(name),
                                  std::move(receiverAddress), options))
{
}

Client::~Client() = default;

void Client::start()
{
    d->start();
}

void Client::cancel()
{
    d->exchange.cancel();
}

} // namespace transfer::relay
