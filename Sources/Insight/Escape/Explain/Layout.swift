// Layout: how many bytes a value of a type takes, where the declarations in the same text of SIL tell. A type that they do
// not tell of has no layout here, and what depends on it is said to be unknown.
// Relies on: Declarations, TypeText. Source of the rules: swift/docs/ABI/TypeLayout.rst; measured with MemoryLayout.

/// Size and alignment in bytes, and whether copying the bits moves the value.
package struct Layout: Equatable {
  package var size: Int
  var alignment = 8
  var isBitwiseTakable = true
  /// Bit patterns that no value has, which an optional uses for nil: at least one.
  var hasSpareBits = false

  package var stride: Int { max(1, (size + alignment - 1) / alignment * alignment) }

  static let word = Layout(size: 8, hasSpareBits: true)
}

extension Declarations {
  private static let known: [String: Layout] = {
    var known: [String: Layout] = [
      "Bool": Layout(size: 1, alignment: 1, hasSpareBits: true), "()": Layout(size: 0, alignment: 1),
      "Float": Layout(size: 4, alignment: 4), "Double": Layout(size: 8), "StaticString": Layout(size: 17),
      "String": Layout(size: 16, hasSpareBits: true), "Character": Layout(size: 16, hasSpareBits: true),
      "Substring": Layout(size: 32, hasSpareBits: true), "Any": Layout(size: 32, hasSpareBits: true),
      "Range<Int>": Layout(size: 16), "ClosedRange<Int>": Layout(size: 16),
      "ContinuousClock.Instant": Layout(size: 16), "Duration": Layout(size: 16),
      "CancellationError": Layout(size: 0, alignment: 1),
    ]
    for bits in [8, 16, 32, 64, 128] {
      known["Int\(bits)"] = Layout(size: bits / 8, alignment: bits / 8)
      known["UInt\(bits)"] = Layout(size: bits / 8, alignment: bits / 8)
    }
    for name in ["Int", "UInt"] { known[name] = Layout(size: 8) }
    let words = [
      "AnyObject", "any Error", "Error", "ObjectIdentifier", "UnsafeRawPointer", "UnsafeMutableRawPointer",
    ]
    for name in words { known[name] = .word }
    return known
  }()

  private static let oneWord = [
    "Array<", "Dictionary<", "Set<", "ContiguousArray<", "UnsafePointer<", "UnsafeMutablePointer<",
    "Unmanaged<",
    "Task<", "CheckedContinuation<", "UnsafeContinuation<",
  ]
  private static let twoWords = [
    "UnsafeBufferPointer<", "UnsafeMutableBufferPointer<", "UnsafeRawBufferPointer",
    "UnsafeMutableRawBufferPointer", "Span<", "RawSpan", "MutableSpan<",
  ]

  /// Structures of the library that are frozen and generic: their fields, an argument by its number.
  private static let fields = [
    "Range": ["0", "0"], "ClosedRange": ["0", "0"], "LazySequence": ["0"],
    "LazyMapSequence": ["0", "() -> ()"],
    "LazyFilterSequence": ["0", "() -> ()"], "EnumeratedSequence": ["0"], "ReversedCollection": ["0"],
    "Zip2Sequence": ["0", "1"], "Repeated": ["Int", "0"], "CollectionOfOne": ["0"],
  ]

  /// The layout of a type as SIL or Swift spells it; nil when the declarations do not tell.
  ///
  /// - Complexity: O(the declarations that it is made of).
  package func layout(of type: some StringProtocol, depth: Int = 0) -> Layout? {
    let type = TypeText.withoutAttributes(type)
    guard depth < 20, !type.isEmpty else { return nil }
    if let known = Self.known[type] { return known }
    if let wrapped = TypeText.argument(of: "Optional", in: type)
      ?? (type.last == "?" ? String(type.dropLast()) : nil)
    {
      guard var layout = layout(of: wrapped, depth: depth + 1) else { return nil }
      if !layout.hasSpareBits { layout.size += 1 }
      layout.hasSpareBits = true
      return layout
    }
    if type.contains(" -> ") { return Layout(size: 16, hasSpareBits: true) }
    if type.hasPrefix("any ") {
      let count = type.split(separator: "&").count
      let isClassBound = proto(type.dropFirst(4))?.superclass == "AnyObject"
      return Layout(size: (isClassBound ? 8 : 32) + 8 * count, hasSpareBits: true)
    }
    if type.hasPrefix("[") { return bracketed(type, depth) }
    if let arguments = TypeText.argument(of: "InlineArray", in: type) {
      let parts = TypeText.split(arguments)
      return parts.count == 2 ? repeated(parts[0], parts[1], depth) : nil
    }
    if type.hasSuffix("KeyPath") || Self.oneWord.contains(where: type.hasPrefix) || type.contains("KeyPath<")
    {
      return .word
    }
    if Self.twoWords.contains(where: type.hasPrefix) { return Layout(size: 16) }
    if type.hasPrefix("ArraySlice<") || type.hasPrefix("Slice<") {
      return Layout(size: 32, hasSpareBits: true)
    }
    if let open = type.firstIndex(of: "<"), let fields = Self.fields[String(type[..<open])],
      let arguments = TypeText.inBrackets(type[open...]).map({ TypeText.split($0) })
    {
      return layout(
        ofFields: fields.map { Int($0).map { $0 < arguments.count ? arguments[$0] : "" } ?? $0 }, depth)
    }
    if type.first == "(", type.last == ")" {
      return layout(ofFields: TypeText.split(type.dropFirst().dropLast()).map(Self.withoutLabel), depth)
    }
    return nominal(type).flatMap { layout(of: $0, named: type, depth) }
  }

