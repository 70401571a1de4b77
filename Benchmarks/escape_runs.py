#!/usr/bin/env python3
"""How `lesson escape` and runs agree: every program of the corpus run, and its allocating lines held against the report.

`Benchmarks/escape_runs.py [NAME…] [--record]` runs `lesson escape FILE --run` on the programs of Tests/Fixtures/Escape, both the
corpus and those that were held out. It counts lines that allocated as predicted, lines that allocated and were not predicted, and
lines that were predicted and did not allocate, by why. With --record, and all programs, writes Chapters/measured/escape-runs.json
(form: Documentation/Decisions/0007-measurement.md).
"""
import argparse, collections, concurrent.futures, glob, json, os, sys

sys.dont_write_bytecode = True
import records
from packages import run, say

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LESSON = os.path.join(ROOT, ".build/release/lesson")
PROGRAMS = os.path.join(ROOT, "Tests/Fixtures/Escape")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--record", action="store_true")
    options = parser.parse_args()
    paths = sorted(glob.glob(f"{PROGRAMS}/*/*.swift"))
    chosen = [p for p in paths if not options.names or os.path.basename(p)[:-len(".swift")] in options.names]
    total = collections.Counter()
    compare = lambda path: json.loads(run([LESSON, "escape", path, "--run", "--format", "json"]))["run"]
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        comparisons = list(pool.map(compare, chosen))
    for path, comparison in zip(chosen, comparisons):
        total["agreed"] += len(comparison["agreed"])
        total["unpredicted"] += len(comparison["unpredicted"])
        total["unseen"] += len(comparison["unseen"])
        source = open(path).read().split("\n")
        name = os.path.relpath(path, PROGRAMS)
        for line in comparison["unpredicted"]:
            say(f"{name}:{line}: allocated, not predicted: {source[line - 1].strip()}")
        for one in comparison["unseen"]:
            total["unseen." + one["cause"]] += 1
            if one["cause"] in ("moved", "other-copy", "unknown"):
                say(f"{name}:{one['line']}: {one['cause']}: {source[one['line'] - 1].strip()}")
    allocating = total["agreed"] + total["unpredicted"]
    say(f"{len(chosen)} programs, {allocating} lines allocated, {total['unpredicted']} of them not predicted "
        f"({100 * total['unpredicted'] / max(1, allocating):.1f} %), {total['unseen']} predicted and not seen: {dict(total)}")
    if options.record:
        if len(chosen) < len(paths):
            sys.exit("--record wants all programs")
        record = records.base("escape-runs", ["Benchmarks/escape_runs.py", "--record"], 1)
        record["values"] = {"programs": len(chosen), "allocating": allocating, **dict(sorted(total.items()))}
        records.write("escape-runs", record)


if __name__ == "__main__":
    main()
