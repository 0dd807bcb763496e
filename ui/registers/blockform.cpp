// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registers/blockform.h"

#include "ui/tones.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>

namespace ui {

namespace {

bool isString(modbus::DataType type)
{
    return type == modbus::DataType::Ascii || type == modbus::DataType::Utf8;
}

QString orderToolTip(modbus::WordOrder order)
{
    switch (order) {
    case modbus::WordOrder::ABCD:
        return BlockForm::tr("Big-endian, as the specification has it: 12 34 56 78");
    case modbus::WordOrder::CDAB:
        return BlockForm::tr("Words swapped: 56 78 12 34");
    case modbus::WordOrder::BADC:
        return BlockForm::tr("Bytes swapped in each word: 34 12 78 56");
    case modbus::WordOrder::DCBA:
        return BlockForm::tr("Little-endian: 78 56 34 12");
    }
    return {};
}

void select(QComboBox *box, const QVariant &data)
{
    const QSignalBlocker blocker(box);
    box->setCurrentIndex(box->findData(data));
}

} // namespace

BlockForm::BlockForm(modbus::Table table, QWidget *tools, QWidget *parent)
    : QWidget(parent)
    , m_table(table)
{
    build(tools);
    setSettings(BlockSettings::defaultsOf(table));
}

template <typename Widget>
Widget *BlockForm::named(const QString &name, const QString &title)
{
    auto *widget = new Widget(this);
    widget->setObjectName(tableKey(m_table) + name);
    widget->setAccessibleName(tr("%1: %2").arg(tableTitle(m_table), title));
    return widget;
}

void BlockForm::build(QWidget *tools)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    const auto add = [this, row](const QString &caption, QWidget *field) {
        auto *label = new QLabel(caption, this);
        label->setBuddy(field);
        row->addWidget(label);
        row->addWidget(field);
        return label;
    };

    m_start = named<QLineEdit>(QStringLiteral("Start"), tr("start address"));
    m_start->setMaximumWidth(m_start->fontMetrics().averageCharWidth() * 16);
    m_start->setToolTip(tr("The first address, in any notation: 100, 0x64, 40101, 400101, %MW100. "
                           "Enter reads."));
    add(tr("&Start"), m_start);
    connect(m_start, &QLineEdit::textEdited, this, &BlockForm::showMeaning);
    connect(m_start, &QLineEdit::editingFinished, this, &BlockForm::takeStart);
    connect(m_start, &QLineEdit::returnPressed, this, [this] {
        takeStart();
        emit readAsked();
    });

    m_count = named<QSpinBox>(QStringLiteral("Count"), tr("number of values"));
    m_count->setKeyboardTracking(false);
    add(tr("&Count"), m_count);
    connect(m_count, &QSpinBox::valueChanged, this, [this](int count) {
        m_shape.count = count;
        emit shapeEdited();
    });

    m_type = named<QComboBox>(QStringLiteral("Type"), tr("type"));
    for (const modbus::DataType type : modbus::allTypes())
        m_type->addItem(modbus::typeName(type), QVariant::fromValue(static_cast<int>(type)));
    m_order = named<QComboBox>(QStringLiteral("Order"), tr("byte order"));
    for (const modbus::WordOrder order : modbus::allOrders()) {
        m_order->addItem(modbus::orderName(order), static_cast<int>(order));
        m_order->setItemData(m_order->count() - 1, orderToolTip(order), Qt::ToolTipRole);
    }
    m_length = named<QSpinBox>(QStringLiteral("Length"), tr("registers a string"));
    m_length->setRange(1, 125);
    m_length->setKeyboardTracking(false);
    m_length->setToolTip(tr("Registers that one string takes, two characters each"));
    QLabel *typeLabel = add(tr("T&ype"), m_type);
    QLabel *orderLabel = add(tr("&Order"), m_order);
    m_lengthLabel = add(tr("&Length"), m_length);
    connect(m_type, &QComboBox::activated, this, &BlockForm::takeFormat);
    connect(m_order, &QComboBox::activated, this, &BlockForm::takeFormat);
    connect(m_length, &QSpinBox::valueChanged, this, &BlockForm::takeFormat);
    if (modbus::isBitTable(m_table)) {
        for (QWidget *widget :
             {static_cast<QWidget *>(typeLabel), static_cast<QWidget *>(m_type),
              static_cast<QWidget *>(orderLabel), static_cast<QWidget *>(m_order)})
            widget->hide();
    }

