#!/usr/bin/env python3
"""Blocks that nobody here wrote, by two routes: plain swiftc, and ours.

`Benchmarks/foreign_blocks.py FOLDER COMMIT [--record]` runs every `swift` block below a folder of Markdown as a program of
its own; FOLDER is a copy of TSPL.docc from github.com/swiftlang/swift-book at COMMIT. The comparing is done by the test
`ForeignBlocksTests`, which fails where the routes differ. With --record writes Chapters/measured/foreign-blocks.json.
"""
import argparse, json, os, subprocess, sys, tempfile

sys.dont_write_bytecode = True
import records

TESTS = os.path.join(records.ROOT, ".build/release/live-heapPackageTests.xctest")


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("folder")
    words.add_argument("commit", help="what the folder is a copy of")
    words.add_argument("--record", action="store_true")
    words = words.parse_args()
    with tempfile.NamedTemporaryFile(suffix=".json") as counts:
        environment = dict(os.environ, LESSON_FOREIGN=os.path.abspath(words.folder), LESSON_FOREIGN_COUNTS=counts.name)
        status = subprocess.run(
            [TESTS, "--testing-library", "swift-testing", "--filter", "ForeignBlocksTests"], env=environment,
            cwd=records.ROOT).returncode
        if status != 0:
            sys.exit(1)
        values = json.load(counts)
    if words.record:
        record = records.base("foreign-blocks", ["Benchmarks/foreign_blocks.py", "TSPL.docc", words.commit, "--record"], 1)
        record["values"] = values
        record["version"] = f"swift-book {words.commit[:7]}"
        records.write("foreign-blocks", record)


if __name__ == "__main__":
    main()
