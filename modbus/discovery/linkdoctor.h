// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/address.h"
#include "modbus/discovery/diagnosis.h"
#include "modbus/discovery/probesocket.h"
#include "modbus/discovery/sighting.h"
#include "modbus/discovery/verdicts.h"

#include <QHostAddress>
#include <QObject>
#include <QPointer>
#include <optional>

class QHostInfo;
class QUdpSocket;

namespace modbus::discovery {

/// Finds out why a device does not answer, step by step: name, way there, TCP, a Modbus answer,
/// other unit identifiers, a smaller block, RTU framing over TCP, Modbus over UDP. Reads only, one
/// connection at a time. Ends with finished(), once.
class LinkDoctor : public QObject
{
    Q_OBJECT
public:
    struct Options
    {
        Target target;
        Address first;                                  ///< of the block that did not come
        int count = 10;                                 ///< 1 to mostRead(first.table)
        std::chrono::milliseconds connectTimeout{3000}; ///< 50 ms to 60 s
        std::chrono::milliseconds deadline{1000};       ///< for each request, 50 ms to 60 s
        /// How long a new connection is watched for being closed again at once.
        std::chrono::milliseconds settle{300};
        /// Loopcheck itself is connected to it now, which may be the only session it allows.
        bool ownSessionIsOpen = false;
    };

    explicit LinkDoctor(Options options, QObject *parent = nullptr);
    ~LinkDoctor() override;

    void start();
    /// Ends at once, with what is there.
    void cancel();
    bool isRunning() const { return m_isRunning; }
    const Diagnosis &diagnosis() const { return m_diagnosis; }

signals:
    /// A step has begun or ended.
    void reported(const modbus::discovery::RungReport &report);
    void finished(const modbus::discovery::Diagnosis &diagnosis);

private:
    using SightingDone = std::function<void(const Sighting &, std::chrono::microseconds)>;

    void lookUp();
    void lookedUp(const QHostInfo &info);
    void lookAtRoute();
    void connectTcp();
    void settled(const Opening &opening, const Heard &answer);
    void askBlock();
    void goOnAfterBlock();
    void askUnits();
    void askSmaller();
    void askRtu();
    void openForRtu();
    void askUdp();
    void endUdp(bool isAnswered);
    void conclude();

    /// Asks `count` items of a unit on a connection that is made where there is none.
    void ask(quint8 unit, int count, const SightingDone &done);
    void renewSocket();
    void begin(Rung rung);
    void report(Rung rung, RungState state, const Finding &finding);
    RungReport &at(Rung rung) { return m_diagnosis.rungs[qsizetype(rung)]; }

    Options m_options;
    Diagnosis m_diagnosis;
    QHostAddress m_address;
    QPointer<ProbeSocket> m_socket;
    QPointer<QUdpSocket> m_udp;
    int m_lookup = 0; ///< QHostInfo's number of the one under way
    quint16 m_transaction = 0;
    // What was seen, for the conclusion:
    Opening::End m_opening = Opening::End::Open;
    bool m_isClosedAtOnce = false;
    std::optional<Sighting> m_answer;
    QList<quint8> m_unitsToAsk;
    QList<quint8> m_aliveUnits;
    QStringList m_unitsSeen;
    bool m_givesSmaller = false;
    bool m_speaksRtu = false;
    bool m_speaksUdp = false;
    bool m_isRunning = false;
};

} // namespace modbus::discovery
