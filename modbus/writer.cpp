// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/writer.h"

#include <algorithm>

namespace modbus {

namespace {

/// One write on its way: its parts one after the other, then the read back. Lives below the
/// connection, so that the journal is kept even when nobody waits for the outcome any more.
class Write : public QObject
{
public:
    Write(Connection &connection, const WriteJob &job, WriteJournal journal, QObject *context,
          std::function<void(const WriteOutcome &)> done)
        : QObject(&connection)
        , m_connection(connection)
        , m_job(job)
        , m_journal(std::move(journal))
        , m_context(context)
        , m_done(std::move(done))
    {
        if (isBitTable(m_job.first.table)) {
            for (quint16 &value : m_job.values)
                value = value ? 1 : 0;
        }
    }

    void start()
    {
        const bool isLawful = isWritable(m_job.first.table) && !m_job.values.isEmpty() &&
                              m_job.first.offset + m_job.values.size() <= kTableSize;
        if (isLawful) {
            sendNext();
        } else {
            Error invalid;
            invalid.kind = Error::Kind::InvalidRequest;
            invalid.detail = QStringLiteral("coils or holding registers within 0..65535");
            invalid.target = {m_connection.endpoint(), m_job.unit};
            invalid.first = m_job.first;
            invalid.count = int(m_job.values.size());
            invalid.isWrite = true;
            m_outcome.error = invalid;
            QMetaObject::invokeMethod(
                this, [this] { finish(); }, Qt::QueuedConnection);
        }
    }

private:
    void sendNext()
    {
        const int begin = m_outcome.written;
        const auto count =
            std::min<qsizetype>(mostWritten(m_job.first.table), m_job.values.size() - begin);
        const Address first{m_job.first.table, quint16(m_job.first.offset + begin)};
        const auto request =
            writeRequest(m_job.unit, first, m_job.values.mid(begin, count), m_job.alwaysMultiple);
        m_connection.send(*request, this, [this, count](const auto &outcome) {
            if (!outcome) {
                onRefusal(outcome.error());
                return;
            }
            m_outcome.written += int(count);
            if (m_outcome.written < m_job.values.size())
                sendNext();
            else
                readBack();
        });
    }

    void onRefusal(const Error &error)
    {
        m_outcome.error = error;
        if (isRefusal(error))
            m_outcome.verdict = WriteOutcome::Verdict::Refused;
        else if (isNeverSent(error.kind) && m_outcome.written == 0)
            m_outcome.verdict = WriteOutcome::Verdict::NotSent;
        else
            m_outcome.verdict = WriteOutcome::Verdict::Unknown;
        if (m_outcome.verdict == WriteOutcome::Verdict::NotSent)
            finish();
        else
            readBack();
    }

    void readBack()
    {
        const Block block{m_job.unit, m_job.first, int(m_job.values.size())};
        BlockRead::start(m_connection, block, this, [this](const BlockResult &result) {
            if (result.isComplete())
                m_outcome.readBack = result.values;
            if (!m_outcome.error)
                compare(result);
            finish();
        });
    }

    void compare(const BlockResult &result)
    {
        if (!result.isComplete()) {
            m_outcome.verdict = WriteOutcome::Verdict::NotVerified;
            m_outcome.error = result.failures.first().error;
        } else if (result.values == m_job.values) {
            m_outcome.verdict = WriteOutcome::Verdict::Verified;
        } else {
            m_outcome.verdict = WriteOutcome::Verdict::Mismatch;
        }
    }

    void finish()
    {
        if (m_outcome.verdict != WriteOutcome::Verdict::NotSent)
            keepJournal();
        if (m_context)
            m_done(m_outcome);
        deleteLater();
    }

    void keepJournal()
    {
        JournalEntry entry = newEntry({m_connection.endpoint(), m_job.unit});
        entry.first = m_job.first;
        entry.oldValues = m_job.oldValues;
        entry.newValues = m_job.values;
        entry.readBack = m_outcome.readBack;
        entry.verdict = verdictName(m_outcome.verdict);
        if (m_outcome.error)
            entry.detail = explain(*m_outcome.error).text;
        m_outcome.journalError = m_journal.append(entry);
    }

    Connection &m_connection;
    WriteJob m_job;
    WriteJournal m_journal;
    QPointer<QObject> m_context;
    std::function<void(const WriteOutcome &)> m_done;
    WriteOutcome m_outcome;
};

} // namespace

QString verdictName(WriteOutcome::Verdict verdict)
{
    switch (verdict) {
    case WriteOutcome::Verdict::Verified:
        return QStringLiteral("verified");
    case WriteOutcome::Verdict::Mismatch:
        return QStringLiteral("mismatch");
    case WriteOutcome::Verdict::NotVerified:
        return QStringLiteral("notVerified");
    case WriteOutcome::Verdict::Refused:
        return QStringLiteral("refused");
    case WriteOutcome::Verdict::NotSent:
        return QStringLiteral("notSent");
    case WriteOutcome::Verdict::Unknown:
        break;
    }
    return QStringLiteral("unknown");
}

bool isRefusal(const Error &error)
{
    return error.kind == Error::Kind::Exception && error.exceptionCode != 5 &&
           error.exceptionCode != 11;
}

void write(Connection &connection, const WriteJob &job, const WriteJournal &journal,
           QObject *context, std::function<void(const WriteOutcome &)> done)
{
    auto *const operation = new Write(connection, job, journal, context, std::move(done));
    operation->start();
}

} // namespace modbus
