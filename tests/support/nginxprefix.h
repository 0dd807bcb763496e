// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QTemporaryDir>

namespace support {

/// A real nginx with its configuration, logs and rules in a temporary directory. It serves on a
/// Unix socket there, so that no port can be taken by somebody else. Ended with this object.
class NginxPrefix
{
public:
    NginxPrefix();
    ~NginxPrefix();

    /// Starts it and waits until it answers.
    bool start();
    void stop();

    /// It reads *.conf inside its server, *.zone outside of it.
    QString rulesDirectory() const;
    QString rule(const QString &name) const;
    QString testCommand() const;
    QString reloadCommand() const;
    QString pidFile() const;
    QString errorLog() const;
    /// The body that it serves for a path; for an error its status, such as "404".
    QByteArray get(const QByteArray &path) const;
    /// Waits until it serves that body: a reload takes effect a while after it was accepted.
    bool comesToServe(const QByteArray &path, const QByteArray &body) const;

private:
    QString command(const QString &what) const;
    QString path(const QString &name) const { return m_directory.filePath(name); }

    QTemporaryDir m_directory;
    QProcess m_process;
};

} // namespace support
