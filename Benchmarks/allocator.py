"""What malloc costs: ours beside glibc's, mimalloc, jemalloc and tcmalloc (Debian's), under the same C program.

Each row is a process of its own with the allocator preloaded. Rounds are interleaved over the allocators. Times are CPU
time, memory is the peak of what was resident; both as ratios to glibc's, round by round, and of these the median.
"""
import math, os, statistics, subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LESSON = os.path.join(ROOT, ".build/release/lesson")
SOURCE = os.path.join(ROOT, "Benchmarks/peers/allocator/Rows.c")
PEERS = {"mimalloc": "libmimalloc.so.2", "jemalloc": "libjemalloc.so.2", "tcmalloc": "libtcmalloc_minimal.so.4"}
PACKAGES = {"mimalloc": "libmimalloc2.0", "jemalloc": "libjemalloc2", "tcmalloc": "libtcmalloc-minimal4"}
ROWS = ["pairs", "batch", "small", "working", "larson", "xfree", "scratch", "big", "grow", "zero", "phases"]
ROUNDS = int(os.environ.get("ALLOCATOR_ROUNDS", "10"))


def allocators():
    """Each allocator's library; those that are not installed are left out by name."""
    found = {"glibc": "", "ours": subprocess.run([LESSON, "malloc", "--print-library"], check=True, capture_output=True, text=True).stdout.strip()}
    for name, library in PEERS.items():
        path = os.path.join("/usr/lib/x86_64-linux-gnu", library)
        if os.path.exists(path):
            found[name] = path
        else:
            print(f"{name} is not installed: apt-get install {PACKAGES[name]}")
    return found


def version(name):
    if name == "glibc":
        return "glibc " + os.confstr("CS_GNU_LIBC_VERSION").split()[1]
    shown = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", PACKAGES[name]], capture_output=True, text=True)
    return f"{name} {shown.stdout}"


def built(work):
    os.makedirs(work, exist_ok=True)
    program = os.path.join(work, "Rows")
    # The compiler would remove pairs of malloc and free that nobody looks at.
    subprocess.run(["clang", "-O2", "-fno-builtin", "-pthread", SOURCE, "-o", program], check=True)
    return program


def measured(program, library, *words):
    """CPU and wall-clock seconds, and KiB."""
    result = subprocess.run([program, *words], capture_output=True, text=True, check=True, env=dict(os.environ, LD_PRELOAD=library))
    cpu, wall, memory = map(int, result.stdout.split())
    return cpu / 1e6, wall / 1e6, memory


def rows(work):
    """Every row, by allocator: ratios to glibc; and the geometric means."""
    program, libraries = built(work), allocators()
    values, times = {}, {name: [] for name in libraries if name != "glibc"}
    memories = {name: [] for name in times}
    for row in ROWS:
        seen = {name: [] for name in libraries}
        for turn in range(ROUNDS):
            names = list(libraries) if turn % 2 == 0 else list(reversed(libraries))
            for name in names:
                seen[name].append(measured(program, libraries[name], row))
        values[f"{row}.glibc.seconds"] = round(statistics.median(cpu for cpu, _, _ in seen["glibc"]), 3)
        for name in times:
            ratios = sorted(one[0] / base[0] for one, base in zip(seen[name], seen["glibc"]))
            memory = statistics.median(one[2] for one in seen[name]) / statistics.median(base[2] for base in seen["glibc"])
            times[name].append(statistics.median(ratios))
            memories[name].append(memory)
            values[f"{row}.{name}.time"] = round(times[name][-1], 2)
            values[f"{row}.{name}.least"], values[f"{row}.{name}.most"] = round(ratios[0], 2), round(ratios[-1], 2)
            values[f"{row}.{name}.memory"] = round(memory, 2)
    for name in times:
        values[f"mean.{name}.time"] = round(mean(times[name]), 2)
        values[f"mean.{name}.memory"] = round(mean(memories[name]), 2)
        # Without its best and without its worst row.
        without = [mean(times[name][:i] + times[name][i + 1:]) for i in range(len(ROWS))]
        values[f"mean.{name}.time.leaveOneOut.least"], values[f"mean.{name}.time.leaveOneOut.most"] = round(min(without), 2), round(max(without), 2)
    if "mimalloc" in times:
        values["mean.ours.time.overMimalloc"] = round(values["mean.ours.time"] / values["mean.mimalloc.time"], 2)
    values["version"] = ", ".join(version(name) for name in libraries if name != "ours")
    return values


