// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/push.h"

#include <QAbstractListModel>
#include <QElapsedTimer>
#include <QList>
#include <QTimer>
#include <chrono>

namespace ui {

/// The steps of the handshake as they happen, one a row.
class PushStepsModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum class State { Waiting, Running, Pausing, Done, Refused, Failed, Unknown, NotReached };
    enum Role {
        StateRole = Qt::UserRole, ///< State
        TitleRole,                ///< "Connect"
        WordsRole,                ///< "done, 2 ms"
    };

    explicit PushStepsModel(QObject *parent = nullptr);

    /// Shows the steps of a way, all waiting.
    void begin(const QList<transfer::Step> &steps);
    void stepStarted(transfer::Step step);
    void stepDone(transfer::Step step, std::chrono::milliseconds duration);
    void progressed(qint64 bytes, qint64 total);
    /// The connection is tried again after a pause.
    void pausing();
    void finished(const transfer::PushResult &result);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    struct Row
    {
        transfer::Step step = transfer::Step::Connect;
        State state = State::Waiting;
        std::chrono::milliseconds duration{};
        QString note;
    };
    Row *find(transfer::Step step);
    void changed(const Row *row);
    QString words(const Row &row) const;

    QList<Row> m_rows;
    QElapsedTimer m_sinceStart; ///< of the step that runs
    QTimer m_tick;
};

/// The state in a word.
QString stateText(PushStepsModel::State state);

} // namespace ui
