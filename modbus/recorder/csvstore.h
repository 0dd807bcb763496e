// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/recorder/fileseries.h"
#include "modbus/recorder/store.h"

#include <QFile>

class QLockFile;

namespace modbus::recorder {

/// The header row, without its line end. Times are UTC; pdu_address is 0-based; quality is good,
/// not available, undecodable or failed, and reason says why it is not good.
QByteArray csvHeader();
bool isOurCsvFile(const QString &path);

/// Rows in a CSV file (RFC 4180, UTF-8), or in a series of them. Each session begins a file.
class CsvStore : public Store
{
public:
    explicit CsvStore(const Settings &settings);
    ~CsvStore() override;

    Result<void> open() override;
    void close() override;
    Result<quint64> begin(const Session &session) override;
    Result<void> write(const Session &session, const Block &block) override;
    Result<void> tidy(qint64 now) override;
    qint64 bytes() const override { return m_series.bytes(); }
    QString place() const override { return m_file.fileName(); }

private:
    QString partToBegin(const QStringList &parts) const;
    Result<void> beginPart(const QString &path);
    Result<void> goOnIn(const QString &path);
    void learn(const QList<Point> &points);
    QByteArray lineOf(const Row &row, quint64 sequence) const;
    tl::unexpected<Problem> cannotWrite() const;

    /// What each row of a point repeats.
    struct Cells
    {
        QByteArray tag;
        QByteArray engineeringUnit;
        QByteArray source; ///< device to type
        bool isFloat32 = false;
    };

    Settings m_settings;
    FileSeries m_series;
    std::unique_ptr<QLockFile> m_lock;
    QFile m_file;
    qint64 m_created = 0;
    QByteArray m_sessionId;
    QList<Cells> m_cells;
};

} // namespace modbus::recorder
