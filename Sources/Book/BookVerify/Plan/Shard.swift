// Shard: one of several machines' share of a check. Programs are dealt out, never torn, so a group stays whole; every
// machine that knows the same durations deals the same way, without asking the others.
// Source: longest processing time first (Graham 1969), at most 4/3 of the best. Relies on the hash for ties.

import Toolchain

/// Share `index` of `count`, from 1.
package struct Shard: Hashable, Sendable, CustomStringConvertible {
  package var index: Int
  package var count: Int

  package var description: String { "\(index)/\(count)" }

  /// Why a text names no share.
  package struct Malformed: Error, Hashable, CustomStringConvertible {
    package var description: String
  }

  /// Reads `2/4`.
  package init(_ text: String) throws(Malformed) {
    let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let index = numbers[0], let count = numbers[1], count >= 1, count <= 10_000,
      (1...count).contains(index)
    else { throw Malformed(description: "'\(text)' is no share; write 1/4 to 4/4") }
    self.index = index
    self.count = count
  }

  /// The share of each item, 1 to `count`.
  ///
  /// - Parameter items: Unique names, and what each costs in any unit.
  /// - Complexity: O(n log n + n × count).
  package static func shares(of items: [(name: String, cost: Double)], count: Int) -> [Int] {
    let hashes = items.map { SHA256.hex(fields: [$0.name]) }
    let order = items.indices.sorted { (items[$1].cost, hashes[$0]) < (items[$0].cost, hashes[$1]) }
    var loads = [Double](repeating: 0, count: count)
    var result = [Int](repeating: 1, count: items.count)
    for index in order {
      let lightest = loads.indices.min { loads[$0] < loads[$1] } ?? 0
      loads[lightest] += items[index].cost
      result[index] = lightest + 1
    }
    return result
  }
}

extension ChapterPlan.Task {
  /// What it is called in durations: its first block's place in the book.
  package func name(in plan: ChapterPlan) -> String {
    "\(plan.file)#\(blocks.first.map { plan.chapter.blocks[$0].name } ?? key)"
  }

  /// What it costs as long as nobody has measured, in seconds: starting a process is dear, compiling among others is not.
  package var usualCost: Double {
    if case .program(let program) = work, program.mode == .noRun || program.mode == .parse { return 0.02 }
    return 0.15
  }
}
