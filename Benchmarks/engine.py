"""What checking costs: `lesson check` beside one swiftc per block, and beside rustdoc, on the same work.

Books are generated here, the same each time. Rounds alternate their order. Every record is a comparison within one run.
"""
import concurrent.futures, os, re, shutil, signal, statistics, subprocess, sys, threading, time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LESSON = os.path.join(ROOT, ".build/release/lesson")
FIXTURES = os.path.join(ROOT, "Tests/Fixtures/blocks")
JOBS = 2


def fresh(path):
    shutil.rmtree(path, ignore_errors=True)
    os.makedirs(path)
    return path


def timed(command, **options):
    start = time.monotonic()
    result = subprocess.run(command, capture_output=True, text=True, **options)
    return time.monotonic() - start, result


def check(book, *words):
    seconds, result = timed([LESSON, "check", "--book", book, "--jobs", str(JOBS), *words])
    if result.returncode != 0:
        raise RuntimeError(f"lesson check ended with {result.returncode}:\n{result.stderr[-2000:]}")
    return seconds


# MARK: 100 blocks that run

def swiftc(source, folder):
    """Compiles and runs one program as a reader would, and gives what it prints; None when it does not end with 0."""
    name = os.path.splitext(os.path.basename(source))[0]
    binary = os.path.join(folder, name)
    environment = dict(os.environ, SWIFT_DETERMINISTIC_HASHING="1", SWIFT_BACKTRACE="enable=no", LANG="C.UTF-8", TZ="UTC")
    built = subprocess.run(["swiftc", "-swift-version", "6", "-module-name", "main", "-o", binary, source], capture_output=True)
    if built.returncode != 0:
        return None
    run = subprocess.run([binary], capture_output=True, text=True, env=environment, cwd=folder, stdin=subprocess.DEVNULL)
    return run.stdout if run.returncode == 0 and not run.stderr else None


def all_by_swiftc(sources, folder):
    start = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(JOBS) as pool:
        outputs = list(pool.map(lambda source: swiftc(source, folder), sources))
    return time.monotonic() - start, outputs


def runnable(work, count):
    """`count` programs of the fixtures that end well and print no path or address of their own."""
    folder = fresh(os.path.join(work, "sources"))
    texts = {}
    for name in sorted(os.listdir(FIXTURES)):
        if name.endswith(".swift"):
            text = open(os.path.join(FIXTURES, name)).read()
            if "@main" not in text and "CommandLine" not in text and "0x" not in text:
                texts[name[:-6]] = text
    candidates = []
    for name, text in texts.items():
        path = os.path.join(folder, name + ".swift")
        open(path, "w").write(text)
        candidates.append(path)
    _, outputs = all_by_swiftc(candidates, folder)
    good = [path for path, output in zip(candidates, outputs) if output]
    # Two answers that differ are no oracle.
    _, again = all_by_swiftc(good, folder)
    first = {path: output for path, output in zip(candidates, outputs)}
    good = [path for path, output in zip(good, again) if output == first[path]]
    sources = []
    for number in range(count):
        text = open(good[number % len(good)]).read()
        path = os.path.join(folder, f"block{number}.swift")
        open(path, "w").write(f"// {number}\n{text}")
        sources.append((path, first[good[number % len(good)]]))
    return sources


def runs(work, rounds):
    """100 blocks, each its own process, cold: the engine against one swiftc per block with as many jobs."""
    sources = runnable(work, 100)
    book = fresh(os.path.join(work, "runs"))
    with open(os.path.join(book, "a.md"), "w") as file:
        for path, output in sources:
            file.write(f"~~~~~swift\n{open(path).read().rstrip()}\n~~~~~\n~~~~~output\n{escaped(output)}~~~~~\n\n")
    binaries = fresh(os.path.join(work, "binaries"))
    ours, theirs = [], []
    for number in range(rounds):
        steps = [lambda: ours.append(check(book, "--no-cache")),
                 lambda: theirs.append(all_by_swiftc([path for path, _ in sources], binaries)[0])]
        for step in steps if number % 2 == 0 else reversed(steps):
            step()
    return ratio("swiftc", "lesson", theirs, ours)


def escaped(output):
    """Output as expected text: what looks like a wildcard is text."""
    output = output if output.endswith("\n") or not output else output + "\n"
    return re.sub(r"\[(?=(\.\.|int|float|addr|hex|time|bytes|path)[:\]])", r"\\[", output.replace("\\", "\\\\"))


# MARK: 1,000 blocks that are compiled

def swift_block(number):
    return f"""struct Point {{
  var x: Int, y: Int
  func moved(by distance: Int) -> Point {{ Point(x: x + distance, y: y) }}
}}
let values = [3, 1, {number}]
var total = 0
for value in values where value > 1 {{ total += value }}
let names = values.map {{ "n\\($0)" }}.sorted()
print(total, names, Point(x: 1, y: 2).moved(by: 3).x)"""


def rust_block(number):
    return f"""struct Point {{ x: i64, y: i64 }}
impl Point {{
    fn moved(&self, distance: i64) -> Point {{ Point {{ x: self.x + distance, y: self.y }} }}
}}
let values = [3, 1, {number}];
let mut total = 0;
for value in values {{ if value > 1 {{ total += value; }} }}
let mut names: Vec<String> = values.iter().map(|value| format!("n{{value}}")).collect();
names.sort();
println!("{{}} {{:?}} {{}}", total, names, Point {{ x: 1, y: 2 }}.moved(3).x);"""


