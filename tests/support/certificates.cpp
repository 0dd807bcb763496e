// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/certificates.h"

#include <QCryptographicHash>

namespace support {

namespace {

constexpr const char *kFirstCertificate = R"(-----BEGIN CERTIFICATE-----
MIIBbjCCARWgAwIBAgICEAEwCgYIKoZIzj0EAwIwHTEbMBkGA1UEAwwSbG9vcGNo
ZWNrIHRlc3Qgb25lMCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjAd
MRswGQYDVQQDDBJsb29wY2hlY2sgdGVzdCBvbmUwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATM7PHbF7iSXafpT0Yx55KB+7vJyHiDO0MRJU9n3ahPKdqXKuWCHjik
/qD3GaKn03iogr2ucOiU57FvGr7g2ae1o0MwQTAPBgNVHREECDAGhwR/AAABMA8G
A1UdEwEB/wQFMAMBAf8wHQYDVR0OBBYEFJzOG2oPvnDk581IeBntuoh2FDrQMAoG
CCqGSM49BAMCA0cAMEQCIGHLT+EruFeRK1ajG5B+LPHFBgzq90a57OvzJKpwS0F6
AiADMp+yb9OxN9mu3O+33R/Xbjw7AswMeCOBEEBsJDO9DA==
-----END CERTIFICATE-----
)";
constexpr const char *kFirstKey = R"(-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQguiupHfIXk9dFGYqC
nBXoYDAbX1qKTGiNnW8Ny+f+EUKhRANCAATM7PHbF7iSXafpT0Yx55KB+7vJyHiD
O0MRJU9n3ahPKdqXKuWCHjik/qD3GaKn03iogr2ucOiU57FvGr7g2ae1
-----END PRIVATE KEY-----
)";
constexpr const char *kSecondCertificate = R"(-----BEGIN CERTIFICATE-----
MIIBbjCCARWgAwIBAgICEAEwCgYIKoZIzj0EAwIwHTEbMBkGA1UEAwwSbG9vcGNo
ZWNrIHRlc3QgdHdvMCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjAd
MRswGQYDVQQDDBJsb29wY2hlY2sgdGVzdCB0d28wWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATMotPdbB6+LGAfH0iJXSufwQGhBbkHrfDy6baSTPALF431ERPxk7A+
/5e8W44zpZdG5lpbq8nMZAOOrZVq0IEBo0MwQTAPBgNVHREECDAGhwR/AAABMA8G
A1UdEwEB/wQFMAMBAf8wHQYDVR0OBBYEFNbR1wxlHQ54Xifkunc103gRidmxMAoG
CCqGSM49BAMCA0cAMEQCIG+MfCsH9VbjXbPjKlMBn1RxjR5oS3voXYcGQrEx1aCX
AiB66cHVgD2y4P/so1xS5fMCReYPBgMRGS+PlwbU8/+apw==
-----END CERTIFICATE-----
)";
constexpr const char *kSecondKey = R"(-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgLzQmEJHme0tgFlOy
7JO6KVLUydLHiwn9t5Ejzmbtu7ChRANCAATMotPdbB6+LGAfH0iJXSufwQGhBbkH
rfDy6baSTPALF431ERPxk7A+/5e8W44zpZdG5lpbq8nMZAOOrZVq0IEB
-----END PRIVATE KEY-----
)";

TestCertificate made(const char *certificate, const char *key)
{
    return {QSslCertificate(QByteArray(certificate)), QSslKey(QByteArray(key), QSsl::Ec)};
}

} // namespace

QByteArray TestCertificate::fingerprint() const
{
    return certificate.digest(QCryptographicHash::Sha256).toHex();
}

TestCertificate firstCertificate()
{
    return made(kFirstCertificate, kFirstKey);
}

TestCertificate secondCertificate()
{
    return made(kSecondCertificate, kSecondKey);
}

} // namespace support
