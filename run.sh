#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds Loopcheck and starts it with a demo device and a demo receiver on this machine.
set -euo pipefail
cd "$(dirname "$0")"

usage() {
    cat <<'USAGE'
Usage: ./run.sh [--yes]

Installs the packages that are missing (Debian, Ubuntu), builds a release into build/release and
starts Loopcheck with its demo: a Modbus device and a rule receiver inside the program, values that
move, a rule file that is ready to push. Without a display the demo runs in the terminal and ends.

  --yes   install missing packages without asking, as it does where there is no terminal to ask on
USAGE
}

packages=(.ci/packages.sh)
for argument in "$@"; do
    case $argument in
        --yes | -y) packages+=(--yes) ;;
        --help | -h) usage; exit 0 ;;
        *) echo "run.sh: unknown argument '$argument'" >&2; usage >&2; exit 2 ;;
    esac
done

# Whether a window can open: a display is named and something listens there.
has_display() {
    local wayland=${WAYLAND_DISPLAY:-} x11=${DISPLAY:-} host number
    if [ -n "$wayland" ]; then
        [[ $wayland = /* ]] || wayland=${XDG_RUNTIME_DIR:-/nonexistent}/$wayland
        [ -S "$wayland" ] && return 0
    fi
    [[ $x11 = *:* ]] || return 1
    host=${x11%:*}
    number=${x11##*:}
    number=${number%%.*}
    [[ $number =~ ^[0-9]+$ ]] || return 1
    case $host in
        '' | unix) [ -S "/tmp/.X11-unix/X$number" ] ;;
        *) (exec 3<> "/dev/tcp/$host/$((6000 + number))") 2> /dev/null ;;
    esac
}

bash "${packages[@]}" run
cmake --preset release
cmake --build --preset release

if has_display; then
    exec build/release/bin/loopcheck --demo
fi
echo "There is no display: running the demo in the terminal."
exec build/release/bin/loopcheck-cli demo
