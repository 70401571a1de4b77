"""What references, pages, holes and traces cost: small programs under several switches, languages and allocators.

Times are processor time. Rounds are interleaved over the programs; ratios are taken round by round, and of these the median.
"""
import json, os, re, statistics, subprocess, time

import allocator

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PEERS = os.path.join(ROOT, "Benchmarks/peers")
ROUNDS = 10


def printed(command):
    """`name 1.5` a line, as numbers by name."""
    output = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
    return {name: float(number) for name, number in (line.split() for line in output.splitlines())}


def swift(source, binary, *flags):
    subprocess.run(["swiftc", "-O", "-swift-version", "6", *flags, os.path.join(PEERS, source), "-o", binary], check=True)
    return [binary]


def swift_version():
    text = subprocess.run(["swiftc", "--version"], capture_output=True, text=True).stdout
    return "Swift " + re.search(r"Swift version (\S+)", text).group(1)


def ratio(rounds, one, other):
    return round(statistics.median(r[one] / r[other] for r in rounds), 1)


def arc(work, languages):
    """A read through a reference, and a store of one, with counts that are atomic and with counts that are not."""
    os.makedirs(work, exist_ok=True)
    go, java = languages("go"), languages("java")
    if not go.compiler or not java.compiler:
        return None
    programs = {
        "atomic": swift("arc/Rows.swift", os.path.join(work, "atomic")),
        "nonatomic": swift("arc/Rows.swift", os.path.join(work, "nonatomic"), "-assume-single-threaded"),
        "go": go.build(os.path.join(PEERS, "arc/Stores.go"), os.path.join(work, "go")),
        "java": java.build(os.path.join(PEERS, "arc/Stores.java"), None),
    }
    seen = {name: [] for name in programs}
    for _ in range(ROUNDS):
        for name, command in programs.items():
            seen[name].append(printed(command))
    atomic = seen["atomic"]
    values = {"class.ratio": ratio(atomic, "class.read", "struct.read"), "rounds.count": ROUNDS}
    values["shuffled.ratio"] = ratio(atomic, "shuffled.read", "struct.read")
    for row in ("store", "own", "shared"):
        values[f"{row}.ns"] = round(statistics.median(one[row] for one in atomic), 1)
    values["nonatomic.ns"] = round(statistics.median(one["store"] for one in seen["nonatomic"]), 1)
    for name in ("atomic", "nonatomic"):
        values[f"{name}.lost"] = round(statistics.median(one["lost"] for one in seen[name]))
    for name in ("go", "java"):
        values[f"{name}.ns"] = round(statistics.median(one["store"] for one in seen[name]), 1)
    values["version"] = ", ".join([swift_version(), go.version(), java.version()])
    return values


def pages(work, languages):
    """A page's first touch beside its second, with small pages and with huge ones where the machine has them."""
    os.makedirs(work, exist_ok=True)
    c = languages("c")
    command = c.build(os.path.join(PEERS, "pages/Touch.c"), os.path.join(work, "touch"))
    rounds = [printed(command) for _ in range(ROUNDS)]
    values = {f"{row}.ns": round(statistics.median(one[row] for one in rounds)) for row in ("first", "second", "huge")}
    values["first.ratio"] = ratio(rounds, "first", "second")
    values["huge.ratio"] = ratio(rounds, "first", "huge")
    values["huge.share"] = round(statistics.median(one["share"] for one in rounds))
    values["small.faults"] = round(statistics.median(one["faults"] for one in rounds))
    values["huge.faults"] = round(statistics.median(one["hugefaults"] for one in rounds))
    values["version"] = c.version()
    return values


def holes(work, languages):
    """MiB that a process holds when one block in eight survives, and when none does, under each allocator."""
    os.makedirs(work, exist_ok=True)
    program = os.path.join(work, "holes")
    subprocess.run(["clang", "-O2", "-fno-builtin", os.path.join(PEERS, "large/Holes.c"), "-o", program], check=True)
    libraries = allocator.allocators()
    seen = {name: [] for name in libraries}
    for _ in range(ROUNDS):
        for name, library in libraries.items():
            seen[name].append(printed(["env", f"LD_PRELOAD={library}", program]))
    live = 125_000 * 64 / 1024
    values = {"live.mebibytes": round(live / 1024, 1)}
    for name, rounds in seen.items():
        for row in ("all", "holes", "trimmed", "none", "later", "end"):
            values[f"{name}.{row}"] = round(statistics.median(one[row] for one in rounds) / 1024, 1)
        values[f"{name}.ratio"] = round(statistics.median(one["holes"] for one in rounds) / live, 1)
    values["version"] = ", ".join(allocator.version(name) for name in libraries if name != "ours")
    return values


def trace(work, languages):
    """A span that nobody listens to and one that is written, and what `lesson trace` costs a program that allocates all the time."""
    os.makedirs(work, exist_ok=True)
    lesson = os.path.join(ROOT, ".build/release/lesson")
    spans = [lesson, "run", "profile/spans", "--format", "json"]
    traced = [lesson, "trace", "-o", "/dev/null", "--"]
    trees = swift("heap-profile/Trees.swift", os.path.join(work, "trees"), "-swift-version", "5") + ["1"]
    seen = {"off": [], "on": [], "bare": [], "trees": []}
    for _ in range(ROUNDS):
        for name, command in (("off", spans), ("on", traced + spans)):
            output = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
            seen[name].append(json.loads(output)["results"])
        for name, command in (("bare", trees), ("trees", traced + trees)):
            start = time.monotonic()
            subprocess.run(command, capture_output=True, check=True, timeout=300)
            seen[name].append(time.monotonic() - start)
    values = {f"{name}.ns": round(statistics.median(one["spanPicoseconds"] for one in seen[name]) / 1000, 1) for name in ("off", "on")}
    values["clock.ns"] = round(statistics.median(one["clockPicoseconds"] for one in seen["on"]) / 1000, 1)
    values["trees.ratio"] = round(statistics.median(on / off for on, off in zip(seen["trees"], seen["bare"])), 2)
    values["version"] = swift_version()
    return values


RECORDS = {"large-holes": holes, "arc-rows": arc, "pages-touch": pages, "trace-cost": trace}
