// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/requests/identitycard.h"

#include <QFormLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace ui {

namespace {

QLabel *selectable(QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText); // it comes from the device
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

} // namespace

IdentityCard::IdentityCard(QWidget *parent)
    : QScrollArea(parent)
{
    setObjectName(QStringLiteral("identityCard"));
    setAccessibleName(tr("Identification of the device"));
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    auto *inside = new QWidget;
    m_headline = selectable(inside);
    m_headline->setObjectName(QStringLiteral("identityHeadline"));
    QFont large = m_headline->font();
    large.setPointSizeF(large.pointSizeF() * 1.5);
    large.setBold(true);
    m_headline->setFont(large);
    m_target = selectable(inside);
    m_target->setObjectName(QStringLiteral("identityTarget"));
    m_rows = new QFormLayout;
    m_reasons = selectable(inside);
    m_reasons->setObjectName(QStringLiteral("identityReasons"));

    auto *layout = new QVBoxLayout(inside);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    layout->addWidget(m_headline);
    layout->addWidget(m_target);
    layout->addLayout(m_rows);
    layout->addWidget(m_reasons);
    layout->addStretch(1);
    setWidget(inside);
}

void IdentityCard::showIdentification(const QString &target,
                                      const modbus::Identification &identification)
{
    while (m_rows->rowCount() > 0)
        m_rows->removeRow(0);
    const QString summary = identification.summary();
    m_headline->setText(identification.isEmpty()
                            ? tr("The device does not say who it is")
                            : (summary.isEmpty() ? tr("A device without a name") : summary));
    m_target->setText(target);
    m_text = m_headline->text() + u'\n' + target + u'\n';
    for (const modbus::IdentificationRow &row : modbus::rowsOf(identification))
        addRow(row.name, row.value);

    QStringList reasons;
    for (const auto &error : {identification.objectsError, identification.serverIdError}) {
        if (error) {
            const modbus::Explanation why = modbus::explain(*error);
            const QString reason = why.text + u' ' + why.remedy;
            if (!reasons.contains(reason))
                reasons.append(reason);
        }
    }
    m_reasons->setText(reasons.join(QStringLiteral("\n\n")));
    m_reasons->setVisible(!reasons.isEmpty());
    m_text += m_reasons->text();
}

void IdentityCard::addRow(const QString &name, const QString &value)
{
    QLabel *label = selectable(widget());
    label->setText(value);
    m_rows->addRow(name, label);
    m_text += name + u'\t' + value + u'\n';
}

} // namespace ui
