// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/api/identity.h"

#include <QCryptographicHash>
#include <QHostAddress>
#include <QRandomGenerator>
#include <QtEndian>
#include <array>
#include <ctime>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <memory>

namespace transfer::receiver::api {

using namespace Qt::StringLiterals;

namespace {

using Certificate = std::unique_ptr<gnutls_x509_crt_int, decltype(&gnutls_x509_crt_deinit)>;
using Key = std::unique_ptr<gnutls_x509_privkey_int, decltype(&gnutls_x509_privkey_deinit)>;

constexpr std::time_t kDay = 24 * 60 * 60;
constexpr std::time_t kValidFor = 3652 * kDay;

Certificate makeCertificate()
{
    gnutls_x509_crt_t certificate = nullptr;
    gnutls_x509_crt_init(&certificate);
    return Certificate(certificate, gnutls_x509_crt_deinit);
}

Key makeKey()
{
    gnutls_x509_privkey_t key = nullptr;
    gnutls_x509_privkey_init(&key);
    return Key(key, gnutls_x509_privkey_deinit);
}

template <typename Export>
QByteArray exported(Export pem)
{
    gnutls_datum_t text = {};
    if (pem(&text) != GNUTLS_E_SUCCESS)
        return {};
    QByteArray bytes(reinterpret_cast<const char *>(text.data), qsizetype(text.size));
    gnutls_free(text.data);
    return bytes;
}

int nameHost(gnutls_x509_crt_t certificate, const QString &host)
{
    const QHostAddress address(host);
    if (address.isNull()) {
        const QByteArray name = host.toUtf8();
        return gnutls_x509_crt_set_subject_alt_name(certificate, GNUTLS_SAN_DNSNAME,
                                                    name.constData(), unsigned(name.size()),
                                                    GNUTLS_FSAN_APPEND);
    }
    QByteArray bytes;
    if (address.protocol() == QAbstractSocket::IPv6Protocol) {
        const Q_IPV6ADDR v6 = address.toIPv6Address();
        bytes = QByteArray(reinterpret_cast<const char *>(v6.c), sizeof(v6.c));
    } else {
        const quint32 v4 = qToBigEndian(address.toIPv4Address());
        bytes = QByteArray(reinterpret_cast<const char *>(&v4), sizeof(v4));
    }
    return gnutls_x509_crt_set_subject_alt_name(certificate, GNUTLS_SAN_IPADDRESS,
                                                bytes.constData(), unsigned(bytes.size()),
                                                GNUTLS_FSAN_APPEND);
}

std::array<quint32, 4> serialNumber()
{
    std::array<quint32, 4> serial{};
    QRandomGenerator::system()->fillRange(serial.data(), qsizetype(serial.size()));
    serial[0] &= 0x7fffff7f; // positive, whatever the byte order
    return serial;
}

} // namespace

tl::expected<SelfSigned, QString> SelfSigned::make(const QStringList &hosts)
{
    const auto failure = [](int code) {
        return tl::unexpected(u"cannot make a certificate: "_s +
                              QString::fromUtf8(gnutls_strerror(code)));
    };
    const Key key = makeKey();
    const Certificate certificate = makeCertificate();
    int code = gnutls_x509_privkey_generate(key.get(), GNUTLS_PK_ECDSA,
                                            GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0);
    const std::time_t now = std::time(nullptr);
    const auto serial = serialNumber();
    const QByteArray name = hosts.value(0, u"loopcheck-receiver"_s).toUtf8();
    constexpr unsigned kVersion = 3;
    const auto also = [&code](int next) { code = code == GNUTLS_E_SUCCESS ? next : code; };
    also(gnutls_x509_crt_set_version(certificate.get(), kVersion));
    also(gnutls_x509_crt_set_serial(certificate.get(), serial.data(), sizeof(serial)));
    also(gnutls_x509_crt_set_dn_by_oid(certificate.get(), GNUTLS_OID_X520_COMMON_NAME, 0,
                                       name.constData(), unsigned(name.left(64).size())));
    also(gnutls_x509_crt_set_activation_time(certificate.get(), now - kDay));
    also(gnutls_x509_crt_set_expiration_time(certificate.get(), now + kValidFor));
    also(gnutls_x509_crt_set_key_usage(certificate.get(), GNUTLS_KEY_DIGITAL_SIGNATURE));
    also(gnutls_x509_crt_set_key_purpose_oid(certificate.get(), GNUTLS_KP_TLS_WWW_SERVER, 0));
    for (const QString &host : hosts)
        also(nameHost(certificate.get(), host));
    also(gnutls_x509_crt_set_key(certificate.get(), key.get()));
    also(gnutls_x509_crt_sign2(certificate.get(), certificate.get(), key.get(), GNUTLS_DIG_SHA256,
                               0));
    if (code != GNUTLS_E_SUCCESS)
        return failure(code);
    return SelfSigned{
        exported([&](gnutls_datum_t *text) {
            return gnutls_x509_crt_export2(certificate.get(), GNUTLS_X509_FMT_PEM, text);
        }),
        exported([&](gnutls_datum_t *text) {
            return gnutls_x509_privkey_export2_pkcs8(key.get(), GNUTLS_X509_FMT_PEM, nullptr,
                                                     GNUTLS_PKCS_PLAIN, text);
        }),
    };
}

QByteArray fingerprintOf(const QByteArray &pem)
{
    const Certificate certificate = makeCertificate();
    const gnutls_datum_t text = {
        reinterpret_cast<unsigned char *>(const_cast<char *>(pem.constData())),
        unsigned(pem.size())};
    if (gnutls_x509_crt_import(certificate.get(), &text, GNUTLS_X509_FMT_PEM) != GNUTLS_E_SUCCESS)
        return {};
    const QByteArray der = exported([&](gnutls_datum_t *bytes) {
        return gnutls_x509_crt_export2(certificate.get(), GNUTLS_X509_FMT_DER, bytes);
    });
    return QCryptographicHash::hash(der, QCryptographicHash::Sha256).toHex();
}

} // namespace transfer::receiver::api
