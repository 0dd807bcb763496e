// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/push.h"

#include <QByteArray>
#include <QList>
#include <QSslCertificate>
#include <QSslKey>
#include <chrono>

namespace transfer::secure {

/// How a receiver is reached, by what it is known to be the right one, and what it lets us in by.
struct Access
{
    Peer peer;
    /// SHA-256 of its certificate, 64 hexadecimal digits in lower case: that very certificate and
    /// no other is taken, whoever signed it, as ssh knows a host by its key. Empty: a certificate
    /// that one of `authorities` signed for this host name.
    QByteArray fingerprint;
    QByteArray token;
    QList<QSslCertificate> authorities; ///< empty: the ones this machine trusts
    QSslCertificate certificate;        ///< our own, for receivers that ask for one
    QSslKey key;
};

/// Time limits and retries of the talk with a receiver.
struct Limits
{
    std::chrono::milliseconds connect{5000};  ///< until TLS stands
    std::chrono::milliseconds answer{30000};  ///< of a question, whole
    std::chrono::milliseconds change{240000}; ///< of a change: upload, queue, test, reload, proof
    int retries = 5; ///< further attempts at what certainly changed nothing
    std::chrono::milliseconds retryPause{1000};
    std::chrono::milliseconds doubt{60000}; ///< how long it is asked what became of a change
};

} // namespace transfer::secure
