// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/pdufields.h"

#include <QLatin1StringView>
#include <optional>

namespace modbus {

/// Reads a PDU front to back and notes a PduField for each step. Where bytes are missing it notes
/// that and goes on, so that descriptions of functions need no checks of their own.
class PduReader
{
public:
    /// `request` is what a reply answers; empty for a request and where it is not known.
    explicit PduReader(QByteArray pdu, QByteArray request = {});

    // Each reads one field and gives its value, or nothing when bytes of it are missing.
    std::optional<int> byte(const QString &name);
    std::optional<int> word(const QString &name); ///< big-endian
    std::optional<int> byte(QLatin1StringView name) { return byte(QString(name)); }
    std::optional<int> word(QLatin1StringView name) { return word(QString(name)); }
    /// `length` bytes in one field, shown in hexadecimal: as many as are there.
    QByteArray bytes(const QString &name, int length);
    /// Whatever is left; no field when that is nothing.
    QByteArray rest(QLatin1StringView name);

    /// Bytes that were not read yet.
    int left() const { return int(m_pdu.size()) - m_position; }
    int position() const { return m_position; }
    /// The next bytes, not read yet: as many as are there.
    QByteArray upcoming(int length) const { return m_pdu.mid(m_position, length); }
    /// What has been read since a position.
    QByteArray bytesFrom(int position) const { return m_pdu.mid(position, m_position - position); }

    // About the field read last:
    /// Replaces its text. A field that is missing keeps none.
    void say(const QString &value);
    /// Adds a meaning: "255 (0xFF), ON".
    void explain(const QString &meaning);
    void fault(const QString &why);
    /// Faulty unless it stands in the request at the same place.
    void mustEcho();
    /// Faulty unless `isLawful`.
    void mustBe(bool isLawful, const QString &why);

    bool hasRequest() const { return !m_request.isEmpty(); }
    const QByteArray &request() const { return m_request; }
    /// The request's word at an offset, where it has one.
    std::optional<int> requestWord(int offset) const;

    /// The fields, what was left over as a faulty one.
    QList<PduField> end();

private:
    PduField &note(const QString &name, int length);

    QByteArray m_pdu;
    QByteArray m_request;
    int m_position = 0;
    QList<PduField> m_fields;
};

/// "07 AF 00": bytes as people read them.
QString spacedHex(const QByteArray &bytes);
/// "555 (0x022B)", and from 0x8000 on "65535 (0xFFFF, int16 -1)".
QString registerText(quint16 value);

} // namespace modbus
