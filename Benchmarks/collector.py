"""What collecting costs: our plans beside Go, Java's collectors, Boehm's, malloc and free by hand, and Swift's reference counts.

Every program does the same work and has to print the same number. Rounds are interleaved over the programs. CPU is the whole
process's, memory its peak of what was resident; both as ratios to Go's, round by round, and of these the median.
"""
import glob, json, os, re, shutil, statistics, subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PEERS = os.path.join(ROOT, "Benchmarks/peers/collector")
PLANS = ["copying", "mark-compact", "generational", "mark-sweep", "concurrent"]
# The same plans with two markers while the world stands.
PLANS += ["mark-compact-2", "generational-2", "mark-sweep-2"]
JAVA = {"serial": "Serial", "parallel": "Parallel", "g1": "G1", "z": "Z", "shenandoah": "Shenandoah"}
WORKLOADS = os.environ.get("COLLECTOR_WORKLOADS", "trees gcbench queue live cache churn").split()
ROUNDS = int(os.environ.get("COLLECTOR_ROUNDS", "3"))


def built(work, go, environment):
    """Each program's command without the workload; those whose tools are not here are left out by name."""
    os.makedirs(work, exist_ok=True)
    scratch = os.path.join(work, "swift")
    subprocess.run(["swift", "build", "-c", "release", "--quiet", "--static-swift-stdlib", "--package-path",
                    os.path.join(ROOT, "Benchmarks/collector"), "--scratch-path", scratch], check=True)
    ours = os.path.join(scratch, "release/collector-bench")
    programs = {plan: lambda workload, plan=plan: [ours, workload, plan] for plan in PLANS}
    source = os.path.join(PEERS, "Workloads")

    def add(name, command):
        programs[name] = lambda workload: [*command, workload]

    subprocess.run(["swiftc", "-O", "-wmo", "-static-stdlib", source + ".swift", "-o", os.path.join(work, "arc")], check=True)
    add("arc", [os.path.join(work, "arc")])
    usage = os.path.join(work, "usage")
    subprocess.run(["clang", "-O2", os.path.join(PEERS, "Usage.c"), "-o", usage], check=True)
    subprocess.run(["clang", "-O2", "-fno-builtin", source + ".c", "-o", os.path.join(work, "malloc")], check=True)
    add("malloc", [os.path.join(work, "malloc")])
    if os.path.exists("/usr/include/gc.h") or os.path.exists("/usr/include/gc/gc.h"):
        subprocess.run(["clang", "-O2", "-DBOEHM", source + ".c", "-lgc", "-o", os.path.join(work, "boehm")], check=True)
        add("boehm", [os.path.join(work, "boehm")])
    else:
        print("Boehm's collector is not installed: apt-get install libgc-dev")
    if go:
        subprocess.run([go, "build", "-o", os.path.join(work, "go"), source + ".go"], check=True, env=dict(os.environ, **environment))
        add("go", [os.path.join(work, "go")])
    java, javac = shutil.which("java"), shutil.which("javac")
    if java and javac:
        subprocess.run([javac, "-d", os.path.join(work, "java"), source + ".java"], check=True)
        for name, flag in JAVA.items():
            command = [java, f"-XX:+Use{flag}GC", "-Xms64m", "-Xmx1g", "-XX:-UsePerfData", "-cp", os.path.join(work, "java")]
            if subprocess.run([*command, "-version"], capture_output=True).returncode == 0:
                log = os.path.join(work, f"java-{name}.log")
                add("java-" + name, [*command, f"-Xlog:gc*:file={log}", "Workloads"])
            else:
                print(f"this Java has no {flag} collector")
    return programs


