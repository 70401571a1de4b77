// CollectorWorkloads: the same work on every plan. Each returns a number that depends on all that it has read, and that the
// same program in another language returns, too.
// Relies on: Collectors; a reference stays in a frame across anything that may collect.

import Collectors

/// A program that allocates.
public enum CollectorWorkload: String, CaseIterable, Sendable {
  /// Many short-lived trees beside one that stays. Source: the Computer Language Benchmarks Game.
  case trees
  /// Trees made from the top and from the bottom, beside a tree and an array that stay. Source: Boehm's GCBench.
  case gcbench
  /// A queue of a million: everything lives for the same time.
  case queue
  /// A large heap that stays, and small garbage; one in sixteen takes the place of a random old object.
  case live
  /// A list of which every object is made and dropped at once, over and over.
  case churn
  /// A table whose entries age: each is replaced after about as many operations as the table has.
  case cache

  /// Runs it.
  ///
  /// - Parameters:
  ///   - size: The depth of the trees, or how many objects live; 0 for the workload's own size.
  ///   - operations: How many objects are made beside them; 0 for the workload's own number. Trees have none.
  /// - Returns: Its number.
  public func run<Heap: Plan>(on heap: Heap, size: Int = 0, operations: Int = 0) throws(OutOfMemory) -> Int {
    func or(_ chosen: Int, _ standard: Int) -> Int { chosen > 0 ? chosen : standard }
    return switch self {
    case .trees: try binaryTrees(heap, depth: or(size, 16))
    case .gcbench: try growTrees(heap, depth: or(size, 16))
    case .queue: try passQueue(heap, live: or(size, 1_000_000), count: or(operations, 20_000_000))
    case .live: try replaceInLarge(heap, live: or(size, 4 << 20), count: or(operations, 20_000_000))
    case .churn: try churnLists(heap, length: or(size, 1000), count: or(operations, 20_000_000))
    case .cache: try ageCache(heap, entries: or(size, 1 << 18), count: or(operations, 10_000_000))
    }
  }
}

// MARK: Trees

private func tree<Heap: Plan>(_ heap: Heap, _ depth: Int, bytes: Int = 0) throws(OutOfMemory) -> Ref {
  if depth <= 0 { return try heap.allocate(refs: 2, bytes: bytes) }
  return try heap.withFrame(2) { frame throws(OutOfMemory) in
    frame[0] = try tree(heap, depth - 1, bytes: bytes)
    frame[1] = try tree(heap, depth - 1, bytes: bytes)
    let node = try heap.allocate(refs: 2, bytes: bytes)
    heap.store(frame[0], in: node, at: 0)
    heap.store(frame[1], in: node, at: 1)
    return node
  }
}

private func count<Heap: Plan>(_ heap: Heap, _ node: Ref) -> Int {
  let left = heap.load(node, 0)
  return left.isNull ? 1 : 1 + count(heap, left) + count(heap, heap.load(node, 1))
}

private func binaryTrees<Heap: Plan>(_ heap: Heap, depth: Int) throws(OutOfMemory) -> Int {
  let least = 4
  let most = max(least + 2, depth)
  var sum = count(heap, try tree(heap, most + 1))
  return try heap.withFrame(1) { frame throws(OutOfMemory) in
    frame[0] = try tree(heap, most)
    for depth in stride(from: least, through: most, by: 2) {
      for _ in 0..<1 << (most - depth + least) { sum += count(heap, try tree(heap, depth)) }
    }
    return sum + count(heap, frame[0])
  }
}

/// Gives the node in a frame's first slot a tree below it.
private func populate<Heap: Plan>(_ heap: Heap, _ depth: Int, _ node: Frame) throws(OutOfMemory) {
  if depth <= 0 { return }
  for half in 0..<2 {
    let child = try heap.allocate(refs: 2, bytes: 8)
    heap.store(child, in: node[0], at: half)
  }
  for half in 0..<2 {
    try heap.withFrame(1) { frame throws(OutOfMemory) in
      frame[0] = heap.load(node[0], half)
      try populate(heap, depth - 1, frame)
    }
  }
}

private func growTrees<Heap: Plan>(_ heap: Heap, depth: Int) throws(OutOfMemory) -> Int {
  try heap.withFrame(2) { frame throws(OutOfMemory) in
    frame[0] = try heap.allocate(refs: 2, bytes: 8)
    try populate(heap, depth, frame)
    frame[1] = try heap.allocate(refs: 0, bytes: 500_000 * 8)
    for depth in stride(from: 4, through: depth, by: 2) {
      let trees = 2 * ((1 << 19) - 1) / ((1 << (depth + 1)) - 1)
      for _ in 0..<trees {
        try heap.withFrame(1) { frame throws(OutOfMemory) in
          frame[0] = try heap.allocate(refs: 2, bytes: 8)
          try populate(heap, depth, frame)
        }
      }
      for _ in 0..<trees { _ = try tree(heap, depth, bytes: 8) }
    }
    return count(heap, frame[0])
  }
}

// MARK: Queues and tables

