// Types and signatures. Relies on Parser.

extension GoLite.Parser {
  typealias Expression = GoLite.Expression
  typealias Failure = GoLite.Failure

  mutating func type() throws(Failure) -> Expression {
    let start = position
    if token.kind == .name {
      let first = Expression(.name(try name().0), at: start)
      let dot = position
      guard take(".") else {
        if isAt("[") && tokens[at + 1].kind == .name && ["]", ","].contains(tokens[at + 2].text) {
          throw fails("GoLite does not represent generics")
        }
        return first
      }
      return Expression(.selector(first, try name().0), at: dot)
    }
    if take("*") { return Expression(.unary("*", try type()), at: start) }
    if take("(") {
      let inner = try type()
      try expect(")")
      return inner
    }
    if take("func") { return Expression(.signature(try signature()), at: start) }
    if take("struct") { return Expression(.structure(try fields()), at: start) }
    if take("interface") { return try interface(at: start) }
    if take("map") {
      try expect("[")
      let key = try type()
      try expect("]")
      return Expression(.map(key, try type()), at: start)
    }
    if take("chan") {
      _ = take("<-")
      return Expression(.channel(try type()), at: start)
    }
    if take("<-") {
      try expect("chan")
      return Expression(.channel(try type()), at: start)
    }
    if take("[") { return try arrayOrSlice(at: start) }
    throw fails("expected a type, found \(token.text)")
  }

  private mutating func arrayOrSlice(at start: GoLite.Position) throws(Failure) -> Expression {
    if take("]") { return Expression(.sliceType(try type()), at: start) }
    if take("...") {
      try expect("]")
      return Expression(.array(nil, try type()), at: start)
    }
    nesting += 1
    let length = try expression()
    nesting -= 1
    try expect("]")
    return Expression(.array(length, try type()), at: start)
  }

  private mutating func fields() throws(Failure) -> [GoLite.Field] {
    var fields: [GoLite.Field] = []
    try expect("{")
    while !take("}") {
      let start = position
      let isEmbedded =
        isAt("*") || token.kind == .name && [";", "}", "."].contains(tokens[at + 1].text)
        || token.kind == .name && tokens[at + 1].kind == .string
      if isEmbedded {
        fields.append(GoLite.Field(name: nil, position: start, type: try type()))
      } else {
        var names = [try name()]
        while take(",") { names.append(try name()) }
        let type = try type()
        fields += names.map { GoLite.Field(name: $0.0, position: $0.1, type: type) }
      }
      if token.kind == .string { at += 1 }
      try endStatement()
    }
    return fields
  }

  private mutating func interface(at start: GoLite.Position) throws(Failure) -> Expression {
    var methods: [GoLite.Method] = []
    var embedded: [Expression] = []
    try expect("{")
    while !take("}") {
      if isAt("~") { throw fails("GoLite does not represent generics") }
      if token.kind == .name && tokens[at + 1].text == "(" {
        methods.append(GoLite.Method(name: try name().0, signature: try signature()))
      } else {
        embedded.append(try type())
        if isAt("|") { throw fails("GoLite does not represent generics") }
      }
      try endStatement()
    }
    return Expression(.interface(methods, embedded: embedded), at: start)
  }

  mutating func signature() throws(Failure) -> GoLite.Signature {
    let parameters = try parameters()
    var results: [GoLite.Field] = []
    if isAt("(") {
      results = try self.parameters()
    } else if token.kind == .name
      || ["*", "func", "struct", "interface", "map", "chan", "<-", "["].contains(where: isAt)
    {
      let start = position
      results = [GoLite.Field(name: nil, position: start, type: try type())]
    }
    return GoLite.Signature(parameters: parameters, results: results)
  }

  /// `(a, b T, c ...U)` or `(T, U)`: which of the two is known at the end.
  mutating func parameters() throws(Failure) -> [GoLite.Field] {
    try expect("(")
    var entries: [(name: Expression?, type: Expression?)] = []
    var isNamed = false
    while !take(")") {
      let start = position
      let first = try variadicOrType()
      if isAt(",") || isAt(")") {
        entries.append((nil, first))
      } else {
        guard case .name = first.form else { throw fails("expected a type, found \(token.text)") }
        isNamed = true
        entries.append((Expression(first.form, at: start), try variadicOrType()))
      }
      if !isAt(")") { try expect(",") }
    }
    guard isNamed else {
      return entries.compactMap { entry in
        entry.type.map { GoLite.Field(name: nil, position: $0.position, type: $0) }
      }
    }
    var fields: [GoLite.Field] = []
    var type: Expression?
    for entry in entries.reversed() {
      if entry.name != nil { type = entry.type }
      guard let named = entry.name ?? entry.type, case .name(let name) = named.form, let type else {
        throw fails("names and types are mixed in the parameters")
      }
      fields.append(GoLite.Field(name: name, position: named.position, type: type))
    }
    return fields.reversed()
  }

  private mutating func variadicOrType() throws(Failure) -> Expression {
    let start = position
    if take("...") { return Expression(.variadic(try type()), at: start) }
    return try type()
  }
}