def measured(command, name, work):
    """The number that was printed, CPU seconds, KiB, and the longest pause in ns where the program knows it."""
    for log in glob.glob(os.path.join(work, "*.log")):
        os.remove(log)
    result = subprocess.run([os.path.join(work, "usage"), *command], capture_output=True, text=True)
    if result.returncode != 0:
        return None
    found = json.loads(result.stdout)
    cpu, memory = map(int, result.stderr.split()[-2:])
    pause = found.get("pauseMaxNs", found.get("wallPauseMaxNs"))
    if name.startswith("java-"):
        text = open(os.path.join(work, name + ".log")).read()
        pauses = [float(pause) for pause in re.findall(r"Pause .* ([\d.]+)ms$", text, re.M)]
        pause = int(max(pauses, default=0) * 1e6)
        if pauses:
            ranked = sorted(pauses)
            for percent in (50, 99):
                found[f"wallPauseP{percent}Ns"] = int(ranked[min(len(ranked) - 1, len(ranked) * percent // 100)] * 1e6)
    return found, cpu / 1e6, memory, pause


def rows(work, go, environment):
    programs = built(work, go, environment)
    base = "go" if "go" in programs else "malloc"
    values = {}
    for workload in WORKLOADS:
        seen = {name: [] for name in programs}
        for turn in range(ROUNDS):
            names = list(programs) if turn % 2 == 0 else list(reversed(programs))
            for name in names:
                if (run := measured(programs[name](workload), name, work)) is not None:
                    seen[name].append(run)
        sums = {run[0]["sum"] for runs in seen.values() for run in runs}
        if len(sums) != 1:
            raise RuntimeError(f"{workload}: the programs print different numbers: {sums}")
        print(f"{workload:8} {'':14} CPU/{base}  memory/{base}  longest pause us")
        for name, runs in seen.items():
            if len(runs) != ROUNDS:
                continue
            cpu = statistics.median(run[1] / other[1] for run, other in zip(runs, seen[base]))
            memory = statistics.median(run[2] / other[2] for run, other in zip(runs, seen[base]))
            values[f"{workload}.{name}.cpu"] = round(cpu, 2)
            values[f"{workload}.{name}.memory"] = round(memory, 2)
            pause = None
            if runs[0][3] is not None:
                pause = statistics.median(run[3] for run in runs) // 1000
                values[f"{workload}.{name}.pauseMicroseconds"] = int(pause)
            # Ours by processor time, others by the wall; the least share that was left to the program, ours only.
            for key, label in [("P50Ns", "p50Microseconds"), ("P99Ns", "p99Microseconds")]:
                seen_in = next((k for k in ("pause" + key, "wallPause" + key) if k in runs[0][0]), None)
                if seen_in:
                    values[f"{workload}.{name}.{label}"] = int(statistics.median(run[0][seen_in] for run in runs) // 1000)
            for key in ("mmu1ms", "mmu10ms", "mmu100ms"):
                if key in runs[0][0]:
                    values[f"{workload}.{name}.{key}"] = int(statistics.median(run[0][key] for run in runs))
            if name == "concurrent":
                for key in ["stalls", "assists", "barrierHits"]:
                    values[f"{workload}.{name}.{key}"] = int(statistics.median(run[0][key] for run in runs))
            print(f"{'':8} {name:14} {cpu:6.2f} {memory:10.2f} {'-' if pause is None else int(pause):>14}")
    return values


def versions(go):
    names = []
    if go:
        names.append(subprocess.run([go, "version"], capture_output=True, text=True).stdout.split()[2])
    if shutil.which("java"):
        first = subprocess.run(["java", "-version"], capture_output=True, text=True).stderr.splitlines()[0]
        names.append("OpenJDK " + re.search(r'"(.*?)"', first).group(1))
    gc = subprocess.run(["dpkg-query", "-W", "-f", "Boehm ${Version}", "libgc-dev"], capture_output=True, text=True)
    if gc.returncode == 0:
        names.append(gc.stdout)
    names.append("glibc " + os.confstr("CS_GNU_LIBC_VERSION").split()[1])
    return ", ".join(names)
