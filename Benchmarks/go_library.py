#!/usr/bin/env python3
"""Writes Sources/Insight/EscapeGraph/GoLite/LibraryTexts.swift: what GoLite knows of Go's library.

Signatures are copied from the sources of Go 1.27.3 (.build-venv, as Benchmarks/run installs it). The tag of a parameter is
what the compiler prints of it with -gcflags='PACKAGE=-m -l -d=escapemutationscalls=1'; the first time that compiles the
library, which takes minutes. Types stand below by hand: as large as the real ones, with pointers where those have some.
"""
import os, re, subprocess, sys, tempfile

sys.dont_write_bytecode = True
import records

GO = os.path.join(records.ROOT, ".build-venv/bin/go")
OUT = os.path.join(records.ROOT, "Sources/Insight/EscapeGraph/GoLite/LibraryTexts.swift")
OTHER_SYSTEM = re.compile(r"_(windows|plan9|js|wasm|wasip1|darwin|arm64|s390x|test)\.go$")

# Package, what it imports, declarations by hand, and functions and methods to copy; a package comes after its imports.
PACKAGES = [
    ("errors", [], "", "New Is Unwrap Join"),
    ("io", [], """
type Reader interface { Read(p []byte) (n int, err error) }
type Writer interface { Write(p []byte) (n int, err error) }
var EOF error
""", "WriteString ReadAll Copy"),
    ("time", [], """
type Duration int64
const (
\tNanosecond Duration = 1
\tMicrosecond = 1000 * Nanosecond
\tMillisecond = 1000 * Microsecond
\tSecond = 1000 * Millisecond
\tMinute = 60 * Second
\tHour = 60 * Minute
)
type Location struct { name string }
type Time struct { wall uint64; ext int64; loc *Location }
""", """Now Since Sleep After Duration.String Duration.Seconds Duration.Milliseconds Time.Sub Time.Add Time.Unix
        Time.UnixNano"""),
    ("math", [], """
const (
\tPi = 3.14159265358979323846
\tMaxInt64 = 1<<63 - 1
\tMaxInt32 = 1<<31 - 1
)
""", "Sqrt Abs Floor Pow Max Min"),
    ("runtime", [], "", "GC NumGoroutine KeepAlive Gosched GOMAXPROCS"),
    ("os", [], """
type File struct { file *int }
var (
\tStdin *File
\tStdout *File
\tStderr *File
\tArgs []string
)
""", "Exit File.Write"),
    ("strconv", [], "", "Itoa Atoi ParseInt FormatInt ParseFloat Quote AppendInt ParseBool"),
    ("strings", [], """
type Builder struct { addr *Builder; buf []byte }
type Reader struct { s string; i int64; prevRune int }
""", """Repeat Split Join Contains HasPrefix HasSuffix Fields TrimSpace ToUpper ToLower Index Replace ReplaceAll TrimPrefix
        TrimSuffix NewReader Trim EqualFold Builder.WriteString Builder.WriteByte Builder.WriteRune Builder.String Builder.Len
        Builder.Grow Builder.Reset"""),
    ("bytes", [], "type Buffer struct { buf []byte; off int; lastRead int8 }", """NewBuffer NewBufferString Equal Contains
        Buffer.Write Buffer.WriteString Buffer.WriteByte Buffer.String Buffer.Bytes Buffer.Len Buffer.Reset"""),
    ("sort", [], "type Interface interface { Len() int; Less(i, j int) bool; Swap(i, j int) }",
     "Ints Strings Slice SliceStable Search SearchInts Sort"),
    ("sync", [], """
type Mutex struct { state int64 }
type RWMutex struct { w Mutex; writerSem uint32; readerSem uint32; readerCount int32; readerWait int32 }
type WaitGroup struct { state uint64; sema uint32 }
type Once struct { done uint32; m Mutex }
type Locker interface { Lock(); Unlock() }
type Cond struct { L Locker; notify [4]uint64 }
type Map struct { mu [5]*int }
type Pool struct { local *int; localSize uintptr; victim *int; victimSize uintptr; New func() any }
""", """Mutex.Lock Mutex.Unlock Mutex.TryLock RWMutex.Lock RWMutex.Unlock RWMutex.RLock RWMutex.RUnlock WaitGroup.Add
        WaitGroup.Done WaitGroup.Wait Once.Do Pool.Get Pool.Put Map.Load Map.Store Cond.Wait Cond.Signal Cond.Broadcast NewCond"""),
    ("sync/atomic", ["unsafe"], "type Int64 struct { v int64 }\ntype Int32 struct { v int32 }",
     """AddInt32 AddInt64 LoadInt32 LoadInt64 StoreInt32 StoreInt64 CompareAndSwapInt32 CompareAndSwapInt64 LoadPointer
        StorePointer Int64.Add Int64.Load Int64.Store Int64.CompareAndSwap Int32.Add Int32.Load Int32.Store"""),
    ("fmt", ["io"], "type Stringer interface { String() string }",
     "Println Print Printf Sprintf Sprint Sprintln Errorf Fprintf Fprintln Fprint Sscanf"),
    ("context", ["time"], """
type CancelFunc func()
type Context interface { Done() chan struct{}; Err() error; Value(key any) any }
""", "Background WithCancel WithTimeout WithValue"),
]