def compile_book(work, count, chapters=1):
    book = fresh(os.path.join(work, f"compiles-{count}-{chapters}"))
    for chapter in range(chapters):
        with open(os.path.join(book, f"{chapter:02}.md"), "w") as file:
            for number in range(chapter, count, chapters):
                file.write(f"Block {number}.\n\n```swift no-run\n{swift_block(number)}\n```\n\n")
    return book


def compiles(work, rounds):
    """1,000 blocks that only have to compile: the engine against rustdoc, whose tests are merged since edition 2024."""
    rustdoc = shutil.which("rustdoc")
    if not rustdoc:
        return None
    book = compile_book(work, 1000)
    crate = fresh(os.path.join(work, "crate"))
    with open(os.path.join(crate, "lib.rs"), "w") as file:
        for number in range(1000):
            lines = "".join(f"/// {line}\n" for line in rust_block(number).splitlines())
            file.write(f"/// ```no_run\n{lines}/// ```\npub fn f{number}() {{}}\n\n")
    ours, theirs = [], []

    def rust():
        seconds, result = timed([rustdoc, "--edition", "2024", "--test", "lib.rs", "--crate-name", "blocks"], cwd=crate)
        if "1000 passed" not in result.stdout:
            raise RuntimeError(result.stdout[-2000:] + result.stderr[-2000:])
        theirs.append(seconds)

    for number in range(rounds):
        steps = [lambda: ours.append(check(book, "--no-cache")), rust]
        for step in steps if number % 2 == 0 else reversed(steps):
            step()
    values = ratio("rustdoc", "lesson", theirs, ours)
    values["version"] = subprocess.run([rustdoc, "--version"], capture_output=True, text=True).stdout.strip()
    return values


# MARK: Again

def again(work, rounds):
    """A book of 1,000 blocks in 20 chapters: cold, unchanged, one block edited under watch; what the engine holds."""
    book = compile_book(work, 1000, chapters=20)
    edited = os.path.join(book, "00.md")
    text = open(edited).read()
    marked = text + "```swift\nprint(\"edit\", EDIT)\n```\n```output\nedit EDIT\n```\n"
    open(edited, "w").write(marked.replace("EDIT", "0"))
    peak = peak_memory([LESSON, "check", "--book", book, "--no-cache", "--jobs", str(JOBS)])
    check(book)
    unchanged = [check(book) for _ in range(max(rounds, 5))]
    return {
        "unchanged.seconds": round(statistics.median(unchanged), 3), "unchanged.most": round(max(unchanged), 3),
        "check.peakMiB": round(peak / 1024), **edits(book, edited, marked)}


def peak_memory(command):
    """Most resident KiB of the process itself, without what it starts."""
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        try:
            status = open(f"/proc/{process.pid}/status").read()
            peak = max(peak, int(re.search(r"VmHWM:\s+(\d+)", status).group(1)))
        except (OSError, AttributeError):
            pass
        time.sleep(0.02)
    if process.returncode != 0:
        raise RuntimeError(f"{command} ended with {process.returncode}")
    return peak


def edits(book, file, text, count=20):
    """From the save of an edited block to its verdict on the terminal."""
    process = subprocess.Popen([LESSON, "watch", "--book", book], stderr=subprocess.PIPE, text=True)
    seconds = []
    try:
        def verdict():
            for line in process.stderr:
                if " passed, " in line:
                    return line
            raise RuntimeError("lesson watch ended")
        verdict()
        for number in range(1, count + 1):
            time.sleep(0.3)
            start = time.monotonic()
            open(file, "w").write(text.replace("EDIT", str(number)))
            if " 0 failed" not in verdict():
                raise RuntimeError("an edit that was right failed")
            seconds.append(time.monotonic() - start)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()
    return {"edit.seconds": round(statistics.median(seconds), 3), "edit.most": round(max(seconds), 3)}


# MARK: Shards

def shards(work, rounds):
    """What four shards cost together, over one run that is not sharded: each checks its share alone, cold."""
    book = compile_book(work, 400, chapters=8)
    with open(os.path.join(book, "runs.md"), "w") as file:
        for path, output in runnable(work, 40):
            file.write(f"~~~~~swift\n{open(path).read().rstrip()}\n~~~~~\n~~~~~output\n{escaped(output)}~~~~~\n\n")
    whole, together = [], []
    for number in range(rounds):
        steps = [
            lambda: whole.append(check(book, "--no-cache")),
            lambda: together.append(sum(check(book, "--no-cache", "--shard", f"{k}/4") for k in range(1, 5)))]
        for step in steps if number % 2 == 0 else reversed(steps):
            step()
    return ratio("sharded", "whole", together, whole)


def ratio(one, other, ones, others):
    ratios = sorted(a / b for a, b in zip(ones, others))
    return {
        f"{one}.seconds": round(statistics.median(ones), 2), f"{other}.seconds": round(statistics.median(others), 2),
        "ratio": round(statistics.median(ratios), 2), "ratio.least": round(ratios[0], 2), "ratio.most": round(ratios[-1], 2)}


RECORDS = {"check-runs": runs, "check-compiles": compiles, "check-again": again, "check-shards": shards}
