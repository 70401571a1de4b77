// Declarations: the types that a module declares, as the Swift text at the head of its SIL lists them: stored properties,
// cases and superclasses. Layout computes sizes from them.
// Relies on: TypeText for splitting.

/// The types of a module by their dotted names.
package struct Declarations {
  enum Kind { case structure, enumeration, reference, actor, proto }

  struct Field {
    var name: String
    var type: String
    /// `weak`, `unowned`: not counted, and for `weak` not movable by copying bits.
    var isWeak: Bool
    var isUnowned: Bool
  }

  struct Case {
    var name: String
    /// What stands in parentheses; nil without a payload.
    var payload: String?
    var isIndirect: Bool
  }

  struct Nominal {
    var kind: Kind
    var superclass: String?
    var isGeneric: Bool
    var fields: [Field] = []
    var cases: [Case] = []
    var hasDeinit = false

    var isReference: Bool { kind == .reference || kind == .actor }
  }

  private(set) var nominals: [String: Nominal] = [:]

  /// The type that `name` means: by its whole dotted name, or by a unique end of it, as bodies and declarations do not
  /// spell nested types alike.
  func nominal(_ name: some StringProtocol) -> Nominal? {
    let name = String(name.prefix { $0 != "<" })
    if let exact = nominals[name] { return exact }
    let ends = nominals.filter { $0.key.hasSuffix("." + name) || name.hasSuffix("." + $0.key) }
    return ends.count == 1 ? ends.first?.value : nil
  }

  fileprivate mutating func update(_ name: String, _ change: (inout Nominal) -> Void) {
    if nominals[name] != nil { change(&nominals[name]!) }
  }

  fileprivate mutating func declare(_ name: String, _ nominal: Nominal) {
    if nominals[name] == nil { nominals[name] = nominal }
  }
}

/// Reads declarations line by line; the indentation says what is in what.
package struct DeclarationReader {
  package private(set) var declarations = Declarations()
  private var open: [(indentation: Int, name: String)] = []

  package init() {}

  package mutating func read(_ line: String) {
    let indentation = line.prefix { $0 == " " }.count
    var words = line.dropFirst(indentation)
    while let last = open.last, indentation <= last.indentation { open.removeLast() }
    var isIndirect = false
    var isStored = false
    var isStatic = false
    var isWeak = false
    var isUnowned = false
    // Attributes and modifiers, in whatever order they are printed.
    while let word = words.split(separator: " ", maxSplits: 1).first {
      switch word {
      case "class" where words.dropFirst(6).hasPrefix("func") || words.dropFirst(6).hasPrefix("var"): return
      case "class", "actor", "struct", "enum", "protocol", "extension":
        return declare(word, words.dropFirst(word.count + 1), indentation, isIndirect)
      case "var", "let":
        if isStored, !isStatic { field(words.dropFirst(4), isWeak, isUnowned) }
        return
      case "case": return cases(words.dropFirst(5), isIndirect)
      case "deinit": return change { $0.hasDeinit = true }
      case "indirect": isIndirect = true
      case "@_hasStorage": isStored = true
      case "static": isStatic = true
      case "weak": isWeak = true
      case "func", "init", "subscript", "typealias", "associatedtype", "import": return
      default:
        if word.hasPrefix("unowned") { isUnowned = true }
        if word.first == "}" { return }
      }
      words = words.dropFirst(word.count).drop { $0 == " " }
    }
  }

  private mutating func declare(
    _ kind: Substring, _ rest: Substring, _ indentation: Int, _ isIndirect: Bool
  ) {
    guard rest.last == "{" else { return }
    let name = rest.prefix { !" <:{".contains($0) }
    let whole = (open.map(\.name) + [String(name)]).joined(separator: ".")
    open.append((indentation, String(name)))
    let kinds: [Substring: Declarations.Kind] = [
      "class": .reference, "actor": .actor, "struct": .structure, "enum": .enumeration, "protocol": .proto,
    ]
    guard let kind = kinds[kind] else { return }
    let after = rest.dropFirst(name.count)
    var nominal = Declarations.Nominal(kind: kind, isGeneric: after.first == "<")
    if let colon = after.firstRange(of: " : ") {
      let inherited = after[colon.upperBound...].dropLast(2).prefix { $0 != "," }
      nominal.superclass = String(inherited.prefix { $0 != " " })
    }
    if isIndirect { nominal.cases.append(.init(name: "*", payload: nil, isIndirect: true)) }
    declarations.declare(whole, nominal)
  }

  private mutating func change(_ change: (inout Declarations.Nominal) -> Void) {
    declarations.update(open.map(\.name).joined(separator: "."), change)
  }

  /// `value: Int { get set }`
  private mutating func field(_ rest: Substring, _ isWeak: Bool, _ isUnowned: Bool) {
    guard let colon = rest.firstRange(of: ": ") else { return }
    var type = rest[colon.upperBound...]
    if let brace = type.firstRange(of: " {") { type = type[..<brace.lowerBound] }
    let field = Declarations.Field(
      name: String(rest[..<colon.lowerBound]), type: String(type), isWeak: isWeak, isUnowned: isUnowned)
    change { $0.fields.append(field) }
  }

  /// `end, node(Tree, Int)`
  private mutating func cases(_ rest: Substring, _ isIndirect: Bool) {
    for one in TypeText.split(rest) {
      let name = one.prefix { $0 != "(" && $0 != " " }
      let after = one.dropFirst(name.count)
      let payload = after.first == "(" && after.last == ")" ? String(after.dropFirst().dropLast()) : nil
      change { $0.cases.append(.init(name: String(name), payload: payload, isIndirect: isIndirect)) }
    }
  }
}
