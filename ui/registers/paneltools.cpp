// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registers/paneltools.h"

#include "ui/registers/blocksettings.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace ui {

namespace {

constexpr std::chrono::milliseconds kFilterDelay{250};

} // namespace

PanelTools::PanelTools(modbus::Table table, QWidget *parent)
    : QWidget(parent)
    , m_notation(new QComboBox(this))
    , m_filter(new QLineEdit(this))
    , m_several(new QPushButton(tr("&Write several\u2026"), this))
    , m_export(new QPushButton(tr("E&xport\u2026"), this))
{
    const QString stem = tableKey(table);
    m_filter->setObjectName(stem + QStringLiteral("Filter"));
    m_filter->setAccessibleName(tr("Filter rows"));
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setToolTip(tr("Shows the rows whose address, name, value or status has this text "
                            "now. Enter looks again."));
    m_filter->setFixedWidth(m_filter->fontMetrics().averageCharWidth() * 18);

    m_notation->setObjectName(stem + QStringLiteral("Notation"));
    m_notation->setAccessibleName(tr("Address notation"));
    m_notation->setToolTip(tr("How addresses are shown"));
    for (const modbus::Notation notation : allNotations())
        m_notation->addItem(notationTitle(notation), static_cast<int>(notation));

    m_several->setObjectName(stem + QStringLiteral("WriteSeveral"));
    m_several->setVisible(modbus::isWritable(table));
    m_export->setObjectName(stem + QStringLiteral("Export"));
    m_export->setToolTip(tr("Saves the rows shown as CSV"));

    auto *label = new QLabel(tr("S&how as"), this);
    label->setBuddy(m_notation);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(label);
    layout->addWidget(m_notation);
    layout->addWidget(m_filter);
    layout->addWidget(m_several);
    layout->addWidget(m_export);

    connect(m_notation, &QComboBox::activated, this, [this] { emit notationChosen(notation()); });
    m_filterSoon.setSingleShot(true);
    m_filterSoon.setInterval(kFilterDelay);
    connect(m_filter, &QLineEdit::textChanged, &m_filterSoon, qOverload<>(&QTimer::start));
    connect(m_filter, &QLineEdit::returnPressed, this, &PanelTools::applyFilter);
    connect(&m_filterSoon, &QTimer::timeout, this, &PanelTools::applyFilter);
    connect(m_several, &QPushButton::clicked, this, &PanelTools::severalAsked);
    connect(m_export, &QPushButton::clicked, this, &PanelTools::exportAsked);
}

void PanelTools::setNotation(modbus::Notation notation)
{
    m_notation->setCurrentIndex(m_notation->findData(static_cast<int>(notation)));
}

modbus::Notation PanelTools::notation() const
{
    return static_cast<modbus::Notation>(m_notation->currentData().toInt());
}

void PanelTools::clearFilter()
{
    m_filter->clear();
}

void PanelTools::setArmed(bool isArmed)
{
    m_several->setEnabled(isArmed);
    m_several->setToolTip(isArmed ? tr("Writes one value, or a list, to the selected rows")
                                  : tr("Arm writes first, with the switch at the top right"));
}

void PanelTools::applyFilter()
{
    m_filterSoon.stop();
    emit filterEdited(m_filter->text());
}

} // namespace ui
