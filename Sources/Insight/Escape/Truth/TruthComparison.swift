// TruthComparison: a report held against a run, line by line: what allocated as predicted, what was not predicted, and what was
// predicted and not seen, told apart by why.
// Relies on: ObservedAllocations, Site.

/// How a report and a run agree.
package struct TruthComparison: Codable, Sendable {
  /// Why a run did not allocate at a line that can.
  package enum Cause: String, Codable, CaseIterable, Sendable {
    /// The place was not run: a branch that was not taken, a function that was not called.
    case notRun = "not-run"
    /// It was run and needed no memory: there was room, one owner, a short string, a reference that has its side table.
    case noNeed = "no-need"
    /// Its function made a call that has no line, and this is one of several that it may be.
    case moved
    /// It was run, by another copy of the code: inlined into a caller, or specialized, where nothing is left to allocate.
    case otherCopy = "other-copy"
    /// Whether it was run is not known.
    case unknown

    var sentence: String {
      switch self {
      case .notRun: "it was not run"
      case .noNeed: "it was run and needed no memory: there was room, one owner, or a short string"
      case .moved: "its function allocated in a call that has no line, which may be this one"
      case .otherCopy:
        "it was run, by a copy of the code that was inlined or specialized, where nothing is left to allocate"
      case .unknown: "whether it was run is not known"
      }
    }
  }

  /// A line that was predicted to allocate and did not.
  package struct Unseen: Codable, Sendable {
    package var line: Int
    package var cause: Cause
    package var why: String
  }

  /// Lines of the user's that allocated and that the report does not name as sites on the heap.
  package var unpredicted: [Int] = []
  /// Lines with a site on the heap that the run did not allocate at, with what is said of that.
  package var unseen: [Unseen] = []
  /// Lines that allocated, as predicted.
  package var agreed: [Int] = []

  /// For people.
  package func text(of file: String) -> String {
    let lines =
      unpredicted.map { "\(file):\($0)  allocated in the run, and was not predicted" }
      + unseen.map { "\(file):\($0.line)  did not allocate in the run: \($0.why)" }
      + [
        "run: \(agreed.count) lines allocated as predicted, \(unpredicted.count) not predicted, \(unseen.count) not seen"
      ]
    return lines.joined(separator: "\n") + "\n"
  }
}

extension EscapeExplanation {
  /// Puts what a run did beside each site on the heap: a line's count is that of all of its sites.
  ///
  /// - Complexity: O(sites).
  package mutating func measure(_ observed: ObservedAllocations, in file: String) {
    let observed = placed(observed, in: file).observed
    for index in sites.indices where sites[index].file == file && sites[index].verdict == .heap {
      let line = observed.lines[sites[index].line]
      sites[index].measured = Site.Measured(
        mallocs: line?.mallocs ?? 0, bytes: line?.bytes ?? 0)
    }
  }

  /// Holds the report against a run.
  ///
  /// - Parameter runs: How often the place at a line and column was run; nil where that is not known.
  /// - Complexity: O(sites).
  package func compared(
    with observed: ObservedAllocations, in file: String,
    runs: (_ line: Int, _ column: Int) -> Int? = { _, _ in nil }
  ) -> TruthComparison {
    let (observed, moved) = placed(observed, in: file)
    let heap = Dictionary(grouping: sites.filter { $0.file == file && $0.verdict == .heap }, by: \.line)
    var comparison = TruthComparison()
    for line in Set(heap.keys).union(observed.lines.keys).sorted() {
      switch (heap[line], observed.lines[line]) {
      case (.some, .some): comparison.agreed.append(line)
      case (nil, .some): comparison.unpredicted.append(line)
      case (.some(let sites), nil):
        let cause = moved.contains(line) ? .moved : Self.cause(sites, runs)
        comparison.unseen.append(.init(line: line, cause: cause, why: cause.sentence))
      case (nil, nil): break
      }
    }
    return comparison
  }

  private static func cause(_ sites: [Site], _ runs: (Int, Int) -> Int?) -> TruthComparison.Cause {
    let counts = sites.map { ($0, runs($0.line, $0.column)) }
    if counts.allSatisfy({ $0.1 == 0 }) { return .notRun }
    let run = counts.filter { $0.1 != 0 }
    if run.allSatisfy({ $0.0.may }) { return run.contains { $0.1 == nil } ? .unknown : .noNeed }
    return run.contains { $0.1 == nil } ? .unknown : .otherCopy
  }

  /// The observation with each call that has no line put on one: the line of the code behind it, if that has a site; else the
  /// only site of its function that was not seen. Where several were not, any of them may be meant: these are `moved`.
  private func placed(
    _ observed: ObservedAllocations, in file: String
  ) -> (observed: ObservedAllocations, moved: Set<Int>) {
    var result = observed
    var moved: Set<Int> = []
    let own = sites.filter { $0.file == file }
    let heap = Dictionary(grouping: own.filter { $0.verdict == .heap }, by: \.line)
    for (line, count) in observed.keyPaths {
      // A constant key path is made once, as the runtime's tables are.
      let isConstant = heap[line] == nil && own.contains { $0.line == line && $0.kind == .keyPath }
      if !isConstant { result.count(count, at: line) }
    }
    let lineless = observed.lineless.sorted {
      ($0.key.caller, $0.key.function) < ($1.key.caller, $1.key.function)
    }
    for (call, count) in lineless where heap[call.nearby] != nil { result.count(count, at: call.nearby) }
    for (call, count) in lineless where heap[call.nearby] == nil {
      let ofFunction = Set(own.filter { $0.verdict == .heap && $0.function == call.function }.map(\.line))
      let unseen = ofFunction.subtracting(result.lines.keys)
      if unseen.count == 1, let line = unseen.first {
        result.count(count, at: line)
      } else if ofFunction.isEmpty {
        result.count(count, at: call.nearby > 0 ? call.nearby : call.caller)
      } else {
        moved.formUnion(unseen)
      }
    }
    return (result, moved)
  }
}
