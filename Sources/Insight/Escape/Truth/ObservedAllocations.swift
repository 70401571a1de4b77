// ObservedAllocations: what a run allocated, by line, so that a report can be held against it. The stacks come from outside:
// this knows nothing of how they were recorded.
// Relies on: SymbolNames for what a mangled name means.

/// Stacks of a run and what was allocated at each.
package struct ObservedAllocations: Sendable {
  /// A frame of a stack, with what was inlined as a frame of its own.
  package struct Frame: Sendable {
    /// Mangled, or as it is.
    package var symbol: String
    package var file: String
    /// From 1; 0 where the debug information says none.
    package var line: Int
    /// The call itself has no line; this is one of the code behind it.
    package var isNearby: Bool

    package init(symbol: String, file: String, line: Int, isNearby: Bool = false) {
      self.symbol = symbol
      self.file = file
      self.line = line
      self.isNearby = isNearby
    }
  }

  /// What a line allocated.
  package struct Line: Hashable, Sendable {
    package var mallocs = 0
    package var bytes = 0

    static func += (sum: inout Line, more: Line) {
      sum.mallocs += more.mallocs
      sum.bytes += more.bytes
    }
  }

  /// A call in a function of the user's whose line the compiler dropped.
  struct Lineless: Hashable, Sendable {
    /// Demangled, as a site has it.
    var function: String
    /// Of code behind it; 0 when there is none.
    var nearby: Int
    /// The line of the caller.
    var caller: Int
  }

  /// By line of the user's file.
  package private(set) var lines: [Int: Line] = [:]
  private(set) var lineless: [Lineless: Line] = [:]
  /// By line: key paths that the runtime made, of which the constant ones are made once and kept.
  private(set) var keyPaths: [Int: Line] = [:]
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
    let line = Line(mallocs: mallocs, bytes: bytes)
    let own = stack.indices.filter { isUsers(stack[$0]) && !onlyAllocates(stack[$0]) }
    // Further out, on a worker's stack, there is always some of the runtime.
    guard let first = own.first, !stack[..<first].contains(where: isRuntimes) else {
      elsewhere += mallocs
      return
    }
    let site = stack[first]
    let caller =
      own.first { stack[$0].line > 0 && !stack[$0].isNearby } ?? own.first { stack[$0].line > 0 }
    guard let caller = caller.map({ stack[$0].line }) else {
      elsewhere += mallocs
      return
    }
    if site.line == 0 || site.isNearby {
      let call = Lineless(function: names.symbols.short(site.symbol), nearby: site.line, caller: caller)
      lineless[call, default: Line()] += line
    } else if stack.contains(where: { $0.symbol.contains("swift_getKeyPath") }) {
      keyPaths[site.line, default: Line()] += line
    } else {
      lines[site.line, default: Line()] += line
    }
  }

  /// Takes a line to have allocated what a call did whose own line is not known.
  mutating func count(_ line: Line, at number: Int) { lines[number, default: Line()] += line }

  /// A frame in the user's file, or of a function of the user's whose line the compiler dropped.
  private func isUsers(_ frame: Frame) -> Bool {
    if frame.line > 0 { return frame.file.split(separator: "/").last.map(String.init) == file }
    // A library's frames have no file at all; what the compiler made of the library's for this program has the library's name.
    return !frame.file.isEmpty && frame.symbol.hasPrefix("$s") && !SymbolNames.isStandard(frame.symbol)
      && !frame.symbol.hasSuffix("Ma") && !frame.symbol.hasSuffix("Wl")
      && !names.symbols.full(frame.symbol).hasPrefix("Swift.")
  }

  /// By the rule of the report, the site is the innermost frame that does more than allocate for its caller.
  private func onlyAllocates(_ frame: Frame) -> Bool {
    let name = names.symbols.full(frame.symbol)
    return name.contains("__allocating_init") || name.contains("thunk for ") || name.contains("partial apply")
      || name.contains("protocol witness for ")
  }

  private static let runtime = [
    "getTypeByMangledName", "MetadataAllocator", "swift_getGenericMetadata", "swift_conformsToProtocol",
    "swift_getWitnessTable", "swift_once", "enqueueGlobal", "EnqueueGlobal", "_dispatch_",
    "getSuperclassMetadata", "findHashableBaseType",
    // A task's own stack grows by a slab, whatever is called when it is full.
    "TaskAllocatorSlab",
    "swift_checkMetadataState", "swift_getTupleTypeMetadata", "swift_getFunctionTypeMetadata",
    "swift_getExistentialTypeMetadata", "swift_getOpaqueTypeConformance", "swift_initClassMetadata",
  ]

  /// Tables that the runtime fills when a type or conformance is first used; they are nobody's line.
  private func isRuntimes(_ frame: Frame) -> Bool {
    Self.runtime.contains { frame.symbol.contains($0) }
  }
}
