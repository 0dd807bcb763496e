// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/keychain/tokenstore.h"

#include "transfer/savedfile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <qt6keychain/keychain.h>

namespace transfer::keychain {

using namespace Qt::StringLiterals;

namespace {

const QString kService = u"loopcheck"_s;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(transfer)
};

/// Whether the keychain is there at all.
bool isAbsent(QKeychain::Error error)
{
    return error == QKeychain::NoBackendAvailable || error == QKeychain::NotImplemented ||
           error == QKeychain::OtherError;
}

QString denied(const QKeychain::Job &job)
{
    return Text::tr("The keychain does not give the token: %1. Unlock it and try again.")
        .arg(job.errorString());
}

bool isOnlyOurs(const QString &path)
{
#ifdef Q_OS_WIN
    Q_UNUSED(path)
    return true; // kept in the user's own folder
#else
    const auto others = QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther |
                        QFileDevice::WriteOther;
    return !(QFileInfo(path).permissions() & others);
#endif
}

/// Calls back later, where the context is still there.
template <typename Value>
void answer(QObject *context, const TokenStore::Done<Value> &done,
            const tl::expected<Value, QString> &value)
{
    QMetaObject::invokeMethod(
        context, [done, value] { done(value); }, Qt::QueuedConnection);
}

} // namespace

TokenStore::TokenStore(QString file, Place first, QObject *parent)
    : QObject(parent)
    , m_file(std::move(file))
    , m_first(first)
{
}

void TokenStore::run(QKeychain::Job *job, const QString &name, QObject *context,
                     std::function<void(QKeychain::Job &)> ended)
{
    job->setKey(name);
    connect(job, &QKeychain::Job::finished, context,
            [ended = std::move(ended)](QKeychain::Job *done) { ended(*done); });
    job->start();
}

void TokenStore::read(const QString &name, QObject *context, const Done<QByteArray> &done)
{
    if (m_first == Place::File) {
        answer(context, done, readFile(name));
        return;
    }
    run(new QKeychain::ReadPasswordJob(kService, this), name, context,
        [this, name, done](QKeychain::Job &job) {
            const QKeychain::Error error = job.error();
            if (error == QKeychain::NoError)
                done(static_cast<QKeychain::ReadPasswordJob &>(job).textData().toLatin1());
            else if (error == QKeychain::EntryNotFound || isAbsent(error))
                done(readFile(name)); // written when there was no keychain, perhaps
            else
                done(tl::unexpected(denied(job)));
        });
}

void TokenStore::write(const QString &name, const QByteArray &token, QObject *context,
                       const Done<Place> &done)
{
    if (m_first == Place::File) {
        answer(context, done, writeFile(name, token));
        return;
    }
    auto *writing = new QKeychain::WritePasswordJob(kService, this);
    writing->setTextData(QString::fromLatin1(token));
    run(writing, name, context, [this, name, token, done](QKeychain::Job &job) {
        if (job.error() == QKeychain::NoError)
            done(removeFromFile(name).map([] { return Place::Keychain; }));
        else if (isAbsent(job.error()))
            done(writeFile(name, token));
        else
            done(tl::unexpected(denied(job)));
    });
}

void TokenStore::remove(const QString &name, QObject *context, const Done<void> &done)
{
    if (m_first == Place::File) {
        answer(context, done, removeFromFile(name));
        return;
    }
    run(new QKeychain::DeletePasswordJob(kService, this), name, context,
        [this, name, done](QKeychain::Job &job) {
            const QKeychain::Error error = job.error();
            if (error == QKeychain::NoError || error == QKeychain::EntryNotFound || isAbsent(error))
                done(removeFromFile(name));
            else
                done(tl::unexpected(denied(job)));
        });
}

tl::expected<TokenStore::Tokens, QString> TokenStore::tokens() const
{
    const QString shown = QDir::toNativeSeparators(m_file);
    const auto bytes = readSaved(m_file);
    if (!bytes)
        return tl::unexpected(
            Text::tr("The file of tokens %1 cannot be read: %2.").arg(shown, bytes.error()));
    if (bytes->isNull())
        return Tokens();
    if (!isOnlyOurs(m_file))
        return tl::unexpected(
            Text::tr("Others may read the file of tokens %1, so it is not used. Give it mode 0600, "
                     "and have the tokens in it replaced if others may have read them.")
                .arg(shown));
    const QJsonDocument document = QJsonDocument::fromJson(*bytes);
    if (!document.isObject()) {
        const QString aside = setAside(m_file);
        return tl::unexpected(
            Text::tr("The file of tokens was damaged. It is kept as %1; pair the receivers again.")
                .arg(QDir::toNativeSeparators(aside.isEmpty() ? m_file : aside)));
    }
    Tokens tokens;
    const QJsonObject object = document.object();
    for (auto entry = object.begin(); entry != object.end(); ++entry)
        tokens.insert(entry.key(), entry->toString().toLatin1());
    return tokens;
}

tl::expected<void, QString> TokenStore::save(const Tokens &tokens) const
{
    QJsonObject object;
    for (auto token = tokens.cbegin(); token != tokens.cend(); ++token)
        object.insert(token.key(), QString::fromLatin1(*token));
    return writeSaved(m_file, QJsonDocument(object).toJson(), Readers::OwnerOnly)
        .map_error([this](const QString &why) {
            return Text::tr("The file of tokens %1 cannot be written: %2.")
                .arg(QDir::toNativeSeparators(m_file), why);
        });
}

tl::expected<QByteArray, QString> TokenStore::readFile(const QString &name) const
{
    return tokens().and_then([&](const Tokens &tokens) -> tl::expected<QByteArray, QString> {
        const QByteArray token = tokens.value(name);
        if (token.isEmpty())
            return tl::unexpected(
                Text::tr("There is no token for %1. Pair the receiver again.").arg(name));
        return token;
    });
}

tl::expected<TokenStore::Place, QString> TokenStore::writeFile(const QString &name,
                                                               const QByteArray &token) const
{
    return tokens()
        .and_then([&](Tokens tokens) {
            tokens.insert(name, token);
            return save(tokens);
        })
        .map([] { return Place::File; });
}

tl::expected<void, QString> TokenStore::removeFromFile(const QString &name) const
{
    return tokens().and_then([&](Tokens tokens) -> tl::expected<void, QString> {
        if (tokens.remove(name) == 0)
            return {};
        return save(tokens);
    });
}

} // namespace transfer::keychain