def threads(work):
    """larson and xfree with 2, 4 and 8 threads: ratios of CPU time to glibc's, of memory, and of the wall clock's time."""
    program, libraries = built(work), allocators()
    values = {}
    for row in ("larson", "xfree"):
        for count in (2, 4, 8):
            seen = {name: [] for name in libraries}
            for turn in range(ROUNDS):
                for name in list(libraries) if turn % 2 == 0 else list(reversed(libraries)):
                    seen[name].append(measured(program, libraries[name], row, str(count)))
            key = f"{row}{count}"
            values[f"{key}.glibc.seconds"] = round(statistics.median(cpu for cpu, _, _ in seen["glibc"]), 3)
            for name in libraries:
                if name == "glibc":
                    continue
                ratios = sorted(one[0] / base[0] for one, base in zip(seen[name], seen["glibc"]))
                walls = sorted(one[1] / base[1] for one, base in zip(seen[name], seen["glibc"]))
                memory = statistics.median(one[2] for one in seen[name]) / statistics.median(base[2] for base in seen["glibc"])
                values[f"{key}.{name}.time"], values[f"{key}.{name}.wall"] = round(statistics.median(ratios), 2), round(statistics.median(walls), 2)
                values[f"{key}.{name}.least"], values[f"{key}.{name}.most"] = round(ratios[0], 2), round(ratios[-1], 2)
                values[f"{key}.{name}.memory"] = round(memory, 2)
    values["version"] = ", ".join(version(name) for name in libraries if name != "ours")
    return values


JSON = "import json; text = json.dumps([{'id': i, 'name': 'n%d' % i, 'tags': ['a%d' % (i % 50), 'b']} for i in range(100000)]); rows = json.loads(text); print(len(rows))"


def histograms(work):
    """What three programs ask for: requests, the share of small ones, and what rounding to classes loses."""
    os.makedirs(work, exist_ok=True)
    source = os.path.join(work, "main.swift")
    with open(source, "w") as file:
        file.write("struct Row: Hashable { var id: Int; var name: String }\n")
        file.write("let rows = Set((0..<1000).map { Row(id: $0, name: String($0)) })\nprint(rows.count, rows.map(\\.id).sorted().prefix(3))\n")
    commands = {
        "swiftc": ["swiftc", "-O", "-num-threads", "0", source, "-o", os.path.join(work, "main")],
        "json": ["env", "PYTHONMALLOC=malloc", "/usr/bin/python3", "-c", JSON],
        "sqlite": ["sqlite3", ":memory:", "create table t(a, b); with recursive n(i) as (select 1 union all select i + 1 from n where i < 300000) insert into t select i, hex(i) from n; create index x on t(b); select count(*), max(b) from t;"],
    }
    values = {}
    for name, command in commands.items():
        # The compiler and env start other programs; of all processes the one that asked for most is the one that is meant.
        report = os.path.join(work, name)
        os.makedirs(report, exist_ok=True)
        for old in os.listdir(report):
            os.remove(os.path.join(report, old))
        library = allocators()["ours"]
        result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=dict(os.environ, LD_PRELOAD=library, LIVE_MALLOC_REPORT=os.path.join(report, "account")))
        if result.returncode != 0:
            raise RuntimeError(f"{name} ended with {result.returncode}: {result.stderr[-500:]}")
        most = {}
        for file in os.listdir(report):
            with open(os.path.join(report, file)) as lines:
                # A program with a malloc of its own names it, in a line that is no figure.
                figures = {key: int(value) for key, value in (line.split() for line in lines if not line.startswith("malloc.of "))}
            if figures.get("bytes.asked", 0) > most.get("bytes.asked", 0):
                most = figures
        sizes = {int(key.rsplit(".", 1)[1]): count for key, count in most.items() if key.startswith("requests.size.")}
        values[f"{name}.requests"] = sum(sizes.values())
        values[f"{name}.smallPercent"] = round(100 * sum(count for size, count in sizes.items() if size <= 64) / sum(sizes.values()))
        values[f"{name}.mebibytes"] = round(most["bytes.asked"] / 2**20)
        values[f"{name}.lostPercent"] = round(100 * (1 - most["bytes.asked"] / most["bytes.given"]), 1)
    values["version"] = version("glibc")
    return values


def lock(work):
    """Nanoseconds of wall-clock time for a malloc and a free, by each of one and two threads, with and without a lock around."""
    program, libraries = built(work), allocators()
    kinds = {"lock": ("locked", ""), "glibc": ("unlocked", ""), "ours": ("unlocked", libraries["ours"])}
    if "mimalloc" in libraries:
        kinds["mimalloc"] = ("unlocked", libraries["mimalloc"])
    seen = {(kind, count): [] for kind in kinds for count in (1, 2)}
    for _ in range(ROUNDS):
        for (kind, count), times in seen.items():
            row, library = kinds[kind]
            times.append(measured(program, library, row, str(count))[1] * 1e9 / 5_000_000)
    values = {}
    for (kind, count), times in seen.items():
        values[f"{kind}.{'one' if count == 1 else 'two'}.ns"] = round(statistics.median(times))
    values["version"] = ", ".join(version(name) for name in libraries if name in ("glibc", "mimalloc"))
    return values


def mean(ratios):
    return math.exp(sum(map(math.log, ratios)) / len(ratios))


RECORDS = {"malloc-rows": rows, "malloc-lock": lock, "malloc-threads": threads, "size-histograms": histograms}
