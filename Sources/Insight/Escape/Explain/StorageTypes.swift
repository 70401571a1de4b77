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
  static func type(of kind: Site.Kind, in text: String) -> String {
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
    return kind == .arrayBuffer ? "Array" : "Dictionary"
  }

  /// Puts the arguments of a call in place of a generic function's own parameters: `τ_0_1` by the second, and the names
  /// that the library's collections have for theirs.
  static func substitute(_ arguments: [String], in text: String) -> String {
    guard !arguments.isEmpty else { return text }
    let names = arguments.count == 1 ? ["Element"] : ["Key", "Value"]
    var result = text
    for (index, argument) in arguments.enumerated() {
      result = result.replacing("τ_0_\(index)", with: argument)
      guard index < names.count, argument != names[index] else { continue }
      for (open, close) in [("[", "]"), ("<", ">"), ("[", ":"), (" ", "]"), ("<", ","), (" ", ">")] {
        result = result.replacing(open + names[index] + close, with: open + argument + close)
      }
    }
    return result
  }
}
