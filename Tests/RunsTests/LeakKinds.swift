// What `leaks=N` is tried on: kinds of leak, each with its mended twin. The first of the synchronous ones is the one that
// LeakSanitizer misses: a cycle made in a `do { }` at file scope.

/// A leak: its program, the program mended, and the names of what is left behind, in the order of allocation.
struct LeakKind: Sendable {
  var leaking: String
  var mended: String
  var names: [String]
  /// With `-O`. Empty where the optimizer takes every allocation away, because nobody looks at it.
  var optimizedNames: [String]

  init(_ names: [String], optimized: [String]? = nil, _ leaking: String, mended: String) {
    self.names = names
    self.optimizedNames = optimized ?? names
    self.leaking = leaking
    self.mended = mended
  }

  static let node = "final class Node { var next: Node?; weak var back: Node?; var value = 1 }\n"
}

extension LeakKind {
  /// Programs without concurrency.
  static let synchronous: [String: LeakKind] = [
    "file scope": LeakKind(
      ["Node", "Node"], node + "do { let a = Node(), b = Node(); a.next = b; b.next = a }",
      mended: node + "do { let a = Node(), b = Node(); a.next = b; b.back = a }"),
    "function": LeakKind(
      ["Node", "Node"], node + "func f() { let a = Node(), b = Node(); a.next = b; b.next = a }\nf()",
      mended: node + "func f() { let a = Node(), b = Node(); a.next = b; b.next = a; a.next = nil }\nf()"),
    "itself": LeakKind(
      ["Node"], node + "do { let a = Node(); a.next = a }", mended: node + "do { let a = Node(); a.back = a }"
    ),
    "closure": LeakKind(
      ["Model"],
      "final class Model { var n = 0; var on: (() -> Void)?; func set() { on = { self.n += 1 } } }\ndo { let m = Model(); m.set() }",
      mended:
        "final class Model { var n = 0; var on: (() -> Void)?; func set() { on = { [weak self] in self?.n += 1 } } }\ndo { let m = Model(); m.set() }"
    ),
    "closure with two captures": LeakKind(
      ["Model", "closure context", "closure context"],
      "final class Model { var on: (() -> Int)? }\ndo { let m = Model(); var n = 1; m.on = { n += 1; _ = m; return n } }",
      mended:
        "final class Model { var on: (() -> Int)? }\ndo { let m = Model(); var n = 1; m.on = { [unowned m] in n += 1; _ = m; return n }; m.on = nil }"
    ),
    "lazy closure": LeakKind(
      ["Page"],
      "final class Page { var n = 1; lazy var draw: () -> Int = { self.n } }\ndo { let p = Page(); _ = p.draw() }",
      mended:
        "final class Page { var n = 1; lazy var draw: () -> Int = { [unowned self] in self.n } }\ndo { let p = Page(); _ = p.draw(); p.draw = { 1 } }"
    ),
    "delegate": LeakKind(
      ["Owner", "Worker"], optimized: [],
      "protocol Told: AnyObject {}\nfinal class Worker { var teller: (any Told)? }\nfinal class Owner: Told { let w = Worker(); init() { w.teller = self } }\ndo { _ = Owner() }",
      mended:
        "protocol Told: AnyObject {}\nfinal class Worker { weak var teller: (any Told)? }\nfinal class Owner: Told { let w = Worker(); init() { w.teller = self } }\ndo { _ = Owner() }"
    ),
    "parent through an array": LeakKind(
      ["Tree", "Tree", "_ContiguousArrayStorage<AnyObject>"],
      "final class Tree { var kids: [Tree] = []; var parent: Tree? }\ndo { let r = Tree(), k = Tree(); k.parent = r; r.kids = [k] }",
      mended:
        "final class Tree { var kids: [Tree] = []; unowned(unsafe) var parent: Tree? }\ndo { let r = Tree(), k = Tree(); k.parent = r; r.kids = [k] }"
    ),
    "through a dictionary and Any": LeakKind(
      ["Bag", "_DictionaryStorage<String, Any>"],
      "final class Bag { var items: [String: Any] = [:] }\ndo { let b = Bag(); b.items[\"me\"] = b }",
      mended:
        "final class Bag { var items: [String: Any] = [:] }\ndo { let b = Bag(); b.items[\"me\"] = b; b.items = [:] }"
    ),
    "unbalanced retain": LeakKind(
      ["Node"], optimized: [], node + "do { _ = Unmanaged.passRetained(Node()) }",
      mended: node + "do { Unmanaged.passRetained(Node()).release() }"),
    "memory by hand": LeakKind(
      ["80 bytes"],
      "func f() { UnsafeMutablePointer<Int>.allocate(capacity: 10).initialize(repeating: 1, count: 10) }\nf()",
      mended:
        "func f() { let p = UnsafeMutablePointer<Int>.allocate(capacity: 10); p.initialize(repeating: 1, count: 10); p.deallocate() }\nf()"
    ),
    "memory by hand that holds an object": LeakKind(
      ["8 bytes", "Node"],
      node
        + "func f() { let p = UnsafeMutablePointer<Node>.allocate(capacity: 1); p.initialize(to: Node()) }\nf()",
      mended: node
        + "func f() { let p = UnsafeMutablePointer<Node>.allocate(capacity: 1); p.initialize(to: Node()); p.deinitialize(count: 1); p.deallocate() }\nf()"
    ),
    "not deinitialized": LeakKind(
      ["Node"],
      node
        + "func f() { let p = UnsafeMutablePointer<Node>.allocate(capacity: 1); p.initialize(to: Node()); p.deallocate() }\nf()",
      mended: node
        + "func f() { let p = UnsafeMutablePointer<Node>.allocate(capacity: 1); p.initialize(to: Node()); p.deinitialize(count: 1); p.deallocate() }\nf()"
    ),
    "malloc": LeakKind(
      ["33 bytes"], optimized: [], "import Glibc\nfunc f() { _ = malloc(33) }\nf()",
      mended: "import Glibc\nfunc f() { free(malloc(33)) }\nf()"),
    "a ring of three": LeakKind(
      ["Node", "Node", "Node"],
      node + "do { let a = Node(), b = Node(), c = Node(); a.next = b; b.next = c; c.next = a }",
      mended: node + "do { let a = Node(), b = Node(), c = Node(); a.next = b; b.next = c; c.back = a }"),
    "two rings, one held": LeakKind(
      ["Node", "Node"],
      node
        + "let kept = Node(); kept.next = kept\nfunc f() { let a = Node(), b = Node(); a.next = b; b.next = a }\nf()",
      mended: node + "let kept = Node(); kept.next = kept\nfunc f() { let a = Node(); a.back = a }\nf()"),
    "a global that let go": LeakKind(
      ["Node"], node + "var kept: Node? = Node()\nkept!.next = kept\nkept = nil",
      mended: node + "var kept: Node? = Node()\nkept!.next = kept\nkept!.next = nil\nkept = nil"),
    "a subclass": LeakKind(
      ["Child"], optimized: [],
      "class Base { var other: Base? }\nfinal class Child: Base { var big = (1, 2, 3) }\ndo { let c = Child(); c.other = c }",
      mended:
        "class Base { weak var other: Base? }\nfinal class Child: Base { var big = (1, 2, 3) }\ndo { let c = Child(); c.other = c }"
    ),
    "a generic class": LeakKind(
      ["Box<Int>"], optimized: [],
      "final class Box<T> { var v: T; var me: Box<T>?; init(_ v: T) { self.v = v } }\ndo { let b = Box(1); b.me = b }",
      mended:
        "final class Box<T> { var v: T; weak var me: Box<T>?; init(_ v: T) { self.v = v } }\ndo { let b = Box(1); b.me = b }"
    ),
    "an enum's payload": LeakKind(
      ["Machine"], optimized: [],
      "final class Machine { enum State { case idle, busy(Machine) }; var state = State.idle }\ndo { let m = Machine(); m.state = .busy(m) }",
      mended:
        "final class Machine { enum State { case idle, busy(Machine) }; var state = State.idle }\ndo { let m = Machine(); m.state = .busy(m); m.state = .idle }"
    ),
    "an existential": LeakKind(
      ["Shape"],
      "protocol Drawn {}\nfinal class Shape: Drawn { var like: (any Drawn)? }\ndo { let s = Shape(); s.like = s }",
      mended:
        "protocol Drawn {}\nfinal class Shape: Drawn { var like: (any Drawn)? }\ndo { let s = Shape(); s.like = s; s.like = nil }"
    ),
    "a string in a ring": LeakKind(
      ["Named", "__StringStorage"],
      "final class Named { let name: String; var me: Named?; init(_ n: Int) { name = String(repeating: \"long \", count: n) } }\ndo { let n = Named(9); n.me = n }",
      mended:
        "final class Named { let name: String; weak var me: Named?; init(_ n: Int) { name = String(repeating: \"long \", count: n) } }\ndo { let n = Named(9); n.me = n }"
    ),
  ]

