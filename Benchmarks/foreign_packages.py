#!/usr/bin/env python3
"""The docs of other people's packages: how many of their Swift blocks pass as they stand, and how many with setup.

`Benchmarks/foreign_packages.py [NAME…] [--record]` clones each package at its version, runs `lesson check --package` twice
and prints a row a package. *Alone* is the docs as a reader has them: the package's own modules imported, nothing else.
*With setup* adds what Tests/Packages/NAME.yml says of files and blocks. Which blocks there are is the same both times: the
setup's `indented`, `docs` and `exclude` hold for both. A block that is confirmed to be wrong (`defect`) has not passed.
With --record, and all packages, writes Chapters/measured/foreign-packages.json (form:
Documentation/Decisions/0007-measurement.md) and the list at the end of Documentation/ForeignDocs.md.
"""
import argparse, collections, json, os, re, sys

sys.dont_write_bytecode = True
import records
from packages import cloned, run, say

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LESSON = os.path.join(ROOT, ".build/release/lesson")
SETUPS = os.path.join(ROOT, "Tests/Packages")
WORK = os.path.join(ROOT, ".build/bench/foreign-packages")
DOCS = os.path.join(ROOT, "Documentation/ForeignDocs.md")
MARK = "<!-- Written by Benchmarks/foreign_packages.py --record: -->\n"

PACKAGES = [
    ("apple", "swift-algorithms", "1.2.1"),
    ("apple", "swift-argument-parser", "1.8.2"),
    ("apple", "swift-async-algorithms", "1.1.4"),
    ("apple", "swift-collections", "1.6.0"),
    ("apple", "swift-log", "1.16.2"),
    ("apple", "swift-metrics", "2.13.0"),
    ("apple", "swift-numerics", "1.1.1"),
    ("apple", "swift-system", "1.8.1"),
]
Count = collections.namedtuple("Count", "blocks alone setup defects skipped failed")


def setup_file(name):
    path = os.path.join(SETUPS, name + ".yml")
    return path if os.path.exists(path) else None


def which_blocks(name):
    """The part of the setup that says which blocks there are, as a setup of its own."""
    path = os.path.join(WORK, name + "-alone.yml")
    lines = open(setup_file(name)).read().splitlines() if setup_file(name) else []
    with open(path, "w") as file:
        file.writelines(line + "\n" for line in lines if re.match(r"(indented|docs|exclude):", line))
    return path


def check(folder, setup):
    """The report of a whole check. Status 1 is a verdict on the docs; 2 would be one on this run."""
    command = [LESSON, "check", "--package", folder, "--yes", "--format", "json", "--setup", setup]
    return json.loads(run(command, allowed=(0, 1)))


def passed(report):
    return sum(block["status"] == "passed" and not block.get("defect") for block in report["blocks"])


def measure(owner, name, version):
    folder = cloned(WORK, owner, name, version)
    alone = check(folder, which_blocks(name))
    full = check(folder, setup_file(name) or which_blocks(name))
    places = [{(block["file"], block["line"]) for block in report["blocks"]} for report in (alone, full)]
    if places[0] != places[1]:
        raise RuntimeError(f"{name}: the two checks saw different blocks")
    wrong = [problem for problem in full["problems"] if problem["rule"] == "setup"]
    if wrong:
        raise RuntimeError(f"{name}: {wrong[0]['file']}:{wrong[0]['line']}: {wrong[0]['message']}")
    blocks = full["blocks"]
    defects = [block for block in blocks if block["status"] == "passed" and block.get("defect")]
    count = Count(
        len(blocks), passed(alone), passed(full), len(defects), sum(block["status"] == "skipped" for block in blocks),
        sum(block["status"] in ("failed", "engine") for block in blocks))
    return count, [(name, version, block["file"], block["line"], block["defect"]) for block in defects]


def record(counts, total):
    values = {f"{name}.{key}": value for name, count in [*counts.items(), ("all", total)]
              for key, value in count._asdict().items()}
    version = run(["swift", "--version"]).splitlines()[0]
    found = records.base("foreign-packages", ["Benchmarks/foreign_packages.py", "--record"], 1)
    found["version"] = re.search(r"Swift version \S+", version).group(0)
    found["values"] = values
    found["packages"] = {name: version for _, name, version in PACKAGES}
    records.write("foreign-packages", found)


def list_defects(counts, total, defects):
    text = open(DOCS).read()
    rows = ["| package | blocks | pass alone | pass with setup | wrong | left out | unsettled |",
            "|---|--:|--:|--:|--:|--:|--:|"]
    versions = {name: version for _, name, version in PACKAGES}
    for name, count in [*counts.items(), ("all", total)]:
        rows.append(f"| {name} {versions.get(name, '')}".rstrip() + " | " + " | ".join(map(str, count)) + " |")
    rows += ["", "## Errors that it found", ""]
    for name, version, file, line, defect in defects:
        rows.append(f"- {name} {version}, `{file}:{line}`: {defect}")
    records.replace(DOCS, text[:text.index(MARK) + len(MARK)] + "\n" + "\n".join(rows) + "\n")


def main(arguments):
    parser = argparse.ArgumentParser(description="How much of the Swift in other packages' docs passes.")
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--record", action="store_true", help="write the record and the list of errors")
    options = parser.parse_args(arguments)
    known = [package[1] for package in PACKAGES]
    unknown = [name for name in options.names if name not in known]
    if unknown or (options.record and options.names):
        say(f"there is no package '{unknown[0]}'; there are: {', '.join(known)}" if unknown
            else "--record wants all packages")
        return 2
    os.makedirs(WORK, exist_ok=True)
    counts, defects = {}, []
    for package in PACKAGES:
        if options.names and package[1] not in options.names:
            continue
        try:
            counts[package[1]], found = measure(*package)
        except RuntimeError as error:
            say(f"error: {error}")
            return 2
        defects += found
        print(package[1], package[2], *(f"{key} {value}" for key, value in counts[package[1]]._asdict().items()), flush=True)
    total = Count(*map(sum, zip(*counts.values())))
    print("all", *(f"{key} {value}" for key, value in total._asdict().items()))
    if options.record:
        record(counts, total)
        list_defects(counts, total, defects)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
