// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/requestrun.h"

#include "modbus/diagnostics.h"
#include "modbus/readwrite.h"

#include <algorithm>

namespace modbus {

namespace {

constexpr int kMostRecordsRead = 100; // a reply holds 121 of one range

/// Items of a table, or nothing where the request has no lawful range.
WriteEffect tableEffect(quint8 unit, Address first, const QList<quint16> &values)
{
    WriteEffect effect;
    effect.first = first;
    effect.values = values;
    if (const auto read = readRequest(unit, first, int(values.size())))
        effect.reads.append(*read);
    return effect;
}

QList<quint16> bitsIn(const QByteArray &bytes, int count)
{
    QList<quint16> bits;
    for (int i = 0; i < std::min<int>(count, 8 * int(bytes.size())); ++i)
        bits.append(quint8(bytes[i / 8]) >> (i % 8) & 1);
    return bits;
}

WriteEffect fileEffect(quint8 unit, const QByteArray &pdu)
{
    WriteEffect effect;
    effect.records = recordsToWrite(pdu);
    for (const FileRecords &records : std::as_const(effect.records)) {
        effect.values += records.data;
        for (int begin = 0; begin < records.data.size(); begin += kMostRecordsRead) {
            const int length = std::min<int>(kMostRecordsRead, int(records.data.size()) - begin);
            const auto read =
                readFileRequest(unit, {{records.file, quint16(records.record + begin), length}});
            if (read)
                effect.reads.append(*read);
        }
    }
    return effect;
}

/// Reads one after the other and gives all that they read, or nothing when one fails.
class ReadAll : public QObject
{
public:
    using Done = std::function<void(const tl::expected<QList<quint16>, Error> &)>;

    ReadAll(Connection &connection, QList<Request> reads, QObject *context, Done done)
        : QObject(&connection)
        , m_connection(connection)
        , m_reads(std::move(reads))
        , m_context(context)
        , m_done(std::move(done))
    {
    }

    void next()
    {
        if (m_reads.isEmpty()) {
            finish(m_values);
            return;
        }
        m_connection.send(m_reads.takeFirst(), this, [this](const auto &outcome) {
            if (outcome) {
                m_values += outcome->values;
                next();
            } else {
                finish(tl::unexpected(outcome.error()));
            }
        });
    }

private:
    void finish(const tl::expected<QList<quint16>, Error> &result)
    {
        if (m_context)
            m_done(result);
        deleteLater();
    }

    Connection &m_connection;
    QList<Request> m_reads;
    QPointer<QObject> m_context;
    Done m_done;
    QList<quint16> m_values;
};

void readAll(Connection &connection, const QList<Request> &reads, QObject *context,
             ReadAll::Done done)
{
    auto *const all = new ReadAll(connection, reads, context, std::move(done));
    // With nothing to read it would call back at once. Otherwise it asks at once: a connection that
    // is being removed answers still, but has no event loop any more.
    if (reads.isEmpty())
        QMetaObject::invokeMethod(all, &ReadAll::next, Qt::QueuedConnection);
    else
        all->next();
}

/// One request on its way. Lives below the connection, so that the journal is kept even when
/// nobody waits for the outcome any more.
class Run : public QObject
{
public:
    Run(Connection &connection, Request request, WriteJournal journal, QObject *context,
        std::function<void(const RequestOutcome &)> done)
        : QObject(&connection)
        , m_connection(connection)
        , m_request(std::move(request))
        , m_journal(std::move(journal))
        , m_context(context)
        , m_done(std::move(done))
        , m_effect(effectOf(m_request))
    {
    }

    void start()
    {
        if (!m_effect.isReadable() || !m_connection.isArmed()) {
            send(); // refused where it is not armed
            return;
        }
        readAll(m_connection, m_effect.reads, this, [this](const auto &values) {
            if (!m_context) { // whoever stopped waiting by now does not want it written
                deleteLater();
                return;
            }
            if (values)
                m_outcome.before = *values;
            send();
        });
    }

private:
    using Verdict = WriteOutcome::Verdict;

    void send()
    {
        m_outcome.expected = m_effect.expected(m_outcome.before);
        m_connection.send(m_request, this, [this](const auto &outcome) {
            if (outcome)
                m_outcome.reply = *outcome;
            else
                m_outcome.error = outcome.error();
            onAnswer();
        });
    }

