// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/pdureader.h"

#include <QtEndian>
#include <algorithm>

namespace modbus {

namespace {

QString numberText(int value, int digits)
{
    return QStringLiteral("%1 (0x%2)")
        .arg(value)
        .arg(QString::number(value, 16).toUpper().rightJustified(digits, u'0'));
}

} // namespace

PduReader::PduReader(QByteArray pdu, QByteArray request)
    : m_pdu(std::move(pdu))
    , m_request(std::move(request))
{
}

PduField &PduReader::note(const QString &name, int length)
{
    PduField field;
    field.offset = m_position;
    field.length = std::min(length, left());
    field.name = name;
    if (field.length < length) {
        field.fault = field.length == 0
                          ? QStringLiteral("missing")
                          : QStringLiteral("%1 of %2 bytes").arg(field.length).arg(length);
    }
    field.value = spacedHex(m_pdu.mid(m_position, field.length));
    m_position += field.length;
    m_fields.append(field);
    return m_fields.last();
}

std::optional<int> PduReader::byte(const QString &name)
{
    PduField &field = note(name, 1);
    if (field.isFaulty())
        return {};
    const int value = quint8(m_pdu[field.offset]);
    field.value = numberText(value, 2);
    return value;
}

std::optional<int> PduReader::word(const QString &name)
{
    PduField &field = note(name, 2);
    if (field.isFaulty())
        return {};
    const int value = qFromBigEndian<quint16>(m_pdu.constData() + field.offset);
    field.value = numberText(value, 4);
    return value;
}

QByteArray PduReader::bytes(const QString &name, int length)
{
    const PduField &field = note(name, std::max(0, length));
    return m_pdu.mid(field.offset, field.length);
}

QByteArray PduReader::rest(QLatin1StringView name)
{
    return left() > 0 ? bytes(QString(name), left()) : QByteArray();
}

void PduReader::say(const QString &value)
{
    if (PduField &field = m_fields.last(); field.length > 0)
        field.value = value;
}

void PduReader::explain(const QString &meaning)
{
    if (PduField &field = m_fields.last(); field.length > 0 && !meaning.isEmpty())
        field.value += QStringLiteral(", ") + meaning;
}

void PduReader::fault(const QString &why)
{
    // That bytes of it are missing comes first: the rest may follow from it.
    if (PduField &field = m_fields.last(); !field.isFaulty())
        field.fault = why;
}

void PduReader::mustEcho()
{
    if (!hasRequest())
        return;
    const PduField &field = m_fields.last();
    const QByteArray asked = m_request.mid(field.offset, field.length);
    mustBe(asked == m_pdu.mid(field.offset, field.length),
           QStringLiteral("the request said %1").arg(spacedHex(asked)));
}

void PduReader::mustBe(bool isLawful, const QString &why)
{
    if (!isLawful)
        fault(why);
}

std::optional<int> PduReader::requestWord(int offset) const
{
    if (offset + 2 > m_request.size())
        return {};
    return qFromBigEndian<quint16>(m_request.constData() + offset);
}

QList<PduField> PduReader::end()
{
    if (left() > 0) {
        bytes(QStringLiteral("Surplus"), left());
        fault(QStringLiteral("nothing belongs here"));
    }
    return m_fields;
}

QString spacedHex(const QByteArray &bytes)
{
    return QString::fromLatin1(bytes.toHex(' ').toUpper());
}

QString registerText(quint16 value)
{
    const QString hex = QString::number(value, 16).toUpper().rightJustified(4, u'0');
    return value < 0x8000 ? QStringLiteral("%1 (0x%2)").arg(value).arg(hex)
                          : QStringLiteral("%1 (0x%2, int16 %3)")
                                .arg(QString::number(value), hex, QString::number(qint16(value)));
}

} // namespace modbus
