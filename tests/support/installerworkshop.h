// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/files.h"
#include "transfer/receiver/installer.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

namespace support {

/// An installer on a directory of its own, whose commands are shell scripts that run there.
class InstallerWorkshop
{
public:
    InstallerWorkshop()
    {
        QDir(m_directory.path()).mkdir(QStringLiteral("rules"));
        m_store = std::make_unique<transfer::receiver::RuleStore>(
            *transfer::receiver::RuleStore::open(path(QStringLiteral("rules"))));
        m_installer = std::make_unique<transfer::receiver::Installer>(
            *m_store, transfer::receiver::InstallerOptions());
        setCommands(QStringLiteral("true"), QStringLiteral("true"));
    }

    QString path(const QString &name) const { return m_directory.filePath(name); }
    QByteArray rule(const QString &name) const
    {
        return contentOf(path(QStringLiteral("rules/") + name));
    }
    QByteArray journal() const
    {
        return contentOf(path(QStringLiteral("rules.loopcheck/journal")));
    }
    transfer::receiver::Installer &installer() { return *m_installer; }
    transfer::receiver::RuleStore &store() { return *m_store; }

    void setCommands(const QString &test, const QString &reload,
                     std::chrono::milliseconds testLimit = kLong,
                     std::chrono::milliseconds reloadLimit = kLong,
                     std::chrono::milliseconds queueLimit = kLong)
    {
        const auto script = [&](const QString &text, std::chrono::milliseconds limit) {
            return transfer::receiver::CommandLine{
                QStringLiteral("/bin/sh"),
                {QStringLiteral("-c"), QStringLiteral("cd %1; %2").arg(m_directory.path(), text)},
                limit};
        };
        m_installer->setOptions({script(test, testLimit), script(reload, reloadLimit), queueLimit});
    }

    void install(const QString &name, const QByteArray &content)
    {
        install({.name = name, .from = QStringLiteral("a test")}, content);
    }
    void install(transfer::receiver::Change change, const QByteArray &content)
    {
        auto file = m_store->stage();
        QVERIFY(file && file->append(content));
        hand(std::move(*file), std::move(change));
    }
    void takeAway(transfer::receiver::Change change)
    {
        change.action = transfer::receiver::VersionRecord::Action::Delete;
        hand({}, std::move(change));
    }

    QList<transfer::receiver::InstallResult> results;

private:
    static constexpr std::chrono::seconds kLong{60};

    void hand(std::optional<transfer::receiver::StagedFile> file, transfer::receiver::Change change)
    {
        m_installer->install(
            std::move(file), std::move(change), &m_context,
            [this](const transfer::receiver::InstallResult &result) { results.append(result); });
    }

    QTemporaryDir m_directory;
    std::unique_ptr<transfer::receiver::RuleStore> m_store;
    std::unique_ptr<transfer::receiver::Installer> m_installer;
    QObject m_context;
};

} // namespace support
