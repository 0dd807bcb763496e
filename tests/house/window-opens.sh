#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# window-opens.sh LOOPCHECK: starts the demo on a real X server and looks whether its window is there
# and stays. The UI tests run without an X server; this shows that the platform plug-in loads, too.
set -euo pipefail
if [ -z "${LOOPCHECK_ON_X11:-}" ]; then
    LOOPCHECK_ON_X11=1 exec xvfb-run --auto-servernum --server-args '-screen 0 1366x768x24' "$0" "$@"
fi
settings=$(mktemp -d)
env -u QT_QPA_PLATFORM "$1" --demo --settings "$settings" &
loopcheck=$!
trap 'kill $loopcheck 2> /dev/null || true; rm -rf "$settings"' EXIT
timeout 60 xdotool search --sync --onlyvisible --name Loopcheck
kill -0 $loopcheck
