#!/usr/bin/env python3
"""What a heap profile costs: three programs that allocate all the time, on 1 and 2 threads, as they are, sampled and with every
allocation recorded, in turn; beside heaptrack and valgrind's massif where they are installed.

`Benchmarks/heap_profile.py [--rounds N] [--only PROGRAM] [--record]` builds Benchmarks/peers/heap-profile, prints ratios of run
times beside the goals, checks that the real `go tool pprof` reads what we write, and with --record writes
Chapters/measured/heap-profile.json (form: Documentation/Decisions/0007-measurement.md). A peer that is missing is skipped by name.
"""
import argparse, glob, os, re, resource, shutil, statistics, subprocess, sys, time

sys.dont_write_bytecode = True
import records

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
WORK = os.path.join(ROOT, ".build/bench/heap-profile")
SOURCES = os.path.join(ROOT, "Benchmarks/peers/heap-profile")
PROGRAMS = {"trees": "Trees.swift", "words": "Words.c", "lines": "Lines.swift"}
GOALS = {"sampled": 1.10, "exact": 2.0}
# The peers slow a program by a factor of many: they run fewer rounds, each beside one of the bare program.
PEER_ROUNDS = 1


def say(text):
    print(text, file=sys.stderr, flush=True)


def build():
    os.makedirs(WORK, exist_ok=True)
    for name, source in PROGRAMS.items():
        compiler = ["swiftc", "-O", "-g"] if source.endswith(".swift") else ["clang", "-O2", "-g", "-pthread"]
        subprocess.run(compiler + [os.path.join(SOURCES, source), "-o", os.path.join(WORK, name)], check=True)
    printed = subprocess.run([os.path.join(ROOT, "Scripts/build-profiler"), WORK], check=True, capture_output=True, text=True)
    return printed.stdout.strip()


def ways(library):
    """A way to run: what stands before the program, and its environment."""
    profile = {"LD_PRELOAD": library, "LIVE_HEAP_PROFILE": os.path.join(WORK, "record")}
    found = {
        "bare": ([], {}),
        "sampled": ([], dict(profile, LIVE_HEAP_EVERY=str(512 << 10))),
        "exact": ([], dict(profile, LIVE_HEAP_EVERY="1")),
    }
    if shutil.which("heaptrack"):
        found["heaptrack"] = (["heaptrack", "-o", os.path.join(WORK, "heaptrack")], {})
    else:
        say("skipped heaptrack: it is not on this machine")
    if shutil.which("valgrind"):
        found["massif"] = (["valgrind", "--tool=massif", f"--massif-out-file={WORK}/massif.out"], {})
    else:
        say("skipped massif: valgrind is not on this machine")
    return found


def measure(way, program, threads):
    """Wall and processor seconds of one run."""
    before, environment = way
    command = before + [os.path.join(WORK, program), str(threads)]
    start, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=dict(os.environ, **environment), check=True, capture_output=True, timeout=600)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    for file in glob.glob(os.path.join(WORK, "record.*")) + glob.glob(os.path.join(WORK, "heaptrack.*")):
        os.remove(file)
    return wall, after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime


def rows(found, program, threads, rounds, values):
    own = [name for name in found if name in ("bare", "sampled", "exact")]
    peers = [name for name in found if name not in own]
    samples = {name: [] for name in found}
    for round in range(rounds):
        for name in own if round % 2 == 0 else reversed(own):
            samples[name].append(measure(found[name], program, threads))
    bare = {name: samples["bare"] for name in own}
    for name in peers:
        bare[name] = []
        for _ in range(PEER_ROUNDS):
            bare[name].append(measure(found["bare"], program, threads))
            samples[name].append(measure(found[name], program, threads))
    key = f"{program}.{threads}"
    for index, unit in enumerate(("seconds", "processorSeconds")):
        values[f"{key}.bare.{unit}"] = round_to(statistics.median(sample[index] for sample in samples["bare"]))
    for name in own[1:] + peers:
        # Within a round both ran under the same load: the median of the ratios, not the ratio of medians.
        for index, unit in enumerate(("ratio", "processorRatio")):
            ratios = [a[index] / b[index] for a, b in zip(samples[name], bare[name])]
            values[f"{key}.{name}.{unit}"] = round_to(statistics.median(ratios))
            values[f"{key}.{name}.{unit}.least"] = round_to(min(ratios))
            values[f"{key}.{name}.{unit}.most"] = round_to(max(ratios))
        ratio, processor = values[f"{key}.{name}.ratio"], values[f"{key}.{name}.processorRatio"]
        goal = GOALS.get(name)
        verdict = "" if goal is None else f" (goal {goal:.2f}) {'' if ratio <= goal else 'MISSED'}"
        print(f"{program}, {threads} thread{'s' if threads > 1 else ''}: {name} {ratio:.2f}, processor {processor:.2f}{verdict}", flush=True)


