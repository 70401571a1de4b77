// PassTrace: which pass of the optimizer took which allocation off the heap, read from what the compiler prints after every
// pass that changed something. Each piece of that text is a small module of SIL, so the reader of SIL reads it.
// Relies on: Module, Frames, Allocations. Counted are the instructions that allocate in the user's lines, in all functions
// together: what a pass copies into a caller counts twice. What library functions allocate when they are called is not.

/// The optimizer's passes over one file, and what each left of its allocations.
package struct PassTrace: Sendable {
  /// One kind of allocation of a line.
  struct Key: Hashable, Comparable, Sendable {
    var line: Int
    var kind: String
    var type: String

    static func < (one: Key, other: Key) -> Bool {
      (one.line, one.kind, one.type) < (other.line, other.kind, other.type)
    }
  }

  /// Instructions.
  struct Count: Hashable, Sendable {
    var heap = 0
    var stack = 0
  }

  /// A pass that changed something.
  struct Step: Sendable {
    var pass: String
    /// After it.
    var total: Count
    var changes: [(key: Key, before: Count, after: Count)]
  }

  /// Names in the order of their first runs, as `--ablate` takes them.
  package private(set) var names: [String] = []
  private(set) var steps: [Step] = []
  /// By function.
  private var placed: [String: [Key: Count]] = [:]
  private var total: [Key: Count] = [:]
  private var declarations = Declarations()
  private let file: String
  private var known: Set<String> = []

  /// - Parameters:
  ///   - log: What `-sil-print-all -sil-print-pass-name` printed; names alone give names alone.
  ///   - file: The user's file, as the compiler was given it.
  /// - Complexity: O(length of the log).
  package init(_ log: [UInt8], file: String) {
    self.file = file
    var piece: (title: String, start: Int)?
    var start = 0
    while start < log.count {
      var end = start
      while end < log.count, log[end] != UInt8(ascii: "\n") { end += 1 }
      if log[start] == UInt8(ascii: "*") || log[start] == UInt8(ascii: " ") {
        let head = String(decoding: log[start..<min(end, start + 8)], as: UTF8.self)
        let isTitle = head.hasPrefix("*** SIL") || head.hasPrefix("  *** SI")
        if isTitle || head.hasPrefix("  Run ") {
          if let piece { add(piece.title, log[piece.start..<start]) }
          piece = nil
          let title = String(decoding: log[start..<end], as: UTF8.self)
          if isTitle { piece = (title, end) } else { note(Self.pass(in: title)) }
        }
      }
      start = end + 1
    }
    if let piece { add(piece.title, log[piece.start...]) }
  }

  /// `…, pass 12: RawSILInstLowering (raw-sil-inst-lowering)` → `raw-sil-inst-lowering`
  private static func pass(in title: String) -> String? {
    guard let pass = title.firstRange(of: ", pass "),
      let open = title[pass.upperBound...].firstIndex(of: "("),
      let close = title[open...].firstIndex(of: ")")
    else { return nil }
    return String(title[title.index(after: open)..<close])
  }

  private mutating func note(_ pass: String?) {
    if let pass, known.insert(pass).inserted { names.append(pass) }
  }

  private mutating func add(_ title: String, _ text: ArraySlice<UInt8>) {
    let isWhole = title.contains("SIL module")
    // Before the first pass the whole module is printed, too; before others it is what it was.
    guard let pass = Self.pass(in: title) ?? (placed.isEmpty && isWhole ? "what the source says" : nil),
      var module = try? SILModule.read(Array(text))
    else { return }
    note(Self.pass(in: title))
    if isWhole { declarations = module.declarations } else { module.declarations = declarations }
    let found = module.placements { $0 == file }
    if isWhole { placed = found } else { placed.merge(found) { $1 } }
    let before = total
    total = [:]
    for function in placed.values {
      for (key, count) in function {
        total[key, default: Count()].heap += count.heap
        total[key, default: Count()].stack += count.stack
      }
    }
    let changed = Set(before.keys).union(total.keys).filter { before[$0] != total[$0] }.sorted()
    guard !changed.isEmpty else { return }
    let sum = total.values.reduce(into: Count()) { sum, count in
      sum.heap += count.heap
      sum.stack += count.stack
    }
    steps.append(
      Step(pass: pass, total: sum, changes: changed.map { ($0, before[$0] ?? Count(), total[$0] ?? Count()) })
    )
  }

  /// For people: a row for each run of a pass that changed a count, and the names of the others.
  package var text: String {
    func right(_ number: Int) -> String {
      String(repeating: " ", count: max(0, 5 - "\(number)".count)) + "\(number)"
    }
    var lines = [" heap stack  after"]
    for step in steps {
      lines.append("\(right(step.total.heap)) \(right(step.total.stack))  \(step.pass)")
      for (key, before, after) in step.changes {
        var words: [String] = []
        if before.heap != after.heap { words.append("heap \(before.heap) → \(after.heap)") }
        if before.stack != after.stack { words.append("stack \(before.stack) → \(after.stack)") }
        lines.append(
          "               \(file):\(key.line)  \(key.kind) \(key.type): \(words.joined(separator: ", "))")
      }
    }
    let changing = Set(steps.map(\.pass))
    let others = names.filter { !changing.contains($0) }
    lines.append("\(others.count) passes ran and changed none of these:")
    return (lines + others.map { "  " + $0 }).joined(separator: "\n") + "\n"
  }
}

extension SILModule {
  /// By function: the instructions in the user's lines that allocate, by what their kind and the declarations tell.
  fileprivate func placements(isUsers: (String) -> Bool) -> [String: [PassTrace.Key: PassTrace.Count]] {
    let kinds: Set<Site.Kind> = [.object, .box, .closureContext, .errorBox, .indirectPayload, .arrayBuffer]
    let names = SymbolNames()
    var frames = Frames(self, names: names, isUsers: isUsers)
    var result: [String: [PassTrace.Key: PassTrace.Count]] = [:]
    for function in functions {
      let graph = FunctionGraph(function, of: self)
      var found: [PassTrace.Key: PassTrace.Count] = [:]
      for allocation in graph.allocations()
      where allocation.verdict != .none && kinds.contains(allocation.kind) {
        let located = frames.locate(graph.instruction(allocation.instruction), in: function)
        guard let line = located.site?.place?.line else { continue }
        let key = PassTrace.Key(line: Int(line), kind: allocation.kind.rawValue, type: allocation.type)
        if allocation.verdict == .heap {
          found[key, default: .init()].heap += 1
        } else {
          found[key, default: .init()].stack += 1
        }
      }
      result[symbol(function.symbol)] = found
    }
    return result
  }
}
