// SILText: the lines of the compiler's SIL that say where something is allocated: instructions with their types, and the
// scopes that lead from an inlined instruction out to the line that somebody wrote. A line of another form is passed over.
// Source: swift/docs/SIL; the forms that swift-frontend 6.3 prints with -sil-print-types and -sil-print-debuginfo.

/// Where an instruction comes from.
struct SILPlace: Hashable {
  var file: String
  var line: Int
  var column: Int
}

/// One instruction of interest.
struct SILInstruction {
  /// `alloc_ref`, `apply`, …
  var opcode: Substring
  /// What follows the opcode, without place and scope.
  var rest: Substring
  var place: SILPlace?
  var scope: Int?
  /// The function that it stands in, mangled.
  var function: Substring
}

/// A text of SIL, read.
struct SILText {
  /// A scope: where it is, what it is in, and where that was inlined.
  struct Scope {
    var place: SILPlace?
    var parent: Int?
    var function: Substring?
    var inlinedAt: Int?
  }

  private(set) var scopes: [Int: Scope] = [:]
  private(set) var instructions: [SILInstruction] = []

  /// - Complexity: O(length of `text`).
  init(_ text: String) {
    var function: Substring = ""
    for line in text.split(separator: "\n") {
      if line.hasPrefix("sil_scope ") {
        readScope(line)
      } else if line.hasPrefix("sil ") {
        let at = line.firstIndex(of: "@").map { line.index(after: $0) } ?? line.endIndex
        function = line[at...].prefix { $0 != " " }
      } else if line.hasPrefix("  "), let instruction = Self.instruction(line, in: function) {
        instructions.append(instruction)
      }
    }
  }

  /// `sil_scope 31 { loc "t.swift":1:49 parent @$s1t… : $… inlined_at 30 }`
  private mutating func readScope(_ line: Substring) {
    let words = line.split(separator: " ")
    guard words.count > 3, let number = Int(words[1]) else { return }
    var scope = Scope()
    if let at = words.firstIndex(of: "loc") {
      let place = words[(at + 1)...].first { $0 != "*" }
      scope.place = place.flatMap(Self.place)
    }
    if let at = words.firstIndex(of: "parent"), at + 1 < words.count {
      let parent = words[at + 1]
      if parent.first == "@" { scope.function = parent.dropFirst() } else { scope.parent = Int(parent) }
    }
    if words.count > 2, words[words.count - 3] == "inlined_at" {
      scope.inlinedAt = Int(words[words.count - 2])
    }
    scopes[number] = scope
  }

  /// `"file":line:column`
  private static func place(_ text: Substring) -> SILPlace? {
    guard text.first == "\"", let end = text.dropFirst().lastIndex(of: "\"") else { return nil }
    let numbers = text[text.index(after: end)...].split(separator: ":").compactMap { Int($0) }
    guard numbers.count == 2 else { return nil }
    return SILPlace(
      file: String(text[text.index(after: text.startIndex)..<end]), line: numbers[0], column: numbers[1])
  }

  /// `  %2 = alloc_ref [stack] $Node, loc * "t.swift":1:49, scope 31`
  private static func instruction(_ line: Substring, in function: Substring) -> SILInstruction? {
    var text = line.drop { $0 == " " }
    if let equal = text.firstRange(of: " = "), text.first == "%" || text.first == "(" {
      text = text[equal.upperBound...]
    }
    let opcode = text.prefix { $0.isLetter || $0 == "_" || $0.isNumber }
    guard !opcode.isEmpty, text.endIndex != opcode.endIndex else { return nil }
    var rest = text[opcode.endIndex...].drop { $0 == " " }
    var scope: Int?
    // Types contain commas, so the end is read from the right.
    if let at = rest.lastRange(of: ", scope ") {
      scope = Int(rest[at.upperBound...].prefix { $0.isNumber })
      rest = rest[..<at.lowerBound]
    }
    var place: SILPlace?
    if let at = rest.lastRange(of: ", loc ") {
      place = Self.place(rest[at.upperBound...].drop { $0 == "*" || $0 == " " })
      rest = rest[..<at.lowerBound]
    }
    return SILInstruction(opcode: opcode, rest: rest, place: place, scope: scope, function: function)
  }

  /// Every place that an instruction belongs to, the innermost first: its own, and those of the calls that it was inlined
  /// through, each with the function that the place is in.
  func frames(of instruction: SILInstruction) -> [(place: SILPlace?, function: Substring)] {
    var frames: [(SILPlace?, Substring)] = []
    var place = instruction.place
    var scope = instruction.scope
    // As deep as inlining goes; a cycle would be the compiler's mistake.
    for _ in 0..<200 {
      let (function, inlinedAt) = owner(of: scope)
      frames.append((place, function ?? instruction.function))
      guard let inlinedAt, let outer = scopes[inlinedAt] else { return frames }
      place = outer.place
      scope = inlinedAt
    }
    return frames
  }

  private func owner(of scope: Int?) -> (Substring?, Int?) {
    var next = scope
    for _ in 0..<200 {
      guard let number = next, let scope = scopes[number] else { return (nil, nil) }
      if let inlinedAt = scope.inlinedAt { return (functionName(of: scope), inlinedAt) }
      if let function = scope.function { return (function, nil) }
      next = scope.parent
    }
    return (nil, nil)
  }

  private func functionName(of scope: Scope) -> Substring? {
    var scope = scope
    for _ in 0..<200 {
      if let function = scope.function { return function }
      guard let parent = scope.parent, let outer = scopes[parent] else { return nil }
      scope = outer
    }
    return nil
  }
}

extension Substring {
  /// The last place at which `text` stands.
  ///
  /// - Complexity: O(length × length of `text`).
  fileprivate func lastRange(of text: String) -> Range<Index>? {
    let wanted = text[...].utf8
    var end = utf8.endIndex
    let count = wanted.count
    while let start = utf8.index(end, offsetBy: -count, limitedBy: startIndex) {
      if utf8[start..<end].elementsEqual(wanted) { return start..<end }
      guard end > startIndex else { return nil }
      end = utf8.index(before: end)
    }
    return nil
  }
}
