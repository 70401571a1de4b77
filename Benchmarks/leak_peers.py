#!/usr/bin/env python3
"""Every kind of leak, its mended twin and the clean programs of Tests/Fixtures/Leaks, by `lesson leaks` at both levels of
optimization and in several runs, and by LeakSanitizer, valgrind memcheck and heaptrack once; what each costs.

Run by hand: Benchmarks/leak_peers.py [--runs N] [--only ours|peers|cost] [--match WORD]. It writes Chapters/measured/leak-peers.json when
all parts were run. A peer has found a leak when its report names the planted line, and has accused a program when its
report names a line of a program without a leak: what they say of the libraries counts neither way.
"""
import argparse, concurrent.futures, json, os, re, resource, shutil, statistics, subprocess, sys, tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
import records

ROOT = records.ROOT
LESSON = os.path.join(ROOT, ".build/release/lesson")
CORPUS = os.path.join(ROOT, "Tests/Fixtures/Leaks")
JOBS = os.cpu_count()
COST_ROUNDS = 5
WORKLOAD = """
final class Node { var value: Int; var next: Node?; init(_ value: Int, _ next: Node?) { self.value = value; self.next = next } }
@inline(never) func list(_ count: Int) -> Int {
  var head: Node?
  for value in 0..<count { head = Node(value, head) }
  var sum = 0
  while let node = head { sum += node.value; head = node.next }
  return sum
}
var sum = 0
for _ in 0..<200 { sum += list(5_000) }
print(sum)
"""


WORD = ""


def programs(folder):
    """Of those whose name has WORD in it."""
    names = [name for name in os.listdir(os.path.join(CORPUS, folder)) if WORD in name]
    return sorted(os.path.join(CORPUS, folder, name) for name in names)


def mark(path):
    """Line and judgement of the planted leak."""
    for number, line in enumerate(open(path), 1):
        found = re.search(r"// leak: ([a-z-]+)", line)
        if found:
            return number, found.group(1)


def each(work, items):
    with concurrent.futures.ThreadPoolExecutor(JOBS) as pool:
        return list(pool.map(work, items))


# MARK: ours

def ours(item):
    """What is likely or certain of one program: [(line, judgement)]; None when there is no report."""
    path, level, _ = item
    run = subprocess.run(
        [LESSON, "leaks", path, "--opt", level, "--format", "json"], capture_output=True, text=True, timeout=300)
    try:
        report = json.loads(run.stdout)
    except ValueError:
        print(f"{path} {level}: {run.returncode} {run.stderr[-300:]}", file=sys.stderr)
        return None
    found = [(leak["line"], leak["judgement"]) for leak in report["leaks"] if leak["confidence"] != "possible"]
    assert run.returncode == (1 if found else 0) and report["clean"] == (not found), path
    return found


def measure_ours(runs):
    values = {}
    judges = {}
    for level in ["Onone", "O"]:
        kinds = [(path, level, run) for run in range(runs) for path in programs("Kinds")]
        named = extra = 0
        for (path, _, run), found in zip(kinds, each(ours, kinds)):
            planted = mark(path)
            judge = judges.setdefault(planted[1], [0, 0])
            judge[1] += 1
            if found is not None and planted in found:
                named += 1
                judge[0] += 1
            else:
                print(f"missed at {level}, run {run}: {path} {found}", file=sys.stderr)
            others = [leak for leak in found or [] if leak != planted]
            extra += len(others)
            if others:
                print(f"besides at {level}, run {run}: {path} {others}", file=sys.stderr)
        values[f"ours.{level}.named"], values[f"ours.{level}.runs"] = named, len(kinds)
        values[f"ours.{level}.besides"] = extra
        for folder in ["Mended", "Clean"]:
            clean = [(path, level, run) for run in range(runs) for path in programs(folder)]
            accused = 0
            for (path, _, run), found in zip(clean, each(ours, clean)):
                if found != []:
                    accused += 1
                    print(f"accused at {level}, run {run}: {path} {found}", file=sys.stderr)
            values[f"ours.{level}.{folder.lower()}.accused"] = accused
            values[f"ours.{level}.{folder.lower()}.runs"] = len(clean)
    for judge, (found, count) in sorted(judges.items()):
        values[f"ours.{judge}.named"], values[f"ours.{judge}.runs"] = found, count
    return values


# MARK: the peers

def build(path, folder, words):
    """A program with debug information; one with leakRound() gets a main that calls it five times."""
    text = open(path).read()
    binary = os.path.join(folder, os.path.basename(path)[:-6])
    sources = [path]
    effects = re.search(r"func leakRound\(\)([^{]*)\{", text)
    if effects:
        isAsync = "async" in effects.group(1)
        driver = binary + "-rounds.swift"
        with open(driver, "w") as file:
            file.write(
                "@main enum Rounds { static func main() %s{ for _ in 0..<5 { %sleakRound() } } }\n"
                % (("async ", "await ") if isAsync else ("", "")))
        sources += ["-parse-as-library", driver]
    built = subprocess.run(["swiftc", "-g", "-Onone", *words, "-o", binary, *sources], capture_output=True, text=True)
    if built.returncode != 0:
        raise RuntimeError(f"{path} does not compile:\n{built.stderr}")
    return binary


