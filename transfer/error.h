// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace transfer {

/// Why a push, or a file, came to nothing.
struct Error
{
    enum class Kind {
        UnreadableFile, ///< cannot be opened or read; detail has the system's reason
        NotSendable,    ///< NUL bytes, not a plain file name, too large
        HostNotFound,
        Refused,
        Unreachable,
        ConnectTimeout,
        ConnectionLost,   ///< closed or reset by the peer in mid-handshake
        Timeout,          ///< a step got no answer in time
        UnexpectedAnswer, ///< neither of the words that the protocol knows
        Rejected,         ///< the receiver refused the file before it had all of it
        ReloadFailed,     ///< the receiver said so
        RelayFailed,      ///< the relay could not reach or serve the receiver
        Aborted,          ///< ended by the user
        // Over HTTPS only:
        CertificateChanged, ///< not the certificate that was pinned; detail has both fingerprints
        TlsFailed,          ///< no TLS connection that can be trusted
        AccessDenied,       ///< the token is not known, expired or may not do this
        NotFound,           ///< no such rule, version or result
        ChangedMeanwhile,   ///< what is live is not what the change was meant to replace
        Busy,               ///< too many requests, or its turn did not come in time
        TestFailed,         ///< nginx refused the configuration with the change in it
        NotConfirmed,       ///< nginx did not take the new configuration into use
        ProbeFailed,        ///< the probe was not answered as asked
    };
    Kind kind = Kind::NotSendable;
    QString detail; ///< what was seen, for the log, untranslated
    QString peer;   ///< "host:port", empty where there is none
    QString step;   ///< stepName() of the step that failed, empty where there is none; over HTTPS
                    ///< "connect", "upload" or "answer"
    QString code = {};   ///< the receiver's own, over HTTPS: "testFailed", "keyReused", ...
    QString advice = {}; ///< what the receiver says to do about it, in its words
};

/// "refused", "timeout", ...: stable names for JSON and tests.
QString kindName(Error::Kind kind);

/// What the user reads. Translatable (context "transfer").
struct Explanation
{
    QString text;   ///< what failed and why
    QString remedy; ///< what to try
};
Explanation explain(const Error &error);

} // namespace transfer
