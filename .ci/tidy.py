#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs clang-tidy on what CMake compiles of ours.

Most of the time of clang-tidy on one source goes into Qt's headers. So sources with the same flags
are included by one generated file, and most checks are run on that: the headers are gone through
once. The static analyzer is run on each source alone, since it takes longer over many at once.
Sources that do not compile together, say since two have a helper of one name, are grouped anew.

    .ci/tidy.py BUILD_FOLDER [SOURCE...]    exit status 1 when there is a finding
"""

import json
import os
import re
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("app", "ui", "modbus", "transfer", "tests")
TOGETHER = 12  # sources that a generated file includes
TURNS = 4  # what collides is grouped anew; in the last turn each source is alone
GROUP_CHECKS = "--checks=-clang-analyzer-*,-bugprone-suspicious-include"
# misc-unused-using-decls looks at the main file only.
ALONE_CHECKS = (
    "--checks=-bugprone-*,-misc-*,-modernize-*,-performance-*,-readability-*,"
    "misc-unused-using-decls"
)
PARSE_ONLY = "--checks=-*,misc-definitions-in-headers"
OURS = f"/({'|'.join(FOLDERS)})/[^.]*\\.(h|cpp)$"
# A test's main function comes from a macro of QtTest; together they would be many.
TEST_PRELUDE = """#include <QtTest>
#undef QTEST_MAIN
#undef QTEST_GUILESS_MAIN
#undef QTEST_APPLESS_MAIN
#define QTEST_MAIN(Test)
#define QTEST_GUILESS_MAIN(Test)
#define QTEST_APPLESS_MAIN(Test)
"""


def is_own(flag):
    """Each target has a folder for what moc made of it: that keeps no sources apart."""
    return "_autogen/include" in flag


class Source:
    def __init__(self, entry):
        self.path = entry["file"]
        arguments = shlex.split(entry["command"])
        drop = {"-c", self.path, "-o", arguments[arguments.index("-o") + 1]}
        self.flags = [flag for flag in arguments[1:] if flag not in drop]
        self.kind = tuple(flag for flag in self.flags if not is_own(flag))
        self.is_test = "/tests/" in self.path and "/tst_" in self.path


def sources(build, wanted):
    entries = json.loads((build / "compile_commands.json").read_text())
    ours = tuple(f"{ROOT}/{folder}/" for folder in FOLDERS)
    of_path = {entry["file"]: Source(entry) for entry in entries if entry["file"].startswith(ours)}
    return [of_path[path] for path in sorted(of_path) if not wanted or path in wanted]


def groups(all_sources, most):
    of_kind = {}
    for source in all_sources:
        of_kind.setdefault((source.kind, source.is_test), []).append(source)
    for members in of_kind.values():
        for start in range(0, len(members), most):
            yield members[start : start + most]


def write_commands(named_groups, folder, build):
    commands = []
    for name, members in named_groups:
        own = [flag for source in members[1:] for flag in source.flags if is_own(flag)]
        file = str(folder / f"{name}.cpp")
        # The compiler's own warnings, of names that hide others, mean nothing for many at once.
        arguments = ["c++", *members[0].flags, *own, "-w", "-c", file]
        commands.append({"directory": str(build), "file": file, "arguments": arguments})
    (folder / "compile_commands.json").write_text(json.dumps(commands))


def tidy(path, build, *options):
    command = ["clang-tidy", "--quiet", "-p", str(build), f"--header-filter={OURS}", *options]
    return subprocess.run([*command, str(path)], capture_output=True, text=True, check=False)


def findings(path, build, checks):
    done = tidy(path, build, "--warnings-as-errors=*", checks)
    if done.returncode == 0:
        return ""
    return done.stdout or f"{path}: clang-tidy ended with {done.returncode}\n{done.stderr}"


def colliding(unified, members, folder):
    """The sources that do not compile after those before them."""
    text = tidy(unified, folder, PARSE_ONLY).stdout
    files = set(re.findall(r"^(/[^:]+):\d+:\d+: error: .*\[clang-diagnostic-error", text, re.M))
    return [source for source in members[1:] if source.path in files]


def check_together(name, members, folder):
    """Gives the findings, and the sources that have to be checked apart from these."""
    unified = folder / f"{name}.cpp"
    prelude = TEST_PRELUDE if members[0].is_test else ""
    apart = []
    while True:
        unified.write_text(prelude + "".join(f'#include "{source.path}"\n' for source in members))
        found = colliding(unified, members, folder) if len(members) > 1 else []
        if not found:
            text = findings(unified, folder, GROUP_CHECKS)
            if len(members) > 1 and "[clang-diagnostic-error" in text:
                return "", apart + members  # it cannot be told whose fault it is
            return text, apart
        apart += found
        members = [source for source in members if source not in found]


def main():
    build = Path(sys.argv[1]).resolve()
    wanted = {str(Path(path).resolve()) for path in sys.argv[2:]}
    folder = build / "tidy"
    folder.mkdir(exist_ok=True)
    left = sources(build, wanted)
    if not left:
        print(f"{build}: nothing of ours in its compile commands to check")
        return 1
    is_clean = True

    def tell(text):
        nonlocal is_clean
        is_clean = is_clean and not text
        sys.stdout.write(text)
        sys.stdout.flush()

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        alone = [pool.submit(findings, source.path, build, ALONE_CHECKS) for source in left]
        for turn in range(TURNS):
            work = list(groups(left, TOGETHER if turn < TURNS - 1 else 1))
            names = [f"together{turn}-{number}" for number in range(len(work))]
            write_commands(zip(names, work), folder, build)
            left = []
            for text, apart in pool.map(lambda job: check_together(*job, folder), zip(names, work)):
                left += apart
                tell(text)
        for job in alone:
            tell(job.result())
    return 0 if is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
