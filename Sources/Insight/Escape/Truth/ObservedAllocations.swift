// ObservedAllocations: what a run allocated, by line, so that a report can be held against it. The stacks come from outside:
// this knows nothing of how they were recorded.
// Relies on: Site, SymbolNames for what a mangled name means.

/// Stacks of a run and what was allocated at each.
package struct ObservedAllocations: Sendable {
  /// A frame of a stack, with what was inlined as a frame of its own.
  package struct Frame: Sendable {
    /// Mangled, or as it is.
    package var symbol: String
    package var file: String
    /// From 1; 0 where the debug information says none.
    package var line: Int

    package init(symbol: String, file: String, line: Int) {
      self.symbol = symbol
      self.file = file
      self.line = line
    }
  }

  /// What a line allocated.
  package struct Line: Hashable, Sendable {
    package var mallocs = 0
    package var bytes = 0
  }

  /// By line of the user's file.
  package private(set) var lines: [Int: Line] = [:]
  /// Allocations that belong to no line of the user's, or to the runtime's own tables.
  package private(set) var elsewhere = 0
  private let file: String
  private let names = Names()

  /// Demangled names, asked for again and again.
  private final class Names: @unchecked Sendable {
    let symbols = SymbolNames()
  }

  /// - Parameter file: The user's file, by its last name.
  package init(file: String) { self.file = file }

  /// Adds what was allocated at a stack.
  ///
  /// - Parameter stack: The innermost frame first.
  /// - Complexity: O(frames).
  package mutating func add(_ stack: [Frame], mallocs: Int, bytes: Int) {
    guard mallocs > 0 else { return }
    guard !stack.prefix(14).contains(where: isRuntimes), let line = site(of: stack) else {
      elsewhere += mallocs
      return
    }
    lines[line, default: Line()].mallocs += mallocs
    lines[line, default: Line()].bytes += bytes
  }

  /// The line that a stack belongs to, by the rule of the report: the innermost frame in the user's file that does more
  /// than allocate for its caller.
  private func site(of stack: [Frame]) -> Int? {
    let own = stack.filter { $0.line > 0 && $0.file.split(separator: "/").last.map(String.init) == file }
    return own.first { frame in
      let name = names.symbols.full(frame.symbol)
      return !name.contains("__allocating_init") && !name.contains("thunk for ")
        && !name.contains("partial apply")
        && !name.contains("protocol witness for ")
    }?.line
  }

  private static let runtime = [
    "getTypeByMangledName", "MetadataAllocator", "swift_getGenericMetadata", "swift_conformsToProtocol",
    "swift_getWitnessTable", "swift_once", "enqueueGlobal", "EnqueueGlobal", "_dispatch_",
    "getSuperclassMetadata",
    "swift_checkMetadataState", "swift_getTupleTypeMetadata", "swift_getFunctionTypeMetadata",
    "swift_getExistentialTypeMetadata", "swift_getOpaqueTypeConformance", "swift_initClassMetadata",
  ]

  /// Tables that the runtime fills when a type or conformance is first used; they are nobody's line.
  private func isRuntimes(_ frame: Frame) -> Bool {
    Self.runtime.contains { frame.symbol.contains($0) }
  }
}

/// How a report and a run agree.
package struct TruthComparison: Codable, Sendable {
  /// A line that was predicted to allocate and did not.
  package struct Unseen: Codable, Sendable {
    package var line: Int
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
    for index in sites.indices where sites[index].file == file && sites[index].verdict == .heap {
      let line = observed.lines[sites[index].line]
      sites[index].measured = Site.Measured(
        mallocs: line?.mallocs ?? 0, bytes: line?.bytes ?? 0)
    }
  }

  /// Holds the report against a run.
  ///
  /// - Complexity: O(sites).
  package func compared(with observed: ObservedAllocations, in file: String) -> TruthComparison {
    let heap = Dictionary(grouping: sites.filter { $0.file == file && $0.verdict == .heap }, by: \.line)
    var comparison = TruthComparison()
    for line in Set(heap.keys).union(observed.lines.keys).sorted() {
      switch (heap[line], observed.lines[line]) {
      case (.some, .some): comparison.agreed.append(line)
      case (nil, .some): comparison.unpredicted.append(line)
      case (.some(let sites), nil): comparison.unseen.append(.init(line: line, why: Self.whyUnseen(sites)))
      case (nil, nil): break
      }
    }
    return comparison
  }

  private static func whyUnseen(_ sites: [Site]) -> String {
    if sites.contains(where: { $0.kind == .stringStorage }) {
      return "the string was short, had room, or no run came here"
    }
    if sites.contains(where: \.may) { return "there was room, one owner, or no run came here" }
    if sites.contains(where: { $0.path.last?.text == "returned" }) {
      return "no run came here, or a tail call took its frame away and its caller is blamed"
    }
    return "no run came here, or equal code of another line was merged with it"
  }
}
