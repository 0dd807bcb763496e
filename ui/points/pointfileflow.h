// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/points/pointfile.h"

class QAbstractItemModel;
class QMimeData;

namespace ui {

class EventLog;
class PointListModel;

/// Lists in and out: files, what is dropped, what is pasted with its header.
class PointFileFlow : public QObject
{
    Q_OBJECT
public:
    PointFileFlow(PointListModel &model, EventLog &events, const QString &keptPath, QWidget *page);

    PointFile &file() { return m_file; }

    void askToOpen();
    void openFile(const QString &path);
    void save();
    void askToSaveAs();
    /// What is shown, with its values.
    void askToExport(const QAbstractItemModel &shown);
    /// A list that comes with its header; false where the text has none.
    bool takeText(const QString &text);
    /// Shows what was kept the last time.
    void restore();
    /// A list of our own, which is not kept.
    void showPassing(const QByteArray &bytes);

    /// What a list without a file came from, for messages.
    static QString clipboardName();
    static bool isFile(const QMimeData &data);
    void openDropped(const QMimeData &data);

signals:
    /// What is to be looked at before it becomes part of the list, or the list: it has rows that
    /// are no points, columns that mean nothing, or there is a list already.
    void filePreviewWanted(const QString &path);
    void textPreviewWanted(const QString &text);
    /// Another list is shown.
    void loaded();

public slots:
    /// Makes the list what was read; the one before can be had back by undo.
    void accept(const QList<modbus::Point> &points, const QString &source, const QString &path);

private:
    bool needsALook(const modbus::PointListReading &reading, const QString &path) const;
    void saveTo(const QString &path);
    void say(bool isGood, const QString &text);

    PointListModel &m_model;
    EventLog &m_events;
    QWidget *m_page;
    PointFile m_file;
    int m_openedAt = 0; ///< of the undo stack, when the file was opened
};

} // namespace ui
