// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recorder/storefields.h"

#include <QComboBox>
#include <QDate>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSettings>
#include <QStandardPaths>
#include <QToolButton>

namespace ui {

using modbus::recorder::Result;
using modbus::recorder::StoreAddress;

namespace {

constexpr QLatin1StringView kKindKey("recorder/kind");
constexpr QLatin1StringView kFileKey("recorder/file");
constexpr QLatin1StringView kServerKey("recorder/server");

QString endingOf(StoreAddress::Kind kind)
{
    return kind == StoreAddress::Kind::Csv ? QStringLiteral("csv") : QStringLiteral("sqlite");
}

} // namespace

StoreFields::StoreFields(Purpose purpose, QWidget *parent)
    : QWidget(parent)
    , m_purpose(purpose)
    , m_row(new QHBoxLayout(this))
    , m_kind(new QComboBox)
    , m_file(new QLineEdit)
    , m_browse(new QToolButton)
    , m_server(new QLineEdit)
    , m_passwordLabel(new QLabel(tr("Pass&word")))
    , m_password(new QLineEdit)
{
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(4);
    addKind();
    addFile();
    addServer();
    setFocusProxy(m_kind);
    m_file->setText(usualFile(Kind::Sqlite));
    showKind();
}

void StoreFields::name(QWidget *widget, const QString &name, const QString &spoken,
                       const QString &toolTip)
{
    const QString area =
        m_purpose == Purpose::Record ? QStringLiteral("recorder") : QStringLiteral("opening");
    widget->setObjectName(area + name);
    widget->setAccessibleName(spoken);
    widget->setToolTip(toolTip);
}

void StoreFields::addKind()
{
    name(m_kind, QStringLiteral("Kind"), tr("Kind of store"),
         tr("SQLite: one file, no server needed. CSV: for spreadsheets. PostgreSQL: a historian "
            "that several people share; TimescaleDB is one too."));
    m_kind->addItem(tr("SQLite file"), int(Kind::Sqlite));
    m_kind->addItem(tr("CSV file"), int(Kind::Csv));
    m_kind->addItem(tr("PostgreSQL"), int(Kind::Postgres));
    connect(m_kind, &QComboBox::currentIndexChanged, this, [this] {
        showKind();
        emit kindChanged();
        emit edited();
    });
    m_row->addWidget(m_kind);
}

void StoreFields::addFile()
{
    const bool isRecording = m_purpose == Purpose::Record;
    name(m_file, QStringLiteral("File"), isRecording ? tr("File to record to") : tr("File to open"),
         isRecording ? tr("The first file; later ones get numbers. A recording that is there "
                          "already is continued, any other file is left alone.")
                     : tr("The first file shows all of a recording's files, another one itself."));
    connect(m_file, &QLineEdit::textEdited, this, &StoreFields::edited);
    m_row->addWidget(m_file, 1);
    m_browse->setText(tr("Browse..."));
    name(m_browse, QStringLiteral("Browse"), tr("Browse for the file"), tr("Choose the file"));
    m_browse->setFocusPolicy(Qt::StrongFocus);
    connect(m_browse, &QToolButton::clicked, this, &StoreFields::browse);
    m_row->addWidget(m_browse);
}

void StoreFields::addServer()
{
    name(m_server, QStringLiteral("Server"), tr("PostgreSQL database"),
         tr("postgresql://USER@HOST:PORT/DATABASE; ?sslmode=require at its end asks for "
            "encryption."));
    m_server->setPlaceholderText(QStringLiteral("postgresql://user@host:5432/database"));
    connect(m_server, &QLineEdit::textEdited, this, &StoreFields::edited);
    connect(m_server, &QLineEdit::editingFinished, this, &StoreFields::takePasswordOut);
    m_row->addWidget(m_server, 1);
    m_passwordLabel->setBuddy(m_password);
    m_row->addWidget(m_passwordLabel);
    name(m_password, QStringLiteral("Password"), tr("Password of the database"),
         tr("Kept until Loopcheck ends, never written anywhere"));
    m_password->setEchoMode(QLineEdit::Password);
    m_password->setMaximumWidth(m_password->fontMetrics().averageCharWidth() * 24);
    m_row->addWidget(m_password);
}

StoreFields::Kind StoreFields::kind() const
{
    return Kind(m_kind->currentData().toInt());
}

void StoreFields::setKind(Kind kind)
{
    m_kind->setCurrentIndex(std::max(0, m_kind->findData(int(kind))));
}

void StoreFields::showKind()
{
    for (QWidget *widget : {static_cast<QWidget *>(m_file), static_cast<QWidget *>(m_browse)})
        widget->setVisible(isFile());
    for (QWidget *widget :
         {static_cast<QWidget *>(m_server), static_cast<QWidget *>(m_passwordLabel),
          static_cast<QWidget *>(m_password)})
        widget->setVisible(!isFile());
    if (!isFile())
        return;
    const QString ending = QFileInfo(m_file->text()).suffix();
    if (ending == u"sqlite" || ending == u"csv")
        m_file->setText(m_file->text().chopped(ending.size()) + endingOf(kind()));
}

/// A password that was pasted with the address moves into its own field, out of sight.
void StoreFields::takePasswordOut()
{
    const auto address = modbus::recorder::parseStoreAddress(m_server->text());
    if (!address || address->server.password.isEmpty())
        return;
    m_password->setText(address->server.password);
    m_server->setText(address->toString());
}

void StoreFields::browse()
{
    const bool isRecording = m_purpose == Purpose::Record;
    auto *dialog = new QFileDialog(this, isRecording ? tr("Record to") : tr("Open a recording"),
                                   QFileInfo(m_file->text()).path());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (isRecording) {
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->setOption(QFileDialog::DontConfirmOverwrite); // nothing is overwritten
        dialog->setDefaultSuffix(endingOf(kind()));
        dialog->setNameFilter(kind() == Kind::Csv ? tr("CSV files (*.csv)")
                                                  : tr("SQLite files (*.sqlite *.sqlite3 *.db)"));
        dialog->selectFile(QFileInfo(m_file->text()).fileName());
    } else {
        dialog->setFileMode(QFileDialog::ExistingFile);
        dialog->setNameFilters(
            {tr("Recordings (*.sqlite *.sqlite3 *.db *.csv)"), tr("All files (*)")});
    }
    connect(dialog, &QFileDialog::fileSelected, this, &StoreFields::takeFile);
    dialog->open();
}

void StoreFields::takeFile(const QString &path)
{
    const auto address = modbus::recorder::parseStoreAddress(path);
    if (address && m_purpose == Purpose::Open)
        setKind(address->kind);
    m_file->setText(QDir::toNativeSeparators(path));
    emit edited();
}

QString StoreFields::usualFile(Kind kind)
{
    const QDir folder(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    return QDir::toNativeSeparators(
        folder.filePath(QStringLiteral("loopcheck-%1.%2")
                            .arg(QDate::currentDate().toString(Qt::ISODate), endingOf(kind))));
}

Result<StoreAddress> StoreFields::address() const
{
    auto address =
        modbus::recorder::parseStoreAddress(isFile() ? m_file->text() : m_server->text());
    if (!address)
        return address;
    if (address->kind != kind()) {
        return modbus::recorder::unusable(
            tr("The name does not go with the kind of store that is chosen."),
            kind() == Kind::Csv      ? tr("Let the file's name end in .csv.")
            : kind() == Kind::Sqlite ? tr("Let the file's name end in .sqlite.")
                                     : tr("Write postgresql://USER@HOST:PORT/DATABASE."));
    }
    if (!isFile() && !m_password->text().isEmpty())
        address->server.password = m_password->text();
    return address;
}

void StoreFields::setAddress(const StoreAddress &address)
{
    setKind(address.kind);
    if (address.isFile()) {
        m_file->setText(address.toString());
        return;
    }
    m_server->setText(address.toString());
    m_password->setText(address.server.password);
}

void StoreFields::saveState(QSettings &settings) const
{
    settings.setValue(kKindKey, m_kind->currentData());
    // The usual name carries the date, so it is made anew each day.
    const bool isUsual =
        m_file->text() == usualFile(Kind::Sqlite) || m_file->text() == usualFile(Kind::Csv);
    settings.setValue(kFileKey, isUsual ? QString() : m_file->text());
    const auto server = modbus::recorder::parseStoreAddress(m_server->text());
    settings.setValue(kServerKey, server && !server->isFile() ? server->toString() : QString());
}

void StoreFields::restoreState(const QSettings &settings)
{
    setKind(Kind(settings.value(kKindKey, int(Kind::Sqlite)).toInt()));
    const QString file = settings.value(kFileKey).toString();
    m_file->setText(file.isEmpty() ? usualFile(kind()) : file);
    m_server->setText(settings.value(kServerKey).toString());
    showKind();
}

} // namespace ui