HEAD = """// The library's declarations, by package path; a package comes after those that it imports. `//escape:` lists what the
// compiler of Go 1.27.3 printed about each parameter, the receiver first; see Library.swift. Types are as large as the real
// ones and hold pointers where those do; what is inside of them is made up. Written by Benchmarks/go_library.py.

extension GoLite.Library {
  static let texts: [(String, String)] = [
"""


def messages(package):
    """(file, line, column) → what the compiler says there."""
    environment = dict(os.environ, GOFLAGS="-mod=mod", GOTOOLCHAIN="local", GOTELEMETRY="off")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "use.go")
        open(path, "w").write(f'package main\n\nimport _ "{package}"\n\nfunc main() {{}}\n')
        result = subprocess.run([GO, "build", f"-gcflags={package}=-m -l -d=escapemutationscalls=1", "-o", os.devnull, path],
                                capture_output=True, text=True, env=environment)
    if result.returncode != 0:
        raise RuntimeError(f"{package} does not compile:\n{result.stderr[-2000:]}")
    found = {}
    for line in result.stderr.splitlines():
        place = re.match(r"(\S+?):(\d+):(\d+): (.*)", line)
        if place:
            found.setdefault((os.path.basename(place[1]), int(place[2]), int(place[3])), []).append(place[4])
    return found


def declaration(package, name):
    """Where a function or method is declared: file, line, and its signature."""
    folder = os.path.join(subprocess.run([GO, "env", "GOROOT"], capture_output=True, text=True).stdout.strip(), "src", package)
    kind, _, method = name.rpartition(".")
    pattern = rf"func \(\w+ \*?{kind}\) {method}\(" if kind else rf"func {method}\("
    for file in sorted(os.listdir(folder)):
        if file.endswith(".go") and not OTHER_SYSTEM.search(file):
            for number, line in enumerate(open(os.path.join(folder, file)), 1):
                if re.match(pattern, line):
                    return file, number, re.sub(r"\s*\{.*$", "", line.rstrip())
    raise RuntimeError(f"there is no {package}.{name}")


def inputs(signature):
    """The columns of the receiver and the parameters, and the names of the results."""
    columns, start = [], 5
    if signature.startswith("func ("):
        columns, start = [7], signature.index(") ") + 2
    at = signature.index("(", start)
    depth, begin, parts = 0, at + 1, []
    while True:
        depth += signature[at] in "([{"
        depth -= signature[at] in ")]}"
        if depth == 0 or depth == 1 and signature[at] == ",":
            parts.append((begin, signature[begin:at]))
            begin = at + 1
        if depth == 0:
            break
        at += 1
    columns += [begin + 1 + len(text) - len(text.lstrip()) for begin, text in parts if text.strip()]
    return columns, [part.split()[0] for part in signature[at + 1:].strip(" ()").split(",") if part.split()]


def tag(said, results):
    """The words of one parameter's tag."""
    words = {}
    for text in said:
        if result := re.match(r"leaking param: \S+ to result (\S+) level=(\d+)", text):
            name = result[1]
            words[f"result{name[2:] if name.startswith('~r') else results.index(name)}"] = int(result[2])
        elif re.match(r"leaking param content: ", text):
            words["heap"] = 1
        elif re.match(r"leaking param: ", text):
            words["heap"] = 0
        elif sink := re.match(r"(mutates|calls) param: \S+ derefs=(\d+)", text):
            words["mutator" if sink[1] == "mutates" else "callee"] = int(sink[2])
    return " ".join(f"{word}:{derefs}" for word, derefs in words.items())


def text(package, imports, by_hand, names):
    said = messages(package)
    lines = [f'import "{path}"' for path in imports] + [line for line in by_hand.strip().split("\n") if line]
    for name in names.split():
        file, number, signature = declaration(package, name)
        columns, results = inputs(signature)
        tags = [tag(said.get((file, number, column), []), results) for column in columns]
        if any(tags):
            lines.append("//escape: " + " | ".join(tags))
        lines.append(signature)
    return lines


def main():
    parts = []
    for package, imports, by_hand, names in PACKAGES:
        print(package, file=sys.stderr, flush=True)
        lines = [("      " + line.replace("\t", "  ")).rstrip() for line in text(package, imports, by_hand, names)]
        parts.append(f'    (\n      "{package}",\n      """\n' + "\n".join(lines) + '\n      """\n    ),\n')
    records.replace(OUT, HEAD + "".join(parts) + "  ]\n}\n")


if __name__ == "__main__":
    main()
