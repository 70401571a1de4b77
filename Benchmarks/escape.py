#!/usr/bin/env python3
"""What `lesson escape` makes of whole packages, and how long it takes beside the compiler.

`Benchmarks/escape.py [NAME…] [--record]` clones each package at its version, explains all of its modules and counts lines of
SIL, lines that were not understood, sites on the heap, and those whose reason is not known. Then it times a file of 250 lines
(the compiler alone, and the whole command) and the reading of a large text of SIL. With --record, and all packages, writes
Chapters/measured/escape-packages.json (form: Documentation/Decisions/0007-measurement.md).
"""
import argparse, collections, glob, json, os, subprocess, sys, tempfile, time

sys.dont_write_bytecode = True
import records

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LESSON = os.path.join(ROOT, ".build/release/lesson")
WORK = os.path.join(ROOT, ".build/bench/escape-packages")
CORPUS = os.path.join(ROOT, "Tests/Fixtures/Escape/Corpus")

PACKAGES = [
    ("apple", "swift-algorithms", "1.2.1"),
    ("apple", "swift-argument-parser", "1.8.2"),
    ("apple", "swift-async-algorithms", "1.1.4"),
    ("apple", "swift-collections", "1.6.0"),
    ("apple", "swift-system", "1.8.1"),
]


def say(text):
    print(text, file=sys.stderr, flush=True)


def run(command, **options):
    result = subprocess.run(command, capture_output=True, text=True, **options)
    if result.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {result.returncode}:\n{result.stderr[-3000:]}")
    return result.stdout


def cloned(owner, name, version):
    folder = os.path.join(WORK, name)
    if not os.path.exists(folder):
        run(["git", "-c", "advice.detachedHead=false", "clone", "--quiet", "--depth", "1", "--branch", version,
             f"https://github.com/{owner}/{name}", folder])
    return folder


def package(owner, name, version):
    report = json.loads(run([LESSON, "escape", "Sources", "--format", "json"], cwd=cloned(owner, name, version)))
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
    """A file of about 250 lines: programs of the corpus without their mains, one after the other in folders of their own."""
    with tempfile.TemporaryDirectory() as folder:
        bodies, lines = [], 0
        for path in sorted(glob.glob(CORPUS + "/*.swift")):
            text = open(path).read()
            if "@main" not in text or "import " in text or "private" in text:
                continue
            text = text.replace("@main\n", "")
            bodies.append(f"enum Part{len(bodies)} {{\n{text}\n}}\n")
            lines += text.count("\n") + 3
            candidate = "".join(bodies)
            with open(folder + "/part.swift", "w") as file:
                file.write(candidate)
            check = subprocess.run(["swiftc", "-typecheck", "-parse-as-library", "part.swift"], cwd=folder, capture_output=True)
            if check.returncode:
                lines -= text.count("\n") + 3
                bodies.pop()
            elif lines >= 250:
                break
        with open(folder + "/part.swift", "w") as file:
            file.write("".join(bodies))
        frontend = run(["swiftc", "-print-target-info"])
        compiler = os.path.join(os.path.dirname(json.loads(frontend)["paths"]["runtimeResourcePath"]), "../bin/swift-frontend")
        sil = ["-emit-sil", "-O", "-g", "-parse-as-library", "-primary-file", "part.swift", "-Xllvm", "-sil-print-types",
               "-Xllvm", "-sil-print-no-uses", "-Xllvm", "-sil-print-debuginfo", "-o", "part.sil"]
        alone = seconds([compiler, "-frontend"] + sil, cwd=folder)
        whole = seconds([LESSON, "escape", "part.swift"], cwd=folder)
        reading = seconds([LESSON, "escape", "part.sil"], cwd=folder)
        say(f"{lines} lines of Swift: compiler {alone:.2f} s, lesson escape {whole:.2f} s, of its SIL alone {reading:.3f} s")
        return {"lines": lines, "compiler": round(alone, 3), "whole": round(whole, 3), "reading": round(reading, 3)}


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
