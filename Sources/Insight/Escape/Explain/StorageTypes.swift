// StorageTypes: the library's storage classes by the names that people know their collections by.
// Relies on: TypeText, SymbolNames.

/// Names of storage.
package enum StorageTypes {
  /// What an object of a class is for.
  static func kind(of type: some StringProtocol) -> Site.Kind {
    if type.contains("ArrayStorage") || type.hasPrefix("_EmptyArray") { return .arrayBuffer }
    if type.contains("StringStorage") { return .stringStorage }
    if type.hasPrefix("_"), type.contains("Storage"), type.contains("Dictionary") || type.contains("Set") {
      return .hashStorage
    }
    return .object
  }

  /// `_ContiguousArrayStorage<Int>` → `[Int]`; other types stay as they are.
  package static func shown(_ type: String) -> String {
    for name in [
      "_ContiguousArrayStorage", "_ContiguousArrayBuffer", "Array", "ContiguousArray", "_ArrayBuffer",
    ] {
      if let element = TypeText.argument(of: name, in: type) { return "[\(element)]" }
    }
    for name in ["_DictionaryStorage", "_NativeDictionary", "Dictionary"] {
      guard let arguments = TypeText.argument(of: name, in: type) else { continue }
      let parts = TypeText.split(arguments)
      if parts.count == 2 { return "[\(parts[0]): \(parts[1])]" }
    }
    for name in ["_SetStorage", "_NativeSet"] {
      if let element = TypeText.argument(of: name, in: type) { return "Set<\(element)>" }
    }
    return type.hasSuffix("StringStorage") ? "String" : type
  }

  /// The collection that a library function works on, found in the types of a call or in a demangled name.
  ///
  /// - Parameters:
  ///   - kind: What it allocates.
  ///   - text: Types, such as `(Int, @inout _NativeDictionary<String, Int>) -> ()`.
  /// - Returns: Nil when no collection of that kind is named.
  static func type(of kind: Site.Kind, in text: String) -> String? {
    let names: [String]
    switch kind {
    case .arrayBuffer:
      names = [
        "_ContiguousArrayBuffer<", "_ContiguousArrayStorage<", "ContiguousArray<", "Array<", "ArraySlice<",
      ]
    case .hashStorage:
      names = [
        "_NativeDictionary<", "_DictionaryStorage<", "Dictionary<", "_NativeSet<", "_SetStorage<", "Set<",
      ]
    case .stringStorage: return "String"
    case .task: return "Task"
    case .rawMemory: return "raw"
    case .keyPath: return "KeyPath"
    default: return "library"
    }
    for name in names {
      guard let at = text.firstRange(of: name) else { continue }
      var depth = 0
      var last: Character = " "
      let whole = text[at.lowerBound...].prefix { character in
        if character == "<" { depth += 1 }
        if character == ">", last != "-" { depth -= 1 }
        last = character
        return !(character == ">" && depth == 0)
      }
      return shown(whole + ">")
    }
    return nil
  }

  /// Puts the arguments of a call in place of a generic function's own parameters: `τ_0_1` by the second, and the names
  /// that the library's collections have for theirs.
  package static func substitute(_ arguments: [String], in text: String) -> String {
    guard !arguments.isEmpty else { return text }
    let names = arguments.count == 1 ? ["Element"] : ["Key", "Value"]
    var text = text
    if arguments.count == 1, let element = element(of: arguments[0]) {
      for name in ["Self.Element", "τ_0_0.Element"] { text = text.replacing(name, with: element) }
    }
    for (index, name) in names.enumerated() {
      for (open, close) in [("[", "]"), ("<", ">"), ("[", ":"), (" ", "]"), ("<", ","), (" ", ">")] {
        text = text.replacing(open + name + close, with: "\(open)τ_0_\(index)\(close)")
      }
    }
    // All at once: an argument may have parameters of its own.
    var result = ""
    var rest = text[...]
    while let mark = rest.firstRange(of: "τ_0_") {
      result += rest[..<mark.lowerBound]
      let digits = rest[mark.upperBound...].prefix { $0.isNumber }
      rest = rest[digits.endIndex...]
      let index = Int(digits) ?? 0
      result += index < arguments.count ? arguments[index] : "τ_0_" + digits
    }
    return result + rest
  }

  /// The element of a collection that is one of the library's own.
  private static func element(of type: String) -> String? {
    for name in ["Array", "ContiguousArray", "ArraySlice", "Set"] {
      if let element = TypeText.argument(of: name, in: type) { return element }
    }
    return nil
  }
}
