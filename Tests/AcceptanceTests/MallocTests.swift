// The allocator under programs that know nothing of it: they print what they print without it; and the account of
// `lesson malloc`.
// What these cannot show: programs that run for hours, and machines that are truly out of memory.

import Foundation
import Testing
import Toolchain

@Suite("lesson malloc")
struct MallocTests {
  private static let root = TemporaryBook.root
  private static let lesson = TemporaryBook.lesson

  @Test("the library gives the malloc family and nothing else")
  func exports() throws {
    let listing = try CommandRun([
      "nm", "-D", "--defined-only", "--format=just-symbols", MallocPrograms.library.get(),
    ])
    #expect(
      Set(listing.output.split(separator: "\n")) == [
        "malloc", "free", "calloc", "realloc", "reallocarray", "memalign", "aligned_alloc", "posix_memalign",
        "valloc", "pvalloc", "malloc_usable_size", "malloc_trim",
      ])
  }

  @Test(
    "malloc and free call nothing on their fast paths, and are as short as they were",
    arguments: [("malloc", 21), ("free", 31)])
  func instructions(_ name: String, _ most: Int) throws {
    let listing = try CommandRun([
      "objdump", "-d", "--no-show-raw-insn", "--disassemble=\(name)", MallocPrograms.library.get(),
    ])
    let lines = listing.output.split(separator: "\n").filter { $0.hasPrefix("    ") && !$0.contains("nop") }
    #expect(lines.count > 10 && lines.count <= most, "\(lines.count)")
    // Slow exits are jumps: no frame, no call.
    #expect(!lines.contains { $0.contains("call") || $0.contains("push") })
  }

  @Test("the whole family keeps the manual's word, as glibc's does")
  func family() throws {
    let program = try MallocPrograms.compiled("family")
    let glibc = try CommandRun([program])
    let ours = try CommandRun([program], preload: MallocPrograms.library.get())
    #expect(ours.status == 0 && ours.output == glibc.output && ours.output.contains("yes"))
    #expect(!ours.output.contains(": no") && !ours.output.contains("fails"), "\(ours.output)")
  }

  @Test("threads that end, exchange blocks, fork and are interrupted lose nothing", .timeLimit(.minutes(2)))
  func threads() throws {
    let program = try MallocPrograms.compiled("threads")
    for _ in 0..<3 {
      let ours = try CommandRun([program], preload: MallocPrograms.library.get())
      #expect(ours.status == 0 && ours.output == "ten thousand threads\n", "\(ours.status) \(ours.errors)")
    }
  }

  @Test(
    "under ulimit -v what is refused is NULL with ENOMEM, and there is memory again",
    arguments: [150_000, 300_000])
  func limited(_ kilobytes: Int) throws {
    let program = try MallocPrograms.compiled("full")
    let ours = try CommandRun(
      ["bash", "-c", "ulimit -v \(kilobytes); LD_PRELOAD=\(MallocPrograms.library.get()) exec \(program)"])
    let lines = ours.output.split(separator: "\n")
    #expect(ours.status == 0 && lines.count == 8, "\(ours.status) \(ours.output) \(ours.errors)")
    #expect(
      lines.allSatisfy { $0.hasSuffix("refused yes, ENOMEM") || $0 == "memory again: yes" }, "\(ours.output)")
  }

  /// Programs that nobody here wrote, with work that allocates. `cd` is a fresh folder.
  private static let programs: [(String, [String])] = [
    ("bash", ["bash", "-c", "for i in {1..200}; do x=$(echo $i | tr 0-9 a-j); echo $x; done"]),
    (
      "perl",
      [
        "perl", "-e",
        "my %h; $h{$_} = 'x' x ($_ % 300) for 1..200000; my $s = 0; $s += length for values %h; print $s",
      ]
    ),
    (
      "python3",
      [
        "/usr/bin/python3", "-c",
        "import json, threading, zlib, sqlite3\ndef f(n, out): out[n] = zlib.crc32(json.dumps([str(i) * (i % 50) for i in range(20000)]).encode())\nout = {}\nts = [threading.Thread(target=f, args=(n, out)) for n in range(4)]\n[t.start() for t in ts]; [t.join() for t in ts]\nc = sqlite3.connect(':memory:'); c.execute('create table t(a)'); c.executemany('insert into t values(?)', [(i,) for i in range(50000)])\nprint(sorted(out.items()), c.execute('select sum(a) from t').fetchone())",
      ]
    ),
    (
      "python3, every object through malloc",
      [
        "env", "PYTHONMALLOC=malloc", "/usr/bin/python3", "-c",
        "d = {i: [str(i)] * (i % 9) for i in range(100000)}\nprint(sum(len(v) for v in d.values()))",
      ]
    ),
    (
      "git",
      [
        "bash", "-c",
        "cd $(mktemp -d) && git init -q && git config user.email a@b && git config user.name n && for i in $(seq 60); do seq $i 400 > f$i; git add . ; GIT_COMMITTER_DATE='2026-01-01T00:00:00Z' git commit -qm $i --date 2026-01-01T00:00:00Z; done && git gc -q --aggressive && git fsck --full 2>&1 && git log --format=%H | sha1sum && git clone -q . copy && git -C copy log --oneline | wc -l",
      ]
    ),
    (
      "gcc",
      [
        "bash", "-c",
        "cd $(mktemp -d) && cp \(root)/Tests/Fixtures/malloc/family.c . && gcc -O2 -S -o - family.c | sha1sum",
      ]
    ),
    (
      "clang",
      [
        "bash", "-c",
        "cd $(mktemp -d) && cp \(root)/Tests/Fixtures/malloc/threads.c . && clang -O2 -S -o - threads.c | sha1sum",
      ]
    ),
    (
      "node",
      [
        "node", "-e",
        "const a = []; for (let i = 0; i < 300000; i++) a.push({i, s: 'x'.repeat(i % 40)}); console.log(a.reduce((n, o) => n + o.s.length, 0), Buffer.alloc(10 << 20).length)",
      ]
    ),
    ("java", ["java", "-Xint", "-XX:-UsePerfData", "-version"]),
    ("sort", ["bash", "-c", "seq 200000 | rev | sort | sha1sum"]),
    (
      "sqlite3",
      [
        "sqlite3", ":memory:",
        "create table t(a, b); with recursive n(i) as (select 1 union all select i + 1 from n where i < 100000) insert into t select i, hex(i) from n; create index x on t(b); select count(*), max(b) from t;",
      ]
    ),
  ]

  @Test("programs that nobody here wrote print the same as without it", .timeLimit(.minutes(3)))
  func programs() throws {
    var ran: [String] = []
    for (name, command) in Self.programs {
      let program = command[0] == "env" ? command[2] : command[0]
      let isThere =
        program.contains("/")
        ? FileManager.default.isExecutableFile(atPath: program)
        : Toolchain.find(program, in: CommandRun.path) != nil
      guard isThere else { continue }
      let without = try CommandRun(command)
      let with = try CommandRun(command, preload: MallocPrograms.library.get())
      #expect(
        with.status == without.status && with.output == without.output,
        "\(name): \(with.status) \(with.errors.prefix(500))")
      #expect(!with.errors.contains("allocator:"), "\(name): \(with.errors.prefix(500))")
      ran.append(name)
    }
    // The toolchain's own and the base system's are always there.
    #expect(Set(ran).isSuperset(of: ["bash", "perl", "git", "gcc", "clang", "sort"]), "\(ran)")
  }

  @Test("a Swift program, whose runtime Embedded Swift's own must not replace, behaves as without it")
  func swift() throws {
    let folder = "/tmp/malloc-swift-\(getpid())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data(
      """
      final class Node { var next: Node?; weak var back: Node?; let text: String; init(_ t: String) { text = t } }
      var table: [String: [Node]] = [:]
      for i in 0..<20000 { let n = Node(String(repeating: "x", count: i % 30)); n.back = n; table["\\(i % 500)", default: []].append(n) }
      await withTaskGroup(of: Int.self) { group in
        for part in 0..<8 { group.addTask { (0..<1000).map { String($0 + part) }.joined().utf8.count } }
        var sum = 0
        for await count in group { sum += count }
        print(sum)
      }
      print(table.count, table.values.reduce(0) { $0 + $1.count })
      """.utf8
    ).write(to: URL(fileURLWithPath: folder + "/main.swift"))
    let built = try CommandRun(["swiftc", "-O", folder + "/main.swift", "-o", folder + "/main"])
    try #require(built.status == 0, "\(built.errors)")
    let without = try CommandRun([folder + "/main"])
    let with = try CommandRun([folder + "/main"], preload: MallocPrograms.library.get())
    #expect(
      with.status == 0 && with.output == without.output && with.output.hasSuffix("500 20000\n"),
      "\(with.errors)")
  }

  @Test("the account adds up to the byte, on standard error, and the exit status is the program's")
  func account() throws {
    let result = try CommandRun([
      Self.lesson, "malloc", "--format", "json", "--", "perl", "-e",
      "my @a = map { 'x' x $_ } 1..3000; print scalar(@a); exit 3",
    ])
    #expect(result.status == 3 && result.output == "3000")
    let start = try #require(result.errors.firstIndex(of: "{"))
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(result.errors[start...].utf8)) as? [String: Any])
    let figures = try #require(json["figures"] as? [String: Int])
    func sum(_ names: String...) -> Int { names.reduce(0) { $0 + (figures[$1] ?? -1 << 40) } }
    #expect(
      sum("bytes.inUse")
        == sum(
          "bytes.blocks", "bytes.cached", "bytes.central", "bytes.spans", "bytes.tails", "bytes.magazines"))
    #expect(sum("bytes.heap") == sum("bytes.inUse", "bytes.idle", "bytes.untouched"))
    let requests = sum(
      "requests.cache", "requests.spare", "requests.central", "requests.span", "requests.large")
    #expect(json["requests"] as? Int == requests && requests > 3000)
    // A large block that comes back is counted by nobody.
    #expect(requests - sum("frees.own", "frees.foreign") >= sum("blocks"))
    #expect(json["status"] as? Int == 3 && json["ownMalloc"] == nil)
    // By class, all but the large ones; and a class never gives less than was asked for.
    let bySize = figures.reduce(0) { $0 + ($1.key.hasPrefix("requests.size.") ? $1.value : 0) }
    #expect(bySize == requests - sum("requests.large"))
    #expect(sum("bytes.asked") > 3000 * 3001 / 2 && sum("bytes.given") >= sum("bytes.asked"))
    let given = figures.reduce(0) {
      $0 + ($1.key.hasPrefix("requests.size.") ? $1.value * (Int($1.key.dropFirst(14)) ?? 0) : 0)
    }
    #expect(given == sum("bytes.given"))
  }

  /// Verifying a book is a program that has its own malloc in it, the one that counts, and starts others that have it, too.
  @Test("a program with a malloc of its own keeps its blocks to itself, and the account says so")
  func ownMalloc() throws {
    let book = try TemporaryBook([
      "one.md": "# One\n\n```swift\nprint([1, 2, 3].map { $0 * 2 })\n```\n```output\n[2, 4, 6]\n```\n"
    ])
    _ = try MallocPrograms.library.get()
    let account = book.folder + "/account"
    let result = try CommandRun([
      Self.lesson, "malloc", "--format", "json", "-o", account, "--", Self.lesson, "check", "--book",
      book.folder,
    ])
    #expect(result.status == 0 && !result.errors.contains("allocator:"), "\(result.status) \(result.errors)")
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: account)))
        as? [String: Any])
    #expect(json["requests"] as? Int == 0 && (json["ownMalloc"] as? String)?.hasSuffix("/lesson") == true)
    let words = try CommandRun([Self.lesson, "malloc", "--", Self.lesson, "list"])
    #expect(words.status == 0 && words.errors.hasPrefix("malloc: 0 requests of"), "\(words.errors)")
    #expect(words.errors.contains("which has a malloc of its own, in /"))
  }

  @Test("the account of threads says whose blocks came back")
  func foreign() throws {
    let program = try MallocPrograms.compiled("threads")
    let result = try CommandRun([Self.lesson, "malloc", "--", program])
    #expect(result.status == 0 && result.output == "ten thousand threads\n")
    #expect(result.errors.contains("thread cache") && result.errors.contains("of them another thread's"))
  }

  @Test(
    "wrong use is said in words",
    arguments: [
      ["malloc"], ["malloc", "--", "no-such-program"], ["malloc", "--quiet", "-o", "x", "--", "ls"],
    ])
  func wrongUse(_ words: [String]) throws {
    let result = try CommandRun([Self.lesson] + words)
    #expect(result.status == 2 && result.errors.count > 20, "\(result.errors)")
  }
}