    m_periodBox = named<QComboBox>(QStringLiteral("Period"), tr("period"));
    m_periodBox->setEditable(true);
    m_periodBox->setInsertPolicy(QComboBox::NoInsert);
    m_periodBox->setToolTip(tr("How often Poll reads: 50 ms to 1 h, or on demand"));
    for (const Period &period : usualPeriods())
        m_periodBox->addItem(periodText(period));
    add(tr("&Every"), m_periodBox);
    connect(m_periodBox, &QComboBox::activated, this, &BlockForm::takePeriod);
    connect(m_periodBox->lineEdit(), &QLineEdit::editingFinished, this, &BlockForm::takePeriod);

    m_read = named<QPushButton>(QStringLiteral("Read"), tr("read once"));
    m_read->setText(tr("&Read"));
    m_read->setToolTip(tr("Reads once now (F5)"));
    row->addWidget(m_read);
    connect(m_read, &QPushButton::clicked, this, &BlockForm::readAsked);
    m_poll = named<QPushButton>(QStringLiteral("Poll"), tr("poll"));
    m_poll->setText(tr("&Poll"));
    m_poll->setCheckable(true);
    m_poll->setToolTip(tr("Reads again and again until pressed once more (Space)"));
    row->addWidget(m_poll);
    connect(m_poll, &QPushButton::clicked, this, &BlockForm::pollAsked);
    row->addStretch(1);

    m_meaning = named<QLabel>(QStringLiteral("Meaning"), tr("meaning of the start address"));
    m_meaning->setTextInteractionFlags(Qt::TextBrowserInteraction);
    m_meaning->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    connect(m_meaning, &QLabel::linkActivated, this, [this](const QString &address) {
        m_start->setText(address);
        takeStart();
        emit readAsked();
    });
    auto *second = new QHBoxLayout;
    second->setSpacing(8);
    second->addWidget(m_meaning, 1);
    second->addWidget(tools);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(row);
    layout->addLayout(second);
}

void BlockForm::setSettings(const BlockSettings &block)
{
    const auto start = modbus::parseAddress(block.start, m_table);
    m_startText = start ? block.start : QStringLiteral("0");
    m_shape.first = start ? start->address : modbus::Address{m_table, 0};
    m_shape.format = block.format;
    m_shape.count = block.count;
    m_start->setText(m_startText);
    showMeaning(m_startText);
    showFormat();
    limitCount();
    m_period = block.period;
    const QSignalBlocker blocker(m_periodBox);
    m_periodBox->setCurrentText(periodText(m_period));
    m_poll->setEnabled(m_period.has_value());
}

void BlockForm::store(BlockSettings &block) const
{
    block.start = m_startText;
    block.count = m_shape.count;
    block.format = m_shape.format;
    block.period = m_period;
}

void BlockForm::chooseFormat(const modbus::ValueFormat &format)
{
    if (format == m_shape.format)
        return;
    m_shape.format = format;
    showFormat();
    limitCount();
    emit shapeEdited();
}

void BlockForm::setPolling(bool isPolling)
{
    m_poll->setChecked(isPolling);
    m_poll->setText(isPolling ? tr("&Pause") : tr("&Poll"));
}

void BlockForm::setEnabledForReading(bool isEnabled)
{
    m_read->setEnabled(isEnabled);
    m_poll->setEnabled(isEnabled && m_period.has_value());
}

