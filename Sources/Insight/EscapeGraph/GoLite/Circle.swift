// What the checker makes refers to each other in circles: a variable to its function, that to its body, the body to the
// variable; a type to itself. Circle knows all of it, so that one call lets it go; nothing here outlives an analysis.
// Relies on Node and GoType. Embedded Swift has neither weak nor unowned references.

extension GoLite {
  final class Circle {
    var types: [GoType] = []
    private var variables: [Variable] = []
    private var functions: [Function] = []

    func variable(
      _ name: String, _ position: Position, _ type: GoType, _ kind: Variable.Kind, in function: Function
    ) -> Variable {
      let variable = Variable(name, position, type, kind, in: function)
      variables.append(variable)
      return variable
    }

    func function(_ name: String, _ position: Position, _ type: FunctionType) -> Function {
      let function = Function(name, position, type)
      functions.append(function)
      return function
    }

    /// Cuts every circle; what was made must not be used after it.
    func open() {
      for type in types { (type.kind, type.methods) = (.unknown, [:]) }
      for variable in variables { (variable.definition, variable.initial, variable.values) = (nil, nil, nil) }
      for function in functions {
        (function.body, function.parameters, function.results, function.captured) = ([], [], [], [])
        (function.receiver, function.outer) = (nil, nil)
      }
    }
  }
}
