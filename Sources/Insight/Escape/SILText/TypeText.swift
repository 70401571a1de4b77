// TypeText: types as SIL spells them: cut at top-level commas, and the convention of each argument of a function.
// Relies on: nothing.

/// Texts of types.
package enum TypeText {
  /// The parts between commas that are in no brackets.
  ///
  /// - Complexity: O(length).
  static func split(_ text: some StringProtocol) -> [String] {
    var parts: [String] = []
    var depth = 0
    var part: [UInt8] = []
    var last: UInt8 = 0
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "("), UInt8(ascii: "<"), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      case UInt8(ascii: ">"): if last != UInt8(ascii: "-") { depth -= 1 }
      default: break
      }
      if byte == UInt8(ascii: ","), depth == 0 {
        parts.append(trimmed(part))
        part = []
      } else {
        part.append(byte)
      }
      last = byte
    }
    if !part.isEmpty { parts.append(trimmed(part)) }
    return parts
  }

  private static func trimmed(_ bytes: [UInt8]) -> String {
    let start = bytes.firstIndex { $0 != UInt8(ascii: " ") } ?? bytes.endIndex
    return String(decoding: bytes[start...], as: UTF8.self)
  }

  /// How each argument of a function is passed, in the order of its first block and of a call's operands: indirect results
  /// and errors, then parameters, each with its attributes (`@inout Int`).
  ///
  /// - Parameter type: A function's type, with or without attributes, generic signature and substitutions.
  package static func arguments(of type: String) -> [String] {
    let bytes = Array(type.utf8)
    guard let open = parameterList(in: bytes) else { return [] }
    var at = open
    var depth = 0
    while at < bytes.count {
      if bytes[at] == UInt8(ascii: "(") { depth += 1 }
      if bytes[at] == UInt8(ascii: ")") { depth -= 1 }
      at += 1
      if depth == 0 { break }
    }
    let parameters = split(String(decoding: bytes[(open + 1)..<max(open + 1, at - 1)], as: UTF8.self))
    var results = String(decoding: bytes[min(at, bytes.count)...], as: UTF8.self)
    // The substitutions of `@substituted` repeat the types.
    if let substitutions = results.firstRange(of: " for <") {
      results = String(results[..<substitutions.lowerBound])
    }
    let out = results.ranges(of: "@out ").count
    let errors = results.ranges(of: "@error_indirect ").count
    return Array(repeating: "@out", count: out) + Array(repeating: "@error_indirect", count: errors)
      + parameters
  }

  /// The parenthesis that opens the parameters: after attributes and a generic signature.
  private static func parameterList(in bytes: [UInt8]) -> Int? {
    var at = 0
    while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: "("): return at
      case UInt8(ascii: "@"):
        at += 1
        while at < bytes.count, bytes[at] != UInt8(ascii: " "), bytes[at] != UInt8(ascii: "(") { at += 1 }
        // `@convention(thin)`, but `@owned (…)`.
        if at < bytes.count, bytes[at] == UInt8(ascii: "(") {
          while at < bytes.count, bytes[at] != UInt8(ascii: ")") { at += 1 }
          at += 1
        }
      case UInt8(ascii: "<"):
        var depth = 0
        repeat {
          if bytes[at] == UInt8(ascii: "<") { depth += 1 }
          if bytes[at] == UInt8(ascii: ">"), bytes[at - 1] != UInt8(ascii: "-") { depth -= 1 }
          at += 1
        } while depth > 0 && at < bytes.count
      default: at += 1
      }
    }
    return nil
  }

  /// A parameter's type without attributes: `@guaranteed Node` → `Node`.
  static func withoutAttributes(_ text: some StringProtocol) -> String {
    var rest = text[...]
    while rest.first == "@" || rest.first == " " || rest.first == "$" || rest.first == "*" {
      rest = rest.first == "@" ? rest.drop { $0 != " " } : rest.dropFirst()
    }
    return String(rest)
  }

  /// What stands between the angle brackets of `name<…>`; nil when the text is no such type.
  static func argument(of name: String, in text: some StringProtocol) -> String? {
    guard text.hasPrefix(name + "<"), text.last == ">" else { return nil }
    return String(text.dropFirst(name.count + 1).dropLast())
  }
}
