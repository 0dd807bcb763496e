# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of the house, checked on the files themselves.

rules.py ROOT RULE checks one rule, prints each offence as file:line: what, and exits 1 if there
is one. rules.py --list prints the rules.
"""

import os
import re
import subprocess
import sys

CODE = (".cpp", ".h")
RULES = {}


def rule(function):
    RULES[function.__name__.replace("_", "-")] = function
    return function


class Tree:
    """The repository's own files, by path from its root."""

    def __init__(self, root):
        self.root = root
        self.paths = []
        for folder, folders, names in os.walk(root):
            folders[:] = sorted(f for f in folders if f not in ("build", ".git", ".cache", "__pycache__"))
            for name in sorted(names):
                self.paths.append(os.path.relpath(os.path.join(folder, name), root))

    def within(self, folders, endings=CODE):
        return [p for p in self.paths if p.startswith(tuple(folders)) and p.endswith(endings)]

    def text(self, path):
        with open(os.path.join(self.root, path), encoding="utf-8", errors="replace") as file:
            return file.read()


def offences(path, text, pattern, what):
    for number, line in enumerate(text.splitlines(), 1):
        found = re.search(pattern, line)
        if found:
            yield f"{path}:{number}: {what}: {found.group(0).strip()}"


def blank_out(pattern, text):
    """What matches becomes blanks, so that line numbers stay."""
    return re.sub(pattern, lambda m: re.sub(r"[^\n]", " ", m.group(0)), text, flags=re.S)


def without_comments(text):
    return blank_out(r"//[^\n]*|/\*.*?\*/", text)


def only_identifiers(text):
    return blank_out(r'"(?:\\.|[^"\\\n])*"|//[^\n]*|/\*.*?\*/', text)


@rule
def every_source_names_its_licence(tree):
    for path in tree.paths:
        name = os.path.basename(path)
        if path.endswith((".cpp", ".h", ".py", ".sh", ".cmake")) or name in (
                "CMakeLists.txt", "run", ".clang-format", ".clang-tidy"):
            head = "\n".join(tree.text(path).splitlines()[:3])
            if "SPDX-License-Identifier: GPL-3.0-or-later" not in head:
                yield f"{path}:1: no SPDX line in the first three"


@rule
def nothing_waits_in_the_libraries(tree):
    waiting = (r"\bwaitFor(?:Connected|Disconnected|Encrypted|ReadyRead|BytesWritten|Started|Finished"
               r"|NewConnection|Done)\s*\(|\b[mun]?sleep(_for|_until)?\s*\(|\bqWait\w*\s*\(|\bprocessEvents\s*\(")
    for path in tree.within(["ui/", "modbus/", "transfer/"]):
        yield from offences(path, without_comments(tree.text(path)), waiting,
                            "blocks the event loop")


@rule
def tests_wait_for_conditions_and_skip_nothing(tree):
    pattern = r"\bqWait\s*\(|\bqSleep\s*\(|\b[mun]?sleep(_for|_until)?\s*\(|\bQSKIP\b"
    for path in tree.within(["tests/unit/", "tests/ui/", "tests/interop/", "tests/support/"]):
        yield from offences(path, without_comments(tree.text(path)), pattern,
                            "wait with QTRY_ or QSignalSpy instead")


@rule
def dependencies_run_down_only(tree):
    above = {
        "modbus/": "transfer|ui|app|tests",
        "transfer/": "modbus|ui|app|tests",
        "ui/": "app|tests",
        "app/": "tests",
    }
    for folder, forbidden in above.items():
        for path in tree.within([folder]):
            yield from offences(path, tree.text(path), rf'^\s*#\s*include\s*"(?:{forbidden})/.*',
                                f"{folder} must not know it")


@rule
def libraries_know_no_window(tree):
    gui = (r"^\s*#\s*include\s*<(?:Qt(?:Gui|Widgets)/.*|Q(?:Gui)?Application|Q\w*Widget|QDialog"
           r"|QColor|QIcon|QImage|QPixmap|QPainter|QFont|QAction|QStandardItemModel|QKey\w+)>")
    for path in tree.within(["modbus/", "transfer/"]):
        yield from offences(path, tree.text(path), gui, "needs Gui or Widgets")


