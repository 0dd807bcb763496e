// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registers/readingspanel.h"

#include "ui/registers/readingsmodel.h"
#include "ui/registers/tabletext.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

namespace ui {

namespace {

constexpr int kRowMargin = 4;
constexpr int kCellMargin = 8;
constexpr int kMostLines = 3;

/// Characters of the longest number that a reading of this type can be.
int longest(modbus::DataType type)
{
    using modbus::DataType;
    switch (type) {
    case DataType::Bool:
    case DataType::Int16:
    case DataType::UInt16:
    case DataType::Hex16:
    case DataType::Bcd16:
        return 6;
    case DataType::Int64:
    case DataType::UInt64:
    case DataType::Binary16:
        return 20;
    case DataType::Float32:
        return 14;
    case DataType::Float64:
        return 24;
    default:
        return 11;
    }
}

/// Breaks a number that is too long for its cell anywhere: it has no better place.
class WrappingDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QString displayText(const QVariant &value, const QLocale &) const override
    {
        QString whole = value.toString();
        if (whole.contains(QLatin1Char(' ')))
            return whole;
        constexpr QChar breakHere(0x200B);
        QString text;
        for (const QChar c : std::as_const(whole)) {
            text += c;
            if (c.isDigit())
                text += breakHere;
        }
        return text;
    }
};

} // namespace

ReadingsPanel::ReadingsPanel(const QString &stem, QWidget *parent)
    : QWidget(parent)
    , m_model(new ReadingsModel(this))
    , m_title(new QLabel(this))
    , m_view(new QTableView(this))
{
    m_title->setObjectName(stem + QStringLiteral("ReadingsTitle"));
    m_title->setWordWrap(true);
    m_view->setObjectName(stem + QStringLiteral("Readings"));
    m_view->setAccessibleName(tr("All readings of the selected registers"));
    m_view->setModel(m_model);
    m_view->setShowGrid(false);
    m_view->setAlternatingRowColors(true);
    m_view->setWordWrap(true);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setItemDelegate(new WrappingDelegate(m_view));
    m_view->setTabKeyNavigation(false);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_view->verticalHeader()->setMinimumSectionSize(0);
    m_view->horizontalHeader()->setHighlightSections(false);
    m_view->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    connect(m_model, &QAbstractItemModel::modelReset, this, &ReadingsPanel::fitRows);
    m_view->installEventFilter(this);
    m_view->viewport()->installEventFilter(this);
    connect(m_view, &QTableView::doubleClicked, this, [this](const QModelIndex &index) {
        if (const auto format = m_model->formatAt(index))
            emit formatChosen(*format);
    });

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_title);
    layout->addWidget(m_view, 1);
    showRegisters({}, {});
}

void ReadingsPanel::showRegisters(const QString &range, const QList<quint16> &registers)
{
    m_model->setRegisters(registers);
    m_view->setVisible(!registers.isEmpty());
    m_title->setText(registers.isEmpty()
                         ? tr("All readings: select a row that was read, to see its registers in "
                              "every type and byte order.")
                         : tr("All readings of <b>%1</b>").arg(range.toHtmlEscaped()));
    m_title->setAlignment(registers.isEmpty() ? Qt::AlignTop | Qt::AlignLeft
                                              : Qt::AlignVCenter | Qt::AlignLeft);
}

/// As tall as the longest value of the type needs, so that nothing jumps while values change.
void ReadingsPanel::fitRows()
{
    QFont bold = m_view->font();
    bold.setBold(true);
    const QFontMetrics metrics(bold);
    const int width = m_view->viewport()->width() / m_model->columnCount() - kCellMargin;
    const int perLine = qMax(1, width / metrics.horizontalAdvance(QLatin1Char('0')));
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const auto format = m_model->formatAt(m_model->index(row, 0));
        const int lines = qMin((longest(format->type) + perLine - 1) / perLine, kMostLines);
        m_view->setRowHeight(row, lines * metrics.lineSpacing() + kRowMargin);
    }
}

void ReadingsPanel::setCurrentFormat(const modbus::ValueFormat &format)
{
    m_model->setCurrentFormat(format);
}

bool ReadingsPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_view->viewport() && event->type() == QEvent::Resize)
        fitRows();
    if (watched == m_view && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent *>(event)->matches(QKeySequence::Copy)) {
        QGuiApplication::clipboard()->setText(
            tabSeparated(*m_model, m_view->selectionModel()->selection()));
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace ui
