// The judges on small heaps: what each says, against models that are obviously right, and that faults in them are noticed.
// What these cannot show: that a real heap is written down as it is; that is CorpusTests' part.

import LeakCheck
import TestSupport
import Testing

@Suite("The judges")
struct JudgeTests {
  // MARK: What each says

  @Test("what a global holds is no leak, with all that it holds")
  func held() throws {
    var heap = SmallHeap()
    let a = heap.add(line: 1)
    let b = heap.add(line: 2)
    heap.root(a)
    heap.refer(a, to: b)
    heap.refer(b, to: a)
    #expect(try heap.report().leaks.isEmpty)
    // The same without roots is a cycle: judges that see no roots are noticed.
    #expect(try heap.report(.noRoots).leaks.map(\.judgement) == [.cycle])
  }

  @Test("a cycle that trial deletion explains is certain, one with a count too many likely")
  func cycle() throws {
    var heap = SmallHeap()
    let a = heap.add(line: 1)
    let b = heap.add(line: 2)
    heap.refer(a, to: b)
    heap.refer(b, to: a)
    let leak = try #require(try heap.report().leaks.first)
    #expect(leak.judgement == .cycle && leak.kind == "object-cycle" && leak.confidence == .certain)
    #expect(leak.site?.line == 1 && leak.bytes == 96)
    #expect(leak.holders == [.init(type: "Node", field: "strong"), .init(type: "Node", field: "strong")])
    let outside = heap.add(.plain)
    heap.root(outside)
    heap.refer(b, .unsafe, to: a)
    #expect(try heap.report().leaks.first?.confidence == .likely)
  }

  @Test("an object that only a weak reference knows is lost; judges that follow it are noticed")
  func weak() throws {
    var heap = SmallHeap()
    let box = heap.add(line: 1)
    let table = heap.add(.sideTable)
    let lost = heap.add(count: 1, line: 3)
    heap.root(box)
    heap.refer(box, .weak, to: table, counts: false)
    heap.refer(table, to: lost, counts: false)
    #expect(try heap.report().leaks.map(\.site?.line) == [3])
    #expect(try heap.report().leaks.map(\.kind) == ["over-retained"])
    #expect(try heap.report(.weakAsStrong).leaks.isEmpty)
  }

  @Test("an unmanaged reference reaches, though nobody counts it")
  func unmanaged() throws {
    var heap = SmallHeap()
    let owner = heap.add(line: 1)
    let owned = heap.add(count: 1, line: 2)
    heap.root(owner)
    heap.refer(owner, .unsafe, to: owned, counts: false)
    #expect(try heap.report().leaks.isEmpty)
  }

  @Test("a number that is an address reaches, but makes no cycle: a dictionary's seed is its own address")
  func number() throws {
    var heap = SmallHeap()
    let lost = heap.add(count: 1, line: 1)
    heap.refer(lost, .number, to: lost, counts: false)
    #expect(try heap.report().leaks.map(\.kind) == ["over-retained"])
    let owner = heap.add(line: 2)
    heap.root(owner)
    heap.refer(owner, .number, to: lost, counts: false)
    #expect(try heap.report().leaks.isEmpty)
  }

  @Test("a pointer of a block into itself is no cycle")
  func interior() throws {
    var heap = SmallHeap()
    let lost = heap.add(count: 1, line: 1)
    heap.refer(lost, .unsafe, to: lost, counts: false)
    #expect(try heap.report().leaks.map(\.kind) == ["over-retained"])
  }

  @Test("what a lost block keeps is counted with it, not beside it")
  func kept() throws {
    var heap = SmallHeap()
    let first = heap.add(count: 1, line: 1)
    let second = heap.add(line: 2)
    let third = heap.add(line: 3)
    heap.refer(first, to: second)
    heap.refer(second, to: third)
    let leaks = try heap.report().leaks
    #expect(leaks.map(\.site?.line) == [1] && leaks.map(\.bytes) == [144])
  }

  @Test("memory that no line of the program made is said, and no leak")
  func librarys() throws {
    var heap = SmallHeap()
    heap.add(.plain)
    let report = try heap.report()
    #expect(report.leaks.isEmpty && report.isClean)
    #expect(report.skipped.contains { $0.contains("1 lost blocks of 48 bytes") })
  }

  // MARK: Growth

  /// A heap with so many objects of line 7 after each round, all held at the end.
  private func growing(_ counts: [Int]) -> SmallHeap {
    var heap = SmallHeap()
    let holder = heap.add(line: 1)
    heap.root(holder)
    for _ in 0..<(counts.last ?? 0) { heap.refer(holder, to: heap.add(line: 7)) }
    for count in counts { heap.addRound(count, line: 7) }
    return heap
  }

