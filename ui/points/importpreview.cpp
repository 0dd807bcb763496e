// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/points/importpreview.h"

#include "ui/icons.h"
#include "ui/points/importfilter.h"
#include "ui/points/importmodel.h"
#include "ui/registers/tabletext.h"

#include <QClipboard>
#include <QComboBox>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QRadioButton>
#include <QTableView>
#include <QThreadPool>
#include <QVBoxLayout>
#include <algorithm>
#include <memory>

namespace ui {

namespace {

constexpr int kDetailLines = 5;

QString separatorInWords(char separator)
{
    switch (separator) {
    case ';':
        return ImportPreview::tr("separated by semicolons");
    case '\t':
        return ImportPreview::tr("separated by tabs");
    default:
        return ImportPreview::tr("separated by commas");
    }
}

QString countText(qsizetype count, const QString &one, const QString &more)
{
    return count == 1 ? one : more.arg(QLocale::c().toString(count));
}

QString pointsText(qsizetype count)
{
    return countText(count, ImportPreview::tr("1 point"), ImportPreview::tr("%1 points"));
}

QString findingsText(const QList<modbus::Finding> &findings)
{
    const auto errors =
        std::count_if(findings.begin(), findings.end(), [](const modbus::Finding &finding) {
            return finding.severity == modbus::Finding::Severity::Error;
        });
    const auto warnings = findings.size() - errors;
    QStringList parts;
    if (errors > 0)
        parts.append(
            countText(errors, ImportPreview::tr("1 error"), ImportPreview::tr("%1 errors")));
    if (warnings > 0)
        parts.append(
            countText(warnings, ImportPreview::tr("1 warning"), ImportPreview::tr("%1 warnings")));
    return parts.isEmpty() ? ImportPreview::tr("The check of tags, addresses and limits found "
                                               "nothing.")
                           : ImportPreview::tr("The check of tags, addresses and limits found %1.")
                                 .arg(parts.join(QStringLiteral(", ")));
}

void setColumnWidths(QTableView &view)
{
    const int character = view.fontMetrics().averageCharWidth();
    constexpr std::array kCharacters{7, 12, 18, 24, 16, 22, 18};
    for (int column = 0; column < static_cast<int>(kCharacters.size()); ++column)
        view.setColumnWidth(column, kCharacters.at(static_cast<size_t>(column)) * character);
}

} // namespace

ImportPreview::ImportPreview(QWidget *parent)
    : QFrame(parent)
    , m_model(new ImportModel(this))
    , m_filtered(new ImportFilter(this))
    , m_title(new QLabel(this))
    , m_summary(new QLabel(this))
    , m_layout(new QLabel(this))
    , m_detail(new QPlainTextEdit(this))
    , m_filter(new QComboBox(this))
    , m_view(new QTableView(this))
    , m_append(new QRadioButton(this))
    , m_replace(new QRadioButton(this))
    , m_import(new QPushButton(this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
{
    setObjectName(QStringLiteral("importPreview"));
    setAccessibleName(tr("Preview of an import"));
    m_title->setObjectName(QStringLiteral("importTitle"));
    m_summary->setObjectName(QStringLiteral("importSummary"));
    m_layout->setObjectName(QStringLiteral("importLayout"));
    m_detail->setObjectName(QStringLiteral("importDetail"));
    for (QLabel *label : {m_title, m_summary, m_layout}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    QFont bold = m_title->font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_detail->setAccessibleName(tr("Remarks on the selected row"));
    m_detail->setReadOnly(true);
    m_detail->setFrameShape(QFrame::NoFrame);
    m_detail->setTabChangesFocus(true);
    m_detail->viewport()->setAutoFillBackground(false);
    m_detail->setFixedHeight(kDetailLines * m_detail->fontMetrics().lineSpacing() + 8);

    buildTable();
    buildChoices();
    arrange();
}

void ImportPreview::buildTable()
{
    m_filter->setObjectName(QStringLiteral("importFilter"));
    m_filter->setAccessibleName(tr("Rows shown"));
    m_filter->setToolTip(tr("Which rows of the list are shown below"));
    using Shown = ImportFilter::Shown;
    m_filter->addItem(tr("All rows"), static_cast<int>(Shown::All));
    m_filter->addItem(tr("Rows with a remark"), static_cast<int>(Shown::Remarks));
    m_filter->addItem(tr("Rows left out"), static_cast<int>(Shown::LeftOut));
    connect(m_filter, &QComboBox::currentIndexChanged, this, &ImportPreview::applyFilter);

    m_filtered->setSourceModel(m_model);
    m_view->setObjectName(QStringLiteral("importRows"));
    m_view->setAccessibleName(tr("Rows of the list"));
    m_view->setModel(m_filtered);
    m_view->setShowGrid(false);
    m_view->setAlternatingRowColors(true);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setTabKeyNavigation(false);
    m_view->setWordWrap(false);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_view->verticalHeader()->setDefaultSectionSize(m_view->fontMetrics().height() + 8);
    m_view->horizontalHeader()->setHighlightSections(false);
    m_view->horizontalHeader()->setStretchLastSection(true);
    m_view->installEventFilter(this);
    setColumnWidths(*m_view);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &ImportPreview::showDetail);
}

void ImportPreview::buildChoices()
{
    m_append->setObjectName(QStringLiteral("importAppend"));
    m_append->setToolTip(tr("Keeps the points that are listed and adds these behind them"));
    m_replace->setObjectName(QStringLiteral("importReplace"));
    m_replace->setToolTip(tr("Takes these points in place of those that are listed"));
    m_replace->setText(tr("&Replace them"));
    m_import->setObjectName(QStringLiteral("importAccept"));
    m_import->setIcon(icon(QStringLiteral("state-connected")));
    m_import->setToolTip(tr("Takes the good rows into the point list (Ctrl+Enter)"));
    m_cancel->setObjectName(QStringLiteral("importCancel"));
    m_cancel->setIcon(icon(QStringLiteral("cancel")));
    m_cancel->setToolTip(tr("Leaves the point list as it is (Esc)"));
    for (QPushButton *button : {m_import, m_cancel})
        button->setAutoDefault(true); // Enter presses the one that has the focus
    connect(m_import, &QPushButton::clicked, this, &ImportPreview::accept);
    connect(m_cancel, &QPushButton::clicked, this, &ImportPreview::reject);
}

void ImportPreview::arrange()
{
    auto *summary = new QHBoxLayout;
    summary->addWidget(m_summary, 1);
    summary->addWidget(m_filter, 0, Qt::AlignTop);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_append);
    buttons->addWidget(m_replace);
    buttons->addStretch();
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_import);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(4);
    layout->addWidget(m_title);
    layout->addLayout(summary);
    layout->addWidget(m_layout);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_detail);
    layout->addLayout(buttons);
}

