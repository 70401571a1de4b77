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

  /// What stands between the angle brackets that a text begins with: `<A, B<C>> (A)` → `A, B<C>`.
  static func inBrackets(_ text: some StringProtocol) -> String? {
    guard text.first == "<" else { return nil }
    var depth = 0
    var last = UInt8(ascii: " ")
    let inside = text.utf8.prefix { byte in
      if byte == UInt8(ascii: "<") { depth += 1 }
      if byte == UInt8(ascii: ">"), last != UInt8(ascii: "-") { depth -= 1 }
      last = byte
      return depth > 0
    }
    return String(decoding: inside.dropFirst(), as: UTF8.self)
  }

  /// The type parameters of a function's type: `$@convention(method) <Key where Key : Hashable> (Key) -> ()` → `Key`.
  package static func genericParameters(of type: String) -> [String] {
    let bytes = Array(type.utf8)
    guard let list = parameterList(in: bytes),
      let open = bytes[..<list].firstIndex(of: UInt8(ascii: "<")),
      let inside = inBrackets(String(decoding: bytes[open..<list], as: UTF8.self))
    else { return [] }
    let names = inside.firstRange(of: " where ").map { String(inside[..<$0.lowerBound]) } ?? inside
    return split(names)
  }

  /// The type arguments of a call: `%24<String, Int>(%3)` → `String`, `Int`.
  package static func genericArguments(ofCall text: String) -> [String] {
    guard let open = text.firstIndex(of: "<"), let close = text.firstRange(of: ">("),
      open < close.lowerBound, !text[..<open].contains("(")
    else { return [] }
    return split(text[text.index(after: open)..<close.lowerBound])
  }

  /// Whether a type names another, as a word of its own: `Array<Key>` does name `Key`, `Keys` and `Table.Key` do not.
  package static func names(_ name: String, in type: String) -> Bool {
    type.ranges(of: name).contains { range in
      let before = type[..<range.lowerBound].utf8.last
      let after = type[range.upperBound...].utf8.first
      return !(before.map { $0 == UInt8(ascii: ".") || SymbolNames.isOfWord($0) } ?? false)
        && !(after.map(SymbolNames.isOfWord) ?? false)
    }
  }

  /// The type in an opened existential has a number that each compilation makes anew: `@opened("4C…", any P) Self` → `any P`.
  package static func withoutOpened(_ type: String) -> String {
    guard let mark = type.firstRange(of: "@opened(\""),
      let comma = type[mark.upperBound...].firstRange(of: "\", ")
    else { return type }
    var depth = 1
    let inside = type[comma.upperBound...].utf8.prefix { byte in
      if byte == UInt8(ascii: "(") { depth += 1 }
      if byte == UInt8(ascii: ")") { depth -= 1 }
      return depth > 0
    }
    let rest = type[inside.endIndex...].dropFirst()
    let after = rest.hasPrefix(" Self") ? rest.dropFirst(" Self".count) : rest
    return withoutOpened(String(type[..<mark.lowerBound]) + String(Substring(inside)) + after)
  }

  /// What stands between the angle brackets of `name<…>`; nil when the text is no such type.
  static func argument(of name: String, in text: some StringProtocol) -> String? {
    guard text.hasPrefix(name + "<"), text.last == ">" else { return nil }
    return String(text.dropFirst(name.count + 1).dropLast())
  }
}
