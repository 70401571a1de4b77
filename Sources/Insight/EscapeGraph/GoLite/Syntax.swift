// The syntax of a GoLite file as values: what stands where, before any name has a meaning. Parentheses are gone, and types
// are expressions, for only names tell them apart.
// Relies on GoLite.Position. A position is the one that Go's compiler prints: an operator's, a call's `(`, a selector's `.`.

extension GoLite {
  final class Expression {
    let position: Position
    let form: Form

    init(_ form: Form, at position: Position) {
      self.form = form
      self.position = position
    }

    enum Form {
      case name(String)
      case literal(Token.Kind, String)
      case selector(Expression, String)
      case index(Expression, Expression)
      /// Low, high, max.
      case slice(Expression, [Expression?])
      case call(Expression, [Expression], spread: Bool)
      case unary(String, Expression)
      case binary(String, Expression, Expression)
      case composite(Expression?, [Element])
      case function(Signature, [Statement])
      /// Without a type: `x.(type)`.
      case assert(Expression, Expression?)
      /// Without a length: `[...]T`.
      case array(Expression?, Expression)
      case sliceType(Expression)
      case map(Expression, Expression)
      case channel(Expression)
      case structure([Field])
      case interface([Method], embedded: [Expression])
      case signature(Signature)
      case variadic(Expression)
    }
  }

  /// Of a composite literal.
  struct Element {
    var key: Expression?
    var value: Expression
  }

  /// A field or a parameter; without a name when it has none of its own.
  struct Field {
    var name: String?
    var position: Position
    var type: Expression
  }

  struct Method {
    var name: String
    var signature: Signature
  }

  struct Signature {
    var parameters: [Field]
    var results: [Field]
  }

  final class Statement {
    let position: Position
    let form: Form

    init(_ form: Form, at position: Position) {
      self.form = form
      self.position = position
    }

    enum Form {
      case empty
      case expression(Expression)
      case send(Expression, Expression)
      /// `=`, `:=`, `+=`, …; `++` and `--` are `+=` and `-=` without a right side.
      case assign([Expression], String, [Expression])
      case go(Expression)
      case deferred(Expression)
      case returned([Expression])
      case branch(String)
      case block([Statement])
      case condition(Statement?, Expression, [Statement], otherwise: Statement?)
      case choice(Statement?, Expression?, [Clause])
      case typeChoice(Statement?, name: (String, Position)?, Expression, [Clause])
      case select([CommunicationClause])
      case loop(Statement?, Expression?, Statement?, [Statement])
      case range([Expression], defines: Bool, Expression, [Statement])
      case declaration([Declaration])
    }
  }

  /// Without cases: `default`.
  struct Clause {
    var position: Position
    var cases: [Expression]?
    var body: [Statement]
  }

  struct CommunicationClause {
    var position: Position
    var communication: Statement?
    var body: [Statement]
  }

  struct Declaration {
    var position: Position
    var form: Form

    enum Form {
      case variables([(String, Position)], Expression?, [Expression])
      case constants([(String, Position)], Expression?, [Expression], iota: Int)
      case type(String, Expression, isAlias: Bool)
      case function(FunctionDeclaration)
    }
  }

  struct FunctionDeclaration {
    var name: String
    var position: Position
    var receiver: Field?
    var signature: Signature
    var body: [Statement]?
    var directives: [String]
  }

  struct File {
    var package: String
    /// By the name that the file uses: the path.
    var imports: [String: String]
    var declarations: [Declaration]
    /// What could not be read, when the reader goes on behind it.
    var failures: [Failure]
  }
}
