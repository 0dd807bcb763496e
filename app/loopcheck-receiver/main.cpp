// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/loopcheck-receiver/admin.h"
#include "app/loopcheck-receiver/options.h"
#include "transfer/receiver/daemonprocess.h"
#include "transfer/receiver/legacylistener.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;
using namespace transfer::receiver;

namespace {

/// What serves, and what it serves from.
class Receiver
{
public:
    Receiver(RuleStore &store, const ReceiverOptions &options, const TrustFiles &files)
        : m_files(files)
        , m_installer(store, options.installer)
        , m_api(store, m_installer, files.tokens, options.api)
        , m_store(store)
    {
    }

    tl::expected<void, QString> start(ListeningSockets sockets, const ReceiverOptions &options)
    {
        if (const auto isSound = m_installer.recover(); !isSound)
            return tl::unexpected(u"an interrupted install cannot be taken back: "_s +
                                  isSound.error());
        QStringList where;
        for (ListeningSocket &socket : sockets) {
            where.append(socket.toString());
            if (socket.scheme.isEmpty()) {
                m_legacy = std::make_unique<LegacyListener>(m_store, m_installer);
                if (auto isServing = m_legacy->accept(std::move(socket.descriptor)); !isServing)
                    return isServing;
            } else {
                m_https = std::make_unique<api::HttpsService>(
                    [this](api::RequestHead head) { return m_api.makeExchange(std::move(head)); },
                    std::move(socket.descriptor));
            }
        }
        if (auto isApplied = apply(options); !isApplied)
            return isApplied;
        qInfo().noquote() << u"serving on "_s + where.join(u", "_s);
        return {};
    }

    tl::expected<void, QString> apply(const ReceiverOptions &options)
    {
        m_installer.setOptions(options.installer);
        m_api.setOptions(options.api);
        if (m_legacy) {
            m_legacy->setLimits(options.limits);
            m_legacy->setAllowed(options.legacyAllowed);
            m_legacy->setMostSessions(options.mostConnections);
        }
        if (!m_https)
            return {};
        const auto identity = m_files.identity.read();
        if (!identity)
            return tl::unexpected(identity.error());
        return m_https->serve(options.httpLimits, *identity);
    }

    QList<Service *> services() const
    {
        QList<Service *> services;
        for (Service *service :
             {static_cast<Service *>(m_https.get()), static_cast<Service *>(m_legacy.get())}) {
            if (service != nullptr)
                services.append(service);
        }
        return services;
    }

private:
    TrustFiles m_files;
    Installer m_installer;
    api::ReceiverApi m_api;
    RuleStore &m_store;
    std::unique_ptr<api::HttpsService> m_https;
    std::unique_ptr<LegacyListener> m_legacy;
};

/// Lock, claims and sockets, or the reason why this can't serve.
tl::expected<void, QString> prepare(DaemonContext &context, const ReceiverOptions &options,
                                    RuleStore &store, const TrustFiles &files)
{
    if (auto isLocked = context.takeLock(
            options.lock.isEmpty() ? store.stateDirectory() + u"/lock"_s : options.lock);
        !isLocked)
        return isLocked;
    if (auto isOurs =
            store.claim(context.inheritance.take("rules"), context.inheritance.take("state"));
        !isOurs)
        return isOurs;
    context.handOver.add("rules", store.claims().first);
    context.handOver.add("state", store.claims().second);
    if (options.httpsListen) {
        if (const auto identity = files.identity.read(); !identity)
            return tl::unexpected(identity.error());
        if (auto isOpen = context.listen(*options.httpsListen, "https", u"https://"_s); !isOpen)
            return isOpen;
    }
    return options.legacyListen ? context.listen(*options.legacyListen, "legacy")
                                : tl::expected<void, QString>();
}

int serveRules(int argc, char **argv)
{
    openLog("loopcheck-receiver");
    DaemonContext context([] { return receiverSettings(); }, argc, argv);
    if (const auto status = context.settings.parse(argc, argv))
        return *status;
    auto options = ReceiverOptions::from(context.settings);
    if (!options)
        return wrongUsage(options.error());

    auto store = RuleStore::open(options->rulesDirectory, options->stateDirectory);
    if (!store)
        return failToStart(store.error());
    const TrustFiles files = TrustFiles::from(context.settings, store->stateDirectory());
    if (const auto isReady = prepare(context, *options, *store, files); !isReady)
        return failToStart(isReady.error());

    if (const auto status = startProcess(context))
        return *status;
    if (const auto asNow = ReceiverOptions::from(context.settings))
        options = asNow;

    const QCoreApplication application(argc, argv);
    Receiver receiver(*store, *options, files);
    if (const auto isServing = receiver.start(std::move(context.sockets), *options); !isServing)
        return failToStart(isServing.error());
    return serve(receiver.services(), context, *options, [&](const ReceiverOptions &now) {
        if (const auto isApplied = receiver.apply(now); !isApplied)
            qWarning().noquote() << u"the certificate stays as it is: "_s + isApplied.error();
    });
}

} // namespace

int main(int argc, char **argv)
{
    QStringList words;
    QByteArrayList arguments{argv[0]};
    int index = 1;
    for (; index < argc && argv[index][0] != '-'; ++index)
        words.append(QString::fromLocal8Bit(argv[index]));
    if (words.isEmpty())
        return serveRules(argc, argv);
    for (; index < argc; ++index)
        arguments.append(argv[index]);
    return runAdminCommand(words, arguments);
}