def round_to(number):
    return float(f"{number:.4g}")


def pprof(values):
    """What `go tool pprof` makes of our file; the bytes that it sums up must be ours."""
    go = os.path.join(ROOT, ".build-venv/bin/go")
    lesson = os.path.join(ROOT, ".build/release/lesson")
    if not os.path.exists(go) or not os.path.exists(lesson):
        return say("skipped pprof: Benchmarks/run installs Go, make builds lesson")
    file = os.path.join(WORK, "words.pb.gz")
    subprocess.run([lesson, "heap", "--every", "1", "--pprof", file, "--", os.path.join(WORK, "words"), "1"],
                   check=True, capture_output=True)
    environment = dict(os.environ, GOFLAGS="-mod=mod", GOTOOLCHAIN="local", GOTELEMETRY="off")
    outputs = {}
    commands = {
        "top": ["-top"], "peek": ["-sample_index=alloc_space", "-peek", "add"],
        "list": ["-sample_index=alloc_space", "-list", "add"], "raw": ["-raw"], "base": ["-top", "-base", file],
        "index": ["-top", "-sample_index=alloc_objects"],
    }
    if shutil.which("dot"):
        commands["svg"] = ["-svg", "-output", os.path.join(WORK, "words.svg")]
    for name, options in commands.items():
        result = subprocess.run([go, "tool", "pprof"] + options + [file], capture_output=True, text=True, env=environment, timeout=300)
        if result.returncode != 0:
            raise RuntimeError(f"go tool pprof {' '.join(options)}: {result.stderr}")
        outputs[name] = result.stdout
    assert "Type: inuse_space" in outputs["top"], outputs["top"]
    assert "Words.c" in outputs["list"] and "calloc(1, sizeof *word)" in outputs["list"], outputs["list"]
    assert re.search(r"alloc_objects/count alloc_space/bytes inuse_objects/count inuse_space/bytes", outputs["raw"]), outputs["raw"][:500]
    assert "0     0%" in outputs["base"] or "of 0 total" in outputs["base"], outputs["base"]
    values["pprof.views"] = len(commands)
    say(f"go tool pprof: {', '.join(commands)} read without an error")
    show(lesson, go, environment)


def show(lesson, go, environment):
    """What chapter 18 shows of pprof: its real output on the chapter's example."""
    example = os.path.join(ROOT, "Chapters/Examples/heap")
    file = os.path.join(WORK, "shop.pb.gz")
    subprocess.run([lesson, "heap", "--every", "1", "--pprof", file, "--", os.path.join(example, "Shop.swift")],
                   check=True, capture_output=True)
    for name, options in {
        "top": ["-top", "-nodecount=4"], "objects": ["-top", "-nodecount=4", "-sample_index=alloc_objects"],
        "list": ["-list", "Shop.answer"],
    }.items():
        result = subprocess.run([go, "tool", "pprof"] + options + [file], capture_output=True, text=True, env=environment, check=True)
        # The day of the run, and where its files were, say nothing about the program.
        lines = [line.rstrip() for line in result.stdout.replace(example + "/", "").splitlines() if not line.startswith("Time:")]
        records.replace(os.path.join(example, f"pprof-{name}.txt"), f"% go tool pprof {' '.join(options)} shop.pb.gz\n" + "\n".join(lines) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", default="")
    parser.add_argument("--own", action="store_true", help="without the peers, which take minutes")
    parser.add_argument("--record", action="store_true")
    options = parser.parse_args()
    values = {}
    found = ways(build())
    if options.own:
        found = {name: way for name, way in found.items() if name in ("bare", "sampled", "exact")}
    pprof(values)
    for program in PROGRAMS:
        for threads in (1, 2):
            if options.only in program:
                rows(found, program, threads, options.rounds, values)
    values["load"] = round_to(os.getloadavg()[0])
    if options.record:
        record = records.base("heap-profile", ["Benchmarks/heap_profile.py", *sys.argv[1:]], options.rounds)
        versions = {"heaptrack": ["heaptrack", "--version"], "massif": ["valgrind", "--version"]}
        record["version"] = "; ".join(
            subprocess.run(versions[name], capture_output=True, text=True).stdout.strip() for name in versions if name in found)
        record["values"] = values
        records.write("heap-profile", record)
    return 0


if __name__ == "__main__":
    sys.exit(main())