void BlockForm::showMeaning(const QString &text)
{
    const auto reading = modbus::parseAddress(text, m_table);
    if (!reading) {
        m_meaning->setText(QStringLiteral("<span style=\"color:%1\">\u26a0 %2</span>")
                               .arg(toneColor(Tone::Bad, palette()).name(),
                                    reading.error().detail.toHtmlEscaped()));
        m_meaning->setToolTip(reading.error().detail);
        return;
    }
    QStringList others;
    for (const modbus::Notation notation : allNotations()) {
        if (notation != modbus::Notation::Pdu)
            others += modbus::formatAddress(reading->address, notation);
    }
    QString meaning = QStringLiteral("= <b>%1 %2</b> \u00b7 %3")
                          .arg(notationTitle(modbus::Notation::Pdu),
                               modbus::formatAddress(reading->address, modbus::Notation::Pdu),
                               others.join(QStringLiteral(" \u00b7 ")));
    QStringList links;
    for (const modbus::AddressReading::Alternative &other : reading->alternatives) {
        links += QStringLiteral("<a href=\"%1\">%2 %3</a>")
                     .arg(modbus::formatAddress(other.address, modbus::Notation::Hex),
                          notationTitle(modbus::Notation::Pdu),
                          modbus::formatAddress(other.address, modbus::Notation::Pdu)) +
                 QStringLiteral(" (%1)").arg(notationTitle(other.notation));
    }
    if (!links.isEmpty())
        meaning += QStringLiteral(" \u2014 ") + tr("or is it %1?").arg(links.join(tr(" or ")));
    m_meaning->setText(meaning);
    m_meaning->setToolTip(tr("The address as it goes on the wire (PDU), and as vendors write it"));
}

void BlockForm::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange && m_meaning)
        showMeaning(m_start->text());
    QWidget::changeEvent(event);
}

void BlockForm::takeStart()
{
    const QString text = m_start->text().trimmed();
    const auto reading = modbus::parseAddress(text, m_table);
    showMeaning(text);
    if (!reading)
        return;
    m_startText = text;
    if (reading->address == m_shape.first)
        return;
    m_shape.first = reading->address;
    limitCount();
    emit shapeEdited();
}

void BlockForm::takeFormat()
{
    modbus::ValueFormat format = m_shape.format;
    if (!modbus::isBitTable(m_table)) {
        format.type = static_cast<modbus::DataType>(m_type->currentData().toInt());
        format.order = static_cast<modbus::WordOrder>(m_order->currentData().toInt());
        format.stringRegisters = m_length->value();
    }
    chooseFormat(format);
}

void BlockForm::takePeriod()
{
    const auto period = parsePeriod(m_periodBox->currentText());
    if (!period) {
        m_meaning->setText(
            QStringLiteral("<span style=\"color:%1\">\u26a0 %2</span>")
                .arg(toneColor(Tone::Bad, palette()).name(), period.error().toHtmlEscaped()));
        return;
    }
    const QSignalBlocker blocker(m_periodBox);
    m_periodBox->setCurrentText(periodText(*period));
    showMeaning(m_start->text());
    if (*period == m_period)
        return;
    m_period = *period;
    emit periodEdited();
}

void BlockForm::limitCount()
{
    const QSignalBlocker blocker(m_count);
    const int most = (modbus::kTableSize - m_shape.first.offset) / m_shape.registersPerValue();
    m_count->setRange(1, qMax(1, most));
    m_count->setToolTip(tr("How many values to read, at most %1 from this address").arg(most));
    m_count->setValue(m_shape.count);
    m_shape.count = m_count->value();
}

void BlockForm::showFormat()
{
    const QSignalBlocker blocker(m_length);
    select(m_type, static_cast<int>(m_shape.format.type));
    select(m_order, static_cast<int>(m_shape.format.order));
    m_length->setValue(m_shape.format.stringRegisters);
    m_length->setVisible(isString(m_shape.format.type));
    m_lengthLabel->setVisible(isString(m_shape.format.type));
}

} // namespace ui
