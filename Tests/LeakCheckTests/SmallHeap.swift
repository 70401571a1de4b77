// SmallHeap: heaps that no program made, for judges to be tried on: objects, who refers to whom by which property, and what
// the outside refers to. It is written as the probe writes, and read as what the probe wrote is.

import LeakCheck

/// Makes snapshots.
struct SmallHeap {
  /// Objects have four properties, in this order from 16 on.
  enum Property: Int { case strong = 16, weak = 24, unsafe = 32, number = 40 }

  private struct Block {
    var kind: Snapshot.Kind
    var count: Int
    var line: Int
  }
  private var blocks: [Block] = []
  private var edges: [(from: Int, to: Int, property: Property)] = []
  private var roots: [Int] = []
  private var rounds: [[Block]] = []

  /// - Parameter line: Where it was made; 0 for nowhere in the program.
  /// - Returns: its index.
  @discardableResult
  mutating func add(_ kind: Snapshot.Kind = .object, count: Int = 0, line: Int = 0) -> Int {
    blocks.append(Block(kind: kind, count: count, line: line))
    return blocks.count - 1
  }

  mutating func refer(_ from: Int, _ property: Property = .strong, to: Int, counts: Bool = true) {
    edges.append((from, to, property))
    if counts { blocks[to].count += 1 }
  }

  mutating func root(_ to: Int) {
    roots.append(to)
    blocks[to].count += 1
  }

  /// So many objects of one line were there when a round ended.
  mutating func addRound(_ count: Int, line: Int) {
    rounds.append(Array(repeating: Block(kind: .object, count: 1, line: line), count: count))
  }

  private static func text(_ block: Block, _ index: Int) -> String {
    let address = String(0x10_0000 + index * 64, radix: 16)
    let type = block.kind == .object ? "1000" : "0"
    return "b \(address) 48 \(block.line) \(index + 1) \(block.kind.rawValue) \(type) \(block.count) 0 0\n"
  }

  func text() -> String {
    var text = "live-heap snapshot 1\n"
    for round in rounds {
      text += "moment round 0 0\n"
      for (index, block) in round.enumerated() { text += Self.text(block, index) }
    }
    text += "moment main 0 0\n"
    for (index, block) in blocks.enumerated() { text += Self.text(block, index) }
    for edge in edges.sorted(by: { $0.from < $1.from }) {
      text += "e \(edge.from) \(edge.to) \(edge.property.rawValue) 1\n"
    }
    for root in roots { text += "r 8000 0 \(root)\n" }
    text += "y 1000 App.Node\n"
    for (property, owns) in [(Property.strong, 1), (.weak, 0), (.unsafe, 2), (.number, 3)] {
      text += "f 1000 \(property.rawValue) 8 \(owns) \(property) Optional<App.Node>\n"
    }
    return text + "done\n"
  }

  func snapshot() throws -> Snapshot { try Snapshot(Array(text().utf8)) }

  /// The report by judges, or by judges with a fault.
  func report(_ mutation: Mutation? = nil) throws -> LeakReport {
    LeakCheck(try snapshot(), naming: Lines(), mutation: mutation).report(file: "app.swift")
  }
}

/// A stack's number is its line.
struct Lines: Naming {
  func site(of stack: Int) -> Site? {
    stack == 0 ? nil : Site(function: "f()", file: "app.swift", line: stack)
  }
  func isLibrarysOwn(_ stack: Int, isDescriptor: Bool) -> Bool { false }
  func functions(of stack: Int) -> [String] { [] }
  func function(at address: UInt64) -> String? { nil }
  func variable(at address: UInt64) -> String? { "kept" }
}
