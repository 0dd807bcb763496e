#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds Loopcheck with warnings as errors and runs every test. Arguments go to ctest, for example
#   ./test.sh -R unit.modbus
# Missing packages are installed first; on a terminal it asks before, elsewhere it says which.
set -euo pipefail
cd "$(dirname "$0")"

bash .ci/packages.sh run test
cmake --preset ci
cmake --build --preset ci
ctest --preset ci -j "$(nproc)" "$@"
