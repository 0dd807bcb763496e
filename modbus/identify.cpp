// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/identify.h"

#include <algorithm>

namespace modbus {

namespace {

constexpr int kMostRequests = 300; // 256 objects, one a reply, and some

/// One identification on its way. Lives below the connection and deletes itself.
class Identify : public QObject
{
public:
    Identify(Connection &connection, quint8 unit, QObject *context,
             std::function<void(const Identification &)> done)
        : QObject(&connection)
        , m_connection(connection)
        , m_context(context)
        , m_done(std::move(done))
    {
        m_result.unit = unit;
    }

    void start() { ask(DeviceIdCode::Basic, 0); }

private:
    void ask(DeviceIdCode code, quint8 object)
    {
        if (!m_context) { // nobody waits any more
            finish();
            return;
        }
        if (++m_requests > kMostRequests) {
            askServerId();
            return;
        }
        m_connection.send(deviceIdRequest(m_result.unit, code, object), this,
                          [this, code, object](const auto &outcome) {
                              if (outcome) {
                                  take(code, object, outcome->pdu);
                              } else {
                                  m_result.objectsError = outcome.error();
                                  afterObjects();
                              }
                          });
    }

    void take(DeviceIdCode code, quint8 asked, const QByteArray &pdu)
    {
        const auto part = deviceIdPart(pdu);
        if (!part) {
            stopAt(QStringLiteral("the reply is no device identification"));
            return;
        }
        m_result.conformity = part->conformity;
        for (const DeviceObject &object : part->objects)
            keep(object);
        if (part->moreFollows) {
            if (part->nextObject > asked)
                ask(code, part->nextObject);
            else // it would go round in circles
                stopAt(QStringLiteral("after object %1 it announced object %2")
                           .arg(asked)
                           .arg(part->nextObject));
            return;
        }
        const int level = part->conformity & 0x7F;
        if (code == DeviceIdCode::Basic && level >= int(DeviceIdCode::Regular))
            ask(DeviceIdCode::Regular, 0);
        else if (code == DeviceIdCode::Regular && level >= int(DeviceIdCode::Extended))
            ask(DeviceIdCode::Extended, 0);
        else
            askServerId();
    }

    void keep(const DeviceObject &object)
    {
        QList<DeviceObject> &objects = m_result.objects;
        const auto place = std::lower_bound(
            objects.begin(), objects.end(), object,
            [](const DeviceObject &a, const DeviceObject &b) { return a.id < b.id; });
        if (place != objects.end() && place->id == object.id)
            *place = object;
        else
            objects.insert(place, object);
    }

    void stopAt(const QString &detail)
    {
        Error error = unlawful(m_result.unit, detail);
        error.kind = Error::Kind::BadReply;
        error.target.endpoint = m_connection.endpoint();
        m_result.objectsError = error;
        askServerId();
    }

    void afterObjects()
    {
        const Error::Kind kind = m_result.objectsError->kind;
        // Where nothing can be sent, or the user ended it, the other function fares no better.
        if (isNeverSent(kind) || kind == Error::Kind::Aborted) {
            m_result.serverIdError = m_result.objectsError;
            finish();
        } else {
            askServerId();
        }
    }

    void askServerId()
    {
        if (!m_context) {
            finish();
            return;
        }
        m_connection.send(reportServerIdRequest(m_result.unit), this, [this](const auto &outcome) {
            if (outcome)
                m_result.serverId = serverIdOf(outcome->pdu);
            else
                m_result.serverIdError = outcome.error();
            finish();
        });
    }

    void finish()
    {
        if (m_context)
            m_done(m_result);
        deleteLater();
    }

    Connection &m_connection;
    QPointer<QObject> m_context;
    std::function<void(const Identification &)> m_done;
    Identification m_result;
    int m_requests = 0;
};

} // namespace

QString Identification::text(quint8 objectId) const
{
    for (const DeviceObject &object : objects) {
        if (object.id == objectId)
            return textOrHex(object.value);
    }
    return {};
}

QString Identification::summary() const
{
    QStringList parts;
    const QString product = productName().isEmpty() ? productCode() : productName();
    for (const QString &part : {vendor(), product, revision()}) {
        if (!part.isEmpty())
            parts.append(part);
    }
    if (parts.isEmpty() && serverId)
        parts.append(textOrHex(serverId->id + serverId->additional));
    return parts.join(u' ');
}

QList<IdentificationRow> rowsOf(const Identification &identification)
{
    QList<IdentificationRow> rows;
    for (const DeviceObject &object : identification.objects) {
        const bool isNamed = object.id <= 6;
        const QString number =
            QStringLiteral("0x%1 ").arg(QString::number(object.id, 16).toUpper(), 2, u'0');
        rows.append(
            {(isNamed ? QString() : number) + objectName(object.id), textOrHex(object.value)});
    }
    if (identification.conformity != 0) {
        rows.append({QStringLiteral("Conformity Level"),
                     QStringLiteral("0x%1 %2")
                         .arg(QString::number(identification.conformity, 16), 2, u'0')
                         .arg(deviceIdCodeName(identification.conformity & 0x7F))});
    }
    if (const auto &id = identification.serverId) {
        rows.append({QStringLiteral("Server ID"), textOrHex(id->id)});
        if (id->isRunning)
            rows.append({QStringLiteral("Run Indicator Status"),
                         *id->isRunning ? QStringLiteral("ON") : QStringLiteral("OFF")});
        if (!id->additional.isEmpty())
            rows.append({QStringLiteral("Additional Data"), textOrHex(id->additional)});
    }
    return rows;
}

void identify(Connection &connection, quint8 unit, QObject *context,
              std::function<void(const Identification &)> done)
{
    (new Identify(connection, unit, context, std::move(done)))->start();
}

} // namespace modbus
