// The allocator where memory ends: a control group's limit, which Linux enforces by killing and not by refusing, and real
// programs that need a server or a browser.
// What these cannot show: a machine that is out of memory itself.

import Foundation
import Testing
import Toolchain

@Suite("lesson malloc at limits")
struct MallocLimitsTests {
  /// A control group of this test's own with a limit; nil where none can be made.
  private final class ControlGroup {
    let folder: String

    init?(bytes: Int) {
      let isSecond = FileManager.default.fileExists(atPath: "/sys/fs/cgroup/cgroup.controllers")
      let root = isSecond ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory"
      folder = "\(root)/malloc-test-\(getpid())-\(UInt32.random(in: 0 ... .max))"
      let limit = isSecond ? "memory.max" : "memory.limit_in_bytes"
      guard mkdir(folder, 0o755) == 0 else { return nil }
      guard Self.write("\(bytes)", to: "\(folder)/\(limit)") else {
        rmdir(folder)
        return nil
      }
      // Without it what does not fit would be swapped out.
      _ = Self.write(
        isSecond ? "0" : "\(bytes)",
        to: "\(folder)/\(isSecond ? "memory.swap.max" : "memory.memsw.limit_in_bytes")")
    }

    deinit { rmdir(folder) }

    private static func write(_ text: String, to path: String) -> Bool {
      guard let file = fopen(path, "w") else { return false }
      let isWritten = fputs(text, file) >= 0
      return fclose(file) == 0 && isWritten
    }

    /// Runs a program in it.
    func run(_ command: String) throws -> CommandRun {
      try CommandRun(["bash", "-c", "echo $$ > \(folder)/cgroup.procs && \(command)"])
    }
  }

  @Test(
    "peaks of many sizes fit into a control group's limit one after another, because each takes the former's pages"
  )
  func controlGroup() throws {
    // 48 MiB a peak, and of idle pages 32 MiB and a quarter of what is in use may stay.
    guard let group = ControlGroup(bytes: 110 << 20) else {
      print("no control group can be made here: left out")
      return
    }
    let program = try MallocPrograms.compiled("peaks")
    let library = try MallocPrograms.library.get()
    let lived = try group.run("LD_PRELOAD=\(library) exec \(program)")
    #expect(lived.status == 0 && lived.output == "lived\n", "\(lived.status) \(lived.errors)")
    // Beyond the limit Linux refuses no page; it kills. With glibc's malloc it is the same.
    for preload in ["", "LD_PRELOAD=\(library) "] {
      let killed = try group.run("\(preload)exec \(program) 400")
      #expect(killed.status == 128 + SIGKILL && killed.output == "", "\(killed.status)")
    }
  }

  /// Modules of CPython's own tests that take a second or so each and ask for nothing that a container lacks.
  private static let pythonModules = """
    abc array base64 binascii bisect bool bytes cmath cmd codecs collections colorsys complex context contextlib copy csv \
    ctypes dataclasses deque dict difflib enum exceptions float format fractions functools generators hashlib heapq \
    htmlparser int itertools json keyword list long marshal math memoryio memoryview mmap opcodes operator random re set \
    slice sort string struct textwrap threading_local tuple typing unicode userdict uuid weakset xml_etree zlib
    """.split { $0 == " " || $0 == "\n" }.map { "test_\($0)" }

  @Test("CPython's own tests pass, with every object through malloc", .timeLimit(.minutes(5)))
  func python() throws {
    let hasTests = try CommandRun(["bash", "-c", "/usr/bin/python3 -c 'import test.test_dict'"])
    guard hasTests.status == 0 else { return }
    let command =
      ["env", "PYTHONMALLOC=malloc", "/usr/bin/python3", "-m", "test", "-j2"] + Self.pythonModules
    let result = try CommandRun(command, preload: MallocPrograms.library.get())
    #expect(Self.pythonModules.count > 60 && result.status == 0, "\(result.output.suffix(2000))")
    #expect(result.output.contains("All \(Self.pythonModules.count) tests OK."))
    #expect(!result.output.contains("allocator:") && !result.errors.contains("allocator:"))
  }

  @Test("redis serves, saves in a fork and loads again, with the same digest", .timeLimit(.minutes(2)))
  func redis() throws {
    guard Toolchain.find("redis-server", in: CommandRun.path) != nil else { return }
    let script = """
      set -e; cd $(mktemp -d)
      redis-server --port 0 --unixsocket $PWD/s --save "" --dir $PWD --enable-debug-command local > log 2>&1 &
      for i in $(seq 200); do [ -S s ] && break; sleep 0.1; done
      ask() { redis-cli -s $PWD/s "$@"; }
      seq 20000 | awk '{print "SET k" $1 " " $1*7919; print "LPUSH l" $1%100 " v" $1; print "HSET h" $1%50 " f" $1 " " $1; if ($1 % 3 == 0) print "DEL k" $1-1}' | ask | sort | uniq -c | sort -rn | head -1
      ask BGSAVE; for i in $(seq 200); do ask INFO persistence | grep -q rdb_bgsave_in_progress:0 && break; sleep 0.1; done
      ask INFO persistence | grep -a rdb_last_bgsave_status; ask DEBUG DIGEST; ask DEBUG RELOAD; ask DEBUG DIGEST; ask DBSIZE
      ask SHUTDOWN NOSAVE; wait; rm -r $PWD; echo done
      """
    let without = try CommandRun(["bash", "-c", script])
    let with = try CommandRun(["bash", "-c", script], preload: MallocPrograms.library.get())
    #expect(
      with.status == 0 && with.output == without.output && with.output.hasSuffix("done\n"), "\(with.errors)")
    #expect(with.output.contains("rdb_last_bgsave_status:ok"))
  }

  @Test(
    "chromium, whose main program brings a malloc of its own, renders the same page with the library in its processes",
    .timeLimit(.minutes(2)))
  func chromium() throws {
    guard Toolchain.find("chromium", in: CommandRun.path) != nil else { return }
    let folder = "/tmp/malloc-chromium-\(getpid())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let page = """
      <p id=a></p><script>const a = []; for (let i = 0; i < 200000; i++) a.push({i, s: 'x'.repeat(i % 40)});
      document.getElementById('a').textContent = a.reduce((n, o) => n + o.s.length, 0)</script>
      """
    try Data(page.utf8).write(to: URL(fileURLWithPath: folder + "/page.html"))
    let command = [
      "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=\(folder)/profile",
      "--dump-dom",
      "file://\(folder)/page.html",
    ]
    // Built by whoever asks first.
    _ = try MallocPrograms.library.get()
    let with = try CommandRun(
      [TemporaryBook.lesson, "malloc", "--format", "json", "-o", folder + "/account", "--"] + command)
    #expect(with.status == 0 && with.output.contains("<p id=\"a\">3900000</p>"), "\(with.errors.suffix(500))")
    #expect(!with.errors.contains("allocator:"))
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: folder + "/account")))
        as? [String: Any])
    #expect((json["ownMalloc"] as? String)?.hasSuffix("/chromium") == true && json["requests"] as? Int == 0)
  }
}
