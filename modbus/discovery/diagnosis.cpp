// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/discovery/diagnosis.h"

#include <QCoreApplication>
#include <QStringList>

namespace modbus::discovery {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(discovery)
};

} // namespace

QString rungTitle(Rung rung)
{
    switch (rung) {
    case Rung::Name:
        return Text::tr("Name resolution");
    case Rung::Route:
        return Text::tr("Way there");
    case Rung::Connect:
        return Text::tr("TCP connection");
    case Rung::Answer:
        return Text::tr("Modbus answer");
    case Rung::Units:
        return Text::tr("Other unit identifiers");
    case Rung::Block:
        return Text::tr("Smaller block");
    case Rung::Rtu:
        return Text::tr("RTU framing over TCP");
    case Rung::Udp:
        return Text::tr("Modbus over UDP");
    }
    return {};
}

QString stateWord(RungState state)
{
    switch (state) {
    case RungState::Waiting:
        return Text::tr("waiting");
    case RungState::Running:
        return Text::tr("running");
    case RungState::Good:
        return Text::tr("good");
    case RungState::Odd:
        return Text::tr("look here");
    case RungState::Bad:
        return Text::tr("bad");
    case RungState::NotNeeded:
        return Text::tr("not needed");
    case RungState::NotReached:
        return Text::tr("not tried");
    }
    return {};
}

QString rungName(Rung rung)
{
    switch (rung) {
    case Rung::Name:
        return QStringLiteral("name");
    case Rung::Route:
        return QStringLiteral("route");
    case Rung::Connect:
        return QStringLiteral("connect");
    case Rung::Answer:
        return QStringLiteral("answer");
    case Rung::Units:
        return QStringLiteral("units");
    case Rung::Block:
        return QStringLiteral("block");
    case Rung::Rtu:
        return QStringLiteral("rtu");
    case Rung::Udp:
        break;
    }
    return QStringLiteral("udp");
}

QString stateName(RungState state)
{
    switch (state) {
    case RungState::Waiting:
        return QStringLiteral("waiting");
    case RungState::Running:
        return QStringLiteral("running");
    case RungState::Good:
        return QStringLiteral("good");
    case RungState::Odd:
        return QStringLiteral("odd");
    case RungState::Bad:
        return QStringLiteral("bad");
    case RungState::NotNeeded:
        return QStringLiteral("notNeeded");
    case RungState::NotReached:
        break;
    }
    return QStringLiteral("notReached");
}

QString paragraph(const Diagnosis &diagnosis)
{
    QStringList sentences;
    sentences.append(Text::tr("On %1 Loopcheck looked at the Modbus TCP device %2, unit %3.")
                         .arg(diagnosis.at.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss t")),
                              diagnosis.target.endpoint.toString(),
                              QString::number(diagnosis.target.unit)));
    for (const RungReport &report : diagnosis.rungs) {
        if (report.state == RungState::Good || report.state == RungState::Odd ||
            report.state == RungState::Bad)
            sentences.append(Text::tr("%1: %2").arg(rungTitle(report.rung), report.evidence));
    }
    if (diagnosis.wasCancelled)
        sentences.append(Text::tr("It was stopped there."));
    sentences.append(Text::tr("Conclusion: %1").arg(diagnosis.conclusion));
    if (!diagnosis.advice.isEmpty())
        sentences.append(diagnosis.advice);
    return sentences.join(u' ');
}

} // namespace modbus::discovery
