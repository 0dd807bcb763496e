// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/solver/solverpanel.h"

#include "modbus/error.h"
#include "ui/icons.h"
#include "ui/registers/tabletext.h"
#include "ui/solver/solvermodel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>
#include <array>

namespace ui {

namespace {

QString introduction()
{
    return SolverPanel::tr("Type an address and what the device's own display shows there. Both "
                           "register tables are read around it, and every type, byte order and "
                           "power-of-ten scale is tried.");
}

void setColumnWidths(QTableView &view)
{
    const int character = view.fontMetrics().averageCharWidth();
    constexpr std::array kCharacters{14, 44, 12, 9, 12, 14};
    for (int column = 0; column < static_cast<int>(kCharacters.size()); ++column)
        view.setColumnWidth(column, kCharacters.at(static_cast<size_t>(column)) * character);
}

} // namespace

SolverPanel::SolverPanel(QWidget *parent)
    : QWidget(parent)
    , m_model(new SolverModel(this))
    , m_address(new QLineEdit(this))
    , m_shown(new QLineEdit(this))
    , m_solve(new QPushButton(tr("&Solve"), this))
    , m_statusIcon(new QLabel(this))
    , m_status(new QLabel(introduction(), this))
    , m_view(new QTableView(this))
    , m_choose(new QPushButton(tr("Add &point"), this))
    , m_copy(new QPushButton(tr("&Copy"), this))
{
    setObjectName(QStringLiteral("solverPanel"));
    buildForm();
    buildTable();
    arrange();
    showUnderWay();
}

void SolverPanel::buildForm()
{
    m_address->setObjectName(QStringLiteral("solverAddress"));
    m_address->setAccessibleName(tr("Address"));
    m_address->setPlaceholderText(tr("40101, %MW100 or 100"));
    m_address->setToolTip(tr("Where the manual says that the value is, in any notation. The "
                             "addresses before and behind it are tried as well."));
    m_shown->setObjectName(QStringLiteral("solverShown"));
    m_shown->setAccessibleName(tr("Shown value"));
    m_shown->setPlaceholderText(tr("236.4"));
    m_shown->setToolTip(tr("What the device's display shows, with all its digits and without the "
                           "unit. The more digits, the fewer accidents."));
    for (QLineEdit *field : {m_address, m_shown}) {
        field->setFixedWidth(field->fontMetrics().averageCharWidth() * 24);
        connect(field, &QLineEdit::returnPressed, this, &SolverPanel::solve);
    }
    m_solve->setObjectName(QStringLiteral("solverSolve"));
    connect(m_solve, &QPushButton::clicked, this, [this] { m_reading ? cancel() : solve(); });

    m_status->setObjectName(QStringLiteral("solverStatus"));
    m_status->setTextFormat(Qt::PlainText);
    m_status->setWordWrap(true);
    m_status->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_status->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_status->setMinimumHeight(2 * m_status->fontMetrics().lineSpacing() + 2);
}

void SolverPanel::buildTable()
{
    m_view->setObjectName(QStringLiteral("solverHits"));
    m_view->setAccessibleName(tr("Readings that fit, the most likely first"));
    m_view->setModel(m_model);
    m_view->setShowGrid(false);
    m_view->setAlternatingRowColors(true);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setTabKeyNavigation(false);
    m_view->setWordWrap(false);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setDefaultSectionSize(m_view->fontMetrics().height() + 8);
    m_view->horizontalHeader()->setHighlightSections(false);
    m_view->horizontalHeader()->setStretchLastSection(true);
    m_view->installEventFilter(this);
    setColumnWidths(*m_view);

    m_choose->setObjectName(QStringLiteral("solverChoose"));
    m_choose->setIcon(icon(QStringLiteral("state-connected")));
    m_choose->setToolTip(tr("Adds the selected reading to the point list (Enter in the table)"));
    m_copy->setObjectName(QStringLiteral("solverCopy"));
    m_copy->setIcon(icon(QStringLiteral("copy")));
    m_copy->setToolTip(tr("Copies the selected readings, in words (Ctrl+C copies their cells)"));
    connect(m_view, &QTableView::doubleClicked, this, &SolverPanel::choose);
    connect(m_choose, &QPushButton::clicked, this, &SolverPanel::choose);
    connect(m_copy, &QPushButton::clicked, this, &SolverPanel::copy);
    connect(m_model, &QAbstractItemModel::modelReset, this, [this] {
        const bool hasHits = m_model->rowCount() > 0;
        m_choose->setEnabled(hasHits);
        m_copy->setEnabled(hasHits);
    });
}

void SolverPanel::arrange()
{
    auto *address = new QLabel(tr("Add&ress"), this);
    address->setBuddy(m_address);
    auto *shown = new QLabel(tr("S&hown value"), this);
    shown->setBuddy(m_shown);
    auto *form = new QHBoxLayout;
    form->setSpacing(8);
    form->addWidget(address);
    form->addWidget(m_address);
    form->addWidget(shown);
    form->addWidget(m_shown);
    form->addWidget(m_solve);
    form->addStretch();
    form->addWidget(m_copy);
    form->addWidget(m_choose);
    auto *status = new QHBoxLayout;
    status->setSpacing(4);
    status->addWidget(m_statusIcon, 0, Qt::AlignTop);
    status->addWidget(m_status, 1);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    layout->addLayout(form);
    layout->addLayout(status);
    layout->addWidget(m_view, 1);
    m_statusIcon->hide();
    m_model->setHits({});
}

void SolverPanel::setTarget(modbus::Connection *connection, quint8 unit)
{
    if (connection == m_connection && unit == m_unit)
        return;
    cancel();
    m_connection = connection;
    m_unit = unit;
    m_model->setHits({});
    say(introduction());
}

void SolverPanel::setAddress(const QString &text)
{
    m_address->setText(text);
}

tl::expected<SolverPanel::Place, QString> SolverPanel::place() const
{
    const QString text = m_address->text();
    auto holding = modbus::parseAddress(text, modbus::Table::HoldingRegisters);
    if (holding && !holding->elsewhere) {
        const bool namesTable = holding->notation == modbus::Notation::Modicon ||
                                holding->notation == modbus::Notation::Iec;
        return Place{holding->address.offset,
                     namesTable ? std::optional(modbus::Table::HoldingRegisters) : std::nullopt};
    }
    const auto input = modbus::parseAddress(text, modbus::Table::InputRegisters);
    if (input && input->notation != modbus::Notation::Pdu)
        return Place{input->address.offset, modbus::Table::InputRegisters};
    if (holding)
        return Place{holding->address.offset, {}};
    return tl::make_unexpected(holding.error().detail);
}

void SolverPanel::solve()
{
    cancel();
    m_model->setHits({});
    const auto place = this->place();
    const auto shown = modbus::parseShownValue(m_shown->text());
    if (!place || !shown) {
        say(place ? shown.error() : place.error(), QStringLiteral("error"));
        (place ? m_shown : m_address)->setFocus();
        (place ? m_shown : m_address)->selectAll();
        return;
    }
    if (!m_connection) {
        say(tr("Nobody to ask: connect to a device first (Ctrl+L)."), QStringLiteral("error"));
        return;
    }
    m_reading = std::make_unique<QObject>();
    showUnderWay();
    say(tr("Reading both register tables around %1\u2026").arg(m_address->text().trimmed()));
    modbus::SolverRead::start(
        *m_connection, m_unit, place->offset, m_reading.get(),
        [this, shown = *shown, place = *place](const modbus::SolverRead::Result &result) {
            showResult(result, shown, place);
        });
}

void SolverPanel::cancel()
{
    if (!m_reading)
        return;
    m_reading.reset();
    showUnderWay();
    say(introduction());
}

void SolverPanel::showUnderWay()
{
    const bool isUnderWay = m_reading != nullptr;
    m_solve->setText(isUnderWay ? tr("S&top") : tr("&Solve"));
    m_solve->setIcon(icon(isUnderWay ? QStringLiteral("cancel") : QStringLiteral("filter")));
    m_solve->setToolTip(isUnderWay ? tr("Ends it at once (Esc)")
                                   : tr("Reads and tries (Enter in a field)"));
}

void SolverPanel::showResult(const modbus::SolverRead::Result &result,
                             const modbus::ShownValue &shown, const Place &place)
{
    m_reading.release()->deleteLater(); // its callback is on the stack
    showUnderWay();
    if (result.error) {
        const modbus::Explanation explanation = modbus::explain(*result.error);
        say(explanation.text + u' ' + explanation.remedy, QStringLiteral("error"));
        return;
    }
    const auto hits = modbus::solve(shown, place.offset, place.table, result.windows);
    m_model->setHits(hits);
    if (hits.isEmpty()) {
        say(tr("Nothing around %1 shows %2. Look at the display again, since the value may have "
               "moved; check the unit identifier; or try another address from the manual.")
                .arg(m_address->text().trimmed(), shown.text),
            QStringLiteral("warning"));
        return;
    }
    m_view->selectRow(0);
    QString text = tr("Most likely: %1.").arg(hits.constFirst().text);
    if (shown.digits < 3)
        text += u' ' + tr("With so few digits much fits by accident: try again when the device "
                          "shows another value.");
    else if (hits.size() > 1 && hits.at(1).doubt - hits.constFirst().doubt < 4)
        text += u' ' + tr("Another reading is about as likely: try again when the device shows "
                          "another value.");
    say(text, QStringLiteral("state-connected"));
    m_view->setFocus();
}

void SolverPanel::say(const QString &text, const QString &iconName)
{
    m_status->setText(text);
    m_statusIcon->setVisible(!iconName.isEmpty());
    if (iconName.isEmpty())
        return;
    const Tone tone = iconName == QStringLiteral("error")     ? Tone::Bad
                      : iconName == QStringLiteral("warning") ? Tone::Warning
                                                              : Tone::Good;
    const int size = fontMetrics().height();
    m_statusIcon->setPixmap(icon(iconName, tone).pixmap(size, size));
}

void SolverPanel::choose()
{
    const modbus::SolverHit *hit = m_model->hitAt(m_view->currentIndex());
    if (!hit)
        return;
    modbus::Point point;
    if (m_connection)
        point.device = m_connection->endpoint().toString();
    point.unit = m_unit;
    point.address = hit->address;
    point.format = hit->format;
    point.scaling = hit->scaling();
    emit chosen(point);
}

void SolverPanel::copy()
{
    QStringList lines;
    const auto rows = m_view->selectionModel()->selectedRows();
    for (const QModelIndex &row : rows)
        lines.append(m_model->hitAt(row)->text);
    QGuiApplication::clipboard()->setText(lines.join(u'\n'));
}

bool SolverPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_view && event->type() == QEvent::KeyPress) {
        auto *key = static_cast<QKeyEvent *>(event);
        if (key->matches(QKeySequence::Copy)) {
            QGuiApplication::clipboard()->setText(
                tabSeparated(*m_model, m_view->selectionModel()->selection()));
            return true;
        }
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            choose();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace ui
