// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/points/pointfileflow.h"

#include "ui/events/eventlog.h"
#include "ui/points/pointlistmodel.h"
#include "ui/registers/tabletext.h"

#include <QDir>
#include <QFileDialog>
#include <QMimeData>
#include <QSaveFile>
#include <QUrl>

namespace ui {

namespace {

QFileDialog *makeDialog(QWidget *page, const QString &title, const QString &name,
                        QFileDialog::AcceptMode mode)
{
    auto *dialog = new QFileDialog(page, title);
    dialog->setObjectName(name);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(mode);
    if (mode == QFileDialog::AcceptOpen)
        dialog->setFileMode(QFileDialog::ExistingFile);
    else
        dialog->setDefaultSuffix(QStringLiteral("csv"));
    dialog->setNameFilters(
        {PointFileFlow::tr("Point lists (*.csv *.tsv *.txt)"), PointFileFlow::tr("All files (*)")});
    return dialog;
}

} // namespace

PointFileFlow::PointFileFlow(PointListModel &model, EventLog &events, const QString &keptPath,
                             QWidget *page)
    : QObject(page)
    , m_model(model)
    , m_events(events)
    , m_page(page)
    , m_file(keptPath)
{
    connect(&model, &PointListModel::pointsEdited, this,
            [this] { m_file.touch(m_model.points()); });
    connect(&model.undoStack(), &QUndoStack::indexChanged, this, [this](int index) {
        if (index >= m_openedAt)
            return;
        // The list before is back: it must not be saved over the file that was opened after it.
        m_openedAt = 0;
        m_file.setPath({});
        m_file.markModified();
    });
    connect(&m_file, &PointFile::failed, this, [this](const QString &why) { say(false, why); });
}

void PointFileFlow::say(bool isGood, const QString &text)
{
    m_events.append(isGood ? EventLog::Severity::Info : EventLog::Severity::Error, tr("Points"),
                    text);
}

void PointFileFlow::askToOpen()
{
    QFileDialog *dialog = makeDialog(m_page, tr("Open a point list"),
                                     QStringLiteral("pointsOpenDialog"), QFileDialog::AcceptOpen);
    if (!m_file.path().isEmpty())
        dialog->setDirectory(QFileInfo(m_file.path()).path());
    connect(dialog, &QFileDialog::fileSelected, this, &PointFileFlow::openFile);
    dialog->open();
}

void PointFileFlow::openFile(const QString &path)
{
    const QString name = QFileInfo(path).fileName();
    const modbus::PointListReading reading = modbus::readPointListFile(path);
    if (!reading.fileFault.isEmpty())
        say(false, tr("%1 is no point list: %2").arg(name, reading.fileFault));
    else if (needsALook(reading, path))
        emit filePreviewWanted(path);
    else
        accept(reading.points, name, path);
}

bool PointFileFlow::needsALook(const modbus::PointListReading &reading, const QString &path) const
{
    const bool isOwnFile = !path.isEmpty() && path == m_file.path();
    return !reading.faults.isEmpty() || !reading.unknownColumns.isEmpty() ||
           (m_model.rowCount() > 0 && !isOwnFile);
}

void PointFileFlow::accept(const QList<modbus::Point> &points, const QString &source,
                           const QString &path)
{
    if (points.size() > PointListModel::kMostPoints) {
        say(false, tr("%1 has %L2 points; a list takes at most %L3. Split it.")
                       .arg(source)
                       .arg(points.size())
                       .arg(PointListModel::kMostPoints));
        return;
    }
    m_model.replaceAll(points, tr("open %1").arg(source));
    m_file.setPath(path);
    m_openedAt = m_model.undoStack().index();
    if (path.isEmpty())
        m_file.markModified();
    m_file.keepSoon();
    say(true, tr("%L1 points from %2. Undo (Ctrl+Z) brings the list before back.")
                  .arg(points.size())
                  .arg(source));
    emit loaded();
}

QString PointFileFlow::clipboardName()
{
    return tr("the clipboard");
}

bool PointFileFlow::takeText(const QString &text)
{
    const modbus::PointListReading reading = modbus::readPointList(text.toUtf8());
    if (!reading.fileFault.isEmpty() || (reading.points.isEmpty() && reading.faults.isEmpty()))
        return false;
    if (needsALook(reading, {}))
        emit textPreviewWanted(text);
    else
        accept(reading.points, clipboardName(), {});
    return true;
}

void PointFileFlow::save()
{
    if (m_file.path().isEmpty())
        askToSaveAs();
    else
        saveTo(m_file.path());
}

void PointFileFlow::saveTo(const QString &path)
{
    const QString why = m_file.save(path, m_model.points());
    say(why.isEmpty(), why.isEmpty() ? tr("%L1 points saved to %2.")
                                           .arg(m_model.rowCount())
                                           .arg(QDir::toNativeSeparators(path))
                                     : why);
}

void PointFileFlow::askToSaveAs()
{
    QFileDialog *dialog = makeDialog(m_page, tr("Save the point list"),
                                     QStringLiteral("pointsSaveDialog"), QFileDialog::AcceptSave);
    if (!m_file.path().isEmpty())
        dialog->selectFile(m_file.path());
    connect(dialog, &QFileDialog::fileSelected, this, &PointFileFlow::saveTo);
    dialog->open();
}

void PointFileFlow::askToExport(const QAbstractItemModel &shown)
{
    QFileDialog *dialog = makeDialog(m_page, tr("Export values as CSV"),
                                     QStringLiteral("pointsExportDialog"), QFileDialog::AcceptSave);
    connect(dialog, &QFileDialog::fileSelected, this, [this, &shown](const QString &path) {
        QSaveFile file(path);
        const QByteArray csv = commaSeparated(shown, PointListModel::ExportRole);
        const bool isSaved =
            file.open(QIODevice::WriteOnly) && file.write(csv) == csv.size() && file.commit();
        say(isSaved, isSaved ? tr("%L1 rows exported to %2.").arg(shown.rowCount()).arg(path)
                             : tr("%1 could not be written: %2. Choose another folder.")
                                   .arg(path, file.errorString()));
    });
    dialog->open();
}

void PointFileFlow::restore()
{
    const auto reading = m_file.reopened();
    if (!reading)
        return;
    if (!reading->fileFault.isEmpty() || !reading->faults.isEmpty()) {
        say(false, tr("Of the list that was kept %L1 rows could not be read. %2")
                       .arg(reading->faults.size())
                       .arg(reading->fileFault));
    }
    const bool wasModified = m_file.isModified();
    const QString path = m_file.path();
    m_model.load(reading->points);
    m_file.setPath(path);
    if (wasModified)
        m_file.markModified();
}

void PointFileFlow::showPassing(const QByteArray &bytes)
{
    m_openedAt = 0;
    m_file.setPassing();
    m_model.load(modbus::readPointList(bytes).points);
    emit loaded();
}

bool PointFileFlow::isFile(const QMimeData &data)
{
    return data.hasUrls() && data.urls().size() == 1 && data.urls().constFirst().isLocalFile();
}

void PointFileFlow::openDropped(const QMimeData &data)
{
    if (isFile(data))
        openFile(data.urls().constFirst().toLocalFile());
}

} // namespace ui