private func passQueue<Heap: Plan>(_ heap: Heap, live: Int, count: Int) throws(OutOfMemory) -> Int {
  try heap.withFrame(2) { frame throws(OutOfMemory) in
    frame[0] = try heap.allocate(refs: 1, bytes: 8)
    frame[1] = frame[0]
    var sum = 0
    for index in 0..<live + count {
      let last = try heap.allocate(refs: 1, bytes: 8)
      heap.setInt(Int32(truncatingIfNeeded: index), in: last)
      heap.store(last, in: frame[1], at: 0)
      frame[1] = last
      if index >= live {
        sum += Int(heap.int(frame[0]))
        frame[0] = heap.load(frame[0], 0)
      }
    }
    return sum
  }
}

/// Marsaglia's xorshift: the same numbers in every language.
struct Xorshift {
  private var state: UInt64 = 88_172_645_463_325_252

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}

private let fan = 1024

/// A table of `rows` arrays of 1024 references, each filled.
private func fillTable<Heap: Plan>(_ heap: Heap, _ frame: Frame, rows: Int) throws(OutOfMemory) {
  frame[0] = try heap.allocate(refs: rows, bytes: 0)
  for row in 0..<rows {
    let array = try heap.allocate(refs: fan, bytes: 0)
    heap.store(array, in: frame[0], at: row)
    for column in 0..<fan {
      let object = try heap.allocate(refs: 2, bytes: 16)
      heap.store(object, in: heap.load(frame[0], row), at: column)
    }
  }
}

private func replaceInLarge<Heap: Plan>(_ heap: Heap, live: Int, count: Int) throws(OutOfMemory) -> Int {
  try heap.withFrame(1) { frame throws(OutOfMemory) in
    let rows = max(1, live / fan)
    try fillTable(heap, frame, rows: rows)
    var random = Xorshift()
    var sum = 0
    for index in 0..<count {
      let bits = random.next()
      let object = try heap.allocate(refs: 2, bytes: 16)
      heap.setInt(Int32(truncatingIfNeeded: index), in: object)
      if bits & 15 == 0 {
        let place = Int(bits >> 8 & 0x7FFF_FFFF) % (rows * fan)
        let row = heap.load(frame[0], place / fan)
        sum += Int(heap.int(heap.load(row, place % fan)))
        heap.store(heap.load(row, (place + 1) % fan), in: object, at: 0)
        heap.store(object, in: row, at: place % fan)
        // Keeps the chains short: the neighbor's own neighbor is let go.
        let neighbor = heap.load(object, 0)
        if !neighbor.isNull { heap.store(.null, in: neighbor, at: 0) }
      }
    }
    return sum
  }
}

/// A list of a share of `objects` objects of 32 bytes, in an order that has nothing to do with where they stand; the others
/// are garbage.
///
/// - Parameters:
///   - frame: Two slots; the first holds the list.
///   - live: Percent of the objects that are in the list.
func linkShuffled<Heap: Plan>(
  _ heap: Heap, _ frame: Frame, objects: Int, live: Int
) throws(OutOfMemory) {
  frame[1] = try heap.allocate(refs: objects, bytes: 0)
  for index in 0..<objects {
    let object = try heap.allocate(refs: 2, bytes: 16)
    heap.store(object, in: frame[1], at: index)
  }
  var random = Xorshift()
  var order = Array(0..<objects)
  for index in order.indices.reversed() where index > 0 {
    order.swapAt(index, Int(random.next() >> 11) % (index + 1))
  }
  for index in order.prefix(objects * live / 100) {
    let object = heap.load(frame[1], index)
    heap.store(frame[0], in: object, at: 0)
    frame[0] = object
  }
  // The table is garbage now, like those that are in no list.
  frame[1] = .null
}

private func churnLists<Heap: Plan>(_ heap: Heap, length: Int, count: Int) throws(OutOfMemory) -> Int {
  var sum = 0
  for round in 0..<count / length {
    sum += try heap.withFrame(1) { frame throws(OutOfMemory) in
      for _ in 0..<length {
        let object = try heap.allocate(refs: 1, bytes: 8)
        heap.setInt(Int32(truncatingIfNeeded: round), in: object)
        heap.store(frame[0], in: object, at: 0)
        frame[0] = object
      }
      return Int(heap.int(frame[0]))
    }
  }
  return sum
}

private func ageCache<Heap: Plan>(_ heap: Heap, entries: Int, count: Int) throws(OutOfMemory) -> Int {
  try heap.withFrame(1) { frame throws(OutOfMemory) in
    let rows = max(1, entries / fan)
    try fillTable(heap, frame, rows: rows)
    var random = Xorshift()
    var sum = 0
    for index in 0..<count {
      let place = Int(random.next() >> 8 & 0x7FFF_FFFF) % (rows * fan)
      let entry = heap.load(heap.load(frame[0], place / fan), place % fan)
      sum &+= Int(heap.int(entry))
      // Half of the operations find what they look for, the others replace it.
      if index & 1 == 0 {
        let fresh = try heap.allocate(refs: 2, bytes: 16)
        heap.setInt(Int32(truncatingIfNeeded: index), in: fresh)
        heap.store(fresh, in: heap.load(frame[0], place / fan), at: place % fan)
      }
    }
    return sum
  }
}
