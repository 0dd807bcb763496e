// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/loopcheck-cli/readreport.h"

#include <QJsonArray>
#include <QTextStream>
#include <algorithm>
#include <utility>

namespace cli {

namespace {

QString shortReason(const modbus::Error &error)
{
    return error.kind == modbus::Error::Kind::Exception
               ? Text::tr("unreadable: exception %1")
                     .arg(modbus::exceptionText(error.exceptionCode))
               : Text::tr("unreadable: %1").arg(modbus::kindName(error.kind));
}

double inMilliseconds(std::chrono::microseconds duration)
{
    return static_cast<double>(duration.count()) / 1000.0;
}

} // namespace

ReadReport::ReadReport(Items items, modbus::BlockResult result)
    : m_items(std::move(items))
    , m_result(std::move(result))
{
    if (!m_result.failures.isEmpty())
        m_failure = failureOf(m_result.failures.constFirst().error);
    if (m_result.values.isEmpty())
        return;

    auto failed = m_result.failures.constBegin();
    const int width = m_items.width();
    for (int i = 0; i < m_items.count; ++i) {
        const int begin = i * width;
        while (failed != m_result.failures.constEnd() && failed->begin + failed->count <= begin)
            ++failed;
        if (failed != m_result.failures.constEnd() && failed->begin < begin + width) {
            m_rows.append({{}, shortReason(failed->error)});
            continue;
        }
        const auto value = m_items.decoded(m_result.values, i);
        if (value) {
            m_rows.append({*value, {}});
            continue;
        }
        m_rows.append({{}, value.error().detail});
        if (!m_failure) {
            m_failure =
                Failure{QStringLiteral("noSuchValue"), 0,
                        Text::tr("%1: %2").arg(modbus::rangeText(m_items.addressOf(i), width),
                                               value.error().detail),
                        Text::tr("The registers were read; hex16 shows what they hold."), Refused};
        }
    }
}

void ReadReport::print(QTextStream &out) const
{
    const modbus::Target &target = m_items.target;
    const modbus::Address first = m_items.reading.address;
    out << Text::tr("%1 unit %2: %3, %4 ms")
               .arg(target.endpoint.toString(), QString::number(target.unit),
                    modbus::rangeText(first, m_items.length()),
                    QString::number(inMilliseconds(m_result.lastLatency), 'f', 2))
        << '\n';

    QStringList texts;
    qsizetype widest = 0;
    for (const Row &row : m_rows) {
        texts.append(row.value ? printable(modbus::toText(*row.value, m_items.format.type))
                               : row.why);
        if (row.value)
            widest = std::max(widest, texts.constLast().size());
    }
    for (int i = 0; i < m_rows.size(); ++i) {
        const QString &text = texts.at(i);
        out << m_items.addressText(i) << "  " << rawText(i)
            << (m_rows.at(i).value ? text.rightJustified(widest) : text) << '\n';
    }
}

QString ReadReport::rawText(int value) const
{
    if (modbus::isBitTable(m_items.reading.address.table) ||
        m_items.format.type == modbus::DataType::Hex16 || !m_rows.at(value).value)
        return {};
    QString text;
    for (int i = 0; i < m_items.width(); ++i) {
        const quint16 word = m_result.values.at(value * m_items.width() + i);
        text += QString::number(word, 16).toUpper().rightJustified(4, QLatin1Char('0')) + u' ';
    }
    return text + u' ';
}

QJsonObject ReadReport::toJson() const
{
    QJsonObject object = cli::toJson(m_items);
    if (!m_rows.isEmpty()) {
        QJsonArray values;
        for (const Row &row : m_rows)
            values.append(row.value ? cli::toJson(*row.value, m_items.format.type) : QJsonValue());
        object.insert(QStringLiteral("values"), values);
        object.insert(QStringLiteral("latencyMs"), inMilliseconds(m_result.lastLatency));
        object.insert(QStringLiteral("requests"), m_result.requests);
    }
    if (m_failure)
        object.insert(QStringLiteral("error"), cli::toJson(*m_failure));
    return object;
}

} // namespace cli