void ImportPreview::openFile(const QString &path, qsizetype present)
{
    open(QFileInfo(path).fileName(), present, [path] { return modbus::readPointListFile(path); });
}

void ImportPreview::openText(const QString &text, qsizetype present)
{
    open(tr("the clipboard"), present, [text] { return modbus::readPointList(text.toUtf8()); });
}

void ImportPreview::open(const QString &source, qsizetype present,
                         const std::function<modbus::PointListReading()> &read)
{
    m_source = source;
    m_present = present;
    const int opened = ++m_opened;
    showReadingUnderWay();
    QThreadPool::globalInstance()->start([self = QPointer(this), window = qApp, opened, read] {
        auto outcome = std::make_shared<Outcome>();
        outcome->reading = read();
        outcome->findings = modbus::lint(outcome->reading.points);
        // `self` is looked at on the window's thread alone: there it can't vanish meanwhile.
        QMetaObject::invokeMethod(window, [self, opened, outcome] {
            if (self && self->m_opened == opened)
                self->showOutcome(*outcome);
        });
    });
}

void ImportPreview::showReadingUnderWay()
{
    m_points.clear();
    m_model->show({}, {});
    m_title->setText(tr("Reading %1\u2026").arg(m_source));
    m_summary->clear();
    m_layout->clear();
    m_detail->clear();
    m_import->setText(tr("&Import"));
    m_import->setEnabled(false);
    m_append->hide();
    m_replace->hide();
    m_filter->setEnabled(false);
    m_cancel->setFocus();
}

