#!/usr/bin/env python3
"""What `lesson escape` makes of whole packages, and how long it takes beside the compiler.

`Benchmarks/escape.py [NAME…] [--record]` clones each package at its version, explains its modules and counts lines of SIL, lines
that were not understood, sites on the heap, and those whose reason is not known. Then it times the longest programs of the corpus:
the compiler alone, the whole command, the rest of it, which is ours, and the reading of their SIL; so one longer file; and the
reading of one large module, ArgumentParser. Each time is processor time, the least of nine rounds taken in turns, since other work
on the machine adds to what a clock shows. --times measures these alone anew, into the record that is there. With --record, and all packages, writes Chapters/measured/escape-packages.json (form: Documentation/Decisions/0007-measurement.md).
"""
import argparse, collections, concurrent.futures, glob, json, os, resource, sys, tempfile

sys.dont_write_bytecode = True
import records
from packages import cloned, run, say

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LESSON = os.path.join(ROOT, ".build/release/lesson")
WORK = os.path.join(tempfile.gettempdir(), "escape-packages")
CORPUS = os.path.join(ROOT, "Tests/Fixtures/Escape/Corpus")

# What to explain of each: async-algorithms has a target for tests that a release build refuses.
PACKAGES = [
    ("apple", "swift-algorithms", "1.2.1", "Sources"),
    ("apple", "swift-argument-parser", "1.8.2", "Sources"),
    ("apple", "swift-async-algorithms", "1.1.4", "Sources/AsyncAlgorithms"),
    ("apple", "swift-collections", "1.6.0", "Sources"),
    ("apple", "swift-system", "1.8.1", "Sources"),
]
PRINTING = ["-g", "-Xllvm", "-sil-print-types", "-Xllvm", "-sil-print-no-uses", "-Xllvm", "-sil-print-debuginfo"]


def package(owner, name, version, path):
    report = json.loads(run([LESSON, "escape", path, "--format", "json"], cwd=cloned(WORK, owner, name, version)))
    heap = [s for s in report["sites"] if s["verdict"] == "heap"]
    reasons = collections.Counter(s["reason"] for s in heap)
    say(f"{name} {version}: {report['silLines']} lines, {report['ignoredLines']} not understood, {len(heap)} on the heap, "
        f"{report['totals']['explained']} explained, {report['totals']['stack']} on the stack")
    say("  " + ", ".join(f"{r} {n}" for r, n in reasons.most_common()))
    return {
        "name": name, "version": version, "lines": report["silLines"], "ignored": report["ignoredLines"],
        "heap": len(heap), "explained": report["totals"]["explained"], "stack": report["totals"]["stack"],
        "percent": round(100 * report["totals"]["explained"] / max(1, len(heap)), 1),
        "reasons": dict(sorted(reasons.items())),
    }


ROUNDS = 9


def used():
    """Seconds of processors that ended children, and theirs, have used."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def seconds(*commands):
    """Of each command the least of several rounds: what else the machine does only adds; in turns, so that it adds to all."""
    best = [1e9] * len(commands)
    for _ in range(ROUNDS):
        for index, command in enumerate(commands):
            start = used()
            run(command)
            best[index] = min(best[index], used() - start)
    return best


def times(paths):
    """Files one after the other: the compiler alone, the whole command, and of its SIL alone."""
    total = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        for path in paths:
            sil = os.path.join(folder, "program.sil")
            library = ["-parse-as-library"] if "@main" in open(path).read() else []
            compiler = ["swift-frontend", "-frontend", "-emit-sil", "-O", *library, "-primary-file", path, *PRINTING, "-o", sil]
            total["lines"] += open(path).read().count("\n")
            run(compiler)
            took = seconds(compiler, [LESSON, "escape", path], [LESSON, "escape", sil])
            for key, value in zip(("compiler", "whole", "reading"), took):
                total[key] += value
    total["ours"] = total["whole"] - total["compiler"]
    total["ratio"] = total["whole"] / total["compiler"]
    say(f"{total['lines']} lines of Swift in {len(paths)} files: compiler {total['compiler']:.2f} s, lesson escape "
        f"{total['whole']:.2f} s, so ours {total['ours']:.3f} s and {total['ratio']:.2f} times; of their SIL alone "
        f"{total['reading']:.3f} s")
    return {key: round(value, 3) for key, value in total.items()}


def reading():
    """Ours alone on one large module: the text of its SIL is there already."""
    root = cloned(WORK, *PACKAGES[1][:3])
    modules = os.path.join(WORK, "modules")
    sil = os.path.join(modules, "ArgumentParser.sil")
    if not os.path.exists(sil):
        os.makedirs(modules, exist_ok=True)
        sources = lambda name: sorted(glob.glob(f"{root}/Sources/{name}/**/*.swift", recursive=True))
        swiftc = ["swiftc", "-O", "-whole-module-optimization", "-parse-as-library", "-swift-version", "5", "-package-name", "parser"]
        info = os.path.join(modules, "ArgumentParserToolInfo.swiftmodule")
        run([*swiftc, "-emit-module", "-module-name", "ArgumentParserToolInfo", *sources("ArgumentParserToolInfo"), "-o", info])
        run([*swiftc, "-emit-sil", "-module-name", "ArgumentParser", *sources("ArgumentParser"), *PRINTING, "-I", modules,
             "-o", sil])
    lines = sum(1 for _ in open(sil))
    took, = seconds([LESSON, "escape", sil, "--format", "json"])
    say(f"ArgumentParser alone: {lines} lines of SIL in {took:.2f} s, {lines / took:.0f} a second")
    return {"reading.lines": lines, "reading.seconds": round(took, 3), "reading.rate": round(lines / took)}


def timings():
    """All that is timed, by the names of the record."""
    longest = times(sorted(glob.glob(CORPUS + "/*.swift"), key=lambda path: -open(path).read().count("\n"))[:5])
    # One of some 280 lines that compiles alone.
    one = times([os.path.join(cloned(WORK, *PACKAGES[0][:3]), "Sources/Algorithms/Stride.swift")])
    return {**{f"time.{k}": v for k, v in longest.items()}, **{f"file.{k}": v for k, v in one.items()}, **reading()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--times", action="store_true")
    options = parser.parse_args()
    os.makedirs(WORK, exist_ok=True)
    if options.times:
        record = json.load(open(os.path.join(records.OUT, "escape-packages.json")))
        record["values"].update(timings())
        record["rounds"] = ROUNDS
        return records.write("escape-packages", record)
    chosen = [p for p in PACKAGES if not options.names or p[1] in options.names]
    # Counts do not mind company; times are taken one by one afterwards.
    with concurrent.futures.ThreadPoolExecutor() as pool:
        rows = list(pool.map(lambda p: package(*p), chosen))
    timing = timings()
    total = {key: sum(r[key] for r in rows) for key in ("lines", "ignored", "heap", "explained", "stack")}
    total["percent"] = round(100 * total["explained"] / max(1, total["heap"]), 1)
    say(f"together: {total}")
    if options.record:
        if len(chosen) < len(PACKAGES):
            sys.exit("--record wants all packages")
        record = records.base("escape-packages", ["Benchmarks/escape.py", "--record"], ROUNDS)
        record["values"] = {
            **{f"{r['name']}.{key}": r[key] for r in rows for key in ("lines", "ignored", "heap", "explained", "stack", "percent")},
            **total, **timing,
        }
        records.write("escape-packages", record)


if __name__ == "__main__":
    main()
