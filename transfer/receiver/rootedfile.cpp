// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/rootedfile.h"

#include "transfer/receiver/filedescriptor.h"
#include "transfer/receiver/logtext.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <fcntl.h>
#include <sys/stat.h>

namespace transfer::receiver {

using namespace Qt::StringLiterals;
using tl::unexpected;

namespace {

/// The path of `directory` below `root` with all links resolved, without a leading slash.
tl::expected<QString, QString> resolveBelow(const QString &root, const QString &directory)
{
    const QString top = QFileInfo(root).canonicalFilePath();
    const QString resolved = QFileInfo(QDir(root).absoluteFilePath(directory)).canonicalFilePath();
    if (top.isEmpty() || resolved.isEmpty())
        return unexpected(u"there is no such directory"_s);
    const QString slash = top.endsWith(QLatin1Char('/')) ? top : top + QLatin1Char('/');
    if (!(resolved + QLatin1Char('/')).startsWith(slash))
        return unexpected(u"the directory is outside the relay's root"_s);
    return resolved.sliced(qMin(slash.size(), resolved.size()));
}

} // namespace

tl::expected<RuleFile, QString> readBelow(const QString &root, const QString &directory,
                                          const QString &name)
{
    if (const auto isPlain = checkRuleName(name); !isPlain)
        return unexpected(isPlain.error().detail);
    const auto below = resolveBelow(root, directory);
    if (!below)
        return unexpected(below.error());

    // What was resolved has no links; one met on the way now was planted since.
    FileDescriptor place(::open(QFile::encodeName(QFileInfo(root).canonicalFilePath()).constData(),
                                O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    const QStringList steps = below->split(QLatin1Char('/'), Qt::SkipEmptyParts);
    for (const QString &step : steps)
        place = FileDescriptor(::openat(place.get(), QFile::encodeName(step).constData(),
                                        O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    FileDescriptor found(::openat(place.get(), name.toUtf8().constData(),
                                  O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    struct stat attributes = {};
    if (!found.isOpen() || ::fstat(found.get(), &attributes) != 0)
        return unexpected(systemError(u"cannot open the file"_s));
    if (!S_ISREG(attributes.st_mode))
        return unexpected(u"it is not a regular file"_s);
    if (attributes.st_size > kMostRuleFileBytes)
        return unexpected(u"it is larger than %1 bytes"_s.arg(kMostRuleFileBytes));
    QFile file;
    if (!file.open(found.release(), QIODevice::ReadOnly, QFileDevice::AutoCloseHandle))
        return unexpected(u"cannot read the file: "_s + file.errorString());
    const QByteArray content = file.read(kMostRuleFileBytes);
    if (file.error() != QFileDevice::NoError)
        return unexpected(u"cannot read the file: "_s + file.errorString());
    return RuleFile{name, content};
}

} // namespace transfer::receiver
