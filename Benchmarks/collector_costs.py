"""What single parts of a collector are worth: references of four bytes, the prefetch queue, a second marker, moving.

The variants are the same sources under another macro (CCollector.h). Rounds are interleaved over the programs of a
comparison; times are processor time, but where a second marker or Go has its own threads: there they are the wall's.
"""
import json, os, statistics, subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PACKAGE = os.path.join(ROOT, "Benchmarks/collector")
ROUNDS = int(os.environ.get("COLLECTOR_ROUNDS", "5"))
VARIANTS = {"standard": [], "wide": ["COLLECTOR_WIDE_REFERENCES"], "unqueued": ["COLLECTOR_WITHOUT_PREFETCH"]}


def program(work, variant):
    scratch = os.path.join(work, variant)
    # Swift's importer reads the header, too.
    macros = [word for macro in VARIANTS[variant] for word in ("-Xcc", "-D" + macro)]
    subprocess.run(["swift", "build", "-c", "release", "--quiet", "--static-swift-stdlib", "--package-path", PACKAGE,
                    "--scratch-path", scratch, *macros], check=True)
    return os.path.join(scratch, "release/collector-bench")


def lines(*command):
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [json.loads(line) for line in output.splitlines()]


def median(values):
    return round(statistics.median(values), 3)


def rounds(programs, body):
    """What each program's run gives, round by round, in one order and then in the other."""
    found = {name: [] for name in programs}
    for turn in range(ROUNDS):
        for name in list(programs) if turn % 2 == 0 else list(reversed(programs)):
            found[name].append(body(programs[name]))
    return found


def references(work):
    """Processor time and memory with references of eight bytes, as multiples of those with four."""
    values = {}
    programs = {variant: program(work, variant) for variant in ("standard", "wide")}
    for plan in ("mark-sweep", "generational"):
        for workload in ("trees", "live", "queue"):
            found = rounds(programs, lambda path: lines(path, workload, plan)[0])
            pairs = list(zip(found["wide"], found["standard"]))
            if any(wide["sum"] != narrow["sum"] for wide, narrow in pairs):
                raise RuntimeError(f"{workload}: the variants print different numbers")
            values[f"{plan}.{workload}.cpu"] = median(wide["mutatorCPUNs"] / narrow["mutatorCPUNs"] for wide, narrow in pairs)
            values[f"{plan}.{workload}.memory"] = median(wide["peakKiB"] / narrow["peakKiB"] for wide, narrow in pairs)
    return values


def marking(work, go, environment):
    """The random graph: megabytes a second, and times as multiples."""
    programs = {variant: [program(work, variant), "graph"] for variant in VARIANTS}
    programs["two"] = [programs["standard"][0], "graph-2"]
    if go:
        binary = os.path.join(work, "random-graph")
        source = os.path.join(ROOT, "Benchmarks/peers/collector/RandomGraph.go")
        subprocess.run([go, "build", "-o", binary, source], check=True, env=dict(os.environ, **environment))
        programs["go"] = [binary]
    found = rounds(programs, lambda command: lines(*command)[0])
    values = {}
    for name, runs in found.items():
        # One marker does all of it, so its processor time is what marking takes; two have the wall's.
        time = "medianWorkMs" if name in VARIANTS else "medianMs"
        values[f"graph.{name}.ms"] = median(run[time] for run in runs)
        if name != "go":
            values[f"graph.{name}.megabytesPerSecond"] = round(
                statistics.median(run["tracedBytes"] / run[time] / 1e3 for run in runs))

    def ratio(name, other, time):
        return median(run[time] / base[time] for run, base in zip(found[name], found[other]))

    values["graph.queueGain"] = ratio("unqueued", "standard", "medianWorkMs")
    values["graph.wideCost"] = ratio("wide", "standard", "medianWorkMs")
    values["graph.secondMarkerGain"] = ratio("standard", "two", "medianMs")
    if go:
        values["graph.overGo"] = ratio("standard", "go", "medianMs")
    return values


def moving(work):
    """Ten shares of living objects under three plans: medians over the rounds."""
    runs = [lines(program(work, "standard"), "moving") for _ in range(ROUNDS)]
    values = {}
    for rows in zip(*runs):
        for key in ("collectMs", "walkBeforeNs", "walkAfterNs"):
            values[f"moving.{rows[0]['plan']}.{rows[0]['live']}.{key}"] = median(row[key] for row in rows)
    return values


def others(work):
    """What single operations cost, what is resident after a collection, and pages used for the first time."""
    path = program(work, "standard")
    values = {}
    runs = [lines(path, "micro") for _ in range(ROUNDS)]
    for rows in zip(*runs):
        for key in ("allocateNs", "storeNs", "storeManyNs", "frameNs"):
            values[f"{rows[0]['plan']}.{key}"] = median(row[key] for row in rows)
    resident = lines(path, "resident")[0]
    values["mark-compact.residentOverLive"] = round(resident["residentBytes"] / resident["liveBytes"], 2)
    floors = [lines(path, "floor") for _ in range(ROUNDS)]
    for low, high in [(median(run[0]["ms"] for run in floors), median(run[1]["ms"] for run in floors))]:
        values |= {"floor.4M.ms": low, "floor.256M.ms": high, "floor.4M.collections": floors[0][0]["collections"]}
    return values


def percentages(work, go, environment):
    """Go under five percentages and a limit, from the peer that the chapter shows: medians over the rounds."""
    if not go:
        return {}
    binary = os.path.join(work, "percent")
    source = os.path.join(ROOT, "Benchmarks/peers/collector/Percent.go")
    subprocess.run([go, "build", "-o", binary, source], check=True, env=dict(os.environ, **environment))
    runs = []
    for _ in range(ROUNDS):
        output = subprocess.run([binary], capture_output=True, text=True, check=True).stdout
        runs.append([list(map(int, line.split())) for line in output.splitlines() if line.strip()[0].isdigit()])
    values = {}
    for rows in zip(*runs):
        # The last row is the limit's, under a hundred percent once more.
        name = "limit" if f"percent.{rows[0][0]}.collections" in values else rows[0][0]
        for column, key in enumerate(("collections", "share", "peakMiB"), 1):
            values[f"percent.{name}.{key}"] = round(statistics.median(row[column] for row in rows))
    return values


def costs(work, go, environment):
    os.makedirs(work, exist_ok=True)
    values = {}
    for part in (lambda: marking(work, go, environment), lambda: references(work), lambda: moving(work), lambda: others(work),
                 lambda: percentages(work, go, environment)):
        values |= part()
    for name, value in values.items():
        print(f"{name:44} {value}")
    return values