  @Test("what rises in every round grows; what levels off, falls or was there from the first round does not")
  func growth() throws {
    #expect(try growing([2, 3, 4, 5]).report().leaks.map(\.judgement) == [.growth])
    for counts in [[5, 5, 5, 5], [2, 3, 4, 4], [2, 5, 3, 6], [9, 1, 1, 1]] {
      #expect(try growing(counts).report().leaks.isEmpty, "\(counts)")
    }
  }

  @Test("one round warms up and proves nothing; judges without a warm-up are noticed")
  func warmUp() throws {
    #expect(try growing([5]).report().leaks.isEmpty)
    #expect(try growing([5]).report().skipped.contains { $0.contains("warm-up") })
    #expect(try growing([5]).report(.noWarmUp).leaks.map(\.judgement) == [.growth])
  }

  // MARK: Against models

  private struct Graph: CustomStringConvertible {
    var count: Int
    var edges: [(Int, Int)]
    var roots: [Int]
    var description: String { "\(count) objects, edges \(edges), roots \(roots)" }

    func heap() -> SmallHeap {
      var heap = SmallHeap()
      for line in 0..<count { heap.add(line: line + 1) }
      for (from, to) in edges { heap.refer(from, to: to) }
      for root in roots { heap.root(root) }
      return heap
    }

    /// Which objects lead to which, by as many rounds as there are objects.
    func closure() -> [[Bool]] {
      var leads = (0..<count).map { from in (0..<count).map { from == $0 } }
      for _ in 0..<count {
        for (from, to) in edges {
          for start in 0..<count where leads[start][from] { leads[start][to] = true }
        }
      }
      return leads
    }
  }

  private static func graph(_ generator: inout SeededGenerator) -> Graph {
    let count = Int.random(in: 1...9, using: &generator)
    let node = { (generator: inout SeededGenerator) in Int.random(in: 0..<count, using: &generator) }
    let edges = (0..<Int.random(in: 0...14, using: &generator)).map { _ in
      (node(&generator), node(&generator))
    }
    let roots = (0..<Int.random(in: 0...2, using: &generator)).map { _ in node(&generator) }
    return Graph(count: count, edges: edges, roots: roots)
  }

  private static func smaller(_ graph: Graph) -> [Graph] {
    shorter(graph.edges).map { Graph(count: graph.count, edges: $0, roots: graph.roots) }
      + shorter(graph.roots).map { Graph(count: graph.count, edges: graph.edges, roots: $0) }
  }

  @Test("what is reached is what a root leads to, and trial deletion holds the same objects")
  func reachability() throws {
    try checkProperty(runs: 400, generate: Self.graph, shrink: Self.smaller) { graph in
      let leads = graph.closure()
      let snapshot = try graph.heap().snapshot()
      let reached = Reachability(snapshot, hasEnded: true)
      let held = TrialDeletion(snapshot, reached).isHeld
      return (0..<graph.count).allSatisfy { object in
        let isLed = graph.roots.contains { leads[$0][object] }
        return reached.isReached[object] == isLed && held[object] == isLed
      }
    }
  }

  @Test("a component is what leads to each other, and a cycle what leads back to itself")
  func components() throws {
    try checkProperty(runs: 400, generate: Self.graph, shrink: Self.smaller) { graph in
      let leads = graph.closure()
      let snapshot = try graph.heap().snapshot()
      let reached = Reachability(snapshot, hasEnded: true)
      let components = Garbage(snapshot, reached).components
      let lost = (0..<graph.count).filter { !reached.isReached[$0] }
      guard components.flatMap(\.blocks).sorted() == lost else { return false }
      return components.allSatisfy { component in
        let first = component.blocks[0]
        let same = lost.filter { leads[first][$0] && leads[$0][first] }
        let returns = graph.edges.contains { $0.0 == first && leads[$0.1][first] }
        let entered = graph.edges.contains {
          !component.blocks.contains($0.0) && component.blocks.contains($0.1) && lost.contains($0.0)
        }
        return component.blocks == same && component.isCycle == returns && component.isFirst == !entered
      }
    }
  }

  @Test("equal snapshots give equal bytes")
  func deterministic() throws {
    var heap = SmallHeap()
    for line in [9, 3, 5, 3] { heap.add(count: 1, line: line) }
    #expect(try heap.report().json() == heap.report().json())
    #expect(try heap.report().leaks.map(\.site?.line) == [3, 5, 9] && heap.report().leaks[0].count == 2)
  }
}
