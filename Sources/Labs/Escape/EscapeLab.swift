// EscapeLab: Go's escape analysis on a graph that the reader edits: a parameter, a result, two variables, an allocation and the
// heap. The solver is the book's own; after every visit the lab says what it has learned.
// Relies on: EscapeGraph, which is solved anew as far as the reader has stepped. Invariant: one edge at most from one location
// to another.

#if canImport(EscapeGraph)
  import EscapeGraph
#endif

/// A graph, and how far it has been solved.
public final class EscapeLab: Lab {
  /// What an action can come to.
  public enum Event: Int, CaseIterable, Sendable {
    case start, pointless, added, changed, removed
    case root, nothingNew, escaped, tagged, learned, finished, finishedBefore
  }

  /// Where values come from and go to. The order is that of `places`.
  public enum Place: Int, CaseIterable, Sendable {
    case parameter, x, y, allocation, result, heap
  }

  /// Values come from the first four.
  static let sources = 4

  /// By destination and source: -1 for an address, 0 for a value, 1 for what it points to; nil for no edge.
  private(set) var edges: [Int?]
  private(set) var last = Event.start
  private(set) var visits = 0
  /// The solver after `visits` visits, and what the last one was.
  private(set) var solver: EscapeSolver
  private(set) var step: EscapeStep?
  private let locations: [Int]

  /// `x = new(T)`, `y = x`, `return y`.
  public init() {
    edges = []
    for _ in 0..<Place.heap.rawValue + 1 { for _ in 0..<Self.sources { edges.append(nil) } }
    let (graph, numbers) = Self.graph(edges)
    locations = numbers
    solver = EscapeSolver(graph)
    set(.x, from: .allocation, -1)
    set(.y, from: .x, 0)
    set(.result, from: .y, 0)
    solve(visits: 0)
  }

  /// 0 draws the edge to place `a` from place `b` with `c` (0 the address, 1 the value, 2 what it points to), or takes it away
  /// when it is there; 1 lets the solver visit one location, 2 all that are left.
  public func act(_ kind: Int, _ a: Int, _ b: Int, _ c: Int) -> Int {
    switch kind {
    case 0: last = edit(a, b, c - 1)
    case 1: last = visit()
    case 2:
      let wasFinished = isFinished
      while !isFinished { _ = visit() }
      last = wasFinished ? .finishedBefore : .finished
    default: break
    }
    return last.rawValue
  }

  /// Solving step by step comes to what solving at once comes to.
  public var holds: Bool {
    guard isFinished else { return true }
    let whole = solved(.max).solver
    for place in locations where whole.escapes(place) != solver.escapes(place) { return false }
    return whole.tag(locations[0]) == tag
  }

  private(set) var isFinished = false

  func escapes(_ place: Place) -> Bool { solver.escapes(locations[place.rawValue]) }
  /// What callers know of the parameter; nothing else has a tag.
  var tag: EscapeTag { solver.tag(locations[0]) }
  private var escaping: Int {
    var count = 0
    for location in locations where solver.escapes(location) { count += 1 }
    return count
  }
  /// The place of a location; nil for those that the lab does not have.
  func place(_ location: Int) -> Place? { locations.firstIndex(of: location).flatMap { Place(rawValue: $0) } }
  func edge(_ to: Place, from: Place) -> Int? { edges[to.rawValue * Self.sources + from.rawValue] }

  private func set(_ to: Place, from: Place, _ derefs: Int?) {
    edges[to.rawValue * Self.sources + from.rawValue] = derefs
  }

  private func edit(_ a: Int, _ b: Int, _ derefs: Int) -> Event {
    guard let to = Place(rawValue: a), let from = Place(rawValue: b), b < Self.sources, to != from,
      to != .allocation, derefs >= -1, derefs <= 1
    else { return .pointless }
    let old = edge(to, from: from)
    set(to, from: from, old == derefs ? nil : derefs)
    solve(visits: 0)
    return old == nil ? .added : old == derefs ? .removed : .changed
  }

  private func visit() -> Event {
    if isFinished { return .finishedBefore }
    let (escaping, tag) = (escaping, tag)
    solve(visits: visits + 1)
    guard let step, !isFinished else { return .finished }
    if step.changed {
      if self.escaping > escaping { return .escaped }
      if self.tag != tag { return .tagged }
      return .learned
    }
    return step.from == step.root && step.to == step.root ? .root : .nothingNew
  }

  /// Solves from the beginning as far as `count` visits, or as many as there are.
  private func solve(visits count: Int) {
    let result = solved(count)
    solver = result.solver
    visits = result.visits
    isFinished = visits < count
    step = isFinished ? nil : result.last
  }

  @inline(never) private func solved(_ most: Int) -> (solver: EscapeSolver, last: EscapeStep?, visits: Int) {
    var solver = EscapeSolver(Self.graph(edges).0)
    var (last, visits) = (EscapeStep?.none, 0)
    solver.solve(visits: most) { step in
      last = step
      visits += 1
    }
    return (solver, last, visits)
  }

  @inline(never) private static func graph(_ edges: [Int?]) -> (EscapeGraph, [Int]) {
    var graph = EscapeGraph()
    let function = graph.addFunction("f")
    func add(_ kind: EscapeGraph.Kind) -> Int {
      graph.add(EscapeGraph.Location(name: "", kind: kind, function: function))
    }
    var numbers: [Int] = []
    for kind in [EscapeGraph.Kind.parameter, .variable, .variable, .allocation, .result(0)] {
      numbers.append(add(kind))
    }
    numbers.append(EscapeGraph.heap)
    for (index, derefs) in edges.enumerated() {
      guard let derefs else { continue }
      graph.flow(numbers[index % sources], to: numbers[index / sources], derefs: derefs)
    }
    return (graph, numbers)
  }
}
