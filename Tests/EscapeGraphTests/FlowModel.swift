// The definition that the solver is judged by: relax every root to a fixed point, learn from what was reached, and begin
// again until nothing is new. It is slow and has no queue, no shortcuts and no order.
// Relies on EscapeGraph; on nothing of EscapeSolver.

import EscapeGraph
import TestSupport

/// What the definition says of a graph.
struct FlowModel {
  var escapes: [Bool]
  var persists: [Bool]
  var mutates: [Bool]
  var calls: [Bool]
  var tags: [[Sink: Int]]
  private var losesResults: [Bool]
  private let graph: EscapeGraph

  enum Sink: Hashable {
    case heap, mutator, callee
    case result(Int)
  }

  init(_ graph: EscapeGraph) {
    self.graph = graph
    let all = graph.locations
    escapes = all.map { $0.kind == .heap || $0.mustEscape != nil }
    persists = all.indices.map {
      !all[$0].isTransient && $0 > 2 || $0 == EscapeGraph.heap || all[$0].mustEscape != nil
    }
    mutates = all.indices.map {
      $0 == EscapeGraph.heap || $0 == EscapeGraph.mutator || all[$0].mustEscape != nil
    }
    calls = all.indices.map {
      $0 == EscapeGraph.heap || $0 == EscapeGraph.callee || all[$0].mustEscape != nil
    }
    tags = all.map { _ in [:] }
    losesResults = graph.functions.map { _ in false }
    var isNews = true
    while isNews {
      isNews = false
      for root in all.indices {
        if calls[root], let closure = all[root].closure, !losesResults[closure] {
          losesResults[closure] = true
          isNews = true
        }
        for (location, derefs) in distances(from: root) {
          isNews = learn(location, from: root, derefs) || isNews
        }
      }
    }
  }

  /// The least dereferences on any way to `root`.
  private func distances(from root: Int) -> [Int: Int] {
    var least = [root: 0]
    var isNews = true
    while isNews {
      isNews = false
      for (destination, location) in graph.locations.enumerated() {
        guard let base = least[destination] else { continue }
        for edge in location.edges {
          let derefs = max(base, 0) + edge.derefs
          if least[edge.source].map({ derefs < $0 }) ?? true {
            least[edge.source] = derefs
            isNews = true
          }
        }
      }
    }
    return least
  }

  private mutating func learn(_ location: Int, from root: Int, _ derefs: Int) -> Bool {
    let before = (escapes[location], persists[location], mutates[location], calls[location], tags[location])
    let outlives = outlives(root, location)
    if derefs < 0 && outlives {
      (escapes[location], persists[location], mutates[location], calls[location]) = (true, true, true, true)
    }
    if derefs < 0 && persists[root] { persists[location] = true }
    if derefs <= 0 {
      mutates[location] = mutates[location] || mutates[root]
      calls[location] = calls[location] || calls[root]
    }
    if graph.locations[location].kind == .parameter {
      let count = max(derefs, 0)
      if outlives { add(sink(of: root, for: location), count, to: location) }
      if mutates[root] { add(.mutator, count, to: location) }
      if calls[root] { add(.callee, count, to: location) }
    }
    return before != (
      escapes[location], persists[location], mutates[location], calls[location], tags[location]
    )
  }

  private func sink(of root: Int, for parameter: Int) -> Sink {
    guard case .result(let index) = graph.locations[root].kind, !escapes[root], index < 5,
      graph.locations[root].function == graph.locations[parameter].function
    else { return .heap }
    return .result(index)
  }

  private mutating func add(_ sink: Sink, _ derefs: Int, to parameter: Int) {
    tags[parameter][sink] = min(tags[parameter][sink] ?? Int.max, derefs)
  }

  private func outlives(_ one: Int, _ other: Int) -> Bool {
    if escapes[one] { return true }
    let (holder, held) = (graph.locations[one], graph.locations[other])
    switch holder.kind {
    case .mutator, .callee: return false
    case .result:
      return losesResults[holder.function] || !isInside(holder.function, of: held.function)
    default:
      return holder.function == held.function && holder.loopDepth < held.loopDepth
        || isInside(held.function, of: holder.function)
    }
  }

