// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/secure/knownreceivers.h"

#include "transfer/rulefile.h"
#include "transfer/savedfile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLockFile>
#include <algorithm>

namespace transfer::secure {

using namespace Qt::StringLiterals;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(transfer)
};

constexpr qsizetype kLongestName = 64;

QJsonObject toJson(const KnownReceiver &receiver)
{
    QJsonObject object{{u"name"_s, receiver.name},
                       {u"host"_s, receiver.peer.host},
                       {u"port"_s, receiver.peer.port},
                       {u"fingerprint"_s, QString::fromLatin1(receiver.fingerprint)},
                       {u"role"_s, receiver.role},
                       {u"production"_s, receiver.isProduction}};
    const auto addFile = [&object](const QString &key, const QString &file) {
        if (!file.isEmpty())
            object.insert(key, file);
    };
    addFile(u"authorityFile"_s, receiver.authorityFile);
    addFile(u"certificateFile"_s, receiver.certificateFile);
    addFile(u"keyFile"_s, receiver.keyFile);
    return object;
}

std::optional<KnownReceiver> fromJson(const QJsonValue &value)
{
    const QJsonObject object = value.toObject();
    const auto text = [&object](QStringView key) { return object.value(key).toString(); };
    const QJsonValue fingerprint = object.value(u"fingerprint");
    const int port = object.value(u"port").toInt();
    KnownReceiver receiver{
        .name = text(u"name"),
        .peer = {text(u"host"), static_cast<quint16>(port)},
        .fingerprint = fingerprint.toString().toLatin1(),
        .role = text(u"role"),
        .isProduction = object.value(u"production").toBool(),
        .authorityFile = text(u"authorityFile"),
        .certificateFile = text(u"certificateFile"),
        .keyFile = text(u"keyFile"),
    };
    // A pin that got lost must not become "any authority will do".
    const bool isSound = checkReceiverName(receiver.name) && !receiver.peer.host.isEmpty() &&
                         port >= 1 && port <= 65535 && fingerprint.isString() &&
                         (receiver.fingerprint.isEmpty() || isSha256(receiver.fingerprint));
    return isSound ? std::optional(receiver) : std::nullopt;
}

/// Nothing where the bytes are not what save() writes.
std::optional<QList<KnownReceiver>> parse(const QByteArray &bytes)
{
    const QJsonValue entries = QJsonDocument::fromJson(bytes).object().value(u"receivers");
    if (!entries.isArray())
        return {};
    QList<KnownReceiver> receivers;
    const QJsonArray array = entries.toArray();
    for (const auto &entry : array) {
        std::optional<KnownReceiver> receiver = fromJson(entry);
        if (!receiver)
            return {};
        receivers.append(*std::move(receiver));
    }
    return receivers;
}

} // namespace

tl::expected<void, QString> checkReceiverName(const QString &name)
{
    const auto isFit = [](QChar c) {
        return c.isLetterOrNumber() || c.isSurrogate() || c == u'.' || c == u'_' || c == u'-';
    };
    if (name.isEmpty() || name.size() > kLongestName || !name.front().isLetterOrNumber() ||
        !std::all_of(name.cbegin(), name.cend(), isFit)) {
        return tl::unexpected(
            Text::tr("\"%1\" is no name for a receiver: it takes 1 to 64 letters, digits, dots, "
                     "dashes and underscores, and begins with a letter or digit.")
                .arg(name));
    }
    return {};
}

KnownReceivers::KnownReceivers(QString path)
    : m_path(std::move(path))
{
}

QString KnownReceivers::load()
{
    m_receivers.clear();
    const auto bytes = readSaved(m_path);
    if (!bytes)
        return Text::tr("The list of receivers %1 cannot be read: %2.")
            .arg(QDir::toNativeSeparators(m_path), bytes.error());
    if (bytes->isNull())
        return {};
    if (auto receivers = parse(*bytes)) {
        m_receivers = *std::move(receivers);
        return {};
    }
    const QString aside = setAside(m_path);
    return aside.isEmpty()
               ? Text::tr("The list of receivers %1 is damaged and could not be moved out of the "
                          "way: repair or delete it.")
                     .arg(QDir::toNativeSeparators(m_path))
               : Text::tr("The list of receivers was damaged. It is kept as %1; pair the "
                          "receivers again.")
                     .arg(QDir::toNativeSeparators(aside));
}

std::optional<KnownReceiver> KnownReceivers::find(const QString &name) const
{
    const auto found = std::ranges::find(m_receivers, name, &KnownReceiver::name);
    return found == m_receivers.cend() ? std::nullopt : std::optional(*found);
}

template <typename Edit>
tl::expected<void, QString> KnownReceivers::change(Edit edit)
{
    QDir().mkpath(QFileInfo(m_path).absolutePath());
    QLockFile lock(m_path + u".lock"_s);
    if (!lock.tryLock(0) && lock.error() == QLockFile::LockFailedError)
        return tl::unexpected(Text::tr("Another program changes %1 at this moment. Try again.")
                                  .arg(QDir::toNativeSeparators(m_path)));
    if (const QString complaint = load(); !complaint.isEmpty() && QFileInfo::exists(m_path))
        return tl::unexpected(complaint);
    edit(m_receivers);
    std::ranges::sort(m_receivers, {}, &KnownReceiver::name);
    return save();
}

tl::expected<void, QString> KnownReceivers::put(const KnownReceiver &receiver)
{
    if (auto isFit = checkReceiverName(receiver.name); !isFit)
        return isFit;
    return change([&receiver](QList<KnownReceiver> &receivers) {
        receivers.removeIf([&](const KnownReceiver &one) { return one.name == receiver.name; });
        receivers.append(receiver);
    });
}

tl::expected<void, QString> KnownReceivers::remove(const QString &name)
{
    return change([&name](QList<KnownReceiver> &receivers) {
        receivers.removeIf([&](const KnownReceiver &one) { return one.name == name; });
    });
}

tl::expected<void, QString> KnownReceivers::save() const
{
    QJsonArray entries;
    for (const KnownReceiver &receiver : m_receivers)
        entries.append(toJson(receiver));
    return writeSaved(m_path, QJsonDocument(QJsonObject{{u"receivers"_s, entries}}).toJson())
        .map_error([this](const QString &why) {
            return Text::tr("The list of receivers %1 cannot be written: %2.")
                .arg(QDir::toNativeSeparators(m_path), why);
        });
}

} // namespace transfer::secure