  private static let ring = "let a = Node(); a.next = a"
  private static let settled = "try await Task.sleep(for: .milliseconds(20))"

  /// Programs with tasks, actors or threads.
  static let concurrent: [String: LeakKind] = [
    "actors": LeakKind(
      ["A", "A"],
      "actor A { var other: A?; func set(_ o: A) { other = o } }\ndo { let a = A(), b = A(); await a.set(b); await b.set(a) }",
      mended:
        "actor A { weak var other: A?; func set(_ o: A) { other = o } }\ndo { let a = A(), b = A(); await a.set(b); await b.set(a) }"
    ),
    "async function": LeakKind(
      ["Node"], node + "func f() async { \(ring); await Task.yield() }\nawait f()",
      mended: node + "func f() async { \(ring); await Task.yield(); a.next = nil }\nawait f()"),
    "async file scope": LeakKind(
      ["Node"], node + "do { \(ring); await Task.yield() }",
      mended: node + "do { \(ring); await Task.yield(); a.next = nil }"),
    "before the first await": LeakKind(
      ["Node"], node + "do { \(ring) }\nawait Task.yield()",
      mended: node + "do { let a = Node(); a.back = a }\nawait Task.yield()"),
    "async @main": LeakKind(
      ["Node"], node + "@main struct P { static func main() async { \(ring); await Task.yield() } }",
      mended: node
        + "@main struct P { static func main() async { \(ring); await Task.yield(); a.next = nil } }"),
    "throwing async @main": LeakKind(
      ["Node"], node + "@main struct P { static func main() async throws { \(ring); \(settled) } }",
      mended: node
        + "@main struct P { static func main() async throws { \(ring); \(settled); a.next = nil } }"),
    "task": LeakKind(
      ["Node"], node + "await Task { \(ring); await Task.yield() }.value",
      mended: node + "await Task { \(ring); await Task.yield(); a.next = nil }.value"),
    "detached task": LeakKind(
      ["Node"], node + "await Task.detached { \(ring); await Task.yield() }.value",
      mended: node + "await Task.detached { \(ring); await Task.yield(); a.next = nil }.value"),
    "task group": LeakKind(
      ["Node", "Node", "Node"],
      node + "await withTaskGroup(of: Void.self) { g in for _ in 0..<3 { g.addTask { \(ring) } } }",
      mended: node
        + "await withTaskGroup(of: Void.self) { g in for _ in 0..<3 { g.addTask { \(ring); a.next = nil } } }"
    ),
    "async let": LeakKind(
      ["Node"],
      node
        + "func f() async -> Int { \(ring); await Task.yield(); return 1 }\nasync let n = f()\n_ = await n",
      mended: node
        + "func f() async -> Int { \(ring); await Task.yield(); a.next = nil; return 1 }\nasync let n = f()\n_ = await n"
    ),
    "a continuation that nobody resumes": LeakKind(
      ["Node", "closure context", "closure context", "task"],
      node
        + "func f() { let n = Node(); Task { await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }; n.value = 2 } }\nf()\n\(settled)",
      mended: node
        + "func f() { let n = Node(); Task { await withUnsafeContinuation { (c: UnsafeContinuation<Void, Never>) in c.resume() }; n.value = 2 } }\nf()\n\(settled)"
    ),
    "a stream that nobody finishes": LeakKind(
      [
        "Poller", "_Storage", "_Context", "closure context", "closure context", "task",
        "_ContiguousArrayStorage<UnsafeContinuation<Optional<Int>, Never>>",
      ],
      "final class Poller: @unchecked Sendable { var task: Task<Void, Never>?; let stream = AsyncStream<Int>.makeStream(); var seen = 0\n  func start() { task = Task { for await n in self.stream.stream { self.seen += n } } } }\nfunc f() { Poller().start() }\nf()\n\(settled)",
      mended:
        "final class Poller: @unchecked Sendable { var task: Task<Void, Never>?; let stream = AsyncStream<Int>.makeStream(); var seen = 0\n  func start() { task = Task { for await n in self.stream.stream { self.seen += n } } } }\nfunc f() { let p = Poller(); p.start(); p.stream.continuation.finish() }\nf()\n\(settled)"
    ),
    "a thread that has ended": LeakKind(
      ["Node"],
      "import Glibc\n" + node
        + "func f() { var thread = pthread_t(); pthread_create(&thread, nil, { _ in \(ring); return nil }, nil); pthread_join(thread, nil) }\nf()",
      mended: "import Glibc\n" + node
        + "func f() { var thread = pthread_t(); pthread_create(&thread, nil, { _ in \(ring); a.next = nil; return nil }, nil); pthread_join(thread, nil) }\nf()"
    ),
  ]
}
