// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/recorder/recordingreader.h"

#include <QThread>

namespace modbus::recorder {

RecordingReader::RecordingReader(QObject *parent)
    : QObject(parent)
{
}

RecordingReader::~RecordingReader()
{
    cancel();
}

void RecordingReader::cancel()
{
    if (!m_thread)
        return;
    m_isWanted->store(false);
    m_thread->wait(); // for as long as a few thousand rows take
    m_thread = nullptr;
}

void RecordingReader::read(const StoreAddress &address, const Query &query)
{
    cancel();
    auto isWanted = std::make_shared<std::atomic_bool>(true);
    m_isWanted = isWanted;
    const auto later = [this, isWanted](auto what) {
        QMetaObject::invokeMethod(
            this,
            [isWanted, what] {
                if (isWanted->load())
                    what();
            },
            Qt::QueuedConnection);
    };
    m_thread = QThread::create([this, address, query, isWanted, later] {
        auto result = std::make_shared<Result<Recording>>(
            readRecording(address, query, [this, isWanted, later](double share) {
                later([this, share] { emit progressed(share); });
                return isWanted->load();
            }));
        later([this, isWanted, result] {
            isWanted->store(false); // nothing can come after this
            m_thread->wait();
            m_thread = nullptr;
            if (*result)
                emit finished(**result);
            else
                emit failed(result->error());
        });
    });
    connect(m_thread, &QThread::finished, m_thread, &QObject::deleteLater);
    m_thread->start();
}

} // namespace modbus::recorder
