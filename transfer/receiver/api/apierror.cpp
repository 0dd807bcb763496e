// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/api/apierror.h"

#include "transfer/receiver/logtext.h"

#include <QJsonDocument>

namespace transfer::receiver::api {

using namespace Qt::StringLiterals;

HttpResponse jsonResponse(const QJsonObject &json, int status)
{
    return {status, "application/json", QJsonDocument(json).toJson(QJsonDocument::Compact) + '\n'};
}

HttpResponse ApiError::response() const
{
    QJsonObject json = more;
    json[u"error"_s] = QJsonObject{{u"code"_s, QLatin1StringView(code)},
                                   {u"cause"_s, printable(cause, 2000)},
                                   {u"remedy"_s, remedy}};
    HttpResponse response = jsonResponse(json, status);
    response.headers = headers;
    return response;
}

} // namespace transfer::receiver::api
