// Dominators against the definition, retained sizes and censuses on small heaps and on a real program.
// What these cannot show: that they are quick on every heap.

import Foundation
import LeakCheck
import TestSupport
import Testing

@Suite("who alone keeps what")
struct RetainedTests {
  // MARK: Dominators

  private static func graph(_ generator: inout SeededGenerator) -> [[Int]] {
    let count = Int.random(in: 1...10, using: &generator)
    var next = [[Int]](repeating: [], count: count)
    for _ in 0..<Int.random(in: 0...20, using: &generator) {
      next[Int.random(in: 0..<count, using: &generator)].append(Int.random(in: 0..<count, using: &generator))
    }
    return next
  }

  /// What the root reaches on ways that avoid a node.
  private static func reached(_ next: [[Int]], without hidden: Int? = nil) -> Set<Int> {
    guard hidden != 0 else { return [] }
    var seen: Set<Int> = [0]
    var grey = [0]
    while let node = grey.popLast() {
      for to in next[node] where to != hidden && seen.insert(to).inserted { grey.append(to) }
    }
    return seen
  }

  @Test("a node dominates what is out of reach without it, on random graphs")
  func definition() {
    checkProperty(runs: 3000, generate: Self.graph) { next in
      let tree = Dominators(count: next.count) { next[$0] }
      let all = Self.reached(next)
      guard next.indices.allSatisfy({ (tree.parents[$0] >= 0) == all.contains($0) }) else { return false }
      return all.allSatisfy { hidden in
        let lost = all.subtracting(Self.reached(next, without: hidden))
        let below = all.filter { node in
          var at = node
          while at != hidden, at != 0 { at = tree.parents[at] }
          return at == hidden
        }
        return lost == Set(below) && tree.sums { _ in 1 }[hidden] == lost.count
      }
    }
  }

  @Test("a list of a million nodes is no million calls deep")
  func deep() {
    let count = 1_000_000
    let tree = Dominators(count: count) { $0 + 1 < count ? [$0 + 1] : [] }
    #expect(tree.parents[count - 1] == count - 2)
    #expect(tree.sums { _ in 1 }[0] == count)
  }

  // MARK: Owners

  private static func check(_ heap: SmallHeap) throws -> LeakCheck {
    LeakCheck(try heap.snapshot(), naming: Lines())
  }

  @Test("a shared block is retained by who holds both of its owners; equal owners are one line")
  func owners() throws {
    var heap = SmallHeap()
    let cache = heap.add(line: 1)
    heap.root(cache)
    let (first, second, shared) = (heap.add(line: 2), heap.add(line: 2), heap.add(line: 3))
    heap.refer(cache, to: first)
    heap.refer(cache, .unsafe, to: second)
    heap.refer(first, to: shared)
    heap.refer(second, to: shared)
    let lost = heap.add(line: 4)
    heap.refer(lost, to: lost)
    let owners = Retention(try Self.check(heap)).owners(share: 0)
    #expect(owners.map(\.name) == ["global kept"] && owners[0].retainedBytes == 4 * 48)
    let inside = try #require(owners[0].parts.first)
    #expect(inside.site?.line == 1 && inside.retainedBlocks == 4 && inside.ownBytes == 48)
    #expect(
      inside.parts.map { [$0.site?.line ?? 0, $0.count, $0.retainedBytes] } == [[2, 2, 96], [3, 1, 48]])
    #expect(owners.text().contains("     192 B        4    Node, made at app.swift:1\n"), "\(owners.text())")
  }

  @Test("what grows is said with all that it keeps, and each byte once")
  func growth() throws {
    var heap = SmallHeap()
    let list = heap.add(line: 9)
    heap.root(list)
    var last = list
    for round in 1...3 {
      let node = heap.add(line: 5)
      heap.refer(last, to: node)
      let inner = heap.add(line: 6)
      heap.refer(node, .unsafe, to: inner)
      last = node
      heap.addRound(round, line: 5)
    }
    let leak = try #require(try heap.report().leaks.first { $0.judgement == .growth })
    #expect(leak.count == 3 && leak.bytes == 6 * 48)
  }

  // MARK: Census

  @Test("two censuses make a difference, and one that is none is refused by its name")
  func difference() throws {
    func row(_ type: String, _ count: Int, _ bytes: Int) -> Census.Row {
      .init(type: type, place: "app.swift:1", holder: "global all", count: count, bytes: bytes)
    }
    let before = Census(file: "app", rows: [row("A", 3, 300), row("B", 1, 10), row("C", 2, 20)])
    let after = Census(file: "app", rows: [row("A", 5, 500), row("B", 1, 10), row("D", 1, 1000)])
    let changes = after.difference(from: try Census(json: Data(before.json().utf8), from: "before.json"))
    #expect(changes == [row("D", 1, 1000), row("A", 2, 200), row("C", -2, -20)])
    #expect(before.difference(from: before).isEmpty)
    #expect(changes.text(since: "before.json").contains("+1180       +1  in all"))
    let error = #expect(throws: Census.Malformed.self) { try Census(json: Data("{}".utf8), from: "x.json") }
    #expect(error?.message == "x.json is no census that lesson leaks --save wrote")
  }
}
