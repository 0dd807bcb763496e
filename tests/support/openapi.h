// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QJsonValue>
#include <QString>
#include <QStringList>

namespace support {

/// An OpenAPI file, and whether answers are as it says. Knows what our file uses, and complains of
/// properties that it does not name.
class OpenApi
{
public:
    explicit OpenApi(const QString &path);

    bool isRead() const { return !m_document.isEmpty(); }
    /// "GET /v1/health", ... sorted.
    QStringList operations() const;
    QJsonObject operation(const QString &name) const;
    /// Of one operation: names of parameters that are in "path", "query" or "header".
    QStringList parameters(const QString &operation, const QString &place) const;
    /// What is wrong with an answer; empty when nothing is.
    QString complaint(const QString &operation, int status, const QJsonValue &body) const;

private:
    QJsonValue resolved(const QJsonValue &value) const;
    QString check(const QJsonValue &schema, const QJsonValue &value, const QString &where) const;
    QString checkObject(const QJsonObject &schema, const QJsonObject &value,
                        const QString &where) const;
    static QString checkPlain(const QJsonObject &schema, const QJsonValue &value,
                              const QString &where);

    QJsonObject m_document;
};

} // namespace support
