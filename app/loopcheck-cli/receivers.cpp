// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/loopcheck-cli/receivers.h"

#include "app/loopcheck-cli/waiting.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>
#include <QTextStream>

namespace cli {

namespace {

const QString kSettings = QStringLiteral("settings");

QString pathIn(const CommandLine &line, const QString &file)
{
    const QString folder =
        line.isSet(kSettings) ? line.value(kSettings)
                              : QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation);
    return QDir(folder).filePath(file);
}

tl::expected<QByteArray, Failure> pemIn(const QString &path)
{
    QFile file(path);
    if (file.open(QIODevice::ReadOnly))
        return file.readAll();
    return tl::make_unexpected(
        usageFailure(Text::tr("%1 cannot be read: %2.").arg(path, file.errorString()),
                     Text::tr("Check the path and that you may read the file.")));
}

Failure noPem(const QString &path)
{
    return usageFailure(Text::tr("%1 holds nothing of the kind in PEM.").arg(path),
                        Text::tr("Give a file that begins with -----BEGIN."));
}

QSslKey keyOf(const QByteArray &pem)
{
    for (const auto algorithm : {QSsl::Ec, QSsl::Rsa}) {
        QSslKey key(pem, algorithm);
        if (!key.isNull())
            return key;
    }
    return {};
}

} // namespace

void addSettingsOption(CommandLine &line)
{
    line.addOption(kSettings, QStringLiteral("FOLDER"),
                   Text::tr("Keep receivers in this folder, and their tokens in a file of it "
                            "(mode 0600) and not in the keychain."));
}

Receivers::Receivers(const CommandLine &line)
    : m_known(pathIn(line, QStringLiteral("receivers.json")))
    , m_tokens(pathIn(line, QStringLiteral("tokens.json")),
               line.isSet(kSettings) ? transfer::keychain::TokenStore::Place::File
                                     : transfer::keychain::TokenStore::Place::Keychain)
{
    if (const QString complaint = m_known.load(); !complaint.isEmpty())
        QTextStream(stderr) << complaint << '\n';
}

tl::expected<transfer::FleetTarget, Failure> Receivers::target(const QString &name)
{
    const auto receiver = m_known.find(name);
    if (!receiver) {
        return tl::make_unexpected(usageFailure(
            Text::tr("No receiver called \"%1\" is paired, and a legacy receiver would need its "
                     "port.")
                .arg(name),
            Text::tr("Pair it first: loopcheck-cli pair LINE --name %1. A legacy receiver is "
                     "given with its port: %1:PORT.")
                .arg(name)));
    }
    const auto token = whenAnswered<tl::expected<QByteArray, QString>>(
        [&](QObject *context, const auto &done) { m_tokens.read(name, context, done); });
    if (!token) {
        return tl::make_unexpected(
            Failure{QStringLiteral("noToken"), 0, token.error(),
                    Text::tr("Nothing was sent. loopcheck-cli pair keeps a receiver's token."),
                    WrongUsage});
    }
    return accessOf(*receiver, *token).map([&](const transfer::secure::Access &access) {
        return transfer::FleetTarget{name, access};
    });
}

tl::expected<transfer::secure::Access, Failure>
accessOf(const transfer::secure::KnownReceiver &receiver, const QByteArray &token)
{
    transfer::secure::Access access;
    access.peer = receiver.peer;
    access.fingerprint = receiver.fingerprint;
    access.token = token;
    if (!receiver.authorityFile.isEmpty()) {
        const auto pem = pemIn(receiver.authorityFile);
        if (!pem)
            return tl::make_unexpected(pem.error());
        access.authorities = QSslCertificate::fromData(*pem);
        if (access.authorities.isEmpty())
            return tl::make_unexpected(noPem(receiver.authorityFile));
    }
    if (!receiver.certificateFile.isEmpty()) {
        const auto certificate = pemIn(receiver.certificateFile);
        const auto key = pemIn(receiver.keyFile);
        if (!certificate || !key)
            return tl::make_unexpected(certificate ? key.error() : certificate.error());
        access.certificate = QSslCertificate(*certificate);
        access.key = keyOf(*key);
        if (access.certificate.isNull() || access.key.isNull())
            return tl::make_unexpected(
                noPem(access.certificate.isNull() ? receiver.certificateFile : receiver.keyFile));
    }
    return access;
}

} // namespace cli
