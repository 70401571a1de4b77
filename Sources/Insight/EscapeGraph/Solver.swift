// EscapeSolver: which locations of a graph must be on the heap, and what callers must know of parameters.
// 1. Every location is a root once: walk from it against the flow and count dereferences, never below the address itself.
// 2. Where the address of a location reaches a root that outlives it, the location escapes; it then outlives everything, so
//    it is walked from again.
// 3. Where the value of a parameter reaches the heap or a result, its tag says so.
// 4. A root's other attributes (it persists, is mutated, is called) go to what is stored in it; who gets one is a root again.
// Source: Go 1.27, cmd/compile/internal/escape/solve.go. Embedded Swift; relies on EscapeGraph, EscapeTag.
// Invariant: attributes and tags only grow, so every location is pushed at most once an attribute.

/// A solver for one graph.
public struct EscapeSolver: Sendable {
  /// A location's number in the graph.
  public typealias LocationID = EscapeGraph.LocationID

  /// What is known of a location beside its edges.
  struct Attributes: OptionSet, Sendable {
    let rawValue: UInt8
    /// Its address outlives it.
    static let escapes = Attributes(rawValue: 1)
    /// Its address outlives its statement.
    static let persists = Attributes(rawValue: 2)
    /// Memory may be written through what is stored in it.
    static let mutates = Attributes(rawValue: 4)
    /// A closure that is stored in it may be called, and the results are lost.
    static let calls = Attributes(rawValue: 8)
    static let all: Attributes = [.escapes, .persists, .mutates, .calls]
  }

  /// The scratch of one walk.
  struct Visit: Sendable {
    var walk = 0
    var derefs = 0
    var destination = 0
    var edge = 0
    var isWaiting = false
  }

  /// The graph that is solved.
  public let graph: EscapeGraph
  /// How many roots were walked from.
  public private(set) var walks = 0
  private let fault: EscapeFault
  private var visitsLeft = Int.max
  private var attributes: [Attributes]
  private var tagOf: [EscapeTag]
  private var pathOf: [[EscapeFlow]]
  private var losesResults: [Bool]
  private var visits: [Visit]
  private var roots = EscapeQueue()
  private var isQueued: [Bool]

  /// Prepares to solve `graph`.
  public init(_ graph: EscapeGraph) { self.init(graph, fault: .none) }

  /// With a deliberate fault, for tests.
  package init(_ graph: EscapeGraph, fault: EscapeFault) {
    self.graph = graph
    self.fault = fault
    let count = graph.locations.count
    attributes = graph.locations.map { $0.isTransient ? [] : .persists }
    attributes[EscapeGraph.heap] = .all
    attributes[EscapeGraph.mutator] = .mutates
    attributes[EscapeGraph.callee] = .calls
    tagOf = Array(repeating: EscapeTag(), count: count)
    pathOf = Array(repeating: [], count: count)
    losesResults = Array(repeating: false, count: graph.functions.count)
    visits = Array(repeating: Visit(), count: count)
    isQueued = Array(repeating: false, count: count)
  }

  /// Whether the location must be on the heap.
  public func escapes(_ location: LocationID) -> Bool { attributes[location].contains(.escapes) }

  /// Whether the location's storage must not be reused after its statement.
  public func persists(_ location: LocationID) -> Bool { attributes[location].contains(.persists) }

  /// Whether memory may be written through what the location holds.
  public func isMutated(_ location: LocationID) -> Bool { attributes[location].contains(.mutates) }

  /// What a caller must know of a parameter.
  public func tag(_ location: LocationID) -> EscapeTag { tagOf[location].optimized }

  /// How an escaping location's address got to where it outlives it: from the location on. Empty for one that does not
  /// escape.
  public func path(_ location: LocationID) -> [EscapeFlow] { pathOf[location] }

  /// Solves the graph.
  ///
  /// - Parameters:
  ///   - most: Stops after so many visits, in the middle, and knows then what they have taught. Once only.
  ///   - observe: Is told every visit, in order; without it no step is made.
  /// - Complexity: O(locations × edges) walks in practice; each location is a root at most five times.
  public mutating func solve(visits most: Int = .max, _ observe: ((EscapeStep) -> Void)? = nil) {
    visitsLeft = most
    for (index, location) in graph.locations.enumerated() where location.mustEscape != nil {
      attributes[index] = .all
      let note = EscapeGraph.Note(location.mustEscape ?? "", at: location.position)
      pathOf[index] = [
        EscapeFlow(destination: EscapeGraph.heap, source: index, derefs: -1, notes: [note])
      ]
    }
    for index in EscapeGraph.callee + 1..<graph.locations.count { push(index, first: true) }
    for index in [EscapeGraph.mutator, EscapeGraph.callee, EscapeGraph.heap] { push(index, first: true) }
    while visitsLeft > 0, let root = roots.popFirst() {
      isQueued[root] = false
      walks += 1
      walk(from: root, observe)
    }
  }

  private mutating func push(_ location: LocationID, first: Bool) {
    guard !isQueued[location] else { return }
    isQueued[location] = true
    if first { roots.prepend(location) } else { roots.append(location) }
  }

