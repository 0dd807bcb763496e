// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/receiver/api/apierror.h"
#include "transfer/receiver/confirmation.h"
#include "transfer/receiver/rulestore.h"

#include <tl/expected.hpp>

namespace transfer::receiver::api {

/// What the API answers of rules and their versions.
class RulesAnswers
{
public:
    explicit RulesAnswers(const RuleStore &store)
        : m_store(store)
    {
    }

    tl::expected<HttpResponse, ApiError> rules() const;
    tl::expected<HttpResponse, ApiError> rule(const QString &name) const;
    tl::expected<HttpResponse, ApiError> versions(const QString &name) const;
    tl::expected<HttpResponse, ApiError> version(const QString &name, int number) const;

private:
    const RuleStore &m_store;
};

/// Whether nginx runs, as far as it is configured where to look.
QJsonObject nginxHealth(const ConfirmationOptions &options);
ApiError noSuchVersion();

} // namespace transfer::receiver::api
