// Retained: the biggest owners of the heap. Global variables, the frames of running threads and tasks' schedulers are nodes of
// the graph beside the blocks, so that "the global cache retains 4 MiB" is one of its sentences. Equal owners that stand beside
// one another are said in one line.
// Relies on: Dominators; what a leak check knows.

/// An owner, or several equal ones, and what would be given back with it.
package struct Owner: Sendable, Hashable, Encodable {
  /// `global cache`, `Session`, `stacks of threads`.
  package var name: String
  package var site: Site?
  /// How many equal ones.
  package var count: Int
  /// Of it and of all that it alone keeps.
  package var retainedBytes: Int
  package var retainedBlocks: Int
  /// Without what it keeps.
  package var ownBytes: Int
  /// The biggest of what it keeps, the biggest first.
  package var parts: [Owner]
}

/// Who alone keeps what, of one heap.
package struct Retention: Sendable {
  private let check: LeakCheck
  private let graph: OwnerGraph
  private let tree: Dominators
  private let bytes: [Int]

  /// - Complexity: O(blocks + edges) for heaps as they are; see `Dominators`.
  package init(_ check: LeakCheck) {
    let graph = OwnerGraph(check)
    self.check = check
    self.graph = graph
    tree = Dominators(count: graph.count, successors: graph.successors)
    bytes = tree.sums { graph.block($0).map { check.snapshot.blocks[$0].bytes } ?? 0 }
  }

  /// What would be given back with all of these together; what nothing reaches counts itself alone.
  ///
  /// - Complexity: O(all blocks).
  func bytes(of blocks: [Int]) -> Int {
    var isMember = Array(repeating: false, count: graph.count)
    for block in blocks { isMember[graph.node(of: block)] = true }
    // What another of them dominates is in its sum.
    var isInside = Array(repeating: false, count: graph.count)
    for node in tree.order.dropFirst() {
      let parent = tree.parents[node]
      isInside[node] = isInside[parent] || isMember[parent]
    }
    return blocks.reduce(0) { sum, block in
      let node = graph.node(of: block)
      guard tree.parents[node] >= 0 else { return sum + check.snapshot.blocks[block].bytes }
      return isInside[node] ? sum : sum + bytes[node]
    }
  }

  /// The owners of what is reached, the biggest first.
  ///
  /// - Parameters:
  ///   - share: Of all reached bytes, from which on an owner is listed.
  ///   - depth: How many owners of owners.
  package func owners(share: Double = 0.01, depth: Int = 6) -> [Owner] {
    let blocks = tree.sums { graph.block($0) == nil ? 0 : 1 }
    var parts = [[Int]](repeating: [], count: graph.count)
    for node in tree.order.dropFirst() { parts[tree.parents[node]].append(node) }
    let least = max(1, Int(Double(bytes.first ?? 0) * share))
    func own(_ node: Int) -> Int { graph.block(node).map { check.snapshot.blocks[$0].bytes } ?? 0 }
    func owners(_ nodes: [Int], _ depth: Int) -> [Owner] {
      guard depth > 0 else { return [] }
      let listed = Dictionary(grouping: nodes, by: key).compactMap { key, nodes -> Owner? in
        let retained = nodes.reduce(0) { $0 + bytes[$1] }
        guard retained >= least else { return nil }
        return Owner(
          name: key.name, site: key.site, count: nodes.count, retainedBytes: retained,
          retainedBlocks: nodes.reduce(0) { $0 + blocks[$1] }, ownBytes: nodes.reduce(0) { $0 + own($1) },
          parts: owners(nodes.flatMap { parts[$0] }, depth - 1))
      }
      return listed.sorted { ($1.retainedBytes, $0.name) < ($0.retainedBytes, $1.name) }
    }
    return owners(parts.first ?? [], depth)
  }

  /// What is said in one line.
  private struct Key: Hashable {
    var name: String
    var site: Site?
  }

  private func key(_ node: Int) -> Key {
    guard let block = graph.block(node) else { return Key(name: graph.name(node)) }
    return Key(name: check.name(of: block), site: check.site(of: block))
  }
}

/// The root, then the places outside of the heap, then the blocks.
private struct OwnerGraph: Sendable {
  private let check: LeakCheck
  private var places: [String] = []
  private var held: [[Int]] = []

  init(_ check: LeakCheck) {
    self.check = check
    var numbers: [String: Int] = [:]
    for root in check.snapshot.roots {
      if root.kind == .ownStack, check.hasEnded { continue }
      guard check.reachability.isReached[root.to] else { continue }
      let name =
        check.naming.variable(at: root.place).map { "global \($0)" }
        ?? (root.kind == .data ? "libraries' data" : "stacks of threads")
      if let number = numbers[name] {
        held[number].append(root.to)
      } else {
        numbers[name] = places.count
        places.append(name)
        held.append([root.to])
      }
    }
  }

  var count: Int { 1 + places.count + check.snapshot.blocks.count }

  func node(of block: Int) -> Int { 1 + places.count + block }

  func block(_ node: Int) -> Int? { node > places.count ? node - 1 - places.count : nil }

  func name(_ node: Int) -> String { node == 0 ? "the program" : places[node - 1] }

  func successors(_ node: Int) -> [Int] {
    let first = 1 + places.count
    if node == 0 { return places.indices.map { $0 + 1 } }
    guard let block = block(node) else { return held[node - 1].map { $0 + first } }
    guard check.snapshot.blocks[block].kind != .sideTable else { return [] }
    return check.snapshot.edges(of: block).filter { check.snapshot.keeps($0, of: block) && $0.to != block }
      .map {
        $0.to + first
      }
  }
}

extension [Owner] {
  /// A line an owner, what it keeps indented below it.
  package func text() -> String {
    var lines = ["  retained   blocks  owner"]
    func add(_ owners: [Owner], _ indent: String) {
      for owner in owners {
        let times = owner.count > 1 ? "\(owner.count) × " : ""
        let place = owner.site.map { ", made at \($0.place)" } ?? ""
        lines.append(
          "\(MemoryText.size(owner.retainedBytes).padded(10)) \(String(owner.retainedBlocks).padded(8))  \(indent)\(times)\(owner.name)\(place)"
        )
        add(owner.parts, indent + "  ")
      }
    }
    add(self, "")
    return lines.joined(separator: "\n") + "\n"
  }
}

extension String {
  /// On the right of so many columns.
  func padded(_ width: Int) -> String { String(repeating: " ", count: Swift.max(0, width - count)) + self }
}

/// Sizes for people.
enum MemoryText {
  /// `80 B`, `3.4 KiB`, `1.2 MiB`.
  static func size(_ bytes: Int) -> String {
    let magnitude = bytes.magnitude
    if magnitude < 1024 { return "\(bytes) B" }
    let (unit, name) = magnitude < 1 << 20 ? (1024, "KiB") : (1 << 20, "MiB")
    let tenths = (Swift.abs(bytes) * 10 + unit / 2) / unit
    return "\(bytes < 0 ? "-" : "")\(tenths / 10).\(tenths % 10) \(name)"
  }
}
