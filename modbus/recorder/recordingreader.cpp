// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/recorder/recordingreader.h"

namespace modbus::recorder {

namespace {

// Those that were cancelled and still wait for a server must not hold up the next one.
constexpr int kMostThreads = 8;

} // namespace

RecordingReader::RecordingReader(QObject *parent)
    : QObject(parent)
{
    m_threads.setMaxThreadCount(kMostThreads);
}

RecordingReader::~RecordingReader()
{
    cancel(); // the pool's end is that of its threads, which stop soon
}

void RecordingReader::cancel()
{
    if (m_isWanted)
        m_isWanted->store(false);
    m_isWanted.reset();
}

void RecordingReader::read(const StoreAddress &address, const Query &query)
{
    cancel();
    const auto isWanted = std::make_shared<std::atomic_bool>(true);
    m_isWanted = isWanted;
    // This outlives its threads.
    const auto later = [this, isWanted](auto what) {
        QMetaObject::invokeMethod(
            this,
            [isWanted, what] {
                if (isWanted->load())
                    what();
            },
            Qt::QueuedConnection);
    };
    m_threads.start([this, address, query, isWanted, later] {
        const auto result = std::make_shared<const Result<Recording>>(
            readRecording(address, query, [this, isWanted, later](double share) {
                later([this, share] { emit progressed(share); });
                return isWanted->load();
            }));
        later([this, result] {
            cancel(); // nothing can come after this
            if (*result)
                emit finished(**result);
            else
                emit failed(result->error());
        });
    });
}

} // namespace modbus::recorder
