// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/legacy/sender.h"

#include "transfer/exchange.h"
#include "transfer/legacy/chunker.h"

namespace transfer::legacy {

namespace {

const QByteArray kReadyWord = QByteArrayLiteral("sendmsg");
const QByteArray kGoOnWord = QByteArrayLiteral("goon");
const QByteArray kReloadedWords = QByteArrayLiteral("nginx reload succ");
const QByteArray kReloadFailedWords = QByteArrayLiteral("nginx reload error");
const QByteArray kEndWord = QByteArrayLiteral("end");

} // namespace

class Sender::Private
{
public:
    Private(Sender &push, RuleFile ruleFile, Peer receiver, PushOptions options)
        : file(std::move(ruleFile))
        , exchange(push, std::move(receiver), options)
    {
        exchange.result().name = file.name;
        exchange.result().bytes = file.content.size();
    }

    void start();

    RuleFile file;
    Exchange exchange;

private:
    void sendName();
    void sendNextChunk();
    void sendEnd();
    void rejected() { exchange.fail(Error::Kind::Rejected); }

    QList<QByteArray> m_chunks;
    qint64 m_acknowledged = 0;
};

void Sender::Private::start()
{
    if (!exchange.begin())
        return;
    if (const auto fit = checkRuleName(file.name); !fit) {
        exchange.fail(fit.error().kind, fit.error().detail);
        return;
    }
    auto cut = chunks(file.content, exchange.options().chunkBytes);
    if (!cut) {
        exchange.fail(cut.error().kind, cut.error().detail);
        return;
    }
    m_chunks = std::move(*cut);
    exchange.open([this] { sendName(); });
}

void Sender::Private::sendName()
{
    if (!exchange.enter(Step::Name))
        return;
    exchange.write(file.name.toUtf8());
    // A receiver of ours that takes no such file says so at once.
    exchange.await({kReadyWord, kReloadFailedWords}, exchange.options().stepTimeout,
                   [this](qsizetype word) {
                       if (word == 1)
                           rejected();
                       else if (exchange.enter(Step::Data))
                           sendNextChunk();
                   });
}

void Sender::Private::sendNextChunk()
{
    const qsizetype next = exchange.result().chunks;
    if (next == m_chunks.size()) {
        sendEnd();
        return;
    }
    // The NUL keeps what the receiver's buffer still holds of longer chunks out of the file.
    exchange.write(m_chunks[next] + '\0');
    exchange.await({kGoOnWord, kReloadFailedWords}, exchange.options().stepTimeout,
                   [this, next](qsizetype word) {
                       if (word == 1) {
                           rejected();
                           return;
                       }
                       ++exchange.result().chunks;
                       m_acknowledged += m_chunks[next].size();
                       if (exchange.acknowledge(m_acknowledged))
                           sendNextChunk();
                   });
}

void Sender::Private::sendEnd()
{
    if (!exchange.enter(Step::End))
        return;
    exchange.write(kEndWord);
    exchange.commit();
    if (!exchange.enter(Step::Reload))
        return;
    exchange.await({kReloadedWords, kReloadFailedWords}, exchange.options().reloadTimeout,
                   [this](qsizetype word) {
                       if (word == 0)
                           exchange.finish(Outcome::Reloaded);
                       else
                           exchange.finish(Outcome::ReloadFailed, Error::Kind::ReloadFailed);
                   });
}

Sender::Sender(RuleFile file, Peer receiver, PushOptions options, QObject *parent)
    : Push(parent)
    , d(std::make_unique<Private>(*this, std::move(file), std::move(receiver), options))
{
}

Sender::~Sender() = default;

void Sender::start()
{
    d->start();
}

void Sender::cancel()
{
    d->exchange.cancel();
}

} // namespace transfer::legacy
