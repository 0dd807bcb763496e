// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registers/writeseveraldialog.h"

#include "ui/registers/registermodel.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

namespace ui {

namespace {

QStringList valuesOf(const QString &text, modbus::DataType type)
{
    const bool isText = type == modbus::DataType::Ascii || type == modbus::DataType::Utf8;
    static const QRegularExpression lines(QStringLiteral("[\r\n\t]+"));
    static const QRegularExpression separators(QStringLiteral("[\r\n\t;]+"));
    QStringList values;
    for (const QString &value : text.split(isText ? lines : separators, Qt::SkipEmptyParts)) {
        if (!value.trimmed().isEmpty())
            values += value.trimmed();
    }
    return values;
}

} // namespace

WriteSeveralDialog::WriteSeveralDialog(const RegisterModel &model, QList<int> rows, QWidget *parent)
    : QDialog(parent)
    , m_model(model)
    , m_rows(std::move(rows))
    , m_values(new QPlainTextEdit(this))
    , m_result(new QLabel(this))
    , m_next(new QPushButton(tr("&Compare and confirm\u2026"), this))
{
    setObjectName(QStringLiteral("writeSeveral"));
    setWindowTitle(tr("Write several values"));
    setAttribute(Qt::WA_DeleteOnClose);

    const modbus::ValueFormat &format = m_model.shape().format;
    auto *heading = new QLabel(this);
    heading->setWordWrap(true);
    heading->setText(
        tr("Rows selected: %1, from %2 on, type %3. Type one value for all of them, or one a line; "
           "a column copied from a spreadsheet can be pasted.")
            .arg(m_rows.size())
            .arg(m_model.addressText(m_model.addressAt(m_rows.first())),
                 modbus::typeName(format.type)));
    m_values->setObjectName(QStringLiteral("severalValues"));
    m_values->setAccessibleName(tr("New values, one a line"));
    m_values->setTabChangesFocus(true);
    m_result->setObjectName(QStringLiteral("severalResult"));
    m_result->setWordWrap(true);
    m_next->setObjectName(QStringLiteral("severalNext"));
    m_next->setDefault(true);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    buttons->addButton(m_next, QDialogButtonBox::AcceptRole);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_values, &QPlainTextEdit::textChanged, this, &WriteSeveralDialog::showPlan);
    connect(&m_model, &QAbstractItemModel::modelReset, this, &QDialog::reject);

    auto *layout = new QVBoxLayout(this);
    layout->addWidget(heading);
    layout->addWidget(m_values, 1);
    layout->addWidget(m_result);
    layout->addWidget(buttons);
    resize(460, 320);
    showPlan();
}

tl::expected<QList<PlannedWrite>, QString> WriteSeveralDialog::plan() const
{
    const modbus::ValueFormat &format = m_model.shape().format;
    const QStringList texts = valuesOf(m_values->toPlainText(), format.type);
    if (texts.isEmpty())
        return tl::unexpected(tr("Type a value."));
    QList<int> rows = m_rows;
    if (rows.size() == 1) {
        for (int row = rows.first() + 1; rows.size() < texts.size(); ++row)
            rows += row;
    }
    if (rows.last() >= m_model.rowCount()) {
        return tl::unexpected(
            tr("%1 values, but only %2 rows are shown from there. Read a longer block first.")
                .arg(texts.size())
                .arg(m_model.rowCount() - rows.first()));
    }
    if (texts.size() != 1 && texts.size() != rows.size()) {
        return tl::unexpected(tr("%1 values for %2 rows. Give one value for all, or one a row.")
                                  .arg(texts.size())
                                  .arg(rows.size()));
    }
    QList<PlannedWrite> writes;
    for (qsizetype i = 0; i < rows.size(); ++i) {
        const QString &text = texts.size() == 1 ? texts.first() : texts[i];
        const auto registers = modbus::encode(text, format);
        if (!registers) {
            return tl::unexpected(
                tr("Value %1, \"%2\": %3").arg(i + 1).arg(text, registers.error().detail));
        }
        writes.append({m_model.addressAt(rows[i]), m_model.registersAt(rows[i]), *registers});
    }
    return writes;
}

void WriteSeveralDialog::showPlan()
{
    const auto writes = plan();
    m_next->setEnabled(writes.has_value());
    if (!writes) {
        m_result->setText(writes.error());
        return;
    }
    const QString first = m_model.addressText(writes->first().address);
    const QString last = m_model.addressText(writes->last().address);
    m_result->setText(writes->size() == 1
                          ? tr("One value for %1.").arg(first)
                          : tr("%1 values for %2 to %3.").arg(writes->size()).arg(first, last));
}

} // namespace ui
