// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/receiver/api/httpmessage.h"

#include <QJsonObject>
#include <QString>

namespace transfer::receiver::api {

/// Why a request comes to nothing, for people and, by its code, for programs.
struct ApiError
{
    int status = 400;
    const char *code = "badRequest";
    QString cause;
    QString remedy;
    QJsonObject more = {}; ///< beside the error
    QList<QPair<QByteArray, QByteArray>> headers = {};

    HttpResponse response() const;
};

HttpResponse jsonResponse(const QJsonObject &json, int status = 200);

} // namespace transfer::receiver::api
