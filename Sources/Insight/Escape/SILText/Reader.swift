// Reader: the text that `swift-frontend -emit-sil -sil-print-types -sil-print-no-uses -sil-print-debuginfo` writes, line by
// line, into a module. It never gives up on a line: one of no known form is kept as an instruction that uses what it
// names, and counted. A text that ends in the middle of a function is an error, since its verdicts would be wrong.
// Relies on: Module, Reader+Instruction, Declarations.

extension SILModule {
  /// Reads a text of SIL.
  ///
  /// - Throws: `SILError` when the text is cut off, or when what it says of itself does not fit together: see `check`.
  /// - Complexity: O(length of the text).
  package static func read(_ text: String) throws(SILError) -> SILModule { try read(Array(text.utf8)) }

  /// Reads a text of SIL.
  package static func read(_ bytes: [UInt8]) throws(SILError) -> SILModule {
    var reader = SILReader(bytes)
    try reader.readLines()
    try reader.module.check()
    return reader.module
  }
}

struct SILReader {
  let bytes: [UInt8]
  var module: SILModule
  var function: SILFunction?
  private var isInTable = false
  /// Lines of the function that is read.
  private var effects: [Range<Int>] = []
  private var files: [ArraySlice<UInt8>: Int32] = [:]
  private var declared = DeclarationReader()
  /// The line that is read, from 1.
  var number = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    module = SILModule(bytes: bytes)
  }

  mutating func readLines() throws(SILError) {
    var start = 0
    while start < bytes.count {
      var end = start
      while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
      number += 1
      if end > start {
        if function == nil { try readTop(start..<end) } else { try readBody(start..<end) }
      }
      start = end + 1
    }
    module.lineCount = number
    if let function {
      throw SILError(
        line: number, message: "the text ends inside of \(module.symbol(function.symbol)): it was cut off")
    }
    module.declarations = declared.declarations
  }

  func line(_ range: Range<Int>, startsWith text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard range.count >= count else { return false }
    return text.withUTF8Buffer { wanted in
      for index in 0..<count where bytes[range.lowerBound + index] != wanted[index] { return false }
      return true
    }
  }

  private mutating func readTop(_ range: Range<Int>) throws(SILError) {
    if isInTable {
      if bytes[range.lowerBound] == UInt8(ascii: "}") { isInTable = false }
    } else if line(range, startsWith: "sil_scope ") {
      try readScope(range)
    } else if line(range, startsWith: "sil ") {
      try readHeader(range)
    } else if line(range, startsWith: "sil_") {
      isInTable = bytes[range.upperBound - 1] == UInt8(ascii: "{")
    } else if !line(range, startsWith: "//") {
      declared.read(String(decoding: bytes[range], as: UTF8.self))
    }
  }

  private mutating func readBody(_ range: Range<Int>) throws(SILError) {
    switch bytes[range.lowerBound] {
    case UInt8(ascii: "}"): finish()
    case UInt8(ascii: "b"): if !readBlock(range) { module.linesNotUnderstood.append(number) }
    case UInt8(ascii: " "):
      var start = range.lowerBound
      while start < range.upperBound, bytes[start] == UInt8(ascii: " ") { start += 1 }
      if start == range.upperBound || line(start..<range.upperBound, startsWith: "//") { return }
      if function?.blocks.isEmpty == true {
        throw SILError(line: number, message: "an instruction stands in no block: lines are missing")
      }
      if !readInstruction(start..<range.upperBound) { module.linesNotUnderstood.append(number) }
    // Effects stand between the head and the first block; of a function with a body, that says as much.
    case UInt8(ascii: "["): effects.append(range)
    case UInt8(ascii: "/"): break
    default: module.linesNotUnderstood.append(number)
    }
  }

  /// `sil_scope 31 { loc "t.swift":1:49 parent @$s1t… : $… inlined_at 30 }`
  private mutating func readScope(_ range: Range<Int>) throws(SILError) {
    var at = range.lowerBound + "sil_scope ".utf8.count
    guard let scopeNumber = integer(&at, range.upperBound) else {
      throw SILError(line: number, message: "a scope has no number")
    }
    var scope = SILScope()
    if let found = find(" loc ", in: at..<min(at + 8, range.upperBound)) {
      at = found + 5
      scope.place = place(&at, range.upperBound)
    }
    guard let parent = find(" parent ", in: max(at - 1, range.lowerBound)..<range.upperBound) else {
      throw SILError(line: number, message: "scope \(scopeNumber) has no parent")
    }
    at = parent + " parent ".utf8.count
    if at < range.upperBound, bytes[at] == UInt8(ascii: "@") {
      scope.function = module.intern(
        String(decoding: bytes[name(after: at, range.upperBound)], as: UTF8.self))
    } else {
      scope.parent = integer(&at, range.upperBound)
    }
    // From the right: `… inlined_at 30 }`.
    var end = range.upperBound - 2
    var first = end
    while first > at, isDigit(bytes[first - 1]) { first -= 1 }
    let word = " inlined_at ".utf8.count
    if first < end, first - word >= range.lowerBound,
      line(first - word..<range.upperBound, startsWith: " inlined_at ")
    {
      end = first
      scope.inlinedAt = integer(&end, range.upperBound)
    }
    while module.scopes.count <= Int(scopeNumber) { module.scopes.append(nil) }
    module.scopes[Int(scopeNumber)] = scope
  }

  /// `sil hidden [noinline] @$s1t5localyS2iF : $@convention(thin) (Int) -> Int {`
  private mutating func readHeader(_ range: Range<Int>) throws(SILError) {
    var at = range.lowerBound
    while let found = find(" @", in: at..<range.upperBound) {
      let name = name(after: found + 1, range.upperBound)
      guard line(name.upperBound..<range.upperBound, startsWith: " : $") else {
        at = found + 2
        continue
      }
      let symbol = module.intern(String(decoding: bytes[name], as: UTF8.self))
      let hasBody = bytes[range.upperBound - 1] == UInt8(ascii: "{")
      let type = Int32(name.upperBound + 4)..<Int32(range.upperBound - (hasBody ? 2 : 0))
      if hasBody {
        var head = SILFunction(symbol: symbol, type: type, textLine: Int32(number))
        head.isThunk = self.find("thunk]", in: range.lowerBound..<name.lowerBound) != nil
        function = head
        effects = []
      } else {
        module.externals[symbol] = type
      }
      return
    }
    throw SILError(line: number, message: "a function has no name")
  }

  private mutating func finish() {
    guard let done = function else { return }
    function = nil
    // Braces around effects alone: the body is elsewhere.
    if done.blocks.isEmpty {
      module.externals[done.symbol] = done.type
      for line in effects {
        guard let (argument, effect) = Self.effect(String(decoding: bytes[line], as: UTF8.self)) else {
          continue
        }
        module.effects[done.symbol, default: [:]][argument] = effect
      }
    } else {
      module.bodies[done.symbol] = module.functions.count
      module.functions.append(done)
    }
  }

  /// `[%3: noescape v**, read v**.c*.v**]`, `[%0: escape => %r, escape c*.v** => %r.c*.v**]`: what becomes of the argument
  /// itself; where the rest of what it leads to goes is not read.
  private static func effect(_ line: String) -> (argument: Int, effect: SILArgumentEffect)? {
    guard line.hasPrefix("[%"), let colon = line.firstIndex(of: ":"),
      let argument = Int(line[..<colon].dropFirst(2))
    else { return nil }
    for part in line[line.index(after: colon)...].dropLast().split(separator: ",") {
      let words = part.split(separator: " ")
      let isExclusive = words.first?.last == "!"
      switch isExclusive ? words[0].dropLast() : words.first ?? "" {
      case "noescape" where words.count == 1 || words[1] == "**" || words[1] == "v**":
        return (argument, .stays)
      case "escape":
        guard words.count > 2, words[words.count - 2] == "=>",
          words.count == 3 || words[1] == "**" || words[1] == "v**"
        else { continue }
        let target = words[words.count - 1].dropFirst().prefix { $0 != "." }
        if target == "r" { return (argument, .returned) }
        return Int(target).map { (argument, .stored(in: $0)) }
      default: continue
      }
    }
    return nil
  }

  /// `bb3(%1 : $Int, %2 : $Node):   // Preds: bb2`
  private mutating func readBlock(_ range: Range<Int>) -> Bool {
    guard line(range, startsWith: "bb") else { return false }
    var at = range.lowerBound + 2
    guard let number = integer(&at, range.upperBound) else { return false }
    var block = SILBlock(number: number, arguments: [], types: [])
    var last = function?.valueCount ?? 0
    if at < range.upperBound, bytes[at] == UInt8(ascii: "(") {
      guard let close = end(ofGroupAt: at, range.upperBound) else { return false }
      for part in split(at + 1..<close) {
        var place = part.lowerBound
        guard let value = value(&place, part.upperBound), let type = find(" : ", in: place..<part.upperBound)
        else { return false }
        block.arguments.append(value)
        block.types.append(Int32(type + 3)..<Int32(part.upperBound))
        last = max(last, Int(value) + 1)
      }
    }
    function?.blocks.append(block)
    function?.valueCount = last
    return true
  }

  // MARK: - Words

  func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

  func integer(_ at: inout Int, _ end: Int) -> Int32? {
    var result: Int32 = 0
    let start = at
    while at < end, isDigit(bytes[at]) {
      result = result &* 10 &+ Int32(bytes[at] &- UInt8(ascii: "0"))
      at += 1
    }
    return at > start ? result : nil
  }

  /// `%12`
  func value(_ at: inout Int, _ end: Int) -> ValueID? {
    guard at < end, bytes[at] == UInt8(ascii: "%") else { return nil }
    at += 1
    return integer(&at, end)
  }

  /// `* "file":1:2` or `"file":1:2`
  mutating func place(_ at: inout Int, _ end: Int) -> SILPlace? {
    if at + 1 < end, bytes[at] == UInt8(ascii: "*") { at += 2 }
    guard at < end, bytes[at] == UInt8(ascii: "\"") else { return nil }
    let start = at + 1
    at = start
    while at < end, bytes[at] != UInt8(ascii: "\"") { at += 1 }
    let file = bytes[start..<at]
    at += 1
    guard at < end, bytes[at] == UInt8(ascii: ":") else { return nil }
    at += 1
    guard let line = integer(&at, end), at < end, bytes[at] == UInt8(ascii: ":") else { return nil }
    at += 1
    guard let column = integer(&at, end) else { return nil }
    return SILPlace(file: self.file(file), line: line, column: column)
  }

  private mutating func file(_ name: ArraySlice<UInt8>) -> Int32 {
    // One file's instructions follow one another.
    if let last = lastFile, last.name == name { return last.number }
    let number =
      files[name]
      ?? {
        module.files.append(String(decoding: name, as: UTF8.self))
        return Int32(module.files.count - 1)
      }()
    files[name] = number
    lastFile = (name, number)
    return number
  }
  private var lastFile: (name: ArraySlice<UInt8>, number: Int32)?

  /// The name after the `@` at `at`.
  func name(after at: Int, _ end: Int) -> Range<Int> {
    var last = at + 1
    while last < end, bytes[last] != UInt8(ascii: " ") { last += 1 }
    return at + 1..<last
  }

  func find(_ text: StaticString, in range: Range<Int>) -> Int? {
    let count = text.utf8CodeUnitCount
    guard range.count >= count else { return nil }
    return text.withUTF8Buffer { wanted in
      var at = range.lowerBound
      next: while at + count <= range.upperBound {
        for index in 0..<count where bytes[at + index] != wanted[index] {
          at += 1
          continue next
        }
        return at
      }
      return nil
    }
  }

  /// The parenthesis that closes the one at `at`.
  func end(ofGroupAt at: Int, _ end: Int) -> Int? {
    var depth = 0
    var index = at
    while index < end {
      switch bytes[index] {
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"):
        depth -= 1
        if depth == 0 { return index }
      default: break
      }
      index += 1
    }
    return nil
  }

  /// The parts between commas that are in no brackets.
  func split(_ range: Range<Int>) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var depth = 0
    var start = range.lowerBound
    var index = start
    while index < range.upperBound {
      switch bytes[index] {
      case UInt8(ascii: "("), UInt8(ascii: "<"), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      case UInt8(ascii: ">"): if bytes[index - 1] != UInt8(ascii: "-") { depth -= 1 }
      case UInt8(ascii: ",") where depth == 0:
        parts.append(start..<index)
        start = index + 1
        while start < range.upperBound, bytes[start] == UInt8(ascii: " ") { start += 1 }
      default: break
      }
      index += 1
    }
    if start < range.upperBound { parts.append(start..<range.upperBound) }
    return parts
  }
}