  private func proto(_ name: some StringProtocol) -> Nominal? {
    nominal(name).flatMap { $0.kind == .proto ? $0 : nil }
  }

  private func bracketed(_ type: String, _ depth: Int) -> Layout? {
    guard let of = type.firstRange(of: " of ") else { return .word }
    return repeated(type[..<of.lowerBound].dropFirst(), type[of.upperBound...].dropLast(), depth)
  }

  private func repeated(_ count: some StringProtocol, _ element: some StringProtocol, _ depth: Int) -> Layout?
  {
    guard let count = Int(count), var layout = layout(of: element, depth: depth + 1) else { return nil }
    layout.size = count * layout.stride
    return layout
  }

  private static func withoutLabel(_ element: String) -> String {
    guard let colon = element.firstRange(of: ": ") else { return element }
    let label = element[..<colon.lowerBound]
    return label.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == " " }
      ? String(element[colon.upperBound...]) : element
  }

  private func layout(of nominal: Nominal, named type: String, _ depth: Int) -> Layout? {
    switch nominal.kind {
    case .reference, .actor: return .word
    case .proto: return layout(of: "any " + type, depth: depth + 1)
    case .structure: return nominal.isGeneric ? nil : layout(of: nominal.fields, from: 0, depth)
    case .enumeration: return nominal.isGeneric ? nil : layout(ofCases: nominal, depth)
    }
  }

  /// Stored properties one after the other, each at its alignment.
  private func layout(of fields: [Field], from start: Int, _ depth: Int) -> Layout? {
    var result = Layout(size: start, alignment: 1)
    for field in fields {
      let counted = field.isUnowned ? Layout.word : layout(of: field.type, depth: depth + 1)
      let weak = Layout(size: 8, isBitwiseTakable: false)
      guard let layout = field.isWeak ? weak : counted else { return nil }
      result.size =
        (result.size + layout.alignment - 1) / layout.alignment * layout.alignment + layout.size
      result.alignment = max(result.alignment, layout.alignment)
      result.isBitwiseTakable = result.isBitwiseTakable && layout.isBitwiseTakable
      result.hasSpareBits = result.hasSpareBits || layout.hasSpareBits
    }
    return result
  }

  private func layout(ofFields types: [String], _ depth: Int) -> Layout? {
    layout(
      of: types.map { Field(name: "", type: $0, isWeak: false, isUnowned: false) }, from: 0, depth)
  }

  private func layout(ofCases nominal: Nominal, _ depth: Int) -> Layout? {
    let isIndirect = nominal.cases.contains { $0.name == "*" }
    let cases = nominal.cases.filter { $0.name != "*" }
    var result = Layout(size: 0, alignment: 1)
    var payloads = 0
    for one in cases {
      guard let payload = one.payload else { continue }
      payloads += 1
      let parts = TypeText.split(payload).map(Self.withoutLabel)
      let layout = isIndirect || one.isIndirect ? Layout.word : layout(ofFields: parts, depth)
      guard let layout else { return nil }
      result.size = max(result.size, layout.size)
      result.alignment = max(result.alignment, layout.alignment)
      result.isBitwiseTakable = result.isBitwiseTakable && layout.isBitwiseTakable
      // One payload's spare bits tell the other cases apart; with several the payloads' own must agree.
      result.hasSpareBits = payloads == 1 ? layout.hasSpareBits : result.hasSpareBits && layout.hasSpareBits
    }
    if cases.count > 1, !(payloads > 0 && result.hasSpareBits) { result.size += 1 }
    result.hasSpareBits = true
    return result
  }

  /// The bytes of an object of class `type`, header included; nil when the declarations do not tell.
  func objectSize(of type: some StringProtocol) -> Int? { objectEnd(of: type, depth: 0) }

  private func objectEnd(of type: some StringProtocol, depth: Int) -> Int? {
    guard depth < 10, let nominal = nominal(type), nominal.isReference, !nominal.isGeneric else { return nil }
    var start = 16
    if nominal.kind == .actor {
      // The default actor's own state: 12 words.
      start += 96
    } else if let superclass = nominal.superclass, let inherited = self.nominal(superclass),
      inherited.isReference
    {
      guard let end = objectEnd(of: superclass, depth: depth + 1) else { return nil }
      start = end
    }
    return layout(of: nominal.fields, from: start, depth)?.size
  }
}