  private func isInside(_ inner: Int, of outer: Int) -> Bool {
    guard inner >= 0, let parent = graph.functions[inner].parent else { return false }
    return parent == outer || isInside(parent, of: outer)
  }

  /// Without what the flow to the heap says already.
  func tag(_ location: Int) -> EscapeTag {
    let found = tags[location]
    let limit = found[.heap] ?? Int.max
    func kept(_ sink: Sink) -> Int? { found[sink].flatMap { $0 < limit ? $0 : nil } }
    var results = (0..<5).map { kept(.result($0)) }
    while let last = results.last, last == nil { results.removeLast() }
    return EscapeTag(heap: found[.heap], mutator: kept(.mutator), callee: kept(.callee), results: results)
  }

  /// Whether the solver says the same of every location.
  func agrees(with solver: EscapeSolver) -> Bool {
    graph.locations.indices.dropFirst(3).allSatisfy { location in
      escapes[location] == solver.escapes(location) && persists[location] == solver.persists(location)
        && mutates[location] == solver.isMutated(location) && tag(location) == solver.tag(location)
    }
  }
}

/// A graph in pieces that can be taken away.
struct GraphPlan: CustomStringConvertible {
  struct Item: Equatable {
    var kind: EscapeGraph.Kind
    var function: Int
    var depth: Int
    var isTransient: Bool
    var isClosure: Bool
  }

  struct Flow: Equatable {
    var from: Int
    /// Below zero: the heap, the mutator, the callee.
    var to: Int
    var derefs: Int
  }

  var items: [Item]
  var flows: [Flow]

  init(using generator: inout SeededGenerator) {
    let count = Int.random(in: 1...8, using: &generator)
    let kinds: [EscapeGraph.Kind] = [
      .variable, .variable, .allocation, .parameter, .parameter, .result(0), .result(1), .temporary,
    ]
    items = (0..<count).map { _ in
      Item(
        kind: kinds.randomElement(using: &generator) ?? .variable,
        function: Int.random(in: 0...3, using: &generator),
        depth: Int.random(in: 1...3, using: &generator), isTransient: Bool.random(using: &generator),
        isClosure: Int.random(in: 0...3, using: &generator) == 0)
    }
    flows = (0..<Int.random(in: 1...14, using: &generator)).map { _ in
      Flow(
        from: Int.random(in: 0..<count, using: &generator), to: Int.random(in: -3..<count, using: &generator),
        derefs: [-1, -1, -1, 0, 0, 0, 1, 2].randomElement(using: &generator) ?? 0)
    }
  }

  /// Functions f, f.a, f.a.b and g; a closure's location stands for f.a.
  var graph: EscapeGraph {
    var graph = EscapeGraph()
    let outer = graph.addFunction("f")
    let closure = graph.addFunction("f.a", in: outer)
    _ = graph.addFunction("f.a.b", in: closure)
    _ = graph.addFunction("g")
    let numbers = items.enumerated().map { index, item in
      var location = EscapeGraph.Location(
        name: "v\(index)", kind: item.kind, function: item.function, loopDepth: item.depth,
        isTransient: item.isTransient && (item.kind == .allocation || item.kind == .temporary))
      if item.isClosure && item.kind == .allocation { location.closure = closure }
      return graph.add(location)
    }
    for flow in flows {
      graph.flow(numbers[flow.from], to: flow.to < 0 ? -flow.to - 1 : numbers[flow.to], derefs: flow.derefs)
    }
    return graph
  }

  /// Without some flows, or without a location and its flows, or with a plainer location.
  var smaller: [GraphPlan] {
    var plans = shorter(flows).map { list in
      var plan = self
      plan.flows = list
      return plan
    }
    for index in items.indices where items.count > 1 {
      var plan = self
      plan.items.remove(at: index)
      plan.flows = flows.filter { $0.from != index && $0.to != index }.map {
        Flow(
          from: $0.from > index ? $0.from - 1 : $0.from, to: $0.to > index ? $0.to - 1 : $0.to,
          derefs: $0.derefs)
      }
      plans.append(plan)
    }
    let plain = Item(kind: .variable, function: 0, depth: 1, isTransient: false, isClosure: false)
    for index in items.indices where items[index] != plain {
      var plan = self
      plan.items[index] = plain
      plans.append(plan)
    }
    return plans
  }

  var description: String { "\n" + graph.text }
}
