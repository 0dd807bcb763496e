// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/delayline.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QTimer>

using namespace std::chrono_literals;

/// Sends back what it gets.
class EchoServer : public QTcpServer
{
public:
    EchoServer()
    {
        connect(this, &QTcpServer::newConnection, this, [this] {
            QTcpSocket *socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket,
                    [socket] { socket->write(socket->readAll()); });
            connect(socket, &QTcpSocket::disconnected, this, [this] { ++closed; });
        });
        listen(QHostAddress::LocalHost);
    }
    int closed = 0;
};

class TestDelayLine : public QObject
{
    Q_OBJECT
private slots:
    void everythingComesBackInOrder()
    {
        EchoServer server;
        support::DelayLine line(QHostAddress::LocalHost, server.serverPort(), 2ms);
        QTcpSocket client;
        client.connectToHost(QHostAddress::LocalHost, line.port());
        QTRY_COMPARE(client.state(), QAbstractSocket::ConnectedState);
        QByteArray sent;
        QByteArray received;
        connect(&client, &QTcpSocket::readyRead, &client, [&] { received += client.readAll(); });
        for (int i = 0; i < 2000; ++i) {
            const QByteArray piece = QByteArray::number(i) + QByteArray(i % 97, '.');
            sent += piece;
            client.write(piece);
            if (i % 50 == 0)
                client.flush();
        }
        QTRY_COMPARE(received.size(), sent.size());
        QCOMPARE(received, sent);
    }

    void aRoundTripTakesTwiceTheDelay()
    {
        EchoServer server;
        support::DelayLine line(QHostAddress::LocalHost, server.serverPort(), 30ms);
        QTcpSocket client;
        client.connectToHost(QHostAddress::LocalHost, line.port());
        QTRY_COMPARE(client.state(), QAbstractSocket::ConnectedState);
        QElapsedTimer clock;
        clock.start();
        client.write("ping");
        QTRY_COMPARE(client.bytesAvailable(), 4);
        QVERIFY(clock.elapsed() >= 60);
    }

    void piecesTravelAtTheSameTime()
    {
        // Ten pieces, each sent when the one before is on its way but long before it is there: one
        // after the other they would take ten round trips of a second.
        EchoServer server;
        support::DelayLine line(QHostAddress::LocalHost, server.serverPort(), 500ms);
        QTcpSocket client;
        client.setSocketOption(QAbstractSocket::LowDelayOption, 1);
        client.connectToHost(QHostAddress::LocalHost, line.port());
        QTRY_COMPARE(client.state(), QAbstractSocket::ConnectedState);
        int sent = 0;
        QTimer sending;
        connect(&sending, &QTimer::timeout, &client, [&] {
            client.write("x");
            if (++sent == 10)
                sending.stop();
        });
        sending.start(1ms);
        QTRY_COMPARE_WITH_TIMEOUT(client.bytesAvailable(), 10, 4000);
    }

    void closingTravelsBehindTheData()
    {
        EchoServer server;
        support::DelayLine line(QHostAddress::LocalHost, server.serverPort(), 20ms);
        QTcpSocket client;
        client.connectToHost(QHostAddress::LocalHost, line.port());
        QTRY_COMPARE(client.state(), QAbstractSocket::ConnectedState);
        client.write("last words");
        client.disconnectFromHost();
        QTRY_COMPARE(server.closed, 1);
    }

    void aTargetThatIsNotThereHangsUp()
    {
        QTcpServer nobody;
        nobody.listen(QHostAddress::LocalHost);
        const quint16 port = nobody.serverPort();
        nobody.close();
        support::DelayLine line(QHostAddress::LocalHost, port, 1ms);
        QTcpSocket client;
        QSignalSpy disconnected(&client, &QTcpSocket::disconnected);
        client.connectToHost(QHostAddress::LocalHost, line.port());
        QTRY_COMPARE(disconnected.size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestDelayLine)
#include "tst_delayline.moc"
