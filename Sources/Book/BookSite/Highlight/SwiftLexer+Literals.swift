// Swift's literals that hold other things: regex literals, and strings with their interpolations.
// Relies on: SwiftLexer.

extension SwiftLexer {
  // MARK: Regex literals

  mutating func slash() {
    if let stop = regexEnd() {
      take(.string, upTo: stop)
      previous = .operand
    } else {
      sign(UInt8(ascii: "/"))
    }
  }

  /// The end of a `/…/` literal that begins here: where a value may begin, not followed by a space, closed on
  /// its line.
  func regexEnd() -> Int? {
    guard previous != .operand, let next = byte(1), !next.isSpace else { return nil }
    if case .sign(let sign) = previous, !"=([{,:;!&|?".utf8.contains(sign) { return nil }
    var index = at + 1
    var isInClass = false
    while index < source.count, source[index] != 0x0A {
      switch source[index] {
      case UInt8(ascii: "\\"): index += 1
      case UInt8(ascii: "["): isInClass = true
      case UInt8(ascii: "]"): isInClass = false
      case UInt8(ascii: "/") where !isInClass: return source[index - 1].isSpace ? nil : index + 1
      default: break
      }
      index += 1
    }
    return nil
  }

  mutating func extendedRegex(hashes: Int) {
    var index = at + hashes + 1
    while index < source.count {
      if source[index] == UInt8(ascii: "/"), count(of: UInt8(ascii: "#"), from: index + 1) >= hashes {
        index += 1 + hashes
        break
      }
      index += source[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    take(.string, upTo: index)
    previous = .operand
  }

  // MARK: Strings

  mutating func openString(hashes: Int) {
    let isMultiline = looking(at: "\"\"\"", hashes)
    contexts.append(.string(hashes: hashes, isMultiline: isMultiline))
    take(.string, upTo: at + hashes + (isMultiline ? 3 : 1))
  }

  /// Takes the string's text up to its end or to an interpolation.
  mutating func string(hashes: Int, isMultiline: Bool) {
    var index = at
    while index < source.count {
      switch source[index] {
      case UInt8(ascii: "\\") where count(of: UInt8(ascii: "#"), from: index + 1) >= hashes:
        let escaped = index + 1 + hashes
        if escaped < source.count, source[escaped] == UInt8(ascii: "(") {
          contexts.append(.interpolation(parentheses: 0))
          previous = .sign(UInt8(ascii: "("))
          return take(.string, upTo: escaped + 1)
        }
        // A line's end cannot be escaped away in a string of one line.
        index = escaped < source.count && source[escaped] == 0x0A ? escaped : escaped + 1
        continue
      case 0x0A where !isMultiline: return closeString(upTo: index)
      case UInt8(ascii: "\"") where closes(index, hashes: hashes, isMultiline: isMultiline):
        return closeString(upTo: index + (isMultiline ? 3 : 1) + hashes)
      default: break
      }
      index += 1
    }
    closeString(upTo: source.count)
  }

  func closes(_ index: Int, hashes: Int, isMultiline: Bool) -> Bool {
    let quotes = isMultiline ? 3 : 1
    return count(of: UInt8(ascii: "\""), from: index) >= quotes
      && count(of: UInt8(ascii: "#"), from: index + quotes) >= hashes
  }

  mutating func closeString(upTo end: Int) {
    contexts.removeLast()
    previous = .operand
    if end > at { take(.string, upTo: end) }
  }
}
