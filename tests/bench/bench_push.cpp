// SPDX-License-Identifier: GPL-3.0-or-later
// A rule file of 1 MB over the legacy handshake with 20 ms round trip: Loopcheck's sender against
// the field's, line by line, both to the field's receiver. The receiver has a thread of its own,
// the delay line a process. Line by line takes minutes; that is the point.
#include "tests/bench/peerprocess.h"
#include "tests/bench/report.h"
#include "tests/support/legacyreceiver.h"
#include "tests/support/naivesender.h"
#include "transfer/legacy/sender.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <cstdio>

namespace {

constexpr qsizetype kFileBytes = 1'000'000;

void require(bool isTrue, const char *what)
{
    if (!isTrue)
        qFatal("%s", what);
}

/// Rules as people write them; a line has 38 bytes on average.
QByteArray ruleFile()
{
    QByteArray content;
    for (int i = 0; content.size() < kFileBytes; ++i) {
        const QByteArray number = QByteArray::number(i);
        content += "# Line " + number + ": what the historian exports, at a bearable speed\n" +
                   "location ^~ /export/line-" + number +
                   "/ { limit_rate_after 1m; limit_rate 512k; }\n" + "\n" +
                   "location = /export/line-" + number +
                   "/state { access_log off; return 204; }\n" + "\n";
    }
    content.truncate(content.lastIndexOf('\n', kFileBytes - 1) + 1);
    return content;
}

double pushByLoopcheck(const QByteArray &content)
{
    const support::LegacyReceiver receiver;
    const bench::PeerProcess line(
        {QStringLiteral("delay"), QString::number(receiver.port()), QStringLiteral("10")});
    transfer::legacy::Sender sender({QStringLiteral("rules.conf"), content},
                                    {QStringLiteral("127.0.0.1"), line.port()});
    QEventLoop loop;
    transfer::PushResult result;
    QObject::connect(&sender, &transfer::Push::finished, &loop,
                     [&](const transfer::PushResult &pushed) {
                         result = pushed;
                         loop.quit();
                     });
    QElapsedTimer clock;
    clock.start();
    sender.start();
    loop.exec();
    const auto elapsed = static_cast<double>(clock.nsecsElapsed()) / 1e9;
    require(result.outcome == transfer::Outcome::Reloaded, "Loopcheck: not reloaded");
    require(receiver.file("rules.conf") == content, "Loopcheck: other bytes arrived");
    std::printf("%-14s %8.1f s, %6d steps\n", "Loopcheck", elapsed, receiver.reads());
    std::fflush(stdout);
    return elapsed;
}

double pushLineByLine(const QByteArray &content)
{
    const support::LegacyReceiver receiver;
    const bench::PeerProcess line(
        {QStringLiteral("delay"), QString::number(receiver.port()), QStringLiteral("10")});
    QElapsedTimer clock;
    clock.start();
    const QByteArray answer = support::pushLineByLine(line.port(), "rules.conf", content);
    const auto elapsed = static_cast<double>(clock.nsecsElapsed()) / 1e9;
    require(answer == "nginx reload succ", "line by line: not reloaded");
    std::printf("%-14s %8.1f s, %6d steps\n", "line by line", elapsed, receiver.reads());
    std::fflush(stdout);
    return elapsed;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QByteArray content = ruleFile();
    std::printf("\n%lld bytes in %lld lines over the legacy handshake, 20 ms round trip\n",
                static_cast<long long>(content.size()),
                static_cast<long long>(content.count('\n')));
    std::fflush(stdout);
    const double ours = pushByLoopcheck(content);
    const double naive = pushLineByLine(content);
    std::printf("\n");
    bench::bar("20 ms, line by line / Loopcheck", naive / ours, bench::Limit::AtLeast, 15);
    return 0;
}
