// `leaks=N`: kinds of leak, each with its mended twin, counted the same every time, at both levels of optimization. The
// first is the one that LeakSanitizer misses: a cycle made in a `do { }` at file scope.
// What these cannot show: that a stale word never hides a leak.

import BookMarkdown
import BookPrograms
import BookVerify
import Foundation
import Testing
import Toolchain

/// A leak: its program, the program mended, and the names of what is left behind, in the order of allocation.
private struct Kind: Sendable {
  var leaking: String
  var mended: String
  var names: [String]

  init(_ names: [String], _ leaking: String, mended: String) {
    self.names = names
    self.leaking = leaking
    self.mended = mended
  }
}

private let node = "final class Node { var next: Node?; weak var back: Node?; var value = 1 }\n"

private let kinds: [String: Kind] = [
  "file scope": Kind(
    ["Node", "Node"], node + "do { let a = Node(), b = Node(); a.next = b; b.next = a }",
    mended: node + "do { let a = Node(), b = Node(); a.next = b; b.back = a }"),
  "function": Kind(
    ["Node", "Node"], node + "func f() { let a = Node(), b = Node(); a.next = b; b.next = a }\nf()",
    mended: node + "func f() { let a = Node(), b = Node(); a.next = b; b.next = a; a.next = nil }\nf()"),
  "itself": Kind(
    ["Node"], node + "do { let a = Node(); a.next = a }", mended: node + "do { let a = Node(); a.back = a }"),
  "closure": Kind(
    ["Model"],
    "final class Model { var n = 0; var on: (() -> Void)?; func set() { on = { self.n += 1 } } }\ndo { let m = Model(); m.set() }",
    mended:
      "final class Model { var n = 0; var on: (() -> Void)?; func set() { on = { [weak self] in self?.n += 1 } } }\ndo { let m = Model(); m.set() }"
  ),
  "closure with two captures": Kind(
    ["Model", "closure context", "closure context"],
    "final class Model { var on: (() -> Int)? }\ndo { let m = Model(); var n = 1; m.on = { n += 1; _ = m; return n } }",
    mended:
      "final class Model { var on: (() -> Int)? }\ndo { let m = Model(); var n = 1; m.on = { [unowned m] in n += 1; _ = m; return n }; m.on = nil }"
  ),
  "lazy closure": Kind(
    ["Page"],
    "final class Page { var n = 1; lazy var draw: () -> Int = { self.n } }\ndo { let p = Page(); _ = p.draw() }",
    mended:
      "final class Page { var n = 1; lazy var draw: () -> Int = { [unowned self] in self.n } }\ndo { let p = Page(); _ = p.draw(); p.draw = { 1 } }"
  ),
  "delegate": Kind(
    ["Owner", "Worker"],
    "protocol Told: AnyObject {}\nfinal class Worker { var teller: (any Told)? }\nfinal class Owner: Told { let w = Worker(); init() { w.teller = self } }\ndo { _ = Owner() }",
    mended:
      "protocol Told: AnyObject {}\nfinal class Worker { weak var teller: (any Told)? }\nfinal class Owner: Told { let w = Worker(); init() { w.teller = self } }\ndo { _ = Owner() }"
  ),
  "parent through an array": Kind(
    ["Tree", "Tree", "_ContiguousArrayStorage<AnyObject>"],
    "final class Tree { var kids: [Tree] = []; var parent: Tree? }\ndo { let r = Tree(), k = Tree(); k.parent = r; r.kids = [k] }",
    mended:
      "final class Tree { var kids: [Tree] = []; unowned(unsafe) var parent: Tree? }\ndo { let r = Tree(), k = Tree(); k.parent = r; r.kids = [k] }"
  ),
  "through a dictionary and Any": Kind(
    ["Bag", "_DictionaryStorage<String, Any>"],
    "final class Bag { var items: [String: Any] = [:] }\ndo { let b = Bag(); b.items[\"me\"] = b }",
    mended:
      "final class Bag { var items: [String: Any] = [:] }\ndo { let b = Bag(); b.items[\"me\"] = b; b.items = [:] }"
  ),
  "unbalanced retain": Kind(
    ["Node"], node + "do { _ = Unmanaged.passRetained(Node()) }",
    mended: node + "do { Unmanaged.passRetained(Node()).release() }"),
  "memory by hand": Kind(
    ["80 bytes"],
    "func f() { UnsafeMutablePointer<Int>.allocate(capacity: 10).initialize(repeating: 1, count: 10) }\nf()",
    mended:
      "func f() { let p = UnsafeMutablePointer<Int>.allocate(capacity: 10); p.initialize(repeating: 1, count: 10); p.deallocate() }\nf()"
  ),
  "memory by hand that holds an object": Kind(
    ["8 bytes", "Node"],
    node
      + "func f() { let p = UnsafeMutablePointer<Node>.allocate(capacity: 1); p.initialize(to: Node()) }\nf()",
    mended: node
      + "func f() { let p = UnsafeMutablePointer<Node>.allocate(capacity: 1); p.initialize(to: Node()); p.deinitialize(count: 1); p.deallocate() }\nf()"
  ),
  "not deinitialized": Kind(
    ["Node"],
    node
      + "func f() { let p = UnsafeMutablePointer<Node>.allocate(capacity: 1); p.initialize(to: Node()); p.deallocate() }\nf()",
    mended: node
      + "func f() { let p = UnsafeMutablePointer<Node>.allocate(capacity: 1); p.initialize(to: Node()); p.deinitialize(count: 1); p.deallocate() }\nf()"
  ),
  "malloc": Kind(
    ["33 bytes"], "import Glibc\nfunc f() { _ = malloc(33) }\nf()",
    mended: "import Glibc\nfunc f() { free(malloc(33)) }\nf()"),
  "a ring of three": Kind(
    ["Node", "Node", "Node"],
    node + "do { let a = Node(), b = Node(), c = Node(); a.next = b; b.next = c; c.next = a }",
    mended: node + "do { let a = Node(), b = Node(), c = Node(); a.next = b; b.next = c; c.back = a }"),
  "two rings, one held": Kind(
    ["Node", "Node"],
    node
      + "let kept = Node(); kept.next = kept\nfunc f() { let a = Node(), b = Node(); a.next = b; b.next = a }\nf()",
    mended: node + "let kept = Node(); kept.next = kept\nfunc f() { let a = Node(); a.back = a }\nf()"),
  "a global that let go": Kind(
    ["Node"], node + "var kept: Node? = Node()\nkept!.next = kept\nkept = nil",
    mended: node + "var kept: Node? = Node()\nkept!.next = kept\nkept!.next = nil\nkept = nil"),
  "a subclass": Kind(
    ["Child"],
    "class Base { var other: Base? }\nfinal class Child: Base { var big = (1, 2, 3) }\ndo { let c = Child(); c.other = c }",
    mended:
      "class Base { weak var other: Base? }\nfinal class Child: Base { var big = (1, 2, 3) }\ndo { let c = Child(); c.other = c }"
  ),
  "a generic class": Kind(
    ["Box<Int>"],
    "final class Box<T> { var v: T; var me: Box<T>?; init(_ v: T) { self.v = v } }\ndo { let b = Box(1); b.me = b }",
    mended:
      "final class Box<T> { var v: T; weak var me: Box<T>?; init(_ v: T) { self.v = v } }\ndo { let b = Box(1); b.me = b }"
  ),
  "an enum's payload": Kind(
    ["Machine"],
    "final class Machine { enum State { case idle, busy(Machine) }; var state = State.idle }\ndo { let m = Machine(); m.state = .busy(m) }",
    mended:
      "final class Machine { enum State { case idle, busy(Machine) }; var state = State.idle }\ndo { let m = Machine(); m.state = .busy(m); m.state = .idle }"
  ),
  "an existential": Kind(
    ["Shape"],
    "protocol Drawn {}\nfinal class Shape: Drawn { var like: (any Drawn)? }\ndo { let s = Shape(); s.like = s }",
    mended:
      "protocol Drawn {}\nfinal class Shape: Drawn { var like: (any Drawn)? }\ndo { let s = Shape(); s.like = s; s.like = nil }"
  ),
  "a string in a ring": Kind(
    ["Named", "__StringStorage"],
    "final class Named { let name: String; var me: Named?; init(_ n: Int) { name = String(repeating: \"long \", count: n) } }\ndo { let n = Named(9); n.me = n }",
    mended:
      "final class Named { let name: String; weak var me: Named?; init(_ n: Int) { name = String(repeating: \"long \", count: n) } }\ndo { let n = Named(9); n.me = n }"
  ),
]

