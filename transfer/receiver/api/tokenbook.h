// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/receiver/api/apierror.h"
#include "transfer/receiver/api/token.h"

#include <QList>
#include <QString>
#include <sys/stat.h>
#include <tl/expected.hpp>

namespace transfer::receiver::api {

/// The tokens of a receiver, in one file that is for its user alone. A change of the file counts
/// from the next request on.
class TokenBook
{
public:
    explicit TokenBook(QString path);

    /// Who shows this token, if it is one. `authorization` is the header.
    tl::expected<Token, ApiError> find(const QByteArray &authorization);

    /// As the file has them now. None where there is no file.
    tl::expected<QList<Token>, QString> read() const;
    /// Makes a token and gives it; it is not kept. The name must be new.
    tl::expected<QByteArray, QString> add(const QString &name, Role role,
                                          std::optional<QDateTime> expires);
    tl::expected<void, QString> revoke(const QString &name);

private:
    tl::expected<void, QString> write(const QList<Token> &tokens) const;

    QString m_path;
    QList<Token> m_tokens; ///< as of m_seen
    struct stat m_seen = {};
};

} // namespace transfer::receiver::api
