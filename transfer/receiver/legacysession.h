// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/receiver/installer.h"
#include "transfer/receiver/legacyframing.h"
#include "transfer/receiver/session.h"

#include <optional>

namespace transfer::receiver {

/// One push over the legacy handshake, received into staging and handed to the installer at its
/// end.
class LegacySession : public Session
{
    Q_OBJECT
public:
    LegacySession(std::unique_ptr<QTcpSocket> socket, RuleStore &store, Installer &installer,
                  SessionLimits limits, QObject *parent);

protected:
    void received(const QByteArray &bytes) override;
    void fellSilent() override;
    bool hasBegun() const override { return m_framing.hasBegun(); }

private:
    void takeMessages();
    void handle(const LegacyFraming::Message &message);
    void takeName(const QByteArray &bytes);
    void takeData(const LegacyFraming::Message &message);
    void install();
    void refuse(const QString &why);

    RuleStore &m_store;
    Installer &m_installer;
    LegacyFraming m_framing;
    QString m_name;
    std::optional<StagedFile> m_file;
};

} // namespace transfer::receiver