SANITIZED = ["-use-ld=lld", "-Xclang-linker", "-fsanitize=leak"]


def sanitizer(binary, folder):
    run = subprocess.run([binary], capture_output=True, text=True, timeout=120)
    return run.stderr


def memcheck(kinds):
    """What is definitely lost; with `possible`, the runtime's caches under a program's lines come with it."""
    def work(binary, folder):
        run = subprocess.run(
            ["valgrind", "--leak-check=full", f"--show-leak-kinds={kinds}", "--track-fds=yes", binary],
            capture_output=True, text=True, timeout=300)
        return run.stderr
    return work


def heaptrack(binary, folder):
    data = binary + ".heaptrack"
    subprocess.run(["heaptrack", "-o", data, binary], capture_output=True, timeout=300)
    file = next((data + end for end in [".zst", ".gz"] if os.path.exists(data + end)), None)
    if not file:
        return ""
    printed = subprocess.run(
        ["heaptrack_print", "--print-leaks", "1", "--print-peaks", "0", "--print-allocators", "0",
         "--print-temporary", "0", "--file", file], capture_output=True, text=True, timeout=300)
    return printed.stdout


PEERS = {
    "lsan": (sanitizer, SANITIZED, None), "memcheck": (memcheck("definite"), [], "valgrind"),
    "memcheckPossible": (memcheck("definite,possible"), [], "valgrind"),
    "heaptrack": (heaptrack, [], "heaptrack"),
}


def lines(report, path):
    name = os.path.basename(path)
    return {int(line) for line in re.findall(re.escape(name) + r":(\d+)", report)}


def measure_peers():
    values = {}
    for name, (work, words, program) in PEERS.items():
        if program and not shutil.which(program):
            print(f"skipped {name}: {program} is not on this machine", file=sys.stderr)
            continue

        def one(path):
            with tempfile.TemporaryDirectory() as folder:
                try:
                    return lines(work(build(path, folder, words), folder), path)
                except subprocess.TimeoutExpired:
                    return set()

        kinds = programs("Kinds")
        found = [mark(path)[0] in named for path, named in zip(kinds, each(one, kinds))]
        values[f"{name}.named"], values[f"{name}.kinds"] = sum(found), len(kinds)
        for folder in ["Mended", "Clean"]:
            clean = programs(folder)
            values[f"{name}.{folder.lower()}.accused"] = sum(bool(named) for named in each(one, clean))
            values[f"{name}.{folder.lower()}.programs"] = len(clean)
        print(name, {key: value for key, value in values.items() if key.startswith(name)}, file=sys.stderr)
    return values


# MARK: cost

def seconds(command, environment):
    """Of the processor, by a program and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, capture_output=True, env=environment, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure_cost():
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, "workload.swift")
        with open(source, "w") as file:
            file.write(WORKLOAD)
        subprocess.run(["swiftc", "-O", "-g", "-o", source[:-6], source], check=True)
        subprocess.run(["swiftc", "-O", "-g", *SANITIZED, "-o", source[:-6] + "-lsan", source], check=True)
        subprocess.run([os.path.join(ROOT, "Scripts/build-leak-probe"), folder], check=True, capture_output=True)
        ours = dict(
            os.environ, LD_PRELOAD=os.path.join(folder, "libleakprobe.so"), LIVE_LEAKS_REPORT=os.path.join(folder, "heap"))
        commands = {
            "plain": ([source[:-6]], os.environ), "ours": ([source[:-6]], ours), "lsan": ([source[:-6] + "-lsan"], os.environ)}
        if shutil.which("valgrind"):
            commands["memcheck"] = (["valgrind", "--leak-check=full", source[:-6]], os.environ)
        if shutil.which("heaptrack"):
            commands["heaptrack"] = (["heaptrack", "-o", os.path.join(folder, "track"), source[:-6]], os.environ)
        rounds = [{name: seconds(*command) for name, command in commands.items()} for _ in range(COST_ROUNDS)]
    return {
        f"{name}.slowdown": round(statistics.median(each[name] / each["plain"] for each in rounds), 2)
        for name in commands if name != "plain"}


def versions():
    def first(command):
        if not shutil.which(command[0]):
            return "missing"
        return subprocess.run(command, capture_output=True, text=True).stdout.splitlines()[0]
    return {"swift": first(["swiftc", "--version"]), "valgrind": first(["valgrind", "--version"]), "heaptrack": first(["heaptrack", "--version"])}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", choices=["ours", "peers", "cost"])
    parser.add_argument("--match", default="", metavar="WORD", help="only programs with WORD in their names; writes no record")
    options = parser.parse_args()
    global WORD
    WORD = options.match
    values = {}
    if options.only in (None, "ours"):
        values.update(measure_ours(options.runs))
    if options.only in (None, "peers"):
        values.update(measure_peers())
    if options.only in (None, "cost"):
        values.update(measure_cost())
    print(json.dumps(values, indent=2))
    if options.only is None and not WORD:
        record = records.base("leak-peers", ["Benchmarks/leak_peers.py"], options.runs)
        record["version"] = versions()
        record["values"] = values
        records.write("leak-peers", record)


if __name__ == "__main__":
    main()
