// SymbolNames: what a mangled name means, as the runtime's own demangler says it, each asked for once.
// Relies on: Demangling.

import Toolchain

/// Names of symbols, demangled when first asked for; shared by everything that explains one module.
package final class SymbolNames {
  private var known: [String: String] = [:]

  /// Whether a symbol is the standard library's own, specialized or not.
  static func isStandard(_ symbol: String) -> Bool { symbol.hasPrefix("$ss") || symbol.hasPrefix("$sS") }

  /// `Swift.Array.append(__owned A) -> ()`, a specialization by the name of what it is of; a name that is not mangled is
  /// its own.
  func full(_ symbol: String) -> String {
    if let name = known[symbol] { return name }
    let name = Self.withoutSpecializations(Demangling.name(of: symbol))
    known[symbol] = name
    return name
  }

  /// `generic specialization <Swift.Int> of …`, also of a specialization, is the function itself; so is what is inlined.
  /// The part of an async function after an await is the function, too: `(3) suspend resume partial function for …`.
  private static func withoutSpecializations(_ full: String) -> String {
    var name = full[...]
    if let part = name.firstRange(of: "resume partial function for "), name.first == "(" {
      name = name[part.upperBound...]
    }
    while let mark = name.firstRange(of: "specialization <")
      ?? name.firstRange(of: "inlined generic function <"),
      let of = name[mark.upperBound...].firstRange(of: "> of ")
    {
      name = name[of.upperBound...]
    }
    return String(name)
  }

  /// The name as people write it: `Array.append(_:)`, `closure #1 in counter()`.
  func short(_ symbol: String) -> String {
    if let name = knownShort[symbol] { return name }
    let name = Self.short(full(symbol))
    knownShort[symbol] = name
    return name
  }
  private var knownShort: [String: String] = [:]

  /// The same of a demangled name: without modules, generic arguments, types and what a specialization is of.
  package static func short(_ full: String) -> String {
    var name = withoutSpecializations(full)[...]
    // `closure #1 () -> Swift.Int in main.counter() -> () -> Swift.Int`
    if let mark = name.firstRange(of: " in "),
      name.hasPrefix("closure #") || name.hasPrefix("implicit closure #")
    {
      let words = name.split(separator: " ")
      let title = words.prefix(name.hasPrefix("implicit") ? 3 : 2).joined(separator: " ")
      return "\(title) in \(short(String(name[mark.upperBound...])))"
    }
    for prefix in ["merged ", "static ", "outlined ", "dispatch thunk of ", "(extension in "]
    where name.hasPrefix(prefix) {
      name = name.dropFirst(prefix.count)
      if prefix == "(extension in ", let colon = name.firstIndex(of: ":") {
        name = name[name.index(after: colon)...]
      }
    }
    let plain = withoutModules(withoutGenericArguments(name))
    guard let open = plain.firstIndex(of: "("), open != plain.startIndex else { return accessor(plain) }
    let head = plain[..<open]
    if head.contains(" : ") { return accessor(plain) }
    let parameters = TypeText.split(inParentheses(plain[open...]))
    let labels = parameters.map { parameter in
      guard let colon = parameter.firstRange(of: ": ") else { return "_:" }
      let label = parameter[..<colon.lowerBound]
      return label.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" } ? "\(label):" : "_:"
    }
    return "\(head.drop { $0 == " " })(\(labels.joined()))"
  }

  /// `Node.value.getter : Int` → `Node.value`
  private static func accessor(_ name: String) -> String {
    var name = name
    if let colon = name.firstRange(of: " : ") { name = String(name[..<colon.lowerBound]) }
    for kind in ["getter", "setter", "modify", "read", "modify2", "read2", "unsafeMutableAddressor"]
    where name.hasSuffix("." + kind) {
      return String(name.dropLast(kind.count + 1))
    }
    return name
  }

  private static func inParentheses(_ text: Substring) -> Substring {
    var depth = 0
    let inside = text.prefix { character in
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      return depth > 0
    }
    return inside.dropFirst()
  }

  /// `Swift.Array<A>.append` → `Swift.Array.append`
  static func withoutGenericArguments(_ name: some StringProtocol) -> String {
    var result: [UInt8] = []
    var depth = 0
    var last = UInt8(ascii: " ")
    for byte in name.utf8 {
      if byte == UInt8(ascii: "<"), depth > 0 || isOfWord(last) || last == UInt8(ascii: ")") { depth += 1 }
      if depth == 0 { result.append(byte) }
      if byte == UInt8(ascii: ">"), last != UInt8(ascii: "-"), depth > 0 { depth -= 1 }
      last = byte
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Drops every leading module from the types in a text: `Swift.Array<main.Node>` → `Array<Node>`. A module is a word at
  /// the start of a dotted name whose next part begins with a capital letter, or is a function at file scope.
  static func withoutModules(_ text: some StringProtocol) -> String {
    var result: [UInt8] = []
    var word = 0
    var isFirst = true
    for byte in text.utf8 {
      if isOfWord(byte) || byte == UInt8(ascii: "$") {
        result.append(byte)
        word += 1
        continue
      }
      defer { word = 0 }
      let isDot = byte == UInt8(ascii: ".")
      if isDot, isFirst, word > 0, result.dropLast(word).last != UInt8(ascii: ")") {
        // The first part of a dotted name is its module.
        result.removeLast(word)
        isFirst = false
        continue
      }
      result.append(byte)
      isFirst = !isDot
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// A letter, a digit or an underscore; whatever is not ASCII is taken for a letter.
  static func isOfWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
      true
    default: false
    }
  }
}
