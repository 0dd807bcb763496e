// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <optional>
#include <tl/expected.hpp>

namespace transfer::receiver {

/// How the change that is open can be taken back, or that it stays: one small file in the state
/// directory, written anew as a whole. There is none while no change is open.
class InstallJournal
{
public:
    struct Entry
    {
        enum class Step { ToPrevious, ToNothing, Keep };
        Step step;
        QByteArray name; ///< of the rule
    };

    InstallJournal() = default;
    InstallJournal(int stateDirectory, QString path);

    tl::expected<void, QString> write(const Entry &entry) const;
    tl::expected<std::optional<Entry>, QString> read() const;
    tl::expected<void, QString> remove() const;

private:
    int m_directory = -1;
    QString m_path; ///< of the directory, for messages
};

} // namespace transfer::receiver
