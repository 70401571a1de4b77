// BarrierModel: a marker and a mutator on three objects, every access of either a step of its own, and every order in which
// the steps can fall. What a stress test hits by chance is here counted.
// Relies on nothing but itself: it models the protocol, not the code. Sequential consistency: each step is seen by both at
// once, which x86 does not promise for a store and a later load; the collectors' pauses are where that would matter. An
// order is judged when the program has ended and nothing is left to mark; that the cycle might end earlier is not modeled.

/// What a store does besides storing.
public enum ModelBarrier: String, CaseIterable, Sendable {
  /// Nothing.
  case none
  /// Shades what is overwritten, before the store. Yuasa 1990.
  case deletion
  /// The same, after the store.
  case late
  /// Shades what is stored. Dijkstra et al. 1978.
  case insertion
  /// The same, and the mutator's variable is looked at again before the cycle ends.
  case rescan
  /// Shades both. Go since 1.8.
  case hybrid
}

/// What became of all orders.
public struct ModelOutcome: Hashable, Sendable {
  /// Programs of the mutator that were tried.
  public var programs = 0
  /// Orders in which the steps of a program and of the marker can fall.
  public var orders = 0
  /// Orders at whose end an object that the mutator can reach is white.
  public var losing = 0
  /// The first such order, a line a step.
  public var example: [String] = []
}

/// Tries every program of so many operations in every order.
///
/// - Complexity: exponential in `operations`; four take about a second.
public func exploreBarrier(_ barrier: ModelBarrier, operations: Int) -> ModelOutcome {
  var outcome = ModelOutcome()
  let all = ModelOperation.all
  var indices = [Int](repeating: 0, count: operations)
  while true {
    var search = ModelSearch(program: indices.map { all[$0] }, barrier: barrier)
    let (orders, losing) = search.count(ModelState())
    outcome.programs += 1
    outcome.orders += orders
    outcome.losing += losing
    if losing > 0, outcome.example.isEmpty { outcome.example = search.losingOrder() }
    guard let position = indices.lastIndex(where: { $0 < all.count - 1 }) else { return outcome }
    indices[position] += 1
    for index in position + 1..<operations { indices[index] = 0 }
  }
}

/// An operation on the objects' one slot each, with one variable.
private enum ModelOperation {
  case load(Int)
  case store(Int)
  case clear(Int)

  static let all: [ModelOperation] = [.load(0), .load(1), .store(0), .store(1), .clear(0), .clear(1)]

  var words: String {
    switch self {
    case .load(let object): "v = \(name(object)).0"
    case .store(let object): "\(name(object)).0 = v"
    case .clear(let object): "\(name(object)).0 = null"
    }
  }

  var object: Int {
    switch self {
    case .load(let object), .store(let object), .clear(let object): object
    }
  }
}

private func name(_ object: Int) -> String { ["A", "B", "C", "null"][object] }
private let null = 3

/// A and B are roots, and A refers to C. The cycle has begun: the roots are grey, the variable is null.
private struct ModelState: Hashable {
  var slots = [2, null, null]
  var variable = null
  var marked: Set<Int> = [0, 1]
  var grey = [0, 1]
  var remembered: [Int] = []
  /// What the marker has loaded and not looked at yet.
  var loaded: Int?
  /// The mutator's next operation, and the part of it; what it read before a store.
  var operation = 0
  var part = 0
  var old = null

  mutating func shade(_ object: Int) {
    if object != null, !marked.contains(object) { remembered.append(object) }
  }
}

private struct ModelSearch {
  let program: [ModelOperation]
  let barrier: ModelBarrier
  private var known: [ModelState: (orders: Int, losing: Int)] = [:]

  init(program: [ModelOperation], barrier: ModelBarrier) {
    self.program = program
    self.barrier = barrier
  }

  /// The parts of a store, in order.
  private var parts: [String] {
    switch barrier {
    case .none: ["write"]
    case .deletion: ["read", "shade old", "write"]
    case .late: ["write", "read", "shade old"]
    case .insertion, .rescan: ["shade new", "write"]
    case .hybrid: ["read", "shade old", "shade new", "write"]
    }
  }

  mutating func count(_ state: ModelState) -> (orders: Int, losing: Int) {
    if let counted = known[state] { return counted }
    let next = successors(state)
    var sum = (orders: 0, losing: 0)
    for (_, after) in next {
      let counted = count(after)
      sum = (sum.orders + counted.orders, sum.losing + counted.losing)
    }
    if next.isEmpty { sum = (1, isLosing(state) ? 1 : 0) }
    known[state] = sum
    return sum
  }

  /// The steps of one order that loses an object.
  mutating func losingOrder() -> [String] {
    var state = ModelState()
    var lines: [String] = []
    while let (words, next) = successors(state).first(where: { count($0.1).losing > 0 }) {
      lines.append(words)
      state = next
    }
    return lines
  }

  private func isLosing(_ state: ModelState) -> Bool {
    var reached: Set<Int> = []
    var pending = [0, 1, state.variable]
    while let object = pending.popLast() {
      if object != null, reached.insert(object).inserted { pending.append(state.slots[object]) }
    }
    return !reached.isSubset(of: state.marked)
  }

  private func successors(_ state: ModelState) -> [(String, ModelState)] {
    [markerStep(state), mutatorStep(state)].compactMap { $0 }
  }

  private func markerStep(_ state: ModelState) -> (String, ModelState)? {
    var next = state
    if let child = state.loaded {
      next.loaded = nil
      if child != null, next.marked.insert(child).inserted { next.grey.append(child) }
      return ("marker: \(child == null ? "nothing to mark" : "marks \(name(child))")", next)
    }
    if let object = state.grey.last {
      next.grey.removeLast()
      next.loaded = state.slots[object]
      return ("marker: reads \(name(object)).0, which is \(name(state.slots[object]))", next)
    }
    // A pause: only between the mutator's operations.
    guard state.part == 0 else { return nil }
    let isRescanned = barrier == .rescan && state.variable != null && !state.marked.contains(state.variable)
    guard !state.remembered.isEmpty || isRescanned else { return nil }
    for object in state.remembered + (isRescanned ? [state.variable] : [])
    where next.marked.insert(object).inserted { next.grey.append(object) }
    next.remembered = []
    return ("pause: takes what was remembered", next)
  }

  private func mutatorStep(_ state: ModelState) -> (String, ModelState)? {
    guard state.operation < program.count else { return nil }
    var next = state
    let operation = program[state.operation]
    if case .load(let object) = operation {
      next.variable = state.slots[object]
      next.operation += 1
      return ("mutator: \(operation.words)", next)
    }
    var value = null
    if case .store = operation { value = state.variable }
    let part = parts[state.part]
    switch part {
    case "read": next.old = state.slots[operation.object]
    case "shade old": next.shade(state.old)
    case "shade new": next.shade(value)
    default: next.slots[operation.object] = value
    }
    next.part += 1
    if next.part == parts.count { (next.part, next.operation, next.old) = (0, state.operation + 1, null) }
    return ("mutator: \(operation.words) (\(part))", next)
  }
}
