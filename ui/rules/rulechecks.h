// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/pushhistory.h"
#include "ui/rules/ruledocument.h"

#include <QList>
#include <QString>
#include <optional>

namespace ui {

/// What should be known before a file is sent.
struct Concern
{
    enum class Weight {
        Note,
        Caution,
        Confirm, ///< it is only pushed after "Push anyway"
        Refuse,  ///< it cannot be pushed
    };
    Weight weight = Weight::Note;
    QString text;
};

/// A look at a file before it goes to `receiver` as `name`; `last` is the latest push of this name
/// that the receiver reported as reloaded.
QList<Concern> concernsOf(const transfer::RuleFileFacts &facts, RuleDocument::Disk disk,
                          const QString &receiver, const QString &name,
                          const std::optional<transfer::PushRecord> &last);
bool isRefused(const QList<Concern> &concerns);
bool needsConfirmation(const QList<Concern> &concerns);
/// One sentence a line, each led by the word for its weight.
QString concernsText(const QList<Concern> &concerns);

} // namespace ui
