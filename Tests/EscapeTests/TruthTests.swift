// TruthTests: stacks as a run gives them, held against a report: which line each belongs to, also where the compiler dropped the
// line of a call, and what is said of lines that did not allocate.
// What these cannot show: that stacks are recorded well; the acceptance tests and the benchmark of runs do.

import Escape
import Testing

@Suite("a report against a run")
struct TruthTests {
  private static let source = """
    final class Node { var next: Node? }
    nonisolated(unsafe) var kept: Node?
    func keep() {
      kept = Node()
    }
    func either(_ b: Bool) -> Node {
      if b { return Node() }
      return Node()
    }
    func grow(_ list: inout [Int]) {
      list.append(1)
    }
    """

  private typealias Frame = ObservedAllocations.Frame

  private static let malloc = Frame(symbol: "swift_slowAlloc", file: "", line: 0)
  private static let caller = Frame(symbol: "$s4main3runyyF", file: "/tmp/t.swift", line: 30)

  private static func frame(_ symbol: String, _ line: Int, isNearby: Bool = false) -> Frame {
    Frame(
      symbol: symbol, file: line > 0 ? "/tmp/t.swift" : "<compiler-generated>", line: line, isNearby: isNearby
    )
  }

  private static func compare(
    _ frames: Frame..., runs: (Int, Int) -> Int? = { _, _ in nil }
  ) throws -> TruthComparison {
    var observed = ObservedAllocations(file: "t.swift")
    for frame in frames { observed.add([malloc, frame, caller], mallocs: 1, bytes: 24) }
    return try Corpus.explain(source, named: "t.swift").compared(with: observed, in: "t.swift", runs: runs)
  }

  @Test("a line that allocates is predicted or not, whatever its caller")
  func lines() throws {
    let comparison = try Self.compare(
      Self.frame("$s4main4keepyyF", 4), Self.frame("$s4main6eitheryAA4NodeCSbF", 9))
    #expect(comparison.agreed == [4] && comparison.unpredicted == [9])
  }

  @Test("a call without a line is its function's only site that was not seen")
  func withoutLine() throws {
    let comparison = try Self.compare(Self.frame("$s4main4keepyyF", 0))
    #expect(comparison.agreed == [4] && comparison.unpredicted.isEmpty)
  }

  @Test("a call without a line in a function of two sites may be either, and neither is seen")
  func ambiguous() throws {
    // A function that has no site is its caller's.
    let other = try Self.compare(Self.frame("$s4main5otheryyF", 0))
    #expect(other.unpredicted == [30])
    let known = try Self.compare(Self.frame("$s4main6eitheryAA4NodeCSbF", 0))
    #expect(known.unpredicted.isEmpty)
    #expect(known.unseen.filter { $0.cause == .moved }.map(\.line) == [7, 8])
  }

  @Test("the line of the code behind a call counts only when it has a site")
  func nearby() throws {
    let right = try Self.compare(Self.frame("$s4main6eitheryAA4NodeCSbF", 7, isNearby: true))
    #expect(right.agreed == [7])
    let wrong = try Self.compare(Self.frame("$s4main4keepyyF", 5, isNearby: true))
    #expect(wrong.agreed == [4] && wrong.unpredicted.isEmpty)
  }

  @Test("lines that did not allocate are told apart by whether they were run, and could need no memory")
  func causes() throws {
    let comparison = try Self.compare { line, _ in line == 7 ? 0 : 3 }
    let causes = Dictionary(uniqueKeysWithValues: comparison.unseen.map { ($0.line, $0.cause) })
    #expect(causes == [4: .otherCopy, 7: .notRun, 8: .otherCopy, 11: .noNeed])
    #expect(try Self.compare().unseen.allSatisfy { $0.cause == .unknown })
  }
}
