// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/pushhistory.h"
#include "ui/rules/pushtarget.h"

namespace ui {

/// The end of a push in words, never more certain than its evidence.
struct PushReport
{
    QString headline; ///< what happened
    QString remark;   ///< what that is worth, and what to do; may be empty
    QString answer;   ///< the peer's own words, as they came; may be empty
};
PushReport reportOf(const transfer::PushResult &result, const PushTarget &target);

/// "reported as reloaded", "reload refused", ...: for the history.
QString outcomeText(transfer::Outcome outcome);

/// All that is known of a push, to paste into a mail.
QString fullReport(const PushReport &report, const transfer::PushResult &result,
                   const transfer::PushRecord &record);

/// What the user calls a step: "Connect", "Name", ...
QString stepTitle(transfer::Step step);

} // namespace ui
