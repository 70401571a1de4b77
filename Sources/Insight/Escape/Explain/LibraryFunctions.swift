// LibraryFunctions: what the library's functions allocate and why, by their demangled names: for functions without a body
// in the module, and to name the reason when the body is there.
// Relies on: nothing. Source: the names that swiftc 6.3.1 printed for programs of every kind; the reasons were checked by runs.

/// Rules over demangled names.
package enum LibraryFunctions {
  /// What a function without a body allocates.
  package struct Effect {
    package var kind: Site.Kind
    package var reason: Reason
    /// It is a protocol's own function: it allocates where what it works on is an array.
    package var isOfProtocol = false
  }

  private struct Rule {
    /// Any of these in the name.
    var names: [String]
    var kind: Site.Kind
    var reason: Reason
    var isOfProtocol = false
  }

  /// The first that fits decides.
  private static let rules: [Rule] = [
    Rule(
      names: [
        "._consumeAndCreateNew(bufferIsUnique", "Array.append", "Array.reserveCapacity", "Array.insert",
        "Array._reserve", "replaceSubrange", "._growArrayCapacity", "Array.append(contentsOf",
        "ContiguousArray.append", "ContiguousArray.reserveCapacity",
      ], kind: .arrayBuffer, reason: .growth),
    Rule(
      names: [
        "._consumeAndCreateNew()", "_createNewBuffer", "_copyToNewBuffer", "_makeMutableAndUnique",
        "_makeUniqueAndReserve",
      ], kind: .arrayBuffer, reason: .copyOnWrite),
    Rule(
      names: [
        "Collection.swapAt", "Collection.popLast", "Collection.remove", "Collection.reverse()",
        "Collection.shuffle", "Collection.partition", "Collection.sort(",
      ], kind: .arrayBuffer, reason: .copyOnWrite, isOfProtocol: true),
    Rule(
      names: ["Collection.append", "Collection.insert"], kind: .arrayBuffer, reason: .growth,
      isOfProtocol: true),
    Rule(
      names: [
        "_DictionaryStorage.copy", "_SetStorage.copy", "_NativeDictionary.copy()", "_NativeSet.copy()",
      ],
      kind: .hashStorage, reason: .copyOnWrite),
    Rule(
      names: [
        "_DictionaryStorage.resize", "_SetStorage.resize", "NativeDictionary.resize", "NativeSet.resize",
        "copyAndResize", "NativeDictionary.mutatingFind", "NativeSet.insert", "_NativeDictionary.setValue",
        "NativeDictionary.updateValue", "Dictionary.updateValue", "Set.insert", "Dictionary.subscript.setter",
        "Dictionary.subscript.modify", "Dictionary._Variant.setValue", "Set._Variant.insert",
        "Dictionary.merge", "Set.formUnion", "Dictionary.reserveCapacity", "Set.reserveCapacity",
        "_NativeDictionary.merge", "_NativeDictionary.subscript.modify", "unsafelyInsert",
      ], kind: .hashStorage, reason: .growth),
    Rule(
      names: [
        "_DictionaryStorage.allocate", "_SetStorage.allocate", "_DictionaryStorage.convert",
        "dictionaryLiteral", "Set.init(arrayLiteral", "Dictionary.init(", "Set.init(", "Dictionary.mapValues",
        "Dictionary.filter", "Set.union(", "Set.intersection(", "Set.subtracting(", "Set.filter(",
      ], kind: .hashStorage, reason: .libraryCall),
    Rule(
      names: [
        "_StringGuts.grow", "_StringGuts.append", "_StringGuts.reserve", "String.append",
        "String.reserveCapacity",
        "String.insert", "String.write(", "static Swift.String.+= ", "prepareForAppendInPlace",
        "String.UnicodeScalarView.append", "String.UnicodeScalarView.reserveCapacity",
      ], kind: .stringStorage, reason: .growth),
    Rule(
      names: [
        "static Swift.String.+ infix", "joined(", "String.init(repeating", "String.init(describing",
        "String.init(reflecting", "String.init(decoding", "String.init(cString", "String.init(validating",
        "String.init(stringInterpolation", "String.init(unsafeUninit", "uppercased()", "lowercased()",
        "_allocateStringStorage", "__StringStorage.create", "_uncheckedFromUTF8", "_fromUTF8Repairing",
        "_fromSubstring",
        "String.init<A where A: Swift.LosslessStringConvertible", "String.init(Swift.Substring)",
        "String.init<A where A: Swift.BinaryInteger>", "String.init<A where A: Swift.Sequence",
        "_int64ToString", "_uint64ToString",
        "BinaryInteger.description", "Double.description", "Float.description", "String.init(Swift.Character",
        "replacingOccurrences",
      ], kind: .stringStorage, reason: .libraryCall),
    Rule(
      names: [
        "AsyncStream.init(", "AsyncStream.makeStream", "AsyncThrowingStream.init(",
        "AsyncThrowingStream.makeStream",
        "Continuation.yield(", "CheckedContinuation.init(",
      ], kind: .library, reason: .libraryCall),
    Rule(
      names: ["UnsafeMutablePointer.allocate", "UnsafeMutableRawPointer.allocate", "BufferPointer.allocate"],
      kind: .rawMemory, reason: .explicit),
    Rule(
      names: [
        "Sequence.sorted(", "Collection.sorted(", ".map<", ".filter(", "compactMap", "flatMap", ".split(",
        "Array.init(",
        "ContiguousArray.init(", "_copyToContiguousArray", "_copySequenceToContiguousArray",
        "_copyCollectionToContiguousArray", "reversed() -> [", "reversed() -> Swift.Array",
        "_allocateUninitializedArray", "Array._allocateUninitialized", "Array._allocateBufferUninitialized",
        "shuffled", "_arrayForceCast", "_arrayConditionalCast", "_allocateBuffer",
      ], kind: .arrayBuffer, reason: .libraryCall),
    Rule(
      names: ["swift_getKeyPath", "_appendingKeyPaths", "KeyPath.appending"], kind: .keyPath,
      reason: .libraryCall),
    Rule(names: ["ManagedBuffer.create", "ManagedBufferPointer.init"], kind: .object, reason: .libraryCall),
    Rule(
      names: ["Task.init(", "Task.init<", "Task.detached", "Task.immediate", "addTask"], kind: .task,
      reason: .taskObject),
  ]

  /// What a function without a body allocates; nil when nothing is known of it.
  ///
  /// - Parameter name: Demangled, with modules.
  package static func effect(of name: String) -> Effect? {
    // Modules and constraints stand between the words: `Swift.Array.append<A where A.Element == …>`.
    let plain = SymbolNames.withoutModules(SymbolNames.withoutGenericArguments(name))
    guard !isSilent(plain) else { return nil }
    for rule in rules where rule.names.contains(where: { plain.contains($0) || name.contains($0) }) {
      return Effect(kind: rule.kind, reason: rule.reason, isOfProtocol: rule.isOfProtocol)
    }
    return nil
  }

  /// Whether a method asks a number for its text: `String(n)` that was not specialized does, `$Int,
  /// #CustomStringConvertible.description!getter : …`.
  package static func describesNumber(_ method: String) -> Bool {
    let type = method.dropFirst().prefix { $0 != "," }
    return method.contains("#CustomStringConvertible.description!getter") && numbers.contains(String(type))
  }

  private static let numbers: Set = [
    "Int", "Int8", "Int16", "Int32", "Int64", "Int128", "UInt", "UInt8", "UInt16", "UInt32", "UInt64",
    "UInt128", "Double", "Float", "Float16", "Float80",
  ]

  private static let silent = [
    ".getter", "_assertionFailure", "fatalError", "first(", "contains(", "forEach", "reduce", "Hasher",
    " == infix", "== ", "~= ", "formIndex", ".index(", "makeIterator", "metadata",
    "keyPath subscript",
    "deallocate", "hash(into", "deinit", "_finalizeUninitialized", "endMutation",
  ]

  private static func isSilent(_ name: String) -> Bool {
    silent.contains(where: name.contains) && !name.contains("modify") && !name.contains(".description.getter")
  }

  // MARK: - The reason, by the functions around an allocation

  private static let grows = [
    "append", "insert", "reserve", "_createNewBuffer", "_consumeAndCreateNew(bufferIsUnique", "opyAndResize",
    "resize", ".grow(", "setValue", "mutatingFind", "updateValue", "+= ", "formUnion", "merge",
    "replaceSubrange",
    "_growArrayCapacity", "default: ",
  ]
  private static let copies = [
    "akeMutable", "akeUnique", "_copyToNewBuffer", "ensureUnique", "isUniquely", ".copy()", "copy(original",
    "_consumeAndCreateNew()", "subscript.modify", "subscript.setter", "subscript.read_modify",
    "withUnsafeMutable", "swapAt",
    "sort(", "remove", "popLast", ".reverse()", "subscript.unsafeMutableAddressor",
  ]
  private static let makes = [
    ".init(", "map", "filter", "sorted", "joined", "split", "dropFirst", "reversed", "shuffled", "uppercased",
    "lowercased", " infix", "getter",
  ]
  private static let literals = [
    "_allocateUninitializedArray", "_finalizeUninitialized", "_adoptStorage", "_allocateUninitialized",
    "ContiguousArrayBuffer.init", "ContiguousArrayStorage", "_allocateUninitialized(",
  ]

  /// The reason of an allocation inside of library functions: the outermost is what the source calls, and decides; inner
  /// ones serve several.
  ///
  /// - Parameter chain: Demangled names, the innermost first.
  static func reason(of chain: [String]) -> Reason {
    let chain = chain.map { SymbolNames.withoutGenericArguments($0) }
    // What another module's inlined function does is told by what it calls.
    guard let outermost = chain.last(where: isStandard) ?? chain.last else { return .libraryCall }
    if chain.contains(where: { $0.contains("UnsafeMutable") && $0.contains(".allocate") }) {
      return .explicit
    }
    for name in [outermost, chain.joined(separator: " ")] {
      let isHash = name.contains("Dictionary") || name.contains("Set") || name.contains("_Variant")
      if grows.contains(where: name.contains) { return .growth }
      if isHash, name.contains("subscript.modify") || name.contains("subscript.setter") { return .growth }
      if copies.contains(where: name.contains) { return .copyOnWrite }
      if name == outermost, makes.contains(where: name.contains) { return .libraryCall }
    }
    return .libraryCall
  }

  private static func isStandard(_ name: String) -> Bool {
    let plain = name.hasPrefix("static ") ? name.dropFirst("static ".count) : name[...]
    return plain.hasPrefix("Swift.") || plain.hasPrefix("(extension in Swift):")
  }

  /// Whether all that stands around an allocation only makes the buffer of a literal, whose way then decides.
  static func isLiteral(_ chain: [String]) -> Bool {
    chain.allSatisfy { name in literals.contains(where: name.contains) }
  }
}
