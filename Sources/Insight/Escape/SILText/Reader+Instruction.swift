// Reader+Instruction: one line of a body. `[result =] opcode rest [, loc [*] "file":l:c] [, scope n]`, where the rest may
// hold commas, strings and places of its own, so place and scope are split off from the right end.
// Relies on: Reader.

extension SILReader {
  /// Reads an instruction into the function; false when its words are of no known form.
  mutating func readInstruction(_ line: Range<Int>) -> Bool {
    guard var function, let block = function.blocks.last?.number else { return false }
    // Taken out, so that its arrays are changed in place.
    self.function = nil
    defer { self.function = function }

    var at = line.lowerBound
    var end = line.upperBound
    var understood = true
    let firstResult = Int32(function.results.count)
    if bytes[at] == UInt8(ascii: "%") || bytes[at] == UInt8(ascii: "(") {
      guard let equal = find(" = ", in: line) else { return false }
      while at < equal {
        if let value = value(&at, equal) { function.add(result: value) } else { at += 1 }
      }
      at = equal + 3
    }
    let word = at
    while at < end, isLetter(bytes[at]) { at += 1 }
    let opcode = Opcode.named(bytes[word..<at])
    if opcode == .unknown { understood = false }

    var scope = trailingScope(at, &end)
    // `…, scope 135 // type-defs: %25`
    if scope == nil, let comment = lastComment(in: at..<end) {
      end = comment
      scope = trailingScope(at, &end)
    }
    let place = trailingPlace(at, &end)
    while at < end, bytes[at] == UInt8(ascii: " ") { at += 1 }
    let firstOperand = Int32(function.operands.count)
    readOperands(at..<max(at, end), into: &function)
    function.instructions.append(
      SILInstruction(
        opcode: opcode, textLine: Int32(number), rest: Int32(at)..<Int32(max(at, end)),
        results: firstResult..<Int32(function.results.count),
        operands: firstOperand..<Int32(function.operands.count), block: block, place: place, scope: scope))
    return understood
  }

  private func isLetter(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z") || byte == UInt8(ascii: "_")
  }

  /// Cuts `, scope 31` off.
  private func trailingScope(_ start: Int, _ end: inout Int) -> Int32? {
    var first = end
    while first > start, isDigit(bytes[first - 1]) { first -= 1 }
    let word = ", scope ".utf8.count
    guard first < end, first - word >= start, line(first - word..<end, startsWith: ", scope ") else {
      return nil
    }
    var at = first
    let number = integer(&at, end)
    end = first - word
    return number
  }

  /// Where ` // ` stands that no string holds.
  private func lastComment(in range: Range<Int>) -> Int? {
    var at = range.upperBound - 4
    while at >= range.lowerBound, bytes[at] != UInt8(ascii: "\"") {
      if line(at..<range.upperBound, startsWith: " // ") { return at }
      at -= 1
    }
    return nil
  }

  /// Cuts `, loc * "t.swift":1:49` off.
  private mutating func trailingPlace(_ start: Int, _ end: inout Int) -> SILPlace? {
    var at = end
    for mark in 0..<2 {
      let digits = at
      while at > start, isDigit(bytes[at - 1]) { at -= 1 }
      guard at < digits, at > start, bytes[at - 1] == UInt8(ascii: ":") else { return nil }
      at -= 1
      if mark == 0 { continue }
    }
    guard at > start, bytes[at - 1] == UInt8(ascii: "\"") else { return nil }
    at -= 2
    while at > start, bytes[at] != UInt8(ascii: "\"") { at -= 1 }
    for word in [", loc " as StaticString, ", loc * "] {
      let first = at - word.utf8CodeUnitCount
      guard first >= start, line(first..<end, startsWith: word) else { continue }
      var from = first + ", loc ".utf8.count
      let place = place(&from, end)
      end = first
      return place
    }
    return nil
  }

  /// Every `%n` that stands in no string.
  private func readOperands(_ range: Range<Int>, into function: inout SILFunction) {
    var at = range.lowerBound
    while at < range.upperBound {
      switch bytes[at] {
      case UInt8(ascii: "\""):
        at += 1
        while at < range.upperBound, bytes[at] != UInt8(ascii: "\"") {
          at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1
        }
        at += 1
      case UInt8(ascii: "%"):
        if let value = value(&at, range.upperBound) { function.add(operand: value) }
      default: at += 1
      }
    }
  }
}

extension SILFunction {
  fileprivate mutating func add(result: ValueID) {
    results.append(result)
    valueCount = max(valueCount, Int(result) + 1)
  }

  fileprivate mutating func add(operand: ValueID) {
    operands.append(operand)
    valueCount = max(valueCount, Int(operand) + 1)
  }
}
