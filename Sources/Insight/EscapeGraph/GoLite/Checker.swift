// The checker gives names their meaning and expressions their types, and writes down what Go does unasked: conversions to
// interfaces, addresses and dereferences of receivers, the slice of variadic arguments. It trusts that the file compiles:
// what it cannot make sense of is an error with a position, but it does not look for every mistake.
// Relies on Syntax, GoType, Node. Source: Go, cmd/compile/internal/{types2,noder,typecheck}.

extension GoLite {
  enum Entity {
    case variable(Variable)
    case global(String, GoType)
    case constant(Constant, GoType)
    case type(GoType)
    case function(Function)
    case package(String)
    case builtin(String)
    case null
    /// A declaration of the package that nobody has asked for yet.
    case pending(Declaration, Int)
  }

  final class Checker {
    let language: Language
    let library: Library?
    let universe = Checker.predeclared()
    var package: [String: Entity] = [:]
    var scopes: [[String: Entity]] = []
    var current: Function?
    /// Functions and methods with their bodies, in the order of the text; closures are inside.
    var functions: [Function] = []
    /// Names a type prints with; empty for the file's own.
    var prefix = ""
    var iota: Int?
    var failures: [Failure] = []
    /// Everything that refers to each other in circles.
    let made = Circle()
    /// What sets the variables of the package.
    let initializer = Function("init", .none, FunctionType(parameters: [], results: [], isVariadic: false))

    init(language: Language, library: Library?) {
      self.language = language
      self.library = library
    }

    private static func predeclared() -> [String: Entity] {
      var scope: [String: Entity] = [
        "true": .constant(.boolean(true), Basic.untypedBoolean),
        "false": .constant(.boolean(false), Basic.untypedBoolean), "nil": .null,
        "any": .type(Basic.any), "error": .type(Basic.error),
      ]
      for type in Basic.all { scope[type.text] = .type(type) }
      for name in [
        "append", "cap", "clear", "close", "complex", "copy", "delete", "imag", "len", "make", "max", "min",
        "new", "panic", "print", "println", "real", "recover",
      ] { scope[name] = .builtin(name) }
      return scope
    }

    func fails(_ message: String, at position: Position) -> Failure {
      Failure(position: position, message: message)
    }

    // MARK: Scopes

    func declare(_ name: String, _ entity: Entity) {
      guard name != "_" else { return }
      if scopes.isEmpty { package[name] = entity } else { scopes[scopes.count - 1][name] = entity }
    }

    func lookUp(_ name: String, at position: Position) throws(Failure) -> Entity {
      for scope in scopes.reversed() {
        if let entity = scope[name] { return entity }
      }
      if let entity = package[name] {
        guard case .pending(let declaration, let index) = entity else { return entity }
        return try resolve(name, declaration, index)
      }
      if let entity = universe[name] { return entity }
      throw fails("\(name) is not declared in what GoLite sees", at: position)
    }

    func scoped<Result>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
      scopes.append([:])
      defer { scopes.removeLast() }
      return try body()
    }

    // MARK: Declarations of the package

    /// Reads the whole of a file.
    func check(_ file: File) {
      failures += file.failures
      for (name, path) in file.imports { package[name] = .package(path) }
      for declaration in file.declarations { announce(declaration) }
      var waiting: [(Function, FunctionDeclaration)] = []
      for declaration in file.declarations {
        do throws(Failure) {
          switch declaration.form {
          case .function(let function): waiting.append((try header(function), function))
          case .type(let name, _, _): _ = try lookUp(name, at: declaration.position)
          case .variables, .constants: break
          }
        } catch {
          failures.append(error)
        }
      }
      for declaration in file.declarations {
        guard case .variables(let names, _, _) = declaration.form else { continue }
        do throws(Failure) {
          for (name, position) in names where name != "_" { _ = try lookUp(name, at: position) }
          try setGlobals(declaration)
        } catch {
          failures.append(error)
        }
      }
      for (function, declaration) in waiting {
        do throws(Failure) {
          try body(of: function, declaration)
          functions.append(function)
        } catch {
          // Nothing is known of it, so everything is possible.
          function.tags = function.inputs.map { _ in .unknown }
          failures.append(error)
        }
      }
    }

    private func announce(_ declaration: Declaration) {
      switch declaration.form {
      case .variables(let names, _, _), .constants(let names, _, _, _):
        for (index, name) in names.enumerated() { declare(name.0, .pending(declaration, index)) }
      case .type(let name, _, _): declare(name, .pending(declaration, 0))
      case .function: break
      }
    }