    void onAnswer()
    {
        if (!m_request.isWrite()) {
            finish();
            return;
        }
        const std::optional<Error> &error = m_outcome.error;
        if (error && error->kind == Error::Kind::Timeout && isAnsweredBySilence(m_request)) {
            m_outcome.error.reset();
            m_outcome.wasSilent = true;
            m_outcome.verdict = Verdict::NotVerified;
        } else if (!error) {
            m_outcome.verdict = Verdict::NotVerified; // until it is read back
        } else if (isRefusal(*error)) {
            m_outcome.verdict = Verdict::Refused;
        } else if (isNeverSent(error->kind)) {
            m_outcome.verdict = Verdict::NotSent;
        } else {
            m_outcome.verdict = Verdict::Unknown;
        }
        if (m_outcome.verdict == Verdict::NotSent || !m_effect.isReadable()) {
            keepJournal();
            finish();
        } else {
            readBack();
        }
    }

    void readBack()
    {
        readAll(m_connection, m_effect.reads, this, [this](const auto &values) {
            if (values)
                m_outcome.readBack = *values;
            if (!m_outcome.error && !values)
                m_outcome.error = values.error();
            else if (!m_outcome.error && !m_outcome.expected.isEmpty())
                m_outcome.verdict = m_outcome.readBack == m_outcome.expected ? Verdict::Verified
                                                                             : Verdict::Mismatch;
            keepJournal();
            finish();
        });
    }

    void keepJournal()
    {
        if (m_outcome.verdict == Verdict::NotSent)
            return;
        JournalEntry entry = newEntry({m_connection.endpoint(), m_request.unit});
        if (m_effect.isReadable() && m_effect.records.isEmpty())
            entry.first = m_effect.first;
        entry.request = m_request.bytes();
        entry.oldValues = m_outcome.before;
        entry.newValues = m_outcome.expected;
        entry.readBack = m_outcome.readBack;
        entry.verdict = verdictName(m_outcome.verdict);
        if (m_outcome.error)
            entry.detail = modbus::explain(*m_outcome.error).text;
        m_outcome.journalError = m_journal.append(entry);
    }

    void finish()
    {
        if (m_context)
            m_done(m_outcome);
        deleteLater();
    }

    Connection &m_connection;
    Request m_request;
    WriteJournal m_journal;
    QPointer<QObject> m_context;
    std::function<void(const RequestOutcome &)> m_done;
    WriteEffect m_effect;
    RequestOutcome m_outcome;
};

} // namespace

QList<quint16> WriteEffect::expected(const QList<quint16> &before) const
{
    if (!andMask || !orMask)
        return values;
    if (before.size() != 1)
        return {};
    return {maskWritten(before.first(), *andMask, *orMask)};
}

WriteEffect effectOf(const Request &request)
{
    const QByteArray pdu = request.bytes();
    if (!firstFault(requestFields(pdu)).isEmpty())
        return {}; // what a server makes of it is open
    const QList<quint16> words = wordsIn(pdu.mid(1));
    const auto address = [&words](int index, Table table) { return Address{table, words[index]}; };
    switch (request.pdu.functionCode()) {
    case QModbusPdu::WriteSingleCoil:
        return tableEffect(request.unit, address(0, Table::Coils), {quint16(words[1] ? 1 : 0)});
    case QModbusPdu::WriteSingleRegister:
        return tableEffect(request.unit, address(0, Table::HoldingRegisters), {words[1]});
    case QModbusPdu::WriteMultipleCoils:
        return tableEffect(request.unit, address(0, Table::Coils), bitsIn(pdu.mid(6), words[1]));
    case QModbusPdu::WriteMultipleRegisters:
        return tableEffect(request.unit, address(0, Table::HoldingRegisters), wordsIn(pdu.mid(6)));
    case QModbusPdu::ReadWriteMultipleRegisters:
        return tableEffect(request.unit, address(2, Table::HoldingRegisters), wordsIn(pdu.mid(10)));
    case QModbusPdu::MaskWriteRegister: {
        WriteEffect effect = tableEffect(request.unit, address(0, Table::HoldingRegisters), {0});
        effect.values.clear();
        effect.andMask = words[1];
        effect.orMask = words[2];
        return effect;
    }
    case QModbusPdu::WriteFileRecord:
        return fileEffect(request.unit, pdu);
    default:
        return {};
    }
}

bool isAnsweredBySilence(const Request &request)
{
    return request.pdu.functionCode() == QModbusPdu::Diagnostics &&
           wordsIn(request.pdu.data()).value(0) == diagnostic::kForceListenOnly;
}

void readEffect(Connection &connection, const WriteEffect &effect, QObject *context,
                std::function<void(const QList<quint16> &)> done)
{
    readAll(connection, effect.reads, context, [done = std::move(done)](const auto &values) {
        done(values.value_or(QList<quint16>()));
    });
}

void run(Connection &connection, const Request &request, const WriteJournal &journal,
         QObject *context, std::function<void(const RequestOutcome &)> done)
{
    (new Run(connection, request, journal, context, std::move(done)))->start();
}

} // namespace modbus