  /// Once a closure is called by somebody unknown, its results may go anywhere.
  private mutating func loseResults(of root: LocationID) {
    guard attributes[root].contains(.calls), let closure = graph.locations[root].closure,
      !losesResults[closure]
    else { return }
    losesResults[closure] = true
    for (index, location) in graph.locations.enumerated()
    where location.resultIndex != nil && location.function == closure {
      push(index, first: false)
    }
  }

  private mutating func walk(from root: LocationID, _ observe: ((EscapeStep) -> Void)?) {
    loseResults(of: root)
    visits[root] = Visit(walk: walks, derefs: 0, destination: root, edge: -1)
    var waiting = EscapeQueue()
    waiting.append(root)
    while visitsLeft > 0, let here = waiting.popFirst() {
      visitsLeft -= 1
      visits[here].isWaiting = false
      let derefs = visits[here].derefs
      let changed = visit(here, from: root, derefs: derefs)
      observe?(
        EscapeStep(
          root: root, from: visits[here].destination, to: here, derefs: derefs, changed: changed))
      // What flows into an escaping location is found when that one is the root.
      if changed && escapes(here) && here != root { continue }
      // `root = &here; here = x`: the address of `here` flows to the root, that of `x` does not.
      let base = fault == .boundsAfterEdge ? derefs : max(derefs, 0)
      for (index, edge) in graph.locations[here].edges.enumerated() {
        if escapes(edge.source) { continue }
        var next = base + edge.derefs
        if fault == .boundsAfterEdge { next = max(next, -1) }
        let seen = visits[edge.source]
        guard seen.walk != walks || seen.derefs > next else { continue }
        visits[edge.source] = Visit(
          walk: walks, derefs: next, destination: here, edge: index,
          isWaiting: seen.walk == walks && seen.isWaiting)
        if !visits[edge.source].isWaiting {
          visits[edge.source].isWaiting = true
          waiting.append(edge.source)
        }
      }
    }
  }

  /// Learns from the fact that `here` flows to `root`; says whether anything was new.
  private mutating func visit(_ here: LocationID, from root: LocationID, derefs: Int) -> Bool {
    var new: Attributes = []
    let outlives = outlives(root, here)
    if derefs < 0 {
      if outlives {
        new = .all
        if !escapes(here) { pathOf[here] = path(from: here, to: root) }
      } else if attributes[root].contains(.persists) || fault == .ignoresTransient {
        new.insert(.persists)
      }
    }
    if derefs <= 0 { new.formUnion(attributes[root].intersection([.mutates, .calls])) }
    var isNews = false
    if graph.locations[here].isParameter {
      isNews = extendTag(of: here, root: root, outlives: outlives, derefs: max(derefs, 0))
    }
    let unknown = new.subtracting(attributes[here])
    guard !unknown.isEmpty else { return isNews }
    attributes[here].formUnion(new)
    if fault != .pushesOnce { push(here, first: escapes(here)) }
    return true
  }

  private mutating func extendTag(
    of parameter: LocationID, root: LocationID, outlives: Bool, derefs: Int
  ) -> Bool {
    var isNews = false
    if outlives {
      var sink = EscapeTag.Sink.heap
      if !escapes(root), let index = graph.locations[root].resultIndex,
        graph.locations[root].function == graph.locations[parameter].function, fault != .resultsAreHeap
      {
        sink = .result(index)
      }
      isNews = tagOf[parameter].add(sink, derefs)
    }
    if attributes[root].contains(.mutates) {
      isNews = tagOf[parameter].add(.mutator, derefs) || isNews
    }
    if attributes[root].contains(.calls) {
      isNews = tagOf[parameter].add(.callee, derefs) || isNews
    }
    return isNews
  }

  /// Whether what is stored in `one` may live on when `other` is gone.
  private func outlives(_ one: LocationID, _ other: LocationID) -> Bool {
    if escapes(one) { return true }
    if one == EscapeGraph.mutator || one == EscapeGraph.callee { return false }
    let (holder, held) = (graph.locations[one], graph.locations[other])
    if holder.resultIndex != nil {
      // All callers of this closure are known, and they are within the life of the function around it.
      if graph.contains(held.function, closure: holder.function) && !losesResults[holder.function] {
        return false
      }
      return true
    }
    if holder.function == held.function && holder.loopDepth < held.loopDepth && fault != .ignoresLoops {
      return true
    }
    return graph.contains(holder.function, closure: held.function)
  }

  private func path(from start: LocationID, to root: LocationID) -> [EscapeFlow] {
    var flows: [EscapeFlow] = []
    var here = start
    // The walk may go round; a path as long as all locations has seen everything.
    while here != root || flows.isEmpty, flows.count <= graph.locations.count {
      let visit = visits[here]
      guard visit.edge >= 0 else { break }
      let edge = graph.locations[visit.destination].edges[visit.edge]
      flows.append(
        EscapeFlow(
          destination: visit.destination, source: here, derefs: edge.derefs, notes: edge.notes))
      here = visit.destination
    }
    return flows
  }
}
