// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QSslCertificate>
#include <QSslKey>

namespace support {

/// A self-signed certificate for 127.0.0.1, valid until 2120, and its key, which is public and so
/// protects nothing.
struct TestCertificate
{
    QSslCertificate certificate;
    QSslKey key;
    QByteArray fingerprint() const; ///< SHA-256, 64 hexadecimal digits
};
TestCertificate firstCertificate();
TestCertificate secondCertificate();

} // namespace support
