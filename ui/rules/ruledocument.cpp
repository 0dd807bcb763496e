// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rules/ruledocument.h"

#include <QFileInfo>

namespace ui {

namespace {

constexpr int kSettleMs = 150;

/// The file's own name does not matter here: the one at the receiver is checked where it is given.
tl::expected<QByteArray, transfer::Error> bytesOf(const QString &path)
{
    return transfer::loadRuleFile(path, QStringLiteral("rules")).map([](transfer::RuleFile file) {
        return std::move(file.content);
    });
}

} // namespace

RuleDocument::RuleDocument(QObject *parent)
    : QObject(parent)
{
    m_settle.setSingleShot(true);
    m_settle.setInterval(kSettleMs);
    const auto look = qOverload<>(&QTimer::start);
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, &m_settle, look);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, &m_settle, look);
    connect(&m_settle, &QTimer::timeout, this, &RuleDocument::compareWithDisk);
}

tl::expected<void, transfer::Error> RuleDocument::open(const QString &path)
{
    const QString absolute = QFileInfo(path).absoluteFilePath();
    auto content = bytesOf(absolute);
    if (!content)
        return tl::unexpected(content.error());
    m_path = absolute;
    m_content = *std::move(content);
    m_facts = transfer::factsOf(m_content);
    m_disk = Disk::Same;
    watch();
    emit opened();
    return {};
}

void RuleDocument::close()
{
    m_path.clear();
    m_content.clear();
    m_facts = {};
    m_disk = Disk::Same;
    watch();
}

RuleDocument::Disk RuleDocument::compareWithDisk()
{
    if (!isOpen())
        return m_disk;
    watch();
    const auto now = bytesOf(m_path);
    Disk disk = Disk::Gone;
    if (now)
        disk = *now == m_content ? Disk::Same : Disk::Changed;
    else if (QFileInfo::exists(m_path))
        disk = Disk::Changed;
    if (disk != m_disk) {
        m_disk = disk;
        emit diskChanged();
    }
    return m_disk;
}

/// The folder is watched too: most editors replace a file by a new one of its name.
void RuleDocument::watch()
{
    const QStringList watched = m_watcher.files() + m_watcher.directories();
    QStringList wanted;
    if (isOpen()) {
        wanted.append(QFileInfo(m_path).absolutePath());
        if (QFileInfo::exists(m_path))
            wanted.append(m_path);
    }
    for (const QString &path : watched) {
        if (!wanted.contains(path))
            m_watcher.removePath(path);
    }
    for (const QString &path : std::as_const(wanted)) {
        if (!watched.contains(path))
            m_watcher.addPath(path);
    }
}

} // namespace ui
