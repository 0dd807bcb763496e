// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/discover/addressestab.h"

#include "modbus/discovery/foundpoints.h"
#include "ui/connections/words.h"
#include "ui/discover/findingsview.h"
#include "ui/discover/rangefields.h"

#include <QComboBox>
#include <QPushButton>

namespace ui {

namespace {

using namespace modbus::discovery;

const QString kStem = QStringLiteral("addresses");
constexpr int kMostPoints = 2000;

FindingRow rowOf(const ReadableBlock &block, int index)
{
    const auto inWords = [&](int offset) {
        return modbus::formatAddress({block.first.table, quint16(offset)},
                                     modbus::Notation::Modicon);
    };
    QString remark;
    if (block.nonZero() == 0)
        remark = FindingsView::tr("all zero: there may be nothing behind it");
    if (block.followsASeam)
        remark = FindingsView::tr("cannot be read together with the block before");
    FindingRow row;
    row.cells = {inWords(block.first.offset),
                 inWords(block.last()),
                 QString::number(block.first.offset),
                 QString::number(block.last()),
                 QString::number(block.count()),
                 QString::number(block.nonZero()),
                 remark};
    row.symbol = block.nonZero() == 0 ? Symbol::Question : Symbol::Check;
    row.tone = block.nonZero() == 0 ? Tone::Warning : Tone::Good;
    row.origin = index;
    return row;
}

} // namespace

AddressesTab::AddressesTab(QWidget *parent)
    : DeviceTool(
          kStem,
          tr("Finds which addresses can be read, and exactly from where to where, by halving "
             "blocks instead of asking one by one. Reads only, one request at a time."),
          tr("&Scan addresses"), parent)
    , m_range(new RangeFields(kStem, 10000))
    , m_stride(new QComboBox)
    , m_findings(new FindingsView(kStem,
                                  {tr("First"), tr("Last"), tr("PDU first"), tr("PDU last"),
                                   tr("Items"), tr("Not 0"), tr("Remark")},
                                  QString()))
    , m_add(new QPushButton(tr("&Add to point list")))
{
    m_stride->setObjectName(QStringLiteral("addressesStride"));
    for (const int stride : {1, 2, 4, 8, 16, 32, 64, 125})
        m_stride->addItem(stride == 1 ? tr("each address") : tr("%1 and longer").arg(stride),
                          stride);
    m_stride->setCurrentIndex(m_stride->findData(16));
    m_stride->setToolTip(tr("Readable blocks of this length are found for certain, shorter ones "
                            "mostly. Looking at each address takes long where little can be "
                            "read."));
    m_add->setObjectName(QStringLiteral("addressesAdd"));
    m_add->setToolTip(tr("A point for each address of the selected blocks, of all blocks where "
                         "none is selected; %1 at most")
                          .arg(kMostPoints));
    addSetting({}, m_range);
    addSetting(tr("&Blocks of"), m_stride);
    m_findings->addButton(m_add);
    setFindings(m_findings);
    connect(m_range, &RangeFields::entered, this, [this] { start(); });
    connect(m_add, &QPushButton::clicked, this, &AddressesTab::addToPoints);
    connect(m_findings, &FindingsView::changed, this,
            [this] { m_add->setEnabled(m_findings->model().rowCount() > 0); });
    setTarget(nullptr, modbus::kDefaultUnit);
    m_add->setEnabled(false);
}

void AddressesTab::forget()
{
    m_findings->model().clear();
    m_result = {};
}

void AddressesTab::showTarget()
{
    m_findings->setEmptyText(
        connection()
            ? tr("No readable block found yet.\n\nChoose a table and where to look, and press "
                 "\"Scan addresses\": %1 is asked.")
                  .arg(targetInWords())
            : tr("Connect to a device first: type its address into the connect field (Ctrl+L)."));
}

void AddressesTab::start()
{
    if (m_scan || !connection())
        return;
    QString why;
    const auto first = m_range->first(&why);
    if (!first) {
        showStatus(why, Tone::Bad);
        return;
    }
    RangeScan::Options options;
    options.unit = unit();
    options.first = *first;
    options.count = m_range->countFrom(*first);
    options.stride = m_stride->currentData().toInt();
    options.deadline = connection()->options().responseDeadline;
    forget();
    m_scan = new RangeScan(*connection(), options, this);
    connect(m_scan, &RangeScan::progressed, this,
            [this](int done, int total, int blocks, int requests) {
                showProgress(done, total);
                showStatus(tr("%1 of %2 addresses, %3 blocks, %4 requests")
                               .arg(done)
                               .arg(total)
                               .arg(blocks)
                               .arg(requests));
                if (blocks > m_findings->model().rowCount()) {
                    const auto found = m_scan->result().blocks;
                    for (int i = m_findings->model().rowCount(); i < blocks; ++i)
                        m_findings->model().add(rowOf(found.at(i), i));
                }
            });
    connect(m_scan, &RangeScan::finished, this, &AddressesTab::finish);
    showRunning(true);
    m_scan->start();
}

void AddressesTab::cancel()
{
    if (m_scan)
        m_scan->cancel();
}

void AddressesTab::finish(const RangeScanResult &result)
{
    m_scan->deleteLater();
    m_scan = nullptr;
    m_result = result;
    showRunning(false);
    QList<FindingRow> rows;
    QList<modbus::Block> blocks;
    for (const ReadableBlock &block : result.blocks) {
        rows.append(rowOf(block, int(rows.size())));
        blocks.append({result.target.unit, block.first, block.count()});
    }
    m_findings->model().setRows(rows);
    m_findings->fitColumns();
    QString text = tr("%1 readable addresses in %2 blocks, by %3 requests.")
                       .arg(result.readable())
                       .arg(result.blocks.size())
                       .arg(result.requests);
    if (result.isLimited)
        text += tr(" The device gives %1 at a time at most.").arg(result.mostAtOnce);
    if (result.timeouts > 0)
        text += tr(" %1 requests were not answered: it refuses by silence.").arg(result.timeouts);
    if (result.fault)
        text = tr("Ended early, after %1 of %2 addresses. %3 %4")
                   .arg(QString::number(result.scanned), QString::number(result.count),
                        errorSentence(*result.fault), text);
    else if (result.wasCancelled)
        text = tr("Stopped after %1 of %2 addresses. %3")
                   .arg(QString::number(result.scanned), QString::number(result.count), text);
    showStatus(text, result.fault              ? Tone::Bad
                     : result.blocks.isEmpty() ? Tone::Warning
                                               : Tone::Plain);
    emit blocksFound(blocks);
}

void AddressesTab::addToPoints()
{
    QList<modbus::Point> points;
    int wanted = 0;
    const QVariantList chosen = m_findings->chosen();
    for (const QVariant &origin : chosen) {
        if (m_scan || origin.toInt() >= m_result.blocks.size())
            continue; // of a scan that still runs
        const ReadableBlock &block = m_result.blocks.at(origin.toInt());
        wanted += block.count();
        points += pointsOf(block, m_result.target, kMostPoints - int(points.size()));
    }
    if (points.isEmpty()) {
        showStatus(tr("Wait for the scan's end, or stop it, then add what it found."),
                   Tone::Warning);
        return;
    }
    showStatus(wanted > points.size()
                   ? tr("%1 points added, of %2: that is the most at a time. Select fewer blocks "
                        "for the rest.")
                         .arg(points.size())
                         .arg(wanted)
                   : tr("%1 points added to the point list: name and type them there.")
                         .arg(points.size()));
    emit pointsFound(points);
}

} // namespace ui
