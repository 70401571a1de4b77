// EscapeTag: what a caller has to know of one parameter: where its value goes, and after how many dereferences.
// Source: Go, cmd/compile/internal/escape/leaks.go. Embedded Swift; relies on nothing.
// Invariant: every count is the smallest of the flows that were added.

/// The summary of one parameter.
public struct EscapeTag: Equatable, Sendable {
  /// Dereferences on the way to the heap; nil if nothing gets there.
  public private(set) var heap: Int?
  /// Dereferences before memory is written through it.
  public private(set) var mutator: Int?
  /// Dereferences before it is called and the results are lost.
  public private(set) var callee: Int?
  /// By result: dereferences on the way to it.
  public private(set) var results: [Int?] = []

  /// Go keeps so many results apart; flows to further ones count as flows to the heap.
  public static let trackedResults = 5

  /// Where a flow ends.
  public enum Sink: Equatable, Sendable {
    case heap, mutator, callee
    case result(Int)
  }

  /// No flow at all.
  public init() {}

  /// The given flows.
  public init(heap: Int? = nil, mutator: Int? = nil, callee: Int? = nil, results: [Int?] = []) {
    self.heap = heap
    self.mutator = mutator
    self.callee = callee
    self.results = results
  }

  /// What has to be assumed of a function that nobody has looked into.
  public static let unknown = EscapeTag(heap: 0)

  /// Adds a flow, and says whether that was news.
  mutating func add(_ sink: Sink, _ derefs: Int) -> Bool {
    switch sink {
    case .heap: return Self.lower(&heap, derefs)
    case .mutator: return Self.lower(&mutator, derefs)
    case .callee: return Self.lower(&callee, derefs)
    case .result(let index):
      guard index < Self.trackedResults else { return Self.lower(&heap, derefs) }
      while results.count <= index { results.append(nil) }
      return Self.lower(&results[index], derefs)
    }
  }

  private static func lower(_ old: inout Int?, _ derefs: Int) -> Bool {
    if let old, old <= derefs { return false }
    old = derefs
    return true
  }

  /// Without flows that are no shorter than the one to the heap: that one says it all.
  public var optimized: EscapeTag {
    guard let heap else { return self }
    func kept(_ derefs: Int?) -> Int? { derefs.flatMap { $0 >= heap ? nil : $0 } }
    var tag = EscapeTag(heap: heap, mutator: kept(mutator), callee: kept(callee), results: results.map(kept))
    while case .some(.none) = tag.results.last { tag.results.removeLast() }
    return tag
  }

  /// Words: `heap:0 result0:1`; empty for no flow.
  public var text: String {
    var words: [String] = []
    if let heap { words.append("heap:\(heap)") }
    if let mutator { words.append("mutator:\(mutator)") }
    if let callee { words.append("callee:\(callee)") }
    for (index, derefs) in results.enumerated() {
      if let derefs { words.append("result\(index):\(derefs)") }
    }
    var text = ""
    for word in words { text += text.isEmpty ? word : " " + word }
    return text
  }
}