void ImportPreview::showOutcome(const Outcome &outcome)
{
    m_points = outcome.reading.points;
    m_model->show(outcome.reading, outcome.findings);
    const bool hasRows = m_model->rowCount() > 0;
    m_filter->setEnabled(hasRows);
    m_filter->setCurrentIndex(m_filter->findData(
        static_cast<int>(m_model->leftOut() > 0       ? ImportFilter::Shown::LeftOut
                         : outcome.findings.isEmpty() ? ImportFilter::Shown::All
                                                      : ImportFilter::Shown::Remarks)));
    applyFilter();
    showSummary(outcome);

    m_import->setText(m_points.isEmpty() ? tr("&Import")
                                         : tr("&Import %1").arg(pointsText(m_points.size())));
    m_import->setEnabled(!m_points.isEmpty());
    const bool hasChoice = m_present > 0 && !m_points.isEmpty();
    m_append->setVisible(hasChoice);
    m_replace->setVisible(hasChoice);
    m_append->setText(m_present == 1 ? tr("&Add to the 1 point in the list")
                                     : tr("&Add to the %L1 points in the list").arg(m_present));
    m_append->setChecked(true);
    (m_points.isEmpty() ? m_cancel : m_import)->setFocus();
}

void ImportPreview::showSummary(const Outcome &outcome)
{
    const modbus::PointListReading &reading = outcome.reading;
    if (!reading.fileFault.isEmpty()) {
        m_title->setText(tr("Nothing can be taken from %1").arg(m_source));
        m_summary->setText(reading.fileFault);
    } else {
        m_title->setText(tr("Import from %1").arg(m_source));
        const QString leftOut =
            countText(m_model->leftOut(), tr("1 row left out"), tr("%1 rows left out"));
        m_summary->setText(
            tr("%1, %2. %3")
                .arg(pointsText(m_points.size()), leftOut, findingsText(outcome.findings)));
    }
    if (reading.encoding.isEmpty()) {
        m_layout->clear();
        return;
    }
    QString layout = tr("%1, %2.").arg(reading.encoding, separatorInWords(reading.separator));
    if (!reading.unknownColumns.isEmpty()) {
        layout += u' ' + tr("Columns that are not understood and left out: %1.")
                             .arg(reading.unknownColumns.mid(0, 12).join(QStringLiteral(", ")));
    }
    m_layout->setText(layout);
}

void ImportPreview::applyFilter()
{
    m_filtered->setShown(static_cast<ImportFilter::Shown>(m_filter->currentData().toInt()));
    if (m_filtered->rowCount() > 0)
        m_view->selectRow(0);
    showDetail();
}

/// In full what the row in hand has too little room for.
void ImportPreview::showDetail()
{
    const QModelIndex current = m_view->currentIndex();
    const QModelIndex remark = current.siblingAtColumn(ImportModel::Remark);
    m_detail->setPlainText(
        current.isValid()
            ? tr("Line %1").arg(current.siblingAtColumn(ImportModel::Line).data().toString()) +
                  u'\n' + remark.data(Qt::ToolTipRole).toString()
            : QString());
}

void ImportPreview::accept()
{
    if (m_points.isEmpty())
        return;
    const bool replaces = m_present > 0 && m_replace->isChecked();
    const QList<modbus::Point> points = std::exchange(m_points, {});
    ++m_opened;
    emit accepted(points, replaces);
}

void ImportPreview::reject()
{
    ++m_opened;
    m_points.clear();
    emit rejected();
}

void ImportPreview::keyPressEvent(QKeyEvent *event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->key() == Qt::Key_Escape)
        reject();
    else if (isEnter && event->modifiers().testFlag(Qt::ControlModifier))
        accept();
    else
        QFrame::keyPressEvent(event);
}

bool ImportPreview::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_view && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent *>(event)->matches(QKeySequence::Copy)) {
        QGuiApplication::clipboard()->setText(
            tabSeparated(*m_filtered, m_view->selectionModel()->selection()));
        return true;
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace ui
