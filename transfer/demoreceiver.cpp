// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/demoreceiver.h"

#include "transfer/rulefile.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>
#include <functional>

namespace transfer {

namespace {

/// How long the rest of a message that shows no end may take. Only senders that don't end a chunk
/// with a NUL, and cut it in the middle of a line, wait for it.
constexpr std::chrono::milliseconds kRestOfMessage{50};

/// As much of nginx's grammar as a demo needs: comments, quotes, variables in braces; braces must
/// match, and before a closing one no statement may lack its semicolon.
bool isWellFormed(const QByteArray &content)
{
    int depth = 0;
    bool isInStatement = false;
    for (qsizetype i = 0; i < content.size(); ++i) {
        const char c = content[i];
        if (c == '\\') {
            ++i;
            isInStatement = true;
        } else if (c == '#' && !isInStatement) {
            i = content.indexOf('\n', i);
            if (i < 0)
                break;
        } else if (c == '"' || c == '\'') {
            for (++i; i < content.size() && content[i] != c; ++i) {
                if (content[i] == '\\')
                    ++i;
            }
            if (i >= content.size())
                return false;
            isInStatement = true;
        } else if (c == '$' && content.mid(i + 1, 1) == "{") {
            i = content.indexOf('}', i);
            if (i < 0)
                return false;
            isInStatement = true;
        } else if (c == '{' || c == ';') {
            depth += c == '{' ? 1 : 0;
            isInStatement = false;
        } else if (c == '}') {
            if (--depth < 0 || isInStatement)
                return false;
        } else if (!QChar::isSpace(static_cast<uchar>(c))) {
            isInStatement = true;
        }
    }
    return depth == 0;
}

/// One sender's handshake. Lives as long as its socket.
class DemoSession : public QObject
{
    Q_OBJECT
public:
    using Install = std::function<bool(const QString &name, const QByteArray &content)>;

    DemoSession(QTcpSocket *socket, std::chrono::milliseconds stallTimeout, Install install)
        : QObject(socket)
        , m_socket(socket)
        , m_install(std::move(install))
    {
        m_stall.setSingleShot(true);
        m_stall.setInterval(stallTimeout);
        m_rest.setSingleShot(true);
        m_rest.setInterval(kRestOfMessage);
        connect(&m_stall, &QTimer::timeout, socket, &QTcpSocket::abort);
        connect(&m_rest, &QTimer::timeout, this, &DemoSession::takeMessage);
        connect(socket, &QTcpSocket::readyRead, this, &DemoSession::read);
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        m_stall.start();
    }

private:
    void read();
    bool isComplete() const;
    void takeMessage();
    void answer(const QByteArray &word) { m_socket->write(word); }

    QTcpSocket *m_socket;
    Install m_install;
    QTimer m_stall;
    QTimer m_rest;
    QByteArray m_message;
    QString m_name;
    QByteArray m_content;
    bool m_endsWithNul = false; ///< this sender ends its chunks with a NUL
};

void DemoSession::read()
{
    m_stall.start();
    m_message += m_socket->readAll();
    if (m_content.size() + m_message.size() > kMostRuleFileBytes)
        m_socket->abort();
    else if (isComplete())
        takeMessage();
    else if (!m_endsWithNul)
        m_rest.start();
}

/// One message is in flight at a time, so what came is one or the beginning of one.
bool DemoSession::isComplete() const
{
    if (m_message.endsWith('\0') || m_message == "end" || m_name.isEmpty())
        return true;
    return m_message.endsWith('\n') && !m_endsWithNul;
}

void DemoSession::takeMessage()
{
    m_rest.stop();
    m_endsWithNul = m_endsWithNul || (!m_name.isEmpty() && m_message.endsWith('\0'));
    // Like the C string that the field's receiver takes it for.
    const QByteArray text(m_message.constData());
    m_message.clear();

    if (m_name.isEmpty()) {
        const QString name = QString::fromUtf8(text);
        if (!checkRuleName(name)) {
            m_socket->abort();
            return;
        }
        m_name = name;
        answer("sendmsg");
    } else if (text.startsWith("end")) {
        m_stall.stop();
        m_socket->disconnect(this);
        answer(m_install(m_name, m_content) ? "nginx reload succ" : "nginx reload error");
        m_socket->disconnectFromHost();
    } else {
        m_content += text;
        answer("goon");
    }
}

} // namespace

DemoReceiver::DemoReceiver(QObject *parent)
    : QObject(parent)
    , m_server(new QTcpServer(this))
{
    connect(m_server, &QTcpServer::newConnection, this, &DemoReceiver::serve);
}

DemoReceiver::~DemoReceiver() = default;

tl::expected<quint16, QString> DemoReceiver::listen(const QHostAddress &address, quint16 port)
{
    if (!m_server->listen(address, port))
        return tl::make_unexpected(m_server->errorString());
    return m_server->serverPort();
}

void DemoReceiver::serve()
{
    while (QTcpSocket *socket = m_server->nextPendingConnection()) {
        new DemoSession(socket, m_stallTimeout,
                        [this](const QString &name, const QByteArray &content) {
                            return install(name, content);
                        });
    }
}

bool DemoReceiver::install(const QString &name, const QByteArray &content)
{
    const bool isAccepted = isWellFormed(content);
    if (isAccepted)
        m_files.insert(name, content);
    emit received(name, isAccepted);
    return isAccepted;
}

} // namespace transfer

#include "demoreceiver.moc"
