// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/traffic/framedetail.h"

#include "modbus/trafficwords.h"
#include "ui/traffic/hexview.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QSplitter>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace ui {

namespace {

constexpr int kRowMargin = 4;

QString titleOf(const modbus::TrafficEntry &entry)
{
    QStringList parts{FrameDetail::tr("Frame %1").arg(entry.number),
                      modbus::directionText(entry) + u' ' + entry.session->server.toString(),
                      FrameDetail::tr("%1 UTC").arg(modbus::utcText(entry.time))};
    if (entry.latency)
        parts +=
            FrameDetail::tr("%1 after its request").arg(modbus::microsecondsText(*entry.latency));
    if (!entry.adu.isEmpty())
        parts += FrameDetail::tr("%n bytes", nullptr, int(entry.adu.size()));
    return parts.join(QStringLiteral(" \u00b7 "));
}

} // namespace

FrameDetail::FrameDetail(QWidget *parent)
    : QWidget(parent)
    , m_title(new QLabel)
    , m_fault(new QLabel)
    , m_other(new QToolButton)
    , m_splitter(new QSplitter(Qt::Horizontal))
    , m_table(new QTableView)
    , m_hex(new HexView)
{
    m_title->setObjectName(QStringLiteral("frameTitle"));
    m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_fault->setObjectName(QStringLiteral("frameFault"));
    m_fault->setWordWrap(true);
    m_fault->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_other->setObjectName(QStringLiteral("frameCounterpart"));
    m_other->setAutoRaise(true);
    m_other->setToolTip(tr("Show the frame that belongs to this one"));
    connect(m_other, &QToolButton::clicked, this, [this] { emit counterpartAsked(m_counterpart); });

    m_table->setObjectName(QStringLiteral("frameFields"));
    m_table->setAccessibleName(tr("Fields of the frame"));
    m_table->setModel(&m_fields);
    m_table->setColumnHidden(FieldsModel::HexColumn, true); // they stand beside it
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setMinimumSectionSize(0);
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + kRowMargin);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->setColumnWidth(FieldsModel::BytesColumn,
                            fontMetrics().horizontalAdvance(QStringLiteral("100..1000")));
    m_table->setColumnWidth(FieldsModel::NameColumn, fontMetrics().horizontalAdvance(QStringLiteral(
                                                         "Transaction Identifier  ")));
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &FrameDetail::showField);

    m_hex->setObjectName(QStringLiteral("frameBytes"));
    m_hex->setAccessibleName(tr("Bytes of the frame"));

    m_splitter->addWidget(m_table);
    m_splitter->addWidget(m_hex);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 4);

    auto *head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_other);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(head);
    layout->addWidget(m_fault);
    layout->addWidget(m_splitter, 1);
    clear();
}

void FrameDetail::show(const modbus::TrafficEntry &entry)
{
    m_title->setText(titleOf(entry));
    const QString fault = modbus::faultSentence(entry);
    m_fault->setText(fault);
    m_fault->setVisible(!fault.isEmpty());
    m_counterpart = entry.counterpart;
    m_other->setText(entry.isSent() ? tr("Go to its reply, %1").arg(entry.counterpart)
                                    : tr("Go to its request, %1").arg(entry.counterpart));
    m_other->setVisible(entry.counterpart != 0);
    m_hex->setBytes(entry.adu);
    m_fields.setFields(modbus::fieldsOf(entry), entry.adu);
}

void FrameDetail::clear()
{
    m_title->setText(tr("Select a frame to see its fields and bytes."));
    m_fault->hide();
    m_other->hide();
    m_counterpart = 0;
    m_hex->setBytes({});
    m_fields.setFields({}, {});
}

void FrameDetail::showField()
{
    const QModelIndex current = m_table->currentIndex();
    if (!current.isValid()) {
        m_hex->highlight(0, 0);
        return;
    }
    const modbus::PduField &field = m_fields.fields().at(current.row());
    m_hex->highlight(field.offset, field.length);
}

QByteArray FrameDetail::saveLayout() const
{
    return m_splitter->saveState();
}

void FrameDetail::restoreLayout(const QByteArray &layout)
{
    m_splitter->restoreState(layout);
}

} // namespace ui
