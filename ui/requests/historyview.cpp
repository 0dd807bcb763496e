// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/requests/historyview.h"

#include "ui/icons.h"
#include "ui/registers/tabletext.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace ui {

HistoryView::HistoryView(QWidget *parent)
    : QWidget(parent)
    , m_model(new RequestHistoryModel(this))
    , m_table(new QTableView(this))
    , m_empty(new QLabel(tr("Requests that you send are kept here until you leave."), this))
    , m_resend(new QPushButton(icon(QStringLiteral("retry")), tr("Send again"), this))
    , m_copy(new QPushButton(icon(QStringLiteral("copy")), tr("Copy"), this))
{
    m_table->setObjectName(QStringLiteral("requestHistory"));
    m_table->setAccessibleName(tr("Requests of this session"));
    m_table->setModel(m_model);
    m_table->setShowGrid(false);
    m_table->setAlternatingRowColors(true);
    m_table->setTabKeyNavigation(false);
    m_table->setWordWrap(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setStretchLastSection(true);
    const int character = fontMetrics().averageCharWidth();
    m_table->setColumnWidth(RequestHistoryModel::TimeColumn, 15 * character);
    m_table->setColumnWidth(RequestHistoryModel::TargetColumn, 22 * character);
    m_table->setColumnWidth(RequestHistoryModel::FunctionColumn, 34 * character);
    m_table->setColumnWidth(RequestHistoryModel::RequestColumn, 34 * character);
    m_table->setColumnWidth(RequestHistoryModel::OutcomeColumn, 36 * character);
    m_table->installEventFilter(this);
    m_resend->setObjectName(QStringLiteral("requestResend"));
    m_resend->setToolTip(tr("Send the selected request again (Return in the list)"));
    m_copy->setObjectName(QStringLiteral("requestHistoryCopy"));
    m_copy->setToolTip(tr("Copy the selected rows for a spreadsheet (Ctrl+C in the list)"));
    m_empty->setObjectName(QStringLiteral("requestHistoryEmpty"));
    m_empty->setWordWrap(true);

    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        m_resend->setEnabled(current());
        m_copy->setEnabled(current());
        if (m_table->hasFocus() && current())
            emit chosen(*current());
    });
    connect(m_table, &QTableView::doubleClicked, this, &HistoryView::resend);
    connect(m_resend, &QPushButton::clicked, this, &HistoryView::resend);
    connect(m_copy, &QPushButton::clicked, this, &HistoryView::copy);
    m_resend->setEnabled(false);
    m_copy->setEnabled(false);
    m_table->hide();

    auto *head = new QHBoxLayout;
    head->addWidget(new QLabel(tr("<b>Sent</b>"), this), 1);
    head->addWidget(m_resend);
    head->addWidget(m_copy);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(head);
    layout->addWidget(m_empty, 1, Qt::AlignTop);
    layout->addWidget(m_table, 1);
}

void HistoryView::append(PastRequest past)
{
    m_model->append(std::move(past));
    m_empty->hide();
    m_table->show();
    if (!m_table->hasFocus())
        m_table->selectRow(0);
}

bool HistoryView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_table && event->type() == QEvent::KeyPress) {
        auto *key = static_cast<QKeyEvent *>(event);
        if (key->matches(QKeySequence::Copy)) {
            copy();
            return true;
        }
        const bool isEnter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (isEnter && (key->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier) {
            resend();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

const PastRequest *HistoryView::current() const
{
    const QModelIndex index = m_table->currentIndex();
    return index.isValid() ? &m_model->at(index.row()) : nullptr;
}

void HistoryView::resend()
{
    if (current())
        emit resendAsked(PastRequest(*current())); // sending adds a row
}

void HistoryView::copy() const
{
    QGuiApplication::clipboard()->setText(
        tabSeparated(*m_model, m_table->selectionModel()->selection()));
}

} // namespace ui
