// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QElapsedTimer>
#include <QNetworkAccessManager>
#include <QObject>
#include <QPointer>
#include <QString>
#include <QTimer>
#include <QUrl>
#include <chrono>

class QNetworkReply;

namespace transfer::receiver {

/// What a site has to answer before a change counts as proved.
struct Probe
{
    QUrl url = {};        ///< http; its host is an IP address
    QByteArray host = {}; ///< Host header; empty for the URL's own
    int status = 200;
    QByteArray headerName = {}; ///< empty: none is asked
    QByteArray headerValue = {};
    QByteArray text = {}; ///< somewhere in the first 64 KiB of the body
    std::chrono::milliseconds limit{10000};
};

/// Asks until the answer is as wanted, or the time is over.
class ProbeRun : public QObject
{
    Q_OBJECT
public:
    explicit ProbeRun(Probe probe, QObject *parent = nullptr);
    ~ProbeRun() override;
    void start();

signals:
    /// Exactly once, never from inside start().
    void finished(bool isPassed, const QString &evidence);

private:
    void ask();
    void answered();
    QString whatIsWrong(QNetworkReply &reply) const;
    void finish(bool isPassed, const QString &evidence);

    Probe m_probe;
    QNetworkAccessManager m_network;
    QPointer<QNetworkReply> m_reply;
    QByteArray m_body; ///< as much as is looked at
    QTimer m_pause;
    QTimer m_limit;
    QElapsedTimer m_since;
    QString m_last; ///< what was wrong with the last answer
};

} // namespace transfer::receiver
