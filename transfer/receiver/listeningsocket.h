// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/receiver/filedescriptor.h"

#include <QHostAddress>
#include <QString>
#include <tl/expected.hpp>
#include <vector>

namespace transfer::receiver {

struct ListenAddress
{
    QHostAddress address;
    quint16 port = 0; ///< 0 takes a free one

    /// Reads ADDR:PORT or [V6]:PORT; PORT alone is one of 127.0.0.1.
    static tl::expected<ListenAddress, QString> parse(const QString &text);
    QString toString() const;
    friend bool operator==(const ListenAddress &, const ListenAddress &) = default;
};

/// A socket that listens, opened before any fork so that a worker which is started again serves the
/// same port and loses no connection.
struct ListeningSocket
{
    FileDescriptor descriptor;
    ListenAddress address; ///< with the real port
    QString scheme = {};   ///< before the address where it is shown; may be empty

    /// `inherited`, where it is open, is taken as it is: its address was somebody else's choice.
    static tl::expected<ListeningSocket, QString> open(const ListenAddress &address,
                                                       FileDescriptor inherited = {});
    QString toString() const { return scheme + address.toString(); }
};
using ListeningSockets = std::vector<ListeningSocket>;

} // namespace transfer::receiver
