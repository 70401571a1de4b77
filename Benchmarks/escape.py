#!/usr/bin/env python3
"""What `lesson escape` makes of whole packages, and how long it takes beside the compiler.

`Benchmarks/escape.py [NAME…] [--record]` clones each package at its version, explains all of its modules and counts lines of
SIL, lines that were not understood, sites on the heap, and those whose reason is not known. Then it times the
longest programs of the corpus: the compiler alone, the whole command, and the reading of their SIL. With --record, and all packages, writes
Chapters/measured/escape-packages.json (form: Documentation/Decisions/0007-measurement.md).
"""
import argparse, collections, glob, json, os, sys, tempfile, time

sys.dont_write_bytecode = True
import records
from packages import cloned, run, say

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LESSON = os.path.join(ROOT, ".build/release/lesson")
WORK = os.path.join(tempfile.gettempdir(), "escape-packages")
CORPUS = os.path.join(ROOT, "Tests/Fixtures/Escape/Corpus")

PACKAGES = [
    ("apple", "swift-algorithms", "1.2.1"),
    ("apple", "swift-argument-parser", "1.8.2"),
    ("apple", "swift-async-algorithms", "1.1.4"),
    ("apple", "swift-collections", "1.6.0"),
    ("apple", "swift-system", "1.8.1"),
]


def package(owner, name, version):
    report = json.loads(run([LESSON, "escape", "Sources", "--format", "json"], cwd=cloned(WORK, owner, name, version)))
    heap = [s for s in report["sites"] if s["verdict"] == "heap"]
    reasons = collections.Counter(s["reason"] for s in heap)
    say(f"{name} {version}: {report['silLines']} lines, {report['ignoredLines']} not understood, {len(heap)} on the heap, "
        f"{report['totals']['explained']} explained, {report['totals']['stack']} on the stack")
    say("  " + ", ".join(f"{r} {n}" for r, n in reasons.most_common()))
    return {
        "name": name, "version": version, "lines": report["silLines"], "ignored": report["ignoredLines"],
        "heap": len(heap), "explained": report["totals"]["explained"], "stack": report["totals"]["stack"],
        "reasons": dict(sorted(reasons.items())),
    }


def seconds(command, rounds=5, **options):
    """The shortest of several, since the machine's other work only adds."""
    best = 1e9
    for _ in range(rounds):
        start = time.perf_counter()
        run(command, **options)
        best = min(best, time.perf_counter() - start)
    return best


def times():
    """The longest programs of the corpus, one after the other: the compiler alone, the whole command, and of its SIL alone."""
    paths = sorted(glob.glob(CORPUS + "/*.swift"), key=lambda path: -open(path).read().count("\n"))[:5]
    total = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        for path in paths:
            sil = os.path.join(folder, "program.sil")
            library = ["-parse-as-library"] if "@main" in open(path).read() else []
            compiler = ["swift-frontend", "-frontend", "-emit-sil", "-O", "-g", *library, "-primary-file", path, "-Xllvm",
                        "-sil-print-types", "-Xllvm", "-sil-print-no-uses", "-Xllvm", "-sil-print-debuginfo", "-o", sil]
            total["lines"] += open(path).read().count("\n")
            total["compiler"] += seconds(compiler)
            total["whole"] += seconds([LESSON, "escape", path])
            total["reading"] += seconds([LESSON, "escape", sil])
    say(f"{total['lines']} lines of Swift in {len(paths)} files: compiler {total['compiler']:.2f} s, lesson escape "
        f"{total['whole']:.2f} s, of their SIL alone {total['reading']:.3f} s")
    return {key: round(value, 3) for key, value in total.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--record", action="store_true")
    options = parser.parse_args()
    os.makedirs(WORK, exist_ok=True)
    chosen = [p for p in PACKAGES if not options.names or p[1] in options.names]
    rows = [package(*p) for p in chosen]
    timing = times()
    total = {key: sum(r[key] for r in rows) for key in ("lines", "ignored", "heap", "explained", "stack")}
    say(f"together: {total}")
    if options.record:
        if len(chosen) < len(PACKAGES):
            sys.exit("--record wants all packages")
        record = records.base("escape-packages", ["Benchmarks/escape.py", "--record"], 1)
        record["values"] = {
            **{f"{r['name']}.{key}": r[key] for r in rows for key in ("lines", "heap", "explained", "stack")},
            **total, **{f"time.{k}": v for k, v in timing.items()},
        }
        records.write("escape-packages", record)


if __name__ == "__main__":
    main()
