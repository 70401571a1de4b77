// Statements. Relies on Parser.

extension GoLite.Parser {
  typealias Statement = GoLite.Statement

  mutating func block() throws(Failure) -> [Statement] {
    try expect("{")
    let statements = try statementList()
    try expect("}")
    return statements
  }

  private mutating func statementList() throws(Failure) -> [Statement] {
    var statements: [Statement] = []
    while !isAt("}") && !isAt("case") && !isAt("default") && token.kind != .end {
      statements.append(try statement())
      try endStatement()
    }
    return statements
  }

  private mutating func statement() throws(Failure) -> Statement {
    let start = position
    guard token.kind == .keyword else {
      if isAt("{") { return Statement(.block(try block()), at: start) }
      if isAt(";") { return Statement(.empty, at: start) }
      if token.kind == .name && tokens[at + 1].text == ":" && tokens[at + 1].kind == .sign {
        throw fails("GoLite does not represent labels")
      }
      return try simple()
    }
    switch token.text {
    case "var", "const", "type": return Statement(.declaration(try declaration(isTop: false)), at: start)
    case "go", "defer":
      let isGo = token.text == "go"
      at += 1
      let call = try expression()
      return Statement(isGo ? .go(call) : .deferred(call), at: start)
    case "return":
      at += 1
      let values = isAt(";") || isAt("}") ? [] : try expressions()
      return Statement(.returned(values), at: start)
    case "break", "continue", "fallthrough":
      let word = token.text
      at += 1
      if token.kind == .name { throw fails("GoLite does not represent labels") }
      return Statement(.branch(word), at: start)
    case "goto": throw fails("GoLite does not represent labels")
    case "if": return try condition()
    case "switch": return try choice()
    case "select": return try select()
    case "for": return try loop()
    default: return try simple()
    }
  }

  private mutating func simple() throws(Failure) -> Statement {
    let start = position
    let left = try expressions()
    let (sign, here) = (token.text, position)
    guard token.kind == .sign, let first = left.first else {
      return Statement(.expression(left[0]), at: start)
    }
    switch sign {
    case "<-":
      at += 1
      return Statement(.send(first, try expression()), at: here)
    case "++", "--":
      at += 1
      return Statement(.assign(left, sign == "++" ? "+=" : "-=", []), at: here)
    case "=", ":=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=", "&^=":
      at += 1
      if take("range") {
        let over = try expression()
        return Statement(.range(left, defines: sign == ":=", over, []), at: here)
      }
      return Statement(.assign(left, sign, try expressions()), at: here)
    default:
      guard left.count == 1 else { throw fails("expected := or =, found \(sign)") }
      return Statement(.expression(first), at: first.position)
    }
  }

  /// What stands between the keyword and `{`.
  private mutating func header() throws(Failure) -> [Statement?] {
    let outer = nesting
    nesting = -1
    defer { nesting = outer }
    var parts: [Statement?] = []
    while true {
      if isAt("{") {
        parts.append(nil)
        return parts
      }
      parts.append(isAt(";") ? nil : try simple())
      if !take(";") { return parts }
    }
  }

  private mutating func condition() throws(Failure) -> Statement {
    let start = position
    try expect("if")
    let parts = try header()
    guard parts.count <= 2, case .expression(let test)? = parts[parts.count - 1]?.form else {
      throw fails("expected the condition of if")
    }
    let body = try block()
    var otherwise: Statement?
    if take("else") {
      let place = position
      otherwise = isAt("if") ? try condition() : Statement(.block(try block()), at: place)
    }
    return Statement(
      .condition(parts.count == 2 ? parts[0] : nil, test, body, otherwise: otherwise), at: start)
  }

  private mutating func choice() throws(Failure) -> Statement {
    let start = position
    try expect("switch")
    let parts = isAt("{") ? [nil] : try header()
    guard parts.count <= 2 else { throw fails("expected {") }
    let first = parts.count == 2 ? parts[0] : nil
    let tag = parts[parts.count - 1]
    let clauses = try clauses()
    switch tag?.form {
    case nil: return Statement(.choice(first, nil, clauses), at: start)
    case .expression(let expression)?:
      if case .assert(let value, nil) = expression.form {
        return Statement(.typeChoice(first, name: nil, value, clauses), at: start)
      }
      return Statement(.choice(first, expression, clauses), at: start)
    case .assign(let left, ":=", let right)?:
      guard left.count == 1, right.count == 1, case .name(let name) = left[0].form,
        case .assert(let value, nil) = right[0].form
      else { throw fails("expected the tag of switch") }
      return Statement(.typeChoice(first, name: (name, left[0].position), value, clauses), at: start)
    default: throw fails("expected the tag of switch")
    }
  }

  private mutating func clauses() throws(Failure) -> [GoLite.Clause] {
    try expect("{")
    var clauses: [GoLite.Clause] = []
    while !take("}") {
      let start = position
      var cases: [Expression]?
      if take("case") {
        var list = [try typeOrExpression()]
        while take(",") { list.append(try typeOrExpression()) }
        cases = list
      } else {
        try expect("default")
      }
      try expect(":")
      clauses.append(GoLite.Clause(position: start, cases: cases, body: try statementList()))
    }
    return clauses
  }

  private mutating func typeOrExpression() throws(Failure) -> Expression {
    isAt("func") || isAt("struct") || isAt("interface") || isAt("chan") ? try type() : try expression()
  }

  private mutating func select() throws(Failure) -> Statement {
    let start = position
    try expect("select")
    try expect("{")
    var clauses: [GoLite.CommunicationClause] = []
    while !take("}") {
      let here = position
      var communication: Statement?
      if take("case") { communication = try simple() } else { try expect("default") }
      try expect(":")
      clauses.append(
        GoLite.CommunicationClause(
          position: here, communication: communication, body: try statementList()))
    }
    return Statement(.select(clauses), at: start)
  }

  private mutating func loop() throws(Failure) -> Statement {
    let start = position
    try expect("for")
    if isAt("range") {
      let here = position
      at += 1
      nesting = -1
      let over = try expression()
      nesting = 0
      return Statement(.range([], defines: false, over, try block()), at: here)
    }
    let parts = isAt("{") ? [nil] : try header()
    let body = try block()
    if parts.count == 1, case .range(let left, let defines, let over, _)? = parts[0]?.form {
      return Statement(.range(left, defines: defines, over, body), at: start)
    }
    let test = parts[parts.count > 1 ? 1 : 0]
    guard parts.count == 1 || parts.count == 3 else { throw fails("expected a header of for") }
    var condition: Expression?
    if let test {
      guard case .expression(let expression) = test.form else { throw fails("expected the condition of for") }
      condition = expression
    }
    return Statement(
      .loop(parts.count == 3 ? parts[0] : nil, condition, parts.count == 3 ? parts[2] : nil, body), at: start)
  }
}
