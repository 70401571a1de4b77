// Roots: what an address belongs to: a global, an argument, a local variable, an object. A store is judged by the root of
// the address that it stores to.
// Relies on: FunctionGraph, Callees.

/// What an address is in.
struct Root {
  enum Kind {
    case global
    /// An indirect result of the function.
    case result
    /// An `inout` argument.
    case inoutArgument
    /// An argument passed by address that the function only reads.
    case argumentAddress
    /// Inside of an object that came in as an argument.
    case argumentObject
    case localVariable
    /// Inside of an object that this function made or was given.
    case object
    /// Inside of an object that was loaded from somewhere.
    case loaded
    /// Memory behind a pointer.
    case pointer
    case unknown

    /// What is stored there outlives the function.
    var isOutside: Bool {
      switch self {
      case .object, .localVariable, .unknown: false
      default: true
      }
    }
  }

  var kind: Kind
  var value: ValueID
  /// The field that leads in, by its dotted name.
  var field: String?

  /// The field's own name.
  var fieldName: String { field.map { String($0.split(separator: ".").last ?? "") } ?? "element" }
}

extension Flow {
  /// - Complexity: O(steps from the address to what it belongs to), at most 60.
  func root(of address: ValueID, in graph: FunctionGraph) -> Root {
    var seen: Set<ValueID> = []
    return root(of: address, field: nil, in: graph, &seen)
  }

  /// What the object behind a reference is in: as if a field of it were stored to.
  func root(inside reference: ValueID, field: String, in graph: FunctionGraph) -> Root {
    var seen: Set<ValueID> = []
    return root(of: reference, field: field, in: graph, &seen)
  }

  /// - Parameter seen: Blocks' arguments that were looked behind: a loop's is given itself.
  private func root(
    of address: ValueID, field: String?, in graph: FunctionGraph, _ seen: inout Set<ValueID>
  ) -> Root {
    var value = address
    var field = field
    for _ in 0..<60 {
      guard let definition = graph.definition(of: value) else {
        if case .argument(let block, let index, _) = graph.definitions[Int(value)], block != 0,
          seen.count < 20,
          seen.insert(value).inserted
        {
          let roots = graph.sources(ofArgument: Int(index), of: block).filter { !seen.contains($0) }
            .map { root(of: $0, field: field, in: graph, &seen) }
          // One way from outside is enough.
          if let outside = roots.first(where: { $0.kind.isOutside }) ?? roots.first { return outside }
        }
        return Root(kind: argumentKind(of: value, field, in: graph), value: value, field: field)
      }
      switch definition.opcode {
      case .globalAddr, .globalValue:
        let name = graph.text(definition).prefix { $0 != " " }.dropFirst()
        return Root(kind: .global, value: value, field: names.short(String(name)))
      case .allocStack, .allocVector: return Root(kind: .localVariable, value: value, field: field)
      case .allocBox, .allocRef, .allocRefDynamic, .allocExistentialBox:
        return Root(kind: .object, value: value, field: field ?? "box")
      case .refElementAddr:
        let text = graph.text(definition)
        let name = text.firstRange(of: "#").map { text[$0.upperBound...].prefix { $0 != "," && $0 != " " } }
        field = field ?? name.map(String.init)
      case .refTailAddr: field = field ?? "element"
      case .apply, .tryApply:
        if case .function(let symbol, _) = callee(of: definition, in: graph), symbol.hasSuffix("vau") {
          return Root(kind: .global, value: value, field: names.short(symbol))
        }
        return Root(kind: field == nil ? .unknown : .object, value: value, field: field)
      case .beginApply:
        // An accessor lends an address in what it is called on.
        guard let owner = graph.operands(definition).last, graph.operands(definition).count > 1 else {
          return Root(kind: .unknown, value: value, field: field)
        }
        if field == nil, case .function(let symbol, _) = callee(of: definition, in: graph) {
          field = names.short(symbol).split(separator: ".").dropLast().last.map(String.init) ?? "element"
        }
        value = owner
        continue
      case .load, .loadBorrow:
        guard let from = graph.operands(definition).first else {
          return Root(kind: .pointer, value: value, field: field)
        }
        // What a variable or a field holds belongs to its owner: an array's elements to the array, and it to its object.
        let owner = root(of: from, field: nil, in: graph, &seen)
        guard owner.kind != .pointer, owner.kind != .unknown else {
          return Root(kind: field == nil ? .pointer : .loaded, value: value, field: field)
        }
        return Root(kind: owner.kind, value: owner.value, field: Self.better(field, owner.field))
      case .builtin: return Root(kind: .pointer, value: value, field: "memory")
      default: break
      }
      guard definition.opcode.projects || definition.opcode.forwards || definition.opcode == .markDependence,
        let next = graph.operands(definition).first
      else { return Root(kind: field == nil ? .unknown : .object, value: value, field: field) }
      value = next
    }
    return Root(kind: .unknown, value: value, field: field)
  }

  /// The name that a person knows: a library's storage has fields of its own.
  private static func better(_ inner: String?, _ outer: String?) -> String? {
    guard let inner, inner != "element", inner.split(separator: ".").last?.hasPrefix("_") != true else {
      return outer ?? inner
    }
    return inner
  }

  private func argumentKind(of value: ValueID, _ field: String?, in graph: FunctionGraph) -> Root.Kind {
    guard case .argument(let block, let index, let type) = graph.definitions[Int(value)] else {
      return .unknown
    }
    guard block == 0 else { return field == nil ? .unknown : .object }
    guard field == nil else { return .argumentObject }
    let convention = Int(index) < graph.conventions.count ? graph.conventions[Int(index)] : ""
    if convention == "@out" || convention == "@error_indirect" { return .result }
    if convention.contains("@inout") { return .inoutArgument }
    return graph.module.text(type).hasPrefix("$*") ? .argumentAddress : .argumentObject
  }
}