@rule
def posix_stays_in_the_daemons(tree):
    posix = (r"^\s*#\s*include\s*<(?:unistd|fcntl|signal|syslog|poll|dirent|pwd|grp|netdb|pthread"
             r"|termios|sys/\w+|arpa/\w+|netinet/\w+)\.h>")
    daemons = ("transfer/receiver/", "app/loopcheck-receiver/", "app/loopcheck-relay/")
    for path in tree.within(["app/", "ui/", "modbus/", "transfer/"]):
        if not path.startswith(daemons):
            yield from offences(path, tree.text(path), posix, "only for the Unix daemons")


@rule
def code_says_client_and_server(tree):
    # Calls into libmodbus carry its own names.
    names = r"(?i)\b(?!modbus_[gs]et_slave\b)\w*(?:master|slave)\w*"
    for path in tree.within(["app/", "ui/", "modbus/", "transfer/", "tests/"]):
        yield from offences(path, only_identifiers(tree.text(path)), names, "say client or server")


@rule
def nothing_is_left_undone(tree):
    for path in tree.within([""], CODE + (".py", ".sh", "CMakeLists.txt")):
        if not path.startswith("tests/house/"):
            yield from offences(path, tree.text(path), r"\b(?:TODO|FIXME|XXX|HACK)\b", "do it")


@rule
def no_machine_is_named(tree):
    # Paths of a person's or a build machine, notes outside the repository, and hosts that are
    # neither loopback nor reserved for examples, nor where a standard or a licence is published.
    paths = r"/work/\w|/home/\w|(?<![\w.-])/root/\w|(?<![\w-])(?:\.\./)?shared/"
    known = (r"localhost|127\.0\.0\.1|\[::1\]|[\w.-]*\bexample\.(?:com|org|net)|[\w.-]+\.(?:test|invalid|example)"
             r"|www\.gnu\.org|(?:www\.)?modbus\.org|doc\.qt\.io|www\.qt\.io|nginx\.org|keepachangelog\.com"
             r"|semver\.org|www\.w3\.org|www\.freedesktop\.org|spdx\.org|json\.schemastore\.org")
    hosts = rf"https?://(?!(?:{known})(?:[:/\s\"'<>)]|$))[\w\[][^\s\"'<>)]*"
    for path in tree.paths:
        if path.startswith("tests/house/") or path == "LICENSE" or path.endswith((".png", ".ico")):
            continue
        text = tree.text(path)
        yield from offences(path, text, paths, "a path of one machine")
        yield from offences(path, text, hosts, "a host that need not be named")


@rule
def every_package_has_its_reason_in_the_readme(tree):
    script = os.path.join(tree.root, ".ci", "packages.sh")
    listed = subprocess.run(["bash", script, "--list", "run", "test", "check", "pictures"],
                            check=True, capture_output=True, text=True).stdout.split()
    readme = tree.text("README.md")
    for package in listed:
        if f"`{package}`" not in readme:
            yield f"README.md:1: does not say why {package} is needed"


@rule
def links_in_documents_lead_somewhere(tree):
    for path in tree.within([""], (".md",)):
        for number, line in enumerate(tree.text(path).splitlines(), 1):
            for target in re.findall(r"\]\(([^)\s]+)\)", line):
                file = target.split("#")[0]
                if not file or re.match(r"[a-z]+:", target):
                    continue
                if not os.path.exists(os.path.join(tree.root, os.path.dirname(path), file)):
                    yield f"{path}:{number}: leads nowhere: {target}"


def main():
    if sys.argv[1:] == ["--list"]:
        print("\n".join(RULES))
        return 0
    if len(sys.argv) != 3 or sys.argv[2] not in RULES:
        print(__doc__, file=sys.stderr)
        return 2
    found = list(RULES[sys.argv[2]](Tree(sys.argv[1])))
    print("\n".join(found) if found else f"{sys.argv[2]}: kept")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
