#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The Debian packages that Loopcheck needs, and why; nothing else in the repository lists them.
# Names are the same in Debian 12 and Ubuntu 24.04.
#
#   .ci/packages.sh [--yes] GROUP...   installs what is missing of the groups
#   .ci/packages.sh --list GROUP...    prints the names
#
# On a terminal it asks before it installs, unless --yes is given. Without one there is nobody to
# ask: it says what it installs and goes on.
set -euo pipefail

table() {
    cat <<'TABLE'
run      g++                    C++20 compiler
run      cmake                  build system, 3.25 or newer
run      ninja-build            runs the build in parallel
run      qt6-base-dev           Qt 6.4 or newer: Core, Network, Widgets, Test
run      qt6-serialbus-dev      Qt's Modbus client and server
run      qt6-svg-dev            draws the icons
run      libqcustomplot-dev     draws the trend; its build for Qt 6
run      qt6-wayland            lets the window open where there is no X server, at run time
run      libqt6sql6-sqlite      records into SQLite files, at run time
run      libqt6sql6-psql        records into PostgreSQL, at run time
run      libexpected-dev        tl::expected: errors as values until compilers have std::expected
run      libdtl-dev             compares rule files line by line
run      qtkeychain-qt6-dev     keeps receivers' tokens in the desktop's keychain
run      libmicrohttpd-dev      the receiver's HTTPS server
run      libgnutls28-dev        its TLS: makes the receiver's key and certificate
run      pkg-config             finds both
run      fonts-dejavu-core      a font with tabular figures, for machines that have none
test     libmodbus-dev          a Modbus server and client that are not ours
test     curl                   a client of the receiver that is not ours
test     mbpoll                 a Modbus master that is not ours, against our demo device
test     python3-pymodbus       a second Modbus server that is not ours
test     python3-serial         pymodbus's servers import it, though TCP needs none
test     python3-serial-asyncio the same
test     nginx-light            a real nginx to be reloaded, in a temporary prefix
test     postgresql             a real database server, in a temporary folder
test     xvfb                   an X server without a screen, for the tests that need a real one
test     xauth                  xvfb-run needs it
test     xdotool                looks whether the window is there
test     tshark                 Wireshark's own dissector, on the captures that we export
check    clang-format           checks the format
check    clang-tidy             static analysis
pictures imagemagick            takes the README's pictures
TABLE
}

yes=0
list=0
groups=()
for argument in "$@"; do
    case $argument in
        --yes) yes=1 ;;
        --list) list=1 ;;
        run | test | check | pictures) groups+=("$argument") ;;
        *) echo "$0: unknown argument '$argument'; expected --yes, --list, run, test, check or pictures" >&2; exit 2 ;;
    esac
done
[ ${#groups[@]} -gt 0 ] || { echo "$0: which packages? Name run, test, check or pictures" >&2; exit 2; }

mapfile -t wanted < <(table | awk -v groups=" ${groups[*]} " 'index(groups, " " $1 " ") { print $2 }')
if [ $list = 1 ]; then
    printf '%s\n' "${wanted[@]}"
    exit 0
fi
if ! command -v apt-get > /dev/null || ! command -v dpkg-query > /dev/null; then
    echo "This is neither Debian nor Ubuntu. Install what corresponds to: ${wanted[*]}" >&2
    exit 0
fi

is_installed() {
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2> /dev/null)" = installed ]
}
missing=()
for package in "${wanted[@]}"; do
    is_installed "$package" || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

root=()
if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo > /dev/null; then
        echo "Missing packages: ${missing[*]}" >&2
        echo "There is no sudo. As root, run: apt-get install --no-install-recommends ${missing[*]}" >&2
        exit 2
    fi
    root=(sudo)
fi

echo "Loopcheck needs these packages, which are not installed: ${missing[*]}"
if [ $yes = 0 ] && [ -t 0 ]; then
    read -r -p "Install them with ${root[*]:+${root[*]} }apt-get? [Y/n] " answer
    case $answer in
        '' | [Yy]*) ;;
        *) echo "Nothing was installed." >&2; exit 2 ;;
    esac
fi

apt=("${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300)
"${apt[@]}" update || echo "The package lists could not be refreshed; trying with those at hand." >&2
"${apt[@]}" install -y --no-install-recommends -o Dpkg::Use-Pty=0 "${missing[@]}"
