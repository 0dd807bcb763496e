// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recorder/recorderform.h"

#include "ui/icons.h"

#include <QComboBox>
#include <QDate>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSettings>
#include <QSpinBox>
#include <QStandardPaths>
#include <QToolButton>

namespace ui {

using modbus::recorder::Result;
using modbus::recorder::Settings;
using modbus::recorder::StoreAddress;

namespace {

constexpr QLatin1StringView kKindKey("recorder/kind");
constexpr QLatin1StringView kFileKey("recorder/file");
constexpr QLatin1StringView kServerKey("recorder/server");
constexpr QLatin1StringView kRotateMegabytesKey("recorder/rotateMegabytes");
constexpr QLatin1StringView kRotateHoursKey("recorder/rotateHours");
constexpr QLatin1StringView kKeepMegabytesKey("recorder/keepMegabytes");
constexpr QLatin1StringView kKeepDaysKey("recorder/keepDays");
constexpr qint64 kMegabyte = 1'000'000;

QString endingOf(StoreAddress::Kind kind)
{
    return kind == StoreAddress::Kind::Csv ? QStringLiteral("csv") : QStringLiteral("sqlite");
}

} // namespace

RecorderForm::RecorderForm(QWidget *parent)
    : QWidget(parent)
{
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(1, 1);
    addStoreRow(grid);
    addLimitsRow(grid);
    m_file->setText(usualFile(Kind::Sqlite));
    showKind();
}

void RecorderForm::addStoreRow(QGridLayout *grid)
{
    m_kind = new QComboBox;
    m_kind->setObjectName(QStringLiteral("recorderKind"));
    m_kind->setAccessibleName(tr("Kind of store"));
    m_kind->setToolTip(
        tr("SQLite: one file, no server needed. CSV: for spreadsheets. PostgreSQL: a "
           "historian that several people share; TimescaleDB is one too."));
    m_kind->addItem(tr("SQLite file"), int(Kind::Sqlite));
    m_kind->addItem(tr("CSV file"), int(Kind::Csv));
    m_kind->addItem(tr("PostgreSQL"), int(Kind::Postgres));
    connect(m_kind, &QComboBox::currentIndexChanged, this, [this] {
        showKind();
        emit edited();
    });

    m_file = new QLineEdit;
    m_file->setObjectName(QStringLiteral("recorderFile"));
    m_file->setAccessibleName(tr("File to record to"));
    m_file->setToolTip(tr("The first file; later ones get numbers. A recording that is there "
                          "already is continued, any other file is left alone."));
    connect(m_file, &QLineEdit::textEdited, this, &RecorderForm::edited);
    m_browse = new QToolButton;
    m_browse->setObjectName(QStringLiteral("recorderBrowse"));
    m_browse->setText(tr("Browse..."));
    m_browse->setToolTip(tr("Choose the file to record to"));
    connect(m_browse, &QToolButton::clicked, this, &RecorderForm::browse);

    m_server = new QLineEdit;
    m_server->setObjectName(QStringLiteral("recorderServer"));
    m_server->setAccessibleName(tr("PostgreSQL database to record to"));
    m_server->setPlaceholderText(QStringLiteral("postgresql://user@host:5432/database"));
    m_server->setToolTip(
        tr("postgresql://USER@HOST:PORT/DATABASE; ?sslmode=require at its end asks "
           "for encryption."));
    connect(m_server, &QLineEdit::textEdited, this, &RecorderForm::edited);
    connect(m_server, &QLineEdit::editingFinished, this, &RecorderForm::takePasswordOut);
    m_password = new QLineEdit;
    m_password->setObjectName(QStringLiteral("recorderPassword"));
    m_password->setAccessibleName(tr("Password of the database"));
    m_password->setEchoMode(QLineEdit::Password);
    m_password->setMaximumWidth(m_password->fontMetrics().averageCharWidth() * 24);
    m_password->setToolTip(tr("Kept until Loopcheck ends, never written anywhere"));
    m_passwordLabel = new QLabel(tr("Pass&word"));
    m_passwordLabel->setBuddy(m_password);

    auto *row = new QHBoxLayout;
    row->setSpacing(4);
    for (QWidget *widget :
         {static_cast<QWidget *>(m_kind), static_cast<QWidget *>(m_file),
          static_cast<QWidget *>(m_browse), static_cast<QWidget *>(m_server),
          static_cast<QWidget *>(m_passwordLabel), static_cast<QWidget *>(m_password)})
        row->addWidget(widget, widget == m_file || widget == m_server ? 1 : 0);
    auto *label = new QLabel(tr("Record &to"));
    label->setBuddy(m_kind);
    grid->addWidget(label, 0, 0);
    grid->addLayout(row, 0, 1);
}

QSpinBox *RecorderForm::limitBox(const QString &name, const QString &spoken, const QString &toolTip,
                                 const QString &suffix, int most, int step)
{
    auto *box = new QSpinBox;
    box->setObjectName(name);
    box->setAccessibleName(spoken);
    box->setToolTip(toolTip);
    box->setRange(0, most);
    box->setSingleStep(step);
    box->setSuffix(suffix);
    box->setSpecialValueText(tr("any"));
    box->setAlignment(Qt::AlignRight);
    connect(box, &QSpinBox::valueChanged, this, &RecorderForm::edited);
    return box;
}

void RecorderForm::addLimitsRow(QGridLayout *grid)
{
    m_rotateMegabytes = limitBox(
        QStringLiteral("recorderRotateMegabytes"), tr("New file at this size"),
        tr("A new file begins when this one has grown so large"), tr(" MB"), 1'000'000, 50);
    m_rotateHours = limitBox(QStringLiteral("recorderRotateHours"), tr("New file at this age"),
                             tr("A new file begins when this one is so old"), tr(" h"), 10'000, 1);
    m_keepMegabytes =
        limitBox(QStringLiteral("recorderKeepMegabytes"), tr("Keep at most this much"),
                 tr("The oldest files are deleted when all together are larger"), tr(" MB"),
                 10'000'000, 500);
    m_keepDays = limitBox(QStringLiteral("recorderKeepDays"), tr("Keep at most so long"),
                          tr("What is older is deleted: whole files, or rows of a database that "
                             "this machine recorded"),
                          tr(" days"), 10'000, 1);
    m_rotateLabel = new QLabel(tr("&New file at"));
    m_rotateLabel->setBuddy(m_rotateMegabytes);
    m_keepLabel = new QLabel(tr("&Keep at most"));
    m_keepLabel->setBuddy(m_keepMegabytes);
    auto *row = new QHBoxLayout;
    row->setSpacing(4);
    row->addWidget(m_rotateMegabytes);
    row->addWidget(m_rotateHours);
    row->addSpacing(12);
    row->addWidget(m_keepLabel);
    row->addWidget(m_keepMegabytes);
    row->addWidget(m_keepDays);
    row->addStretch(1);
    grid->addWidget(m_rotateLabel, 1, 0);
    grid->addLayout(row, 1, 1);
}

RecorderForm::Kind RecorderForm::kind() const
{
    return Kind(m_kind->currentData().toInt());
}

void RecorderForm::showKind()
{
    const bool isFile = kind() != Kind::Postgres;
    for (QWidget *widget :
         {static_cast<QWidget *>(m_file), static_cast<QWidget *>(m_browse),
          static_cast<QWidget *>(m_rotateLabel), static_cast<QWidget *>(m_rotateMegabytes),
          static_cast<QWidget *>(m_rotateHours), static_cast<QWidget *>(m_keepMegabytes)})
        widget->setVisible(isFile);
    for (QWidget *widget :
         {static_cast<QWidget *>(m_server), static_cast<QWidget *>(m_passwordLabel),
          static_cast<QWidget *>(m_password)})
        widget->setVisible(!isFile);
    if (!isFile)
        return;
    const QFileInfo file(m_file->text());
    const QString ending = file.suffix();
    if (ending == u"sqlite" || ending == u"csv")
        m_file->setText(m_file->text().chopped(ending.size()) + endingOf(kind()));
}

/// A password that was pasted with the address moves into its own field, out of sight.
void RecorderForm::takePasswordOut()
{
    const auto address = modbus::recorder::parseStoreAddress(m_server->text());
    if (!address || address->server.password.isEmpty())
        return;
    m_password->setText(address->server.password);
    m_server->setText(address->toString());
}

void RecorderForm::browse()
{
    auto *dialog = new QFileDialog(this, tr("Record to"), QFileInfo(m_file->text()).path());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setOption(QFileDialog::DontConfirmOverwrite); // nothing is overwritten
    dialog->setDefaultSuffix(endingOf(kind()));
    dialog->setNameFilter(kind() == Kind::Csv ? tr("CSV files (*.csv)")
                                              : tr("SQLite files (*.sqlite *.sqlite3 *.db)"));
    dialog->selectFile(QFileInfo(m_file->text()).fileName());
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        m_file->setText(QDir::toNativeSeparators(path));
        emit edited();
    });
    dialog->open();
}

QString RecorderForm::usualFile(Kind kind)
{
    const QDir folder(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    return QDir::toNativeSeparators(
        folder.filePath(QStringLiteral("loopcheck-%1.%2")
                            .arg(QDate::currentDate().toString(Qt::ISODate), endingOf(kind))));
}

Result<Settings> RecorderForm::settings() const
{
    const bool isFile = kind() != Kind::Postgres;
    auto address = modbus::recorder::parseStoreAddress(isFile ? m_file->text() : m_server->text());
    if (!address)
        return tl::make_unexpected(address.error());
    if (address->kind != kind()) {
        return modbus::recorder::unusable(
            tr("The name does not go with the kind of store that is chosen."),
            kind() == Kind::Csv      ? tr("Let the file's name end in .csv.")
            : kind() == Kind::Sqlite ? tr("Let the file's name end in .sqlite.")
                                     : tr("Write postgresql://USER@HOST:PORT/DATABASE."));
    }
    if (!m_password->text().isEmpty())
        address->server.password = m_password->text();
    Settings settings;
    settings.store = *address;
    if (isFile) {
        settings.rotation.bytes = m_rotateMegabytes->value() * kMegabyte;
        settings.rotation.age = std::chrono::hours(m_rotateHours->value());
        settings.retention.bytes = m_keepMegabytes->value() * kMegabyte;
    }
    settings.retention.age = std::chrono::hours(24) * m_keepDays->value();
    return settings;
}

void RecorderForm::saveState(QSettings &settings) const
{
    settings.setValue(kKindKey, m_kind->currentData());
    // The usual name carries the date, so it is made anew each day.
    const bool isUsual =
        m_file->text() == usualFile(Kind::Sqlite) || m_file->text() == usualFile(Kind::Csv);
    settings.setValue(kFileKey, isUsual ? QString() : m_file->text());
    const auto address = modbus::recorder::parseStoreAddress(m_server->text());
    settings.setValue(kServerKey, address && !address->isFile() ? address->toString() : QString());
    settings.setValue(kRotateMegabytesKey, m_rotateMegabytes->value());
    settings.setValue(kRotateHoursKey, m_rotateHours->value());
    settings.setValue(kKeepMegabytesKey, m_keepMegabytes->value());
    settings.setValue(kKeepDaysKey, m_keepDays->value());
}

void RecorderForm::restoreState(const QSettings &settings)
{
    const int row = m_kind->findData(settings.value(kKindKey, int(Kind::Sqlite)).toInt());
    m_kind->setCurrentIndex(std::max(0, row));
    const QString file = settings.value(kFileKey).toString();
    m_file->setText(file.isEmpty() ? usualFile(kind()) : file);
    m_server->setText(settings.value(kServerKey).toString());
    m_rotateMegabytes->setValue(settings.value(kRotateMegabytesKey).toInt());
    m_rotateHours->setValue(settings.value(kRotateHoursKey).toInt());
    m_keepMegabytes->setValue(settings.value(kKeepMegabytesKey).toInt());
    m_keepDays->setValue(settings.value(kKeepDaysKey).toInt());
    showKind();
}

} // namespace ui