@Suite("leaks=N")
struct LeakTests {
  static func leaks(_ source: String, optimized: Bool) throws -> TaskOutcome.Leaks {
    let options = "leaks=0" + (optimized ? " optimized" : "")
    let document = Document.parse("~~~~~swift \(options)\n\(source)\n~~~~~\n", file: "x.md")
    let plan = ChapterPlan(BlockReader.read(document), root: Machine.root)
    let task = try #require(plan.tasks.first, "\(plan.problems)")
    let outcome = try Machine.executor().run(task, of: plan)
    #expect(
      outcome.ending == .exit(status: 0),
      "\(outcome.ending) \(String(decoding: outcome.standardError, as: UTF8.self))")
    return try #require(outcome.leaks)
  }

  @Test(
    "every kind is found with its names, and its mended twin is clean", arguments: kinds.keys.sorted(),
    [false, true])
  func kind(_ name: String, optimized: Bool) throws {
    let kind = try #require(kinds[name])
    let found = try Self.leaks(kind.leaking, optimized: optimized)
    if optimized {
      // The optimizer may take an object away that nobody looks at; it never makes one.
      #expect(found.count.map { $0 <= kind.names.count } == true, "\(found)")
    } else {
      #expect(found.described.map(\.name) == kind.names && found.count == kind.names.count, "\(found)")
    }
    let mended = try Self.leaks(kind.mended, optimized: optimized)
    #expect(mended.count == 0, "\(mended)")
  }

  @Test("the count is the same in five runs")
  func repeatable() throws {
    let source = try #require(kinds["parent through an array"]).leaking
    let counts = try (0..<5).map { _ in try Self.leaks(source, optimized: false).count }
    #expect(counts == [3, 3, 3, 3, 3])
  }

  @Test("what a global, a thread or a suspended task's owner holds is no leak, tasks and exit() included")
  func held() throws {
    let programs = [
      node
        + "var all = (0..<100).map { _ in Node() }\nvar d = [\"a\": Node() as Any]\nlet f = { print(all.count, d.count) }",
      "actor A { var n = 0; func add() { n += 1 } }\nlet a = A()\nawait withTaskGroup(of: Void.self) { g in for _ in 0..<20 { g.addTask { await a.add() } } }\nlet t = Task { 5 }\nprint(await t.value, await a.n)",
      node + "import Glibc\nfunc f() { let a = Node(); if a.value == 1 { exit(0) } }\nf()",
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
      node + "func f() { for _ in 0..<1000 { let a = Node(); a.next = a } }\nf()", optimized: false)
    #expect(found.count == 1000 && found.described.count == 32)
    #expect(found.described.allSatisfy { $0.name == "Node" && $0.holder == "Node" })
  }

  @Test("allocations are counted the same in 50 runs")
  func allocations() throws {
    let source =
      node + "let all = (0..<10).map { _ in Node() }\nprint(all.count, [1, 2, 3].map { \"\\($0)\" })"
    let document = Document.parse("~~~~~swift allocs<=99\n\(source)\n~~~~~\n", file: "x.md")
    let plan = ChapterPlan(BlockReader.read(document), root: Machine.root)
    let task = try #require(plan.tasks.first)
    let executor = try Machine.executor()
    let counts = Set((0..<50).map { _ in executor.run(task, of: plan).allocations })
    #expect(counts.count == 1 && counts.first != .some(nil), "\(counts)")
  }
}
