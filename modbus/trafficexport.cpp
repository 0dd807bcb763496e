// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/trafficexport.h"

#include "modbus/csvtext.h"
#include "modbus/pcapng.h"
#include "modbus/trafficwords.h"

#include <QCoreApplication>
#include <QSaveFile>
#include <QStringList>
#include <QtEndian>
#include <set>

namespace modbus {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(modbus)
};

QString hexOf(const QByteArray &bytes)
{
    return QString::fromLatin1(bytes.toHex(' ').toUpper());
}

QString numberOrNothing(quint64 number)
{
    return number == 0 ? QString() : QString::number(number);
}

/// Names for machines, the same in every language.
QString kindName(TrafficFrame::Kind kind)
{
    switch (kind) {
    case TrafficFrame::Kind::Opened:
        return QStringLiteral("opened");
    case TrafficFrame::Kind::ConnectFailed:
        return QStringLiteral("connect-failed");
    case TrafficFrame::Kind::Closed:
        return QStringLiteral("closed");
    case TrafficFrame::Kind::Request:
        return QStringLiteral("request");
    case TrafficFrame::Kind::Reply:
        return QStringLiteral("reply");
    case TrafficFrame::Kind::Unanswered:
        return QStringLiteral("unanswered");
    case TrafficFrame::Kind::Debris:
        break;
    }
    return QStringLiteral("debris");
}

const QStringList &csvHeader()
{
    static const QStringList header{
        QStringLiteral("number"),     QStringLiteral("time_utc"),
        QStringLiteral("server"),     QStringLiteral("kind"),
        QStringLiteral("unit"),       QStringLiteral("function_code"),
        QStringLiteral("function"),   QStringLiteral("transaction_id"),
        QStringLiteral("fault"),      QStringLiteral("summary"),
        QStringLiteral("latency_us"), QStringLiteral("counterpart"),
        QStringLiteral("bytes"),
    };
    return header;
}

QStringList csvFields(const TrafficEntry &entry)
{
    const bool hasUnit = entry.function != 0 || entry.isSent();
    const bool hasTransaction = entry.adu.size() >= 2;
    return {
        QString::number(entry.number),
        utcText(entry.time),
        entry.session->server.toString(),
        kindName(entry.kind),
        hasUnit ? QString::number(entry.unit) : QString(),
        numberOrNothing(entry.function),
        functionText(entry),
        hasTransaction ? QString::number(qFromBigEndian<quint16>(entry.adu.constData()))
                       : QString(),
        flagText(entry.flag),
        summaryText(entry),
        entry.latency ? QString::number(entry.latency->count()) : QString(),
        numberOrNothing(entry.counterpart),
        hexOf(entry.adu),
    };
}

QByteArray csvLine(const QStringList &fields)
{
    QStringList cells;
    for (const QString &field : fields)
        cells += spreadsheetCell(field);
    return cells.join(u',').toUtf8() + "\r\n";
}

/// What a reader must know who was not there.
QString sectionComment(const std::vector<TrafficEntry> &entries)
{
    constexpr quint16 kWiresharksPort = 502;
    std::set<quint16> ports;
    for (const TrafficEntry &entry : entries)
        ports.insert(entry.session->server.port);
    ports.erase(kWiresharksPort);
    QString comment = QStringLiteral(
        "Made by Loopcheck from what it sent and received itself. Addresses, ports, times and "
        "Modbus frames are real. IP and TCP headers are made up around them, so nothing can be "
        "learned from them about the network.");
    if (!ports.empty()) {
        QStringList list;
        for (const quint16 port : ports)
            list += QString::number(port);
        comment += QStringLiteral(" Wireshark takes only port 502 for Modbus/TCP: enter %1 in "
                                  "Preferences, Protocols, Modbus/TCP, or start it with "
                                  "-o mbtcp.tcp.port:502,%1")
                       .arg(list.join(u','));
    }
    return comment;
}

void writePcapng(const std::vector<TrafficEntry> &entries, QIODevice &device)
{
    PcapngWriter writer(device);
    writer.begin(sectionComment(entries));
    for (const TrafficEntry &entry : entries) {
        const bool isFaulty = entry.flag != TrafficFrame::Flag::None;
        writer.write(entry, isFaulty ? summaryText(entry) : QString());
    }
}

} // namespace

QString textLine(const TrafficEntry &entry)
{
    QString text = QStringLiteral("%1  #%2  %3  %4")
                       .arg(utcText(entry.time), QString::number(entry.number),
                            entry.session->server.toString(), directionText(entry));
    if (entry.function != 0)
        text += Text::tr("  unit %1  %2").arg(entry.unit).arg(functionText(entry));
    text += QStringLiteral("  ") + summaryText(entry);
    if (entry.latency)
        text += Text::tr("  after %1").arg(microsecondsText(*entry.latency));
    if (!entry.adu.isEmpty())
        text += QStringLiteral("  [%1]").arg(hexOf(entry.adu));
    return text;
}

void writeTraffic(const std::vector<TrafficEntry> &entries, TrafficFormat format, QIODevice &device)
{
    switch (format) {
    case TrafficFormat::Text:
        for (const TrafficEntry &entry : entries)
            device.write(textLine(entry).toUtf8() + '\n');
        break;
    case TrafficFormat::Csv:
        device.write(csvLine(csvHeader()));
        for (const TrafficEntry &entry : entries)
            device.write(csvLine(csvFields(entry)));
        break;
    case TrafficFormat::Pcapng:
        writePcapng(entries, device);
        break;
    }
}

tl::expected<void, QString> saveTraffic(const std::vector<TrafficEntry> &entries,
                                        TrafficFormat format, const QString &path)
{
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly)) {
        writeTraffic(entries, format, file);
        // A write that failed, however long ago, makes commit() fail.
        if (file.commit())
            return {};
    }
    return tl::unexpected(Text::tr("%1 could not be written: %2. Choose another folder.")
                              .arg(path, file.errorString()));
}

} // namespace modbus
