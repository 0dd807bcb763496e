// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/receiver/change.h"
#include "transfer/receiver/installresult.h"

#include <QJsonObject>

namespace transfer::receiver {

/// How a result that is no success is called, and what can be done about it.
struct Failure
{
    const char *code; ///< for programs; does not change
    int httpStatus;
    QString remedy;
};
/// For a success the code is empty.
Failure failureOf(InstallResult::Verdict verdict);

/// A result as clients of the API get it (resources/receiver/openapi.json, `Result`).
QJsonObject reportOf(const Change &change, const InstallResult &result);

} // namespace transfer::receiver