    private func resolve(_ name: String, _ declaration: Declaration, _ index: Int) throws(Failure) -> Entity {
      let (outer, function) = (scopes, current)
      scopes = []
      current = initializer
      defer { (scopes, current) = (outer, function) }
      switch declaration.form {
      case .type: try declareType(declaration)
      case .constants: try declareConstants(declaration)
      case .variables(_, let type, let values):
        package[name] = .global(prefix + name, try globalType(type, values, index, declaration.position))
      case .function: break
      }
      return try lookUp(name, at: declaration.position)
    }

    private func globalType(
      _ type: Expression?, _ values: [Expression], _ index: Int, _ position: Position
    ) throws(Failure) -> GoType {
      if let type { return try self.type(type) }
      if index < values.count { return defaultType(try expression(values[index]).type) }
      guard let first = values.first, case .tuple(let types) = try expression(first).type.kind,
        index < types.count
      else { throw fails("the variable has neither a type nor a value", at: position) }
      return types[index]
    }

    /// The assignments that set the package's variables before `main`.
    private func setGlobals(_ declaration: Declaration) throws(Failure) {
      guard case .variables(let names, _, let values) = declaration.form, !values.isEmpty else { return }
      current = initializer
      defer { current = nil }
      let lefts = names.map { Expression(.name($0.0), at: $0.1) }
      if names.count == values.count {
        for (left, value) in zip(lefts, values) {
          var right = try expression(value)
          guard case .name(let name) = left.form, name != "_" else { continue }
          let target = try expression(left)
          right = try convert(right, to: target.type)
          let node = Node(.assign, declaration.position, Basic.none)
          (node.list, node.right) = ([target], [right])
          initializer.body.append(node)
        }
      } else {
        initializer.body.append(try assignment(lefts, values, at: declaration.position))
      }
    }

    /// A function's or method's name and type, without its body.
    private func header(_ declaration: FunctionDeclaration) throws(Failure) -> Function {
      let type = try functionType(declaration.signature)
      var name = prefix + declaration.name
      var owner: GoType?
      var receiver: GoType?
      if let field = declaration.receiver {
        let type = try self.type(field.type)
        receiver = type
        owner = type.pointee ?? type
        guard let named = owner, let typeName = named.name else {
          throw fails("a method needs a receiver of a type with a name", at: field.position)
        }
        name = type.pointee == nil ? "\(typeName).\(declaration.name)" : "(*\(typeName)).\(declaration.name)"
      }
      let function = made.function(name, declaration.position, type)
      function.directives = declaration.directives
      function.hasReceiver = declaration.receiver != nil
      function.receiverType = receiver
      if let owner {
        owner.methods[declaration.name] = function
      } else if declaration.name != "init" {
        declare(declaration.name, .function(function))
      }
      declareInputs(of: function, declaration)
      return function
    }

    private func declareInputs(of function: Function, _ declaration: FunctionDeclaration) {
      if let field = declaration.receiver, let type = function.receiverType {
        function.receiver = input(field, type, of: function)
      }
      declareSignature(declaration.signature, of: function)
    }

    private func input(_ field: Field, _ type: GoType, of function: Function) -> Variable? {
      guard let name = field.name, name != "_" else { return nil }
      return made.variable(name, field.position, type, .parameter, in: function)
    }

    func declareSignature(_ signature: Signature, of function: Function) {
      function.parameters = zip(signature.parameters, function.type.parameters).map {
        input($0, $1, of: function)
      }
      function.results = zip(signature.results, function.type.results).enumerated().map { index, result in
        let name = result.0.name ?? "~r\(index)"
        return made.variable(
          name == "_" ? "~r\(index)" : name, result.0.position, result.1, .result(index), in: function)
      }
    }

    private func body(of function: Function, _ declaration: FunctionDeclaration) throws(Failure) {
      guard let body = declaration.body else {
        function.hasBody = false
        return
      }
      try check(body, of: function)
    }

    /// Checks a body in the scope of its function's parameters and results.
    func check(_ body: [Statement], of function: Function) throws(Failure) {
      let outer = current
      current = function
      defer { current = outer }
      scopes.append([:])
      defer { scopes.removeLast() }
      for variable in function.inputs.compactMap({ $0 }) + function.results {
        declare(variable.name, .variable(variable))
      }
      function.body = try scoped { () throws(Failure) in try statements(body) }
    }
  }
}
