// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/rulefile.h"

#include <QString>
#include <tl/expected.hpp>

namespace transfer::receiver {

/// Reads the file `name` of `directory`, which must be inside `root`: either absolute or relative
/// to it. Links that lead out of the root are not followed, not even ones that appear meanwhile.
tl::expected<RuleFile, QString> readBelow(const QString &root, const QString &directory,
                                          const QString &name);

} // namespace transfer::receiver
