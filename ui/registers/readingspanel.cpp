// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registers/readingspanel.h"

#include "ui/registers/readingsmodel.h"
#include "ui/registers/tabletext.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QTableView>
#include <QVBoxLayout>

namespace ui {

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
    m_view->setWordWrap(false);
    m_view->setTabKeyNavigation(false);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_view->verticalHeader()->setDefaultSectionSize(m_view->fontMetrics().height() + 6);
    m_view->horizontalHeader()->setHighlightSections(false);
    m_view->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_view->installEventFilter(this);
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

void ReadingsPanel::setCurrentFormat(const modbus::ValueFormat &format)
{
    m_model->setCurrentFormat(format);
}

bool ReadingsPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_view && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent *>(event)->matches(QKeySequence::Copy)) {
        QGuiApplication::clipboard()->setText(
            tabSeparated(*m_model, m_view->selectionModel()->selection()));
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace ui
