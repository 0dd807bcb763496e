// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QString>
#include <tl/expected.hpp>

namespace modbus::recorder {

/// Text of the recorder, for translation.
struct Text
{
    Q_DECLARE_TR_FUNCTIONS(recorder)
};

/// Why something could not be recorded or read back.
struct Problem
{
    enum class Kind {
        Away,     ///< may pass by itself: not reachable, locked, disk full
        Unusable, ///< stays until the user changes something: wrong password, a foreign file
    };
    Kind kind = Kind::Away;
    QString text;   ///< cause, a sentence, never with a password
    QString remedy; ///< what to try
    friend bool operator==(const Problem &, const Problem &) = default;
};

template <typename T>
using Result = tl::expected<T, Problem>;

inline tl::unexpected<Problem> away(const QString &text, const QString &remedy)
{
    return tl::make_unexpected(Problem{Problem::Kind::Away, text, remedy});
}
inline tl::unexpected<Problem> unusable(const QString &text, const QString &remedy)
{
    return tl::make_unexpected(Problem{Problem::Kind::Unusable, text, remedy});
}

} // namespace modbus::recorder
