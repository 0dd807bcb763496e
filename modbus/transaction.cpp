// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/transaction.h"

namespace modbus {

Error errorFor(const Request &request, const Endpoint &endpoint, Error::Kind kind,
               const QString &detail)
{
    Error error;
    error.kind = kind;
    error.detail = detail;
    error.target = {endpoint, request.unit};
    error.first = request.first;
    error.count = request.count;
    error.isWrite = request.isWrite();
    error.function = quint8(request.pdu.functionCode());
    return error;
}

Error retold(const Error &cause, const Request &request, const Endpoint &endpoint)
{
    Error error = errorFor(request, endpoint, cause.kind, cause.detail);
    error.exceptionCode = cause.exceptionCode;
    error.reply = cause.reply;
    return error;
}

} // namespace modbus
