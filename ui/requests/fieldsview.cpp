// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/requests/fieldsview.h"

#include "modbus/pdureader.h"
#include "ui/registers/tabletext.h"

#include <QClipboard>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QTableView>
#include <QVBoxLayout>

namespace ui {

namespace {

constexpr int kHexLines = 2;

} // namespace

FieldsView::FieldsView(const QString &stem, QWidget *parent)
    : QWidget(parent)
    , m_model(new FieldsModel(this))
    , m_title(new QLabel(this))
    , m_empty(new QLabel(this))
    , m_hex(new QPlainTextEdit(this))
    , m_table(new QTableView(this))
{
    m_title->setObjectName(stem + QStringLiteral("Title"));
    m_title->setTextFormat(Qt::RichText);
    m_empty->setObjectName(stem + QStringLiteral("Empty"));
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignTop | Qt::AlignLeft);

    m_hex->setObjectName(stem + QStringLiteral("Hex"));
    m_hex->setAccessibleName(tr("Bytes in hexadecimal"));
    m_hex->setReadOnly(true);
    m_hex->setTabChangesFocus(true);
    m_hex->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_hex->setFixedHeight(kHexLines * QFontMetrics(m_hex->font()).lineSpacing() + 14);

    m_table->setObjectName(stem + QStringLiteral("Fields"));
    m_table->setAccessibleName(tr("Fields"));
    m_table->setModel(m_model);
    m_table->setShowGrid(false);
    m_table->setAlternatingRowColors(true);
    m_table->setTabKeyNavigation(false);
    m_table->setWordWrap(false);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setStretchLastSection(true);
    const int character = fontMetrics().averageCharWidth();
    m_table->setColumnWidth(FieldsModel::BytesColumn, 8 * character);
    m_table->setColumnWidth(FieldsModel::HexColumn, 15 * character);
    m_table->setColumnWidth(FieldsModel::NameColumn, 28 * character);
    m_table->installEventFilter(this);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_title);
    layout->addWidget(m_empty, 1);
    layout->addWidget(m_hex);
    layout->addWidget(m_table, 1);
    showNothing({});
}

void FieldsView::setTitle(const QString &title)
{
    m_title->setText(QStringLiteral("<b>%1</b>").arg(title.toHtmlEscaped()));
}

void FieldsView::showPdu(const QString &header, const QByteArray &pdu,
                         const QList<modbus::PduField> &fields)
{
    m_hex->setPlainText(header + modbus::spacedHex(pdu));
    m_model->setFields(fields, pdu);
    m_hex->setVisible(true);
    m_table->setVisible(true);
    m_empty->setVisible(false);
}

void FieldsView::showNothing(const QString &why)
{
    m_model->setFields({}, {});
    m_hex->clear();
    m_empty->setText(why);
    m_hex->setVisible(false);
    m_table->setVisible(false);
    m_empty->setVisible(true);
}

QString FieldsView::text() const
{
    if (m_model->rowCount() == 0)
        return m_empty->text();
    QString text = m_hex->toPlainText() + u'\n';
    for (int row = 0; row < m_model->rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < m_model->columnCount(); ++column)
            cells.append(m_model->index(row, column).data().toString());
        text += cells.join(u'\t') + u'\n';
    }
    return text;
}

bool FieldsView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_table && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent *>(event)->matches(QKeySequence::Copy)) {
        const QItemSelection selection = m_table->selectionModel()->selection();
        QGuiApplication::clipboard()->setText(
            selection.isEmpty() ? text() : tabSeparated(*m_model, selection));
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace ui
