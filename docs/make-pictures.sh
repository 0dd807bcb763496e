#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Takes the README's pictures of the running program, on an X server without a screen.
# Builds the release first. Installs what is missing, as run.sh does.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ -z "${LOOPCHECK_ON_X11:-}" ]; then
    bash .ci/packages.sh run test pictures
    cmake --preset release
    cmake --build --preset release --target loopcheck
    LOOPCHECK_ON_X11=1 exec xvfb-run --auto-servernum --server-args '-screen 0 1366x768x24' "$0"
fi

settings=$(mktemp -d)
build/release/bin/loopcheck --demo --settings "$settings" &
loopcheck=$!
trap 'kill $loopcheck 2> /dev/null || true; rm -rf "$settings"' EXIT
window=$(timeout 60 xdotool search --sync --onlyvisible --name Loopcheck | tail -1)
xdotool windowmove "$window" 0 0 windowsize --sync "$window" 1366 768 windowfocus --sync "$window"

mkdir -p docs/pictures
picture() {
    sleep 2 # values move, and the eye wants a page that has settled
    import -window "$window" -strip "docs/pictures/$1.png"
    echo "docs/pictures/$1.png"
}
sleep 20 # the lines of the points need values
picture points
xdotool key --clearmodifiers ctrl+3
picture trend
xdotool key --clearmodifiers ctrl+1
picture registers
xdotool key --clearmodifiers ctrl+4
xdotool key --clearmodifiers ctrl+Return
picture rules
