// `leaks=N`: every kind of LeakKinds.swift, counted the same every time at both levels of optimization, its mended twin
// counted as clean; and what is held is never called a leak.
// What these cannot show: that a stale word never hides a leak.

import BookMarkdown
import BookPrograms
import BookVerify
import Foundation
import Testing
import Toolchain

@Suite("leaks=N")
struct LeakTests {
  static func leaks(_ source: String, optimized: Bool) throws -> TaskOutcome.Leaks {
    try #require(try outcome(source, optimized: optimized).leaks)
  }

  static func outcome(_ source: String, optimized: Bool) throws -> TaskOutcome {
    let options = "leaks=0" + (optimized ? " optimized" : "")
    let document = Document.parse("~~~~~swift \(options)\n\(source)\n~~~~~\n", file: "x.md")
    let plan = ChapterPlan(BlockReader.read(document), root: Machine.root)
    let task = try #require(plan.tasks.first, "\(plan.problems)")
    let outcome = try Machine.executor().run(task, of: plan)
    #expect(
      outcome.ending == .exit(status: 0),
      "\(outcome.ending) \(String(decoding: outcome.standardError, as: UTF8.self))")
    return outcome
  }

  static func expectKind(_ kind: LeakKind, optimized: Bool) throws {
    let outcome = try Self.outcome(kind.leaking, optimized: optimized)
    let found = try #require(outcome.leaks)
    let names = optimized ? kind.optimizedNames : kind.names
    if names.isEmpty { #expect(outcome.allocations == 0, "it may not be empty for another reason") }
    #expect(found.described.map(\.name) == names && found.count == names.count, "\(found)")
    let mended = try Self.leaks(kind.mended, optimized: optimized)
    #expect(mended.count == 0, "\(mended)")
  }

  @Test(
    "every kind is found with its names, and its mended twin is clean",
    arguments: LeakKind.synchronous.keys.sorted(), [false, true])
  func kind(_ name: String, optimized: Bool) throws {
    try Self.expectKind(try #require(LeakKind.synchronous[name]), optimized: optimized)
  }

  @Test(
    "so is every kind with tasks, actors or threads", arguments: LeakKind.concurrent.keys.sorted(),
    [false, true])
  func concurrentKind(_ name: String, optimized: Bool) throws {
    try Self.expectKind(try #require(LeakKind.concurrent[name]), optimized: optimized)
  }

  @Test("the count is the same in five runs")
  func repeatable() throws {
    let source = try #require(LeakKind.synchronous["parent through an array"]).leaking
    let counts = try (0..<5).map { _ in try Self.leaks(source, optimized: false).count }
    #expect(counts == [3, 3, 3, 3, 3])
  }

  @Test("what a global, a thread or a suspended task's owner holds is no leak, tasks and exit() included")
  func held() throws {
    let programs = [
      LeakKind.node
        + "var all = (0..<100).map { _ in Node() }\nvar d = [\"a\": Node() as Any]\nlet f = { print(all.count, d.count) }",
      "actor A { var n = 0; func add() { n += 1 } }\nlet a = A()\nawait withTaskGroup(of: Void.self) { g in for _ in 0..<20 { g.addTask { await a.add() } } }\nlet t = Task { 5 }\nprint(await t.value, await a.n)",
      LeakKind.node + "import Glibc\nfunc f() { let a = Node(); if a.value == 1 { exit(0) } }\nf()",
      // exit() in the middle of an asynchronous main: what its frames hold is alive.
      LeakKind.node
        + "import Glibc\ndo { let a = Node(); await Task.yield(); if a.value == 1 { exit(0) }; print(a) }",
      // The only reference stands right before a large block, in a mapping that the kernel joins with the block's.
      "import Glibc\n" + LeakKind.node + """
        nonisolated(unsafe) var kept: UnsafeMutableRawPointer?
        func hide() {
          kept = malloc(1 << 20)!
          let place = UnsafeMutableRawPointer(bitPattern: UInt(bitPattern: kept) - 16 - 4096)
          let page = mmap(place, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | 0x100000, -1, 0)!
          if page != place { fatalError("something else stands there") }
          page.storeBytes(of: Unmanaged.passRetained(Node()).toOpaque(), as: UnsafeMutableRawPointer.self)
        }
        hide()
        """,
      "import Foundation\nprint(try JSONSerialization.jsonObject(with: Data(\"[1]\".utf8)), Date(timeIntervalSince1970: 0))\nlet f = DateFormatter()\nf.dateFormat = \"yyyy\"\nprint(f.string(from: Date(timeIntervalSince1970: 0)))",
    ]
    for program in programs { #expect(try Self.leaks(program, optimized: false).count == 0, "\(program)") }
  }

  @Test("programs of the fixtures that end well leave nothing behind")
  func clean() throws {
    let folder = Machine.root + "/Tests/Fixtures/blocks"
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    var count = 0
    for file in files where file.hasSuffix(".swift") {
      let source = try String(contentsOfFile: folder + "/" + file, encoding: .utf8)
      let plan = ChapterPlan(
        BlockReader.read(Document.parse("~~~~~swift leaks=0\n\(source)\n~~~~~\n", file: "x.md")),
        root: Machine.root)
      let task = try #require(plan.tasks.first)
      let outcome = try Machine.executor().run(task, of: plan)
      guard outcome.ending == .exit(status: 0) else { continue }
      count += 1
      #expect(outcome.leaks?.count == 0, "\(file): \(String(describing: outcome.leaks))")
    }
    #expect(count > 60)
  }

  @Test("more than the limit of described leaks are still counted")
  func many() throws {
    let found = try Self.leaks(
      LeakKind.node + "func f() { for _ in 0..<1000 { let a = Node(); a.next = a } }\nf()", optimized: false)
    #expect(found.count == 1000 && found.described.count == 32)
    #expect(found.described.allSatisfy { $0.name == "Node" && $0.holder == "Node" })
  }

  @Test("allocations are counted the same in 50 runs")
  func allocations() throws {
    let source =
      LeakKind.node + "let all = (0..<10).map { _ in Node() }\nprint(all.count, [1, 2, 3].map { \"\\($0)\" })"
    let document = Document.parse("~~~~~swift allocs<=99\n\(source)\n~~~~~\n", file: "x.md")
    let plan = ChapterPlan(BlockReader.read(document), root: Machine.root)
    let task = try #require(plan.tasks.first)
    let executor = try Machine.executor()
    let counts = Set((0..<50).map { _ in executor.run(task, of: plan).allocations })
    #expect(counts.count == 1 && counts.first != .some(nil), "\(counts)")
  }
}
