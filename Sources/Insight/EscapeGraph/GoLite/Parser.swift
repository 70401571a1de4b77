// The parser's state and its declarations. A declaration that cannot be read is noted, and reading goes on with the next.
// Relies on Lexer and Syntax; types, expressions and statements have files of their own.

extension GoLite {
  struct Parser {
    let tokens: [Token]
    let directives: [Directive]
    var at = 0
    /// Below zero where `{` begins a block and no composite literal.
    var nesting = 0

    init(_ source: String) throws(Failure) {
      let lexer = try Lexer(source)
      tokens = lexer.tokens
      directives = lexer.directives
    }

    var token: Token { tokens[at] }
    var position: Position { token.position }

    func fails(_ message: String) -> Failure { Failure(position: position, message: message) }

    func isAt(_ text: String) -> Bool {
      token.text == text && (token.kind == .sign || token.kind == .keyword)
    }

    mutating func take(_ text: String) -> Bool {
      guard isAt(text) else { return false }
      at += 1
      return true
    }

    mutating func expect(_ text: String) throws(Failure) {
      guard take(text) else {
        throw fails("expected \(text), found \(token.isImplicit ? "the end of the line" : token.text)")
      }
    }

    mutating func name() throws(Failure) -> (String, Position) {
      guard token.kind == .name else { throw fails("expected a name, found \(token.text)") }
      defer { at += 1 }
      return (token.text, position)
    }

    /// A semicolon, or what may stand in its place.
    mutating func endStatement() throws(Failure) {
      if isAt(")") || isAt("}") || token.kind == .end { return }
      try expect(";")
    }

    mutating func file() throws(Failure) -> File {
      try expect("package")
      var file = File(package: try name().0, imports: [:], declarations: [], failures: [])
      try endStatement()
      while take("import") {
        for (name, path) in try group({ (parser) throws(Failure) in [try parser.importSpec()] }) {
          file.imports[name] = path
        }
        try endStatement()
      }
      while token.kind != .end {
        let start = at
        do {
          file.declarations += try declaration(isTop: true)
          try endStatement()
        } catch {
          file.failures.append(error)
          at = max(at, start + 1)
          while token.kind != .end && !(position.column == 1 && token.kind == .keyword) { at += 1 }
          nesting = 0
        }
      }
      return file
    }

    private mutating func importSpec() throws(Failure) -> (String, String) {
      var alias: String?
      if token.kind == .name || isAt(".") {
        alias = token.text
        at += 1
      }
      guard token.kind == .string else { throw fails("expected the path of a package") }
      let path = String(token.text.dropFirst().dropLast())
      if path == "C" { throw fails("GoLite does not represent cgo") }
      at += 1
      let last = path.split(separator: "/").last.map { String($0) } ?? path
      return (alias ?? last, path)
    }

    /// One spec, or several in parentheses.
    private mutating func group<Item>(
      _ spec: (inout Parser) throws(Failure) -> [Item]
    ) throws(Failure) -> [Item] {
      guard take("(") else { return try spec(&self) }
      var items: [Item] = []
      while !take(")") {
        items += try spec(&self)
        try endStatement()
      }
      return items
    }

    mutating func declaration(isTop: Bool) throws(Failure) -> [Declaration] {
      let start = position
      if take("var") { return try group { (parser) throws(Failure) in [try parser.variableSpec()] } }
      if take("type") { return try group { (parser) throws(Failure) in [try parser.typeSpec()] } }
      if take("const") { return try constants() }
      if isTop && take("func") {
        return [Declaration(position: start, form: .function(try function(from: start)))]
      }
      throw fails("expected a declaration, found \(token.text)")
    }

    private mutating func names() throws(Failure) -> [(String, Position)] {
      var names = [try name()]
      while take(",") { names.append(try name()) }
      return names
    }

    private mutating func variableSpec() throws(Failure) -> Declaration {
      let start = position
      let names = try names()
      let type = isAt("=") ? nil : try self.type()
      let values = take("=") ? try expressions() : []
      return Declaration(position: start, form: .variables(names, type, values))
    }

    private mutating func typeSpec() throws(Failure) -> Declaration {
      let (name, start) = try name()
      if isAt("["), tokens[at + 1].kind == .name,
        tokens[at + 2].kind == .name || ["interface", ",", "*", "~"].contains(tokens[at + 2].text)
      {
        throw fails("GoLite does not represent generics")
      }
      let isAlias = take("=")
      return Declaration(position: start, form: .type(name, try type(), isAlias: isAlias))
    }

    /// A constant without a value repeats the expression of the one before.
    private mutating func constants() throws(Failure) -> [Declaration] {
      var iota = 0
      var last: (Expression?, [Expression]) = (nil, [])
      return try group { (parser) throws(Failure) in
        let start = parser.position
        let names = try parser.names()
        if !parser.isAt(";") && !parser.isAt(")") {
          last = (parser.isAt("=") ? nil : try parser.type(), [])
          try parser.expect("=")
          last.1 = try parser.expressions()
        }
        defer { iota += 1 }
        return [Declaration(position: start, form: .constants(names, last.0, last.1, iota: iota))]
      }
    }

    private mutating func function(from start: Position) throws(Failure) -> FunctionDeclaration {
      var receiver: Field?
      if isAt("(") {
        let receivers = try parameters()
        guard receivers.count == 1 else {
          throw Failure(position: start, message: "a method has one receiver")
        }
        receiver = receivers[0]
      }
      let (name, position) = try name()
      if isAt("[") { throw fails("GoLite does not represent generics") }
      let signature = try signature()
      // They stand between the declaration before and this one.
      let before = tokens[..<at].last { $0.position.line < start.line && !$0.isImplicit }?.position.line ?? 0
      let said = directives.filter { $0.line > before && $0.line < start.line }.map { $0.text }
      var body: [Statement]?
      if isAt("{") {
        nesting = 0
        body = try block()
      }
      return FunctionDeclaration(
        name: name, position: position, receiver: receiver, signature: signature, body: body, directives: said
      )
    }
  }
}
